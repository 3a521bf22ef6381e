import { AppError } from '../../errors.ts';
import { type Agreement, checkAgreement, hashTerms, type PartyIndex } from './agreement.ts';
import { createRandomPoint, createSecret, POINT_BYTES } from './curve.ts';
import type { Identity } from './identity.ts';
import type { KeyedList, KeyOwners } from './keys.ts';
import { checkLimits } from './limits.ts';
import type { MaskTask } from './mask-task.ts';
import { pickPoints, sortPositions } from './points.ts';
import { roundSize } from './round-size.ts';
import type { RunLog } from './run-log.ts';

/** Who starts, and who answers. */
export type Role = 'first' | 'second';

/** What the steps of a session work with. */
export interface SessionGround {
  readonly agreement: Agreement;
  readonly identity: Identity;
  readonly log: RunLog;
  readonly now: () => Date;
  readonly mask: (task: MaskTask) => Promise<Uint8Array | null>;
}

/** Our side of a session between two messages. It holds rows' ids and masked points, and neither keys nor the secret. */
export interface SessionState {
  readonly role: Role;
  /** The step of the message that has to come next; the first party starts without one. */
  readonly awaits: number;
  /** Null until the first message. */
  readonly run: string | null;
  /** Hash of the last message, ours or theirs. */
  readonly previous: string;
  readonly counts: { readonly rows: number; readonly rowsWithoutKeys: number; readonly keys: number };
  /** For each of our points in its order the rows behind it; null for padding. */
  readonly owners: readonly (KeyOwners | null)[];
  readonly points: Uint8Array;
  readonly theirSize: number | null;
  /** What the partner has committed itself to, of the points that it shows two messages later. */
  readonly theirCommitment: string | null;
  /** The partner's points under both masks. */
  readonly remasked: Uint8Array | null;
}

export const NO_MESSAGE = '0'.repeat(64);

/**
 * Masks a list's keys by a fresh secret, fills up with random points to a round size and sorts. The secret is apart from the
 * state: it must not be written where the state may be. Throws as `checkAgreement` and `checkLimits` do, `bad_input` for a list
 * without keys, `limit_reached` for one above its cap.
 */
export async function prepareSession(
  role: Role,
  list: KeyedList,
  ground: SessionGround,
): Promise<{ state: SessionState; secret: Buffer }> {
  requireLimits(ground, null);
  const { session } = ground.agreement.terms;
  const keys = [...list.keys.keys()];
  const cap = readParties(ground).own.max_keys;
  if (keys.length === 0) {
    throw new AppError(
      'bad_input',
      'No row of the list has a key of the agreed kinds: it needs domains, or names and countries.',
    );
  }
  if (keys.length > cap) {
    throw new AppError(
      'limit_reached',
      `The list has ${keys.length} keys and ${cap} are agreed: send fewer rows, or agree on more.`,
    );
  }
  const secret = createSecret();
  const masked = await ground.mask({ secret, session, input: keys });
  if (!masked) throw new Error('A key of ours has no point.');
  const padding = Array.from({ length: roundSize(keys.length, cap) - keys.length }, createRandomPoint);
  const points = Buffer.concat([masked, ...padding]);
  const order = sortPositions(points);
  const state: SessionState = {
    role,
    awaits: role === 'first' ? 2 : 1,
    run: null,
    previous: NO_MESSAGE,
    counts: { rows: list.rows, rowsWithoutKeys: list.rowsWithoutKeys, keys: keys.length },
    owners: order.map((position) => list.keys.get(keys[position] ?? '') ?? null),
    points: pickPoints(points, order),
    theirSize: null,
    theirCommitment: null,
    remasked: null,
  };
  return { state, secret };
}

/** Points of our list with its padding. */
export function sizeOf(points: Uint8Array): number {
  return points.length / POINT_BYTES;
}

/** The parties as we see them, and the hash of the terms. Throws as `checkAgreement` does. */
export function readParties(ground: SessionGround) {
  const { terms } = ground.agreement;
  const self = checkAgreement(ground.agreement, ground.identity.public, ground.now());
  const other: PartyIndex = self === 0 ? 1 : 0;
  return { self, other, own: terms.parties[self], partner: terms.parties[other], hash: hashTerms(terms) };
}

/** Throws as `checkLimits` does; `theirSize` is null where it is not known yet. */
export function requireLimits(ground: SessionGround, theirSize: number | null): void {
  const { partner } = readParties(ground);
  checkLimits(
    ground.log.with(partner.public_key),
    { now: ground.now(), partner: partner.name, theirSize },
    ground.agreement.terms.limits,
  );
}
