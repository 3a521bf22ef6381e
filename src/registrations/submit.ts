import { createHash, randomInt } from 'node:crypto';
import type { ScopedConnection } from '../access/access.ts';
import { addDays, type IsoDate } from '../dates.ts';
import { AppError } from '../errors.ts';
import { type Acting, actorName, checkText, readerOf, readMoment, type Written } from './acting.ts';
import * as store from './store.ts';
import type { RegistrationDraft } from './types.ts';

/** How often in 30 days a partner may learn that an account is protected, so that asking is no way to list them. */
export const PROTECTED_REPLIES_ALLOWED = 5;
const PROTECTED_REPLIES_DAYS = 30;
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
  const { instant, today } = await readMoment(connection, acting);
  const accountName = checkText(draft.accountName, { what: "The account's name", longest: LONGEST_NAME });
  const submissionKey = keyOf(draft, today);
  const known = await store.findSubmission(connection, submissionKey);
  if (known) return alreadySubmitted(connection, acting, known);
  if (readerOf(acting.scope) === 'partner')
    await checkReplies(connection, { partnerId: draft.partnerId, today });
  const registrationId = newRegistrationId();
  const added = await store.insertRegistration(connection, {
    registrationId,
    partnerId: draft.partnerId,
    accountName,
    accountDomain: draft.accountDomain?.trim().slice(0, LONGEST_NAME) || null,
    country: draft.country?.trim().slice(0, LONGEST_NAME) || null,
    product: draft.product?.trim().slice(0, LONGEST_NAME) || null,
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

async function checkReplies(
  connection: ScopedConnection,
  asked: { partnerId: string; today: IsoDate },
): Promise<void> {
  const since = addDays(asked.today, -PROTECTED_REPLIES_DAYS);
  const replies = await store.countProtectedReplies(connection, { partnerId: asked.partnerId, since });
  if (replies >= PROTECTED_REPLIES_ALLOWED) {
    throw new AppError(
      'limit_reached',
      'No more registrations can be submitted at present. Please talk to your partner manager.',
    );
  }
}

/** The key that a submission is kept under: the caller's, or one made of the partner, the content and the day. */
export function keyOf(draft: RegistrationDraft, today: IsoDate): string {
  const { partnerId, accountName, accountDomain, product, amount, kind, submissionKey } = draft;
  const content = [
    partnerId,
    accountName.trim().toLowerCase(),
    accountDomain ?? null,
    product ?? null,
    amount?.minor ?? null,
    amount?.currency ?? null,
    kind ?? 'resale',
    today,
  ];
  return submissionKey ?? createHash('sha256').update(JSON.stringify(content)).digest('hex');
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
