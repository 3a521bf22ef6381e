import type { types } from '@slack/bolt';
import { isAppError } from '../../../errors.ts';
import { toInline } from '../render/escape.ts';
import { plainSection, section } from '../render/pieces.ts';
import { carryOut } from './carry-out.ts';
import { type Choice, choiceField, fitsOneList, textField } from './fields.ts';
import { FieldFaults, type Filler, type Form, type Typed } from './form.ts';

/** How many partners are recommended in the list before the others. */
const RECOMMENDED = 5;

/**
 * Asks a partner's own rep for an introduction at a deal of ours. The words that go to them stand on the form as soon as
 * deal and partner are chosen; nothing goes to the prospect.
 */
export const requestIntro: Form = {
  name: 'request_intro',

  async draw(filler, { subject, typed }) {
    const deals = await listDeals(filler, subject);
    const dealId = typed.deal ?? subject;
    const partners = await listPartners(filler, dealId);
    return {
      title: 'Ask for an introduction',
      submit: 'Record the request',
      blocks: [
        fitsOneList(deals)
          ? choiceField({ name: 'deal', label: 'Deal', choices: deals, at: subject, typed, watch: true })
          : textField({
              name: 'deal',
              label: 'Deal',
              hint: 'Its id',
              most: 100,
              at: subject,
              typed,
              watch: true,
            }),
        fitsOneList(partners)
          ? choiceField({ name: 'partner', label: 'Partner', choices: partners, typed, watch: true })
          : textField({ name: 'partner', label: 'Partner', hint: 'Its name', most: 200, typed, watch: true }),
        ...(await drawWords(filler, { dealId, typed })),
      ],
    };
  },

  async submit(filler, { subject, typed }) {
    const { partnerId, accountId, opportunityId } = await choose(filler, typed.deal ?? subject, typed);
    const message = await carryOut(filler, 'draft_intro', {
      partner_id: partnerId,
      account_id: accountId,
      opportunity_id: opportunityId,
    });
    const intro = await draft(filler, { partnerId, accountId, opportunityId });
    return `${message}\n\n${intro.body}`;
  },
};

/** Ids as the rooms know them. Throws `FieldFaults` at the field that names nothing. */
async function choose({ surface, scope }: Filler, dealId: string, typed: Typed) {
  const { accounts, partners } = surface.services;
  const [deal] = dealId ? await accounts.opportunities(scope, { opportunityId: dealId }) : [];
  const [partner] = typed.partner ? await partners.find(scope, typed.partner, 1) : [];
  const faults: Record<string, string> = {};
  if (!deal) faults.deal = 'There is no such deal that can be shown here.';
  if (!partner) faults.partner = 'There is no such partner that can be shown here.';
  if (!deal || !partner) throw new FieldFaults(faults);
  const { accountId, opportunityId } = deal;
  return { partnerId: partner.partnerId, accountId, opportunityId };
}

function draft(
  { surface, scope }: Filler,
  request: { partnerId: string; accountId: string; opportunityId: string },
) {
  return surface.services.recommendations.draftIntro(scope, request);
}

/** The person's own open deals, and the one that the form was opened about. */
async function listDeals({ surface, scope, actor }: Filler, subject: string): Promise<Choice[]> {
  const { accounts } = surface.services;
  const own =
    actor.kind === 'staff'
      ? await accounts.opportunities(scope, { ownerEmail: actor.email, openOnly: true })
      : [];
  const named = subject ? await accounts.opportunities(scope, { opportunityId: subject }) : [];
  const deals = new Map([...named, ...own].map((deal) => [deal.opportunityId, deal]));
  return [...deals.values()].map((deal) => ({
    value: deal.opportunityId,
    words: `${deal.name} (${deal.accountName})`,
  }));
}

/** Those recommended for the deal first. */
async function listPartners({ surface, scope }: Filler, dealId: string): Promise<Choice[]> {
  const { partners, recommendations } = surface.services;
  const active = await partners.list(scope, { status: 'active' });
  const ranked = dealId
    ? await recommendations
        .recommend(scope, { subjectId: dealId, top: RECOMMENDED })
        .then((found) => found.partners)
        .catch((error: unknown) => {
          if (isAppError(error)) return [];
          throw error;
        })
    : [];
  const first = ranked.map((one) => ({
    value: one.partner_id,
    words: `${one.rank}. ${one.name}: ${one.play.replaceAll('_', ' ')}`,
  }));
  const named = new Set(first.map((one) => one.value));
  const others = active
    .filter((one) => !named.has(one.partnerId))
    .map((one) => ({ value: one.partnerId, words: one.name }));
  return [...first, ...others];
}

async function drawWords(
  filler: Filler,
  chosen: { dealId: string; typed: Typed },
): Promise<types.KnownBlock[]> {
  if (!chosen.dealId || !chosen.typed.partner) return [];
  try {
    const intro = await draft(filler, await choose(filler, chosen.dealId, chosen.typed));
    return [
      section(`*To ${toInline(intro.addressedTo)}, ${toInline(intro.partnerName)}*`),
      plainSection(intro.body),
    ];
  } catch (error) {
    if (error instanceof FieldFaults) return [];
    if (isAppError(error) && error.code !== 'internal') return [section(toInline(error.message))];
    throw error;
  }
}
