import { createHash, randomInt } from 'node:crypto';
import type { ScopedConnection } from '../access/access.ts';
import type { IsoDate } from '../dates.ts';
import { AppError } from '../errors.ts';
import { type Acting, actorName, checkText, keepText, readerOf, readMoment, type Written } from './acting.ts';
import { holdSubmissions } from './probing-store.ts';
import * as store from './store.ts';
import { checkSubmissionLimits } from './submission-limits.ts';
import type { RegistrationDraft } from './types.ts';

const LONGEST_NAME = 300;

/**
 * Submits a registration inside a transaction that is already open. Repeated with the same key (without one: the same
 * content on the same day) it is the same registration. The account is found after the commit: see `linkSubmission`.
 * Throws `bad_input`, `limit_reached`.
 */
export async function submitWithin(
  connection: ScopedConnection,
  acting: Acting,
  draft: RegistrationDraft,
): Promise<Written> {
  const { instant, today, rules } = await readMoment(connection, acting);
  const accountName = checkText(draft.accountName, { what: "The account's name", longest: LONGEST_NAME });
  const submissionKey = draft.submissionKey ?? keyOf(draft, today);
  const byPartner = readerOf(acting.scope) === 'partner';
  // Before looking: of two clicks at a time on the last submission that is allowed, the second is a repeat, not too many.
  if (byPartner) await holdSubmissions(connection, draft.partnerId);
  const known = await store.findSubmission(connection, submissionKey);
  if (known) return alreadySubmitted(connection, acting, known);
  if (byPartner) {
    await checkSubmissionLimits(connection, { partnerId: draft.partnerId, today, terms: rules });
  }
  const registrationId = newRegistrationId();
  const added = await store.insertRegistration(connection, {
    registrationId,
    partnerId: draft.partnerId,
    accountName,
    accountDomain: keepText(draft.accountDomain, LONGEST_NAME),
    country: keepText(draft.country, LONGEST_NAME),
    product: keepText(draft.product, LONGEST_NAME),
    amountMinor: draft.amount?.minor ?? null,
    currency: draft.amount?.currency ?? null,
    kind: draft.kind ?? 'resale',
    opportunityId: draft.opportunityId ?? null,
    submittedOn: instant,
    submittedBy: actorName(acting),
    submissionKey,
  });
  if (!added) {
    const repeated = await store.findSubmission(connection, submissionKey);
    if (repeated) return alreadySubmitted(connection, acting, repeated);
    throw new AppError('conflict', 'This was submitted at the same moment. Look at the list and try again.');
  }
  await store.insertMoves(connection, [
    {
      registrationId,
      partnerId: draft.partnerId,
      from: null,
      to: 'submitted',
      at: instant,
      by: actorName(acting),
      surface: acting.surface,
      reason: null,
    },
  ]);
  return {
    registrationId,
    status: 'submitted',
    protectedUntil: null,
    message: `Submitted ${registrationId}: ${accountName}. A partner manager decides.`,
  };
}

/**
 * The key that a submission is kept under: made of the partner and the caller's word, or of the partner, the content and
 * the day. The partner is always part of it: a key that another firm's submission took would tell of that submission.
 */
export function keyOf(draft: RegistrationDraft, today: IsoDate): string {
  const { partnerId, accountName, accountDomain, product, amount, kind, submissionKey } = draft;
  const content =
    submissionKey === undefined
      ? [
          partnerId,
          accountName.trim().toLowerCase(),
          accountDomain ?? null,
          product ?? null,
          amount?.minor ?? null,
          amount?.currency ?? null,
          kind ?? 'resale',
          today,
        ]
      : [partnerId, submissionKey];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

/** Random, so that an id tells nothing of how many others there are and can't be guessed. */
function newRegistrationId(): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return `REG-${Array.from({ length: 10 }, () => letters[randomInt(letters.length)]).join('')}`;
}

async function alreadySubmitted(
  connection: ScopedConnection,
  acting: Acting,
  registrationId: string,
): Promise<Written> {
  const known = await store.getRegistration(connection, readerOf(acting.scope), {
    registrationId,
    lock: false,
  });
  return {
    registrationId,
    status: known?.status ?? 'submitted',
    protectedUntil: null,
    message: `Already submitted as ${registrationId}.`,
  };
}
