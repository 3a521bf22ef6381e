import type { ScopedConnection } from '../access/access.ts';
import { addDays, type IsoDate } from '../dates.ts';
import { AppError } from '../errors.ts';
import {
  type Acting,
  checkText,
  codeOf,
  keepText,
  LONGEST_TEXT,
  leaveTrace,
  type Opened,
  openMove,
  type Written,
} from './acting.ts';
import { extendProtection } from './lifecycle.ts';
import { productKey } from './protection.ts';
import { isReasonCode, REASON_CODES, replyTo } from './reasons.ts';
import { sayDay } from './rules/wording.ts';
import * as store from './store.ts';
import type { DecisionOrder } from './types.ts';

const EXCLUSION_VIOLATION = '23P01';

/** Approves, rejects or returns, in the open transaction. Throws `conflict` where another partner is protected. */
export async function decideWithin(
  connection: ScopedConnection,
  acting: Acting,
  order: DecisionOrder,
): Promise<Written> {
  const to = ({ approve: 'approved', reject: 'rejected', return: 'returned' } as const)[order.decision];
  const opened = await openMove(connection, acting, { registrationId: order.registrationId, to });
  // From approved to approved is an extension, and no second decision.
  if (opened.registration.status !== 'submitted') {
    throw new AppError(
      'conflict',
      `The registration is ${opened.registration.status} already; it was decided before.`,
    );
  }
  const { message, protectedUntil } =
    order.decision === 'approve'
      ? await approve(connection, opened, order)
      : order.decision === 'reject'
        ? await reject(connection, opened, order)
        : await returnToPartner(connection, opened, order);
  await leaveTrace(connection, opened, { to, reason: order.reasonCode ?? order.reason ?? null });
  return { registrationId: opened.registration.registrationId, status: to, protectedUntil, message };
}

/** Prolongs a protection, in the open transaction. Throws `conflict` with the reason where it can't be. */
export async function extendWithin(
  connection: ScopedConnection,
  acting: Acting,
  registrationId: string,
): Promise<Written> {
  const opened = await openMove(connection, acting, { registrationId, to: 'approved' });
  const { registration, rules, today } = opened;
  const extension = extendProtection({ ...registration, opportunityLost: null }, rules, today);
  if ('refusal' in extension) throw new AppError('conflict', extension.refusal);
  await protect(connection, opened, () =>
    store.setExtension(connection, {
      registrationId: registration.registrationId,
      expiresOn: extension.until,
    }),
  );
  await leaveTrace(connection, opened, { to: 'approved', reason: `extended to ${extension.until}` });
  return {
    registrationId: registration.registrationId,
    status: 'approved',
    protectedUntil: extension.until,
    message: `Extended ${registration.registrationId}: protected until ${sayDay(extension.until)}.`,
  };
}

interface Settled {
  readonly message: string;
  readonly protectedUntil: IsoDate | null;
}

async function approve(connection: ScopedConnection, opened: Opened, order: DecisionOrder): Promise<Settled> {
  const { registration, rules, today } = opened;
  const accountId = await settleAccount(connection, registration, order);
  const until = addDays(today, rules.registration_protection_days);
  await protect(connection, { ...opened, registration: { ...registration, accountId } }, () =>
    store.setDecision(connection, {
      registrationId: registration.registrationId,
      status: 'approved',
      decidedOn: today,
      expiresOn: until,
      opportunityId: order.opportunityId ?? null,
      accountId,
      accountMatchedBy: accountId === registration.accountId ? null : 'the decider',
      reasonCode: null,
      reason: keepText(order.reason, LONGEST_TEXT),
      reply: `Approved: protected until ${sayDay(until)}.`,
    }),
  );
  const held =
    registration.kind === 'service'
      ? 'It is delivery work and protects no sale.'
      : `Protected until ${sayDay(until)}.`;
  return {
    message: `Approved ${registration.registrationId}: ${registration.accountName}. ${held}`,
    protectedUntil: registration.kind === 'service' ? null : until,
  };
}

/** The account meant: the decider's word, the matched one, the opportunity's. Delivery work needs none. */
async function settleAccount(
  connection: ScopedConnection,
  registration: store.StoredRegistration,
  order: DecisionOrder,
): Promise<string | null> {
  const { accountId: named = null, opportunityId = null } = order;
  const known = await store.findAccountOf(connection, {
    accountId: named,
    opportunityId: opportunityId ?? registration.opportunityId,
  });
  if (named && !known.account) throw new AppError('not_found', `There is no account '${named}'.`);
  if (opportunityId && !known.opportunityAccount) {
    throw new AppError('not_found', `There is no opportunity '${opportunityId}'.`);
  }
  const account = known.account ?? registration.accountId ?? known.opportunityAccount;
  if (account === null && registration.kind !== 'service') {
    throw new AppError(
      'bad_input',
      `I don't know which account '${registration.accountName}' is. Say which account is meant, by its id, to approve it.`,
    );
  }
  return account;
}

async function reject(connection: ScopedConnection, opened: Opened, order: DecisionOrder): Promise<Settled> {
  const { registration, today } = opened;
  const { reasonCode } = order;
  if (!reasonCode || !isReasonCode(reasonCode)) {
    throw new AppError('bad_input', `A rejection needs one of these reasons: ${REASON_CODES.join(', ')}.`);
  }
  const other =
    reasonCode === 'protected_for_other' && registration.accountId
      ? await findOther(connection, registration.accountId, opened)
      : null;
  const reply = replyTo(reasonCode, other?.until ?? null);
  await store.setDecision(connection, {
    ...undecided(registration),
    status: 'rejected',
    decidedOn: today,
    reasonCode,
    reason: keepText(order.reason, LONGEST_TEXT),
    reply,
  });
  return {
    message: `Rejected ${registration.registrationId} (${reasonCode}). The partner reads: ${reply}`,
    protectedUntil: null,
  };
}

async function returnToPartner(
  connection: ScopedConnection,
  opened: Opened,
  order: DecisionOrder,
): Promise<Settled> {
  const question = checkText(order.reason ?? '', {
    what: 'The question to the partner',
    longest: LONGEST_TEXT,
  });
  await store.setDecision(connection, {
    ...undecided(opened.registration),
    status: 'returned',
    reason: question,
    reply: question,
  });
  return {
    message: `Returned ${opened.registration.registrationId} to the partner with the question; the clock stops until it answers.`,
    protectedUntil: null,
  };
}

function undecided(registration: store.StoredRegistration): store.DecisionColumns {
  return {
    registrationId: registration.registrationId,
    status: registration.status,
    decidedOn: null,
    expiresOn: null,
    opportunityId: null,
    accountId: null,
    accountMatchedBy: null,
    reasonCode: null,
    reason: null,
    reply: null,
  };
}

/** Runs a change that begins or prolongs a protection; the database refuses the second of two partners. */
async function protect(
  connection: ScopedConnection,
  opened: Opened,
  change: () => Promise<void>,
): Promise<void> {
  try {
    await connection.savepoint(change);
  } catch (cause) {
    if (codeOf(cause) !== EXCLUSION_VIOLATION) throw cause;
    const { accountId, accountName } = opened.registration;
    const other = accountId ? await findOther(connection, accountId, opened) : null;
    const until = other ? ` by ${other.partnerName} until ${sayDay(other.until)}` : '';
    throw new AppError(
      'conflict',
      `${accountName} is already protected${until}; two partners can't both be.`,
      { cause },
    );
  }
}

function findOther(connection: ScopedConnection, accountId: string, opened: Opened) {
  const { partnerId, product } = opened.registration;
  return store.findOtherProtection(connection, {
    accountId,
    partnerId,
    product: productKey(product),
    on: opened.today,
  });
}
