import { z } from 'zod';
import type { Card } from '../src/agent/types.ts';
import { formatMoney } from '../src/money.ts';
import type { PartnerProfile } from '../src/partners/types.ts';
import type { LearningPlan } from '../src/playbook/service.ts';
import { defineTool, STAFF_AND_PARTNERS } from './define.ts';

const learnNext = z.object({
  courses: z.array(
    z.object({
      course: z.string(),
      title: z.string(),
      hours: z.number().nullable(),
      url: z.string().nullable(),
      reasons: z.array(z.string()),
    }),
  ),
  pages: z.array(z.object({ path: z.string(), title: z.string(), quote: z.string() })),
});

/** A partner's standing in the programme. */
export const showPartner = defineTool({
  name: 'show_partner',
  label: 'Looking up the partner profile',
  description:
    "Shows a partner's profile: tier, regions, competencies, certificates with their expiry, onboarding steps, MDF " +
    'requests, people. With learning true also what its people should learn next, why, and the pages on it. For revenue call report_attribution, for scores report_measures.',
  effect: 'read',
  roles: STAFF_AND_PARTNERS,
  input: z.object({
    partner_id: z.string(),
    learning: z.boolean().optional().describe('true where training or what to learn next is asked about'),
  }),
  output: z.object({
    partner_id: z.string(),
    name: z.string(),
    archetype: z.string().nullable(),
    tier: z.string().nullable(),
    status: z.string(),
    regions: z.array(z.string()),
    industries: z.array(z.string()),
    competencies: z.array(z.string()),
    products: z.array(z.string()),
    integrations: z.array(z.string()),
    manager_email: z.string().nullable(),
    joined_on: z.string().nullable(),
    people: z.array(
      z.object({ name: z.string().nullable(), email: z.string(), role: z.string().nullable() }),
    ),
    certifications: z.array(
      z.object({
        course: z.string().nullable(),
        competency: z.string().nullable(),
        status: z.string(),
        expires_on: z.string().nullable(),
      }),
    ),
    certifications_valid: z.number(),
    onboarding_open: z.array(z.object({ step: z.string(), due_on: z.string().nullable() })),
    mdf_requests: z.array(
      z.object({ request_id: z.string(), status: z.string(), amount: z.string().nullable() }),
    ),
    learn_next: learnNext.optional(),
  }),
  async run({ partner_id, learning }, { scope, services, today }) {
    const profile = await services.partners.profile(scope, partner_id);
    const plan = learning ? await services.playbook.learning(scope, profile.partner.partnerId) : null;
    const output = { ...shapeProfile(profile, today), ...(plan ? { learn_next: shapeLearning(plan) } : {}) };
    const listed = (texts: readonly string[]) => texts.join(', ') || 'none recorded';
    return {
      output,
      cards: [
        {
          kind: 'scorecard',
          title: output.name,
          facts: [
            { label: 'Archetype', text: output.archetype ?? 'not known' },
            { label: 'Tier', text: output.tier ?? 'none' },
            { label: 'Status', text: output.status },
            { label: 'Regions', text: listed(output.regions) },
            { label: 'Competencies', text: listed(output.competencies) },
            { label: 'Valid certificates', text: String(output.certifications_valid) },
            { label: 'Open onboarding steps', text: listed(output.onboarding_open.map((step) => step.step)) },
            { label: 'Partner manager', text: output.manager_email ?? 'not known' },
          ],
        },
        ...(plan ? drawLessons(plan) : []),
      ],
      ...(plan ? { citations: plan.pages } : {}),
      focus: { partners: [{ id: output.partner_id, name: output.name }] },
    };
  },
});

function shapeLearning({ lessons, pages }: LearningPlan): z.infer<typeof learnNext> {
  return {
    courses: lessons.map((lesson) => ({ ...lesson, reasons: lesson.reasons.slice(0, 4) })),
    pages: pages.map(({ path, title, quote }) => ({ path, title, quote })),
  };
}

function drawLessons({ lessons }: LearningPlan): Card[] {
  if (lessons.length === 0) return [];
  const rows = lessons.map(({ title, hours, reasons }) => [
    title,
    hours === null ? '' : `${hours} h`,
    reasons.slice(0, 4).join('; '),
  ]);
  const columns = ['Course', 'Length', 'Why'];
  return [{ kind: 'table', title: 'What to learn next', columns, rows, total: rows.length, has_more: false }];
}

function shapeProfile({ partner, people, certifications, onboarding, mdf }: PartnerProfile, today: string) {
  const valid = certifications.filter(
    (one) => one.status === 'completed' && (one.expiresOn === null || one.expiresOn >= today),
  );
  return {
    partner_id: partner.partnerId,
    name: partner.name,
    archetype: partner.archetype,
    tier: partner.tier,
    status: partner.status,
    regions: [...partner.regions],
    industries: [...partner.industries],
    competencies: [...partner.competencies],
    products: [...partner.products],
    integrations: [...partner.integrations],
    manager_email: partner.managerEmail,
    joined_on: partner.joinedOn,
    people: people.slice(0, 10).map((one) => ({ ...one })),
    certifications: certifications.slice(0, 20).map((one) => ({
      course: one.course,
      competency: one.competency,
      status:
        one.status === 'completed' && one.expiresOn !== null && one.expiresOn < today
          ? 'expired'
          : one.status,
      expires_on: one.expiresOn,
    })),
    certifications_valid: valid.length,
    onboarding_open: onboarding
      .filter((step) => step.completedOn === null)
      .map((step) => ({ step: step.step, due_on: step.dueOn })),
    mdf_requests: mdf.slice(0, 10).map((one) => ({
      request_id: one.requestId,
      status: one.status,
      amount:
        one.amountMinor === null || one.currency === null
          ? null
          : formatMoney({ minor: one.amountMinor, currency: one.currency }),
    })),
  };
}
