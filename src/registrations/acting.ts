import type { ScopedConnection } from '../access/access.ts';
import type { Scope } from '../access/types.ts';
import { companySettingsSchema, type RulesOfEngagement } from '../company/settings.ts';
import { dayOf, type IsoDate } from '../dates.ts';
import { AppError } from '../errors.ts';
import { type Mover, refuseMove } from './lifecycle.ts';
import * as store from './store.ts';
import type { Occasion, RegistrationStatus } from './types.ts';

/** Who acts, from where and when; a move keeps all of it. */
export interface Acting extends Occasion {
  readonly scope: Scope;
}

/** What a change came to: where the registration stands now, and a sentence for the person who made it. */
export interface Written {
  readonly registrationId: string;
  readonly status: RegistrationStatus;
  readonly protectedUntil: IsoDate | null;
  readonly message: string;
}

/** The longest text that a registration keeps of what people write. */
export const LONGEST_TEXT = 2000;

/** A registration held for a move, with the programme's numbers and day. */
export interface Opened {
  readonly acting: Acting;
  readonly registration: store.StoredRegistration;
  readonly rules: RulesOfEngagement;
  readonly today: IsoDate;
  readonly instant: string;
}

/** Holds the registration for the transaction and checks that the move exists. Throws `not_found`, `not_allowed`, `conflict`. */
export async function openMove(
  connection: ScopedConnection,
  acting: Acting,
  move: { registrationId: string; to: RegistrationStatus },
): Promise<Opened> {
  const reader = readerOf(acting.scope);
  const mover: Mover = reader === 'partner' ? 'partner' : 'manager';
  const { registrationId, to } = move;
  const registration = await store.getRegistration(connection, reader, { registrationId, lock: true });
  if (!registration) {
    throw new AppError('not_found', `There is no registration '${registrationId}' that can be shown here.`);
  }
  const refusal = refuseMove({ from: registration.status, to, by: mover });
  if (refusal) throw new AppError(refusal.startsWith('Only') ? 'not_allowed' : 'conflict', refusal);
  return { acting, registration, ...(await readMoment(connection, acting)) };
}

/** Takes a registration back, or answers the question on one that was returned, in the open transaction. */
export async function moveWithin(
  connection: ScopedConnection,
  acting: Acting,
  move: { registrationId: string; to: 'withdrawn' | 'submitted' | 'won' | 'lost'; reason?: string | null },
): Promise<Written> {
  const opened = await openMove(connection, acting, move);
  const { registrationId, accountName } = opened.registration;
  await store.setStatus(connection, { registrationId, status: move.to });
  await leaveTrace(connection, opened, { to: move.to, reason: move.reason ?? null });
  const done = move.to === 'submitted' ? 'Submitted again' : `Now ${move.to}`;
  return {
    registrationId,
    status: move.to,
    protectedUntil: null,
    message: `${done}: ${registrationId}, ${accountName}.`,
  };
}

/** Writes who moved what, when, from where and why. */
export async function leaveTrace(
  connection: ScopedConnection,
  opened: Opened,
  move: { to: RegistrationStatus; reason: string | null },
): Promise<void> {
  const { registration, acting, instant } = opened;
  await store.insertMoves(connection, [
    {
      registrationId: registration.registrationId,
      partnerId: registration.partnerId,
      from: registration.status,
      to: move.to,
      at: instant,
      by: actorName(acting),
      surface: acting.surface,
      reason: keepText(move.reason, LONGEST_TEXT),
    },
  ]);
}

/** The company's day, with the clock's time on it where the company fixes its day. */
export async function readMoment(connection: ScopedConnection, acting: Acting) {
  const terms = await store.readProgrammeTerms(connection);
  const rules = companySettingsSchema.shape.rules_of_engagement.parse(terms.rules ?? undefined);
  const today = terms.today ?? dayOf(acting.at);
  return { rules, today, instant: `${today}${acting.at.toISOString().slice(10)}` };
}

/** Which columns and moves fit those who read along; the database holds each to its own. */
export function readerOf(scope: Scope): store.Reader {
  return scope.partnerIds.length > 0 ? 'partner' : 'staff';
}

/** The person, as histories name it. */
export function actorName(acting: Acting): string {
  const { actor } = acting.scope;
  return actor.kind === 'outsider' ? actor.id : actor.email;
}

/** What somebody wrote as the database keeps it, cut where it is longer; null where nothing is left. */
export function keepText(text: string | null | undefined, longest: number): string | null {
  // A cut must not leave half of a character behind.
  const cut = toStorable(text ?? '')
    .slice(0, longest)
    .replace(/[\ud800-\udbff]$/, '');
  return cut.trim() || null;
}

/** Without space around it, and without what no text of the database can hold: NUL, and halves of characters. */
function toStorable(text: string): string {
  return text
    .replaceAll('\0', '')
    .replace(/\p{Cs}/gu, '\ufffd')
    .trim();
}

/** The whole text as the database keeps it. Throws `bad_input` where nothing is left or it is too long. */
export function checkText(text: string, rule: { what: string; longest: number }): string {
  const trimmed = toStorable(text);
  if (!trimmed) throw new AppError('bad_input', `${rule.what} is missing.`);
  if (trimmed.length > rule.longest) {
    throw new AppError('bad_input', `${rule.what} is longer than ${rule.longest} characters.`);
  }
  return trimmed;
}

/** PostgreSQL's five characters for what went wrong, where the database said it. */
export function codeOf(error: unknown): string | null {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : null;
}
