import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Access } from '../access/access.ts';
import { AppError } from '../errors.ts';
import type { Services } from '../services.ts';
import type { ExecutedStep, ProposalAction } from './proposals.ts';

const submission = z.object({
  partner_id: z.string(),
  account_name: z.string(),
  account_domain: z.string().nullable(),
  country: z.string().nullable(),
  product: z.string().nullable(),
  amount: z.number().nullable(),
  currency: z.string().nullable(),
  kind: z.enum(['resale', 'referral', 'msp', 'service']),
});

const decision = z.object({
  registration_id: z.string(),
  decision: z.enum(['approve', 'reject', 'return']),
  reason_code: z.string().nullable(),
  reason: z.string().nullable(),
});

const change = z.object({ registration_id: z.string(), reason: z.string().nullable() });

const matchReview = z.object({
  partner_id: z.string(),
  record_id: z.string(),
  account_id: z.string(),
  verdict: z.enum(['same', 'not_same', 'later', 'doubted']).nullable(),
  reason: z.string().nullable(),
  seen: z.object({ review_id: z.number().nullable() }),
});

const intro = z.object({
  partner_id: z.string(),
  account_id: z.string(),
  opportunity_id: z.string().nullable(),
  addressed_to: z.string(),
  body: z.string(),
});

const askAnswer = z.object({
  intro_id: z.string(),
  answer: z.enum(['accepted', 'declined']),
  reason: z.string().nullable(),
  answered_on: z.string(),
});

const sourceDecision = z.object({
  opportunity_id: z.string(),
  partner_id: z.string().nullable(),
  reason: z.string(),
});

/** What each prepared step does when its click comes: calls of services inside the click's transaction. */
export function createActions(parts: { access: Access; services: Services }): Record<string, ProposalAction> {
  const { access, services } = parts;
  const { registrations, accounts, matchReviews } = services;
  const occasion = (step: ExecutedStep) => ({ surface: step.surface, at: step.at });
  return {
    submit_registration: {
      async execute(connection, step) {
        const payload = readPayload(submission, step);
        const made = await registrations.submitWithin(
          connection,
          step.scope,
          {
            partnerId: payload.partner_id,
            accountName: payload.account_name,
            accountDomain: payload.account_domain,
            country: payload.country,
            product: payload.product,
            amount: await services.company.money(payload.amount, payload.currency),
            kind: payload.kind,
            submissionKey: step.proposalId,
          },
          occasion(step),
        );
        return `Submitted as ${made.registrationId}. The partner manager decides next.`;
      },
      // Which account is meant is for the program to find: the partner may not look it up.
      afterwards: (step) => accounts.linkSubmission(access.system, step.proposalId),
      refused: (step, error) => registrations.noteRefusal(readPayload(submission, step).partner_id, error),
    },
    decide_registration: {
      async execute(connection, step) {
        const payload = readPayload(decision, step);
        const row = await registrations.decideWithin(
          connection,
          step.scope,
          {
            registrationId: payload.registration_id,
            decision: payload.decision,
            reasonCode: payload.reason_code,
            reason: payload.reason,
          },
          occasion(step),
        );
        return `${row.registrationId} is ${row.status}${row.protectedUntil ? `, protected until ${row.protectedUntil}` : ''}.`;
      },
    },
    withdraw_registration: {
      async execute(connection, step) {
        const payload = readPayload(change, step);
        const row = await registrations.withdrawWithin(connection, step.scope, payload.registration_id, {
          ...occasion(step),
          reason: payload.reason,
        });
        return `${row.registrationId} is withdrawn.`;
      },
    },
    resubmit_registration: {
      async execute(connection, step) {
        const payload = readPayload(change, step);
        const row = await registrations.resubmitWithin(connection, step.scope, payload.registration_id, {
          ...occasion(step),
          reason: payload.reason,
        });
        return `${row.registrationId} is submitted again.`;
      },
    },
    extend_registration: {
      async execute(connection, step) {
        const payload = readPayload(change, step);
        const row = await registrations.extendWithin(
          connection,
          step.scope,
          payload.registration_id,
          occasion(step),
        );
        return `${row.registrationId} is extended${row.protectedUntil ? ` until ${row.protectedUntil}` : ''}.`;
      },
    },
    review_match: {
      execute(connection, step) {
        const { pair, verdict, reason, after } = readMatchWord(step);
        return matchReviews.sayWithin(connection, step.scope, { pair, verdict, reason, after, at: step.at });
      },
      // Overlaps are the program's own to write.
      afterwards: (step) => matchReviews.settle(access.system, readMatchWord(step)),
    },
    decide_source: {
      async execute(connection, step) {
        const { opportunity_id, partner_id, reason } = readPayload(sourceDecision, step);
        await services.attribution.decideSourceWithin(
          connection,
          { opportunityId: opportunity_id, partnerId: partner_id, reason },
          {
            email: step.scope.actor.kind === 'outsider' ? step.scope.actor.id : step.scope.actor.email,
            at: step.at,
          },
        );
        return `Recorded ${partner_id ?? 'no partner'} as the source of ${opportunity_id}. The figures count it from now on.`;
      },
      // The ledger is the program's own to write.
      afterwards: (step) =>
        services.attribution.refresh(access.system, readPayload(sourceDecision, step).opportunity_id),
    },
    request_intro: {
      async execute(connection, step) {
        const payload = readPayload(intro, step);
        await services.recommendations.recordIntroWithin(connection, {
          introId: `intro_${randomBytes(8).toString('hex')}`,
          proposalId: step.proposalId,
          partnerId: payload.partner_id,
          accountId: payload.account_id,
          opportunityId: payload.opportunity_id,
          addressedTo: payload.addressed_to,
          body: payload.body,
          askedBy: step.scope.actor.kind === 'outsider' ? step.scope.actor.id : step.scope.actor.email,
          askedAt: step.at,
        });
        return `Recorded the intro request to ${payload.addressed_to}; send them the prepared words.`;
      },
    },
    record_ask_answer: {
      async execute(connection, step) {
        const payload = readPayload(askAnswer, step);
        return services.recommendationLoop.answerWithin(connection, {
          introId: payload.intro_id,
          answer: payload.answer,
          reason: payload.reason,
          answeredOn: payload.answered_on,
          recordedBy: step.scope.actor.kind === 'outsider' ? step.scope.actor.id : step.scope.actor.email,
          recordedAt: step.at,
        });
      },
    },
  };
}

function readMatchWord(step: ExecutedStep) {
  const payload = readPayload(matchReview, step);
  const chosen = step.option === null ? payload.verdict : matchReview.shape.verdict.parse(step.option);
  if (chosen === null)
    throw new AppError('conflict', 'This step is not complete any more. Ask for it again.');
  return {
    pair: { partnerId: payload.partner_id, recordId: payload.record_id, accountId: payload.account_id },
    verdict: chosen,
    reason: payload.reason,
    after: payload.seen.review_id,
  };
}

function readPayload<T>(schema: z.ZodType<T>, step: ExecutedStep): T {
  const parsed = schema.safeParse(step.payload);
  if (!parsed.success)
    throw new AppError('conflict', 'This step is not complete any more. Ask for it again.');
  return parsed.data;
}
