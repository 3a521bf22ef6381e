import { randomBytes } from 'node:crypto';
import { AppError } from '../../errors.ts';
import { decodeMessage, encodeMessage, hashBytes, type Message, maxMessageBytes } from './messages.ts';
import { compareMasked, type Outcome } from './outcome.ts';
import { pickPoints, requireAscending, requireDistinct, sortPositions } from './points.ts';
import { isRoundSize } from './round-size.ts';
import type { RunLogEntry } from './run-log.ts';
import { readParties, requireLimits, type SessionGround, type SessionState, sizeOf } from './session.ts';

/** What a message leads to: an answer to send, the result, or both. After the result the secret must be destroyed. */
export interface Step {
  readonly state: SessionState;
  readonly reply: Buffer | null;
  readonly outcome: Outcome | null;
}

/** A session, its secret, and what its steps work with. */
export interface Session {
  readonly state: SessionState;
  readonly secret: Uint8Array;
  readonly ground: SessionGround;
}

/** The last message of a run. */
const LAST_STEP = 5;

/** The first party's first message: how long its list is, and a commitment to its masked points. */
export function openRun(state: SessionState, ground: SessionGround): Step {
  const opened = { ...state, run: randomBytes(16).toString('hex') };
  return reply(opened, ground, { step: 1, points: null, commitment: hashBytes(state.points) });
}

/** The largest message that either side may send under an agreement. */
export function maxAgreedBytes({ agreement }: SessionGround): number {
  return maxMessageBytes(Math.max(...agreement.terms.parties.map((party) => party.max_keys)));
}

/**
 * Takes the partner's next message. The five messages of a run: (1) first to second, size and commitment; (2) second's points;
 * (3) first's points, and a commitment to second's points under both masks; (4) first's points under both masks; (5) what (3)
 * committed to. Throws `not_allowed` for a message that is not the one awaited, signed, of this run and whole, and as
 * `checkAgreement` and `checkLimits` do; the state that was given then still holds.
 */
export async function takeMessage(session: Session, bytes: Uint8Array): Promise<Step> {
  const { state, ground } = session;
  if (bytes.length > maxAgreedBytes(ground)) {
    throw new AppError('limit_reached', 'The message is longer than the agreement allows.');
  }
  const { partner } = readParties(ground);
  const message = decodeMessage(bytes, partner.public_key);
  requireAwaited(message, session);
  requireSize(message, session);
  const taken = { ...session, state: { ...state, run: message.run, previous: hashBytes(bytes) } };
  return STEPS[message.step as keyof typeof STEPS](taken, message);
}

const STEPS = {
  1: takeCommitment,
  2: takeSecondPoints,
  3: takeFirstPoints,
  4: takeFirstMasked,
  5: takeSecondMasked,
};

async function takeCommitment({ state, ground }: Session, message: Message): Promise<Step> {
  requireLimits(ground, message.size);
  const known = { ...state, theirSize: message.size, theirCommitment: message.commitment };
  return reply(known, ground, { step: 2, points: state.points, commitment: null });
}

async function takeSecondPoints(session: Session, message: Message): Promise<Step> {
  const remasked = await maskTheirs(session, message);
  const state = { ...session.state, theirSize: message.size, remasked };
  return reply(state, session.ground, { step: 3, points: state.points, commitment: hashBytes(remasked) });
}

async function takeFirstPoints(session: Session, message: Message): Promise<Step> {
  requireOpened(message, session.state);
  const remasked = await maskTheirs(session, message);
  const state = { ...session.state, remasked, theirCommitment: message.commitment };
  return reply(state, session.ground, { step: 4, points: remasked, commitment: null });
}

async function takeFirstMasked(session: Session, message: Message): Promise<Step> {
  const { state, ground } = session;
  const outcome = await compare(session, message);
  return { ...reply(state, ground, { step: 5, points: state.remasked, commitment: null }), outcome };
}

async function takeSecondMasked(session: Session, message: Message): Promise<Step> {
  requireOpened(message, session.state);
  const outcome = await compare(session, message);
  return { state: { ...session.state, awaits: LAST_STEP + 1 }, reply: null, outcome };
}

function reply(
  state: SessionState,
  ground: SessionGround,
  answer: { step: number; points: Uint8Array | null; commitment: string | null },
): Step {
  const { self, hash } = readParties(ground);
  const header = {
    step: answer.step,
    from: self,
    agreement: hash,
    run: state.run ?? '',
    previous: state.previous,
    size: sizeOf(answer.points ?? state.points),
    commitment: answer.commitment,
  };
  const encoded = encodeMessage(header, { points: answer.points, identity: ground.identity });
  const sent = { ...state, awaits: answer.step + 1, previous: hashBytes(encoded) };
  return { state: sent, reply: encoded, outcome: null };
}

/** Masks the partner's points again, which is what it learns from: limits are checked and the run is logged before it goes out. */
async function maskTheirs({ state, secret, ground }: Session, message: Message): Promise<Uint8Array> {
  requireAscending(message.points);
  requireLimits(ground, message.size);
  const { session, mode } = ground.agreement.terms;
  const masked = await ground.mask({ secret, session, input: message.points });
  if (!masked) throw noPoint();
  // In the order received both sides can tell which of their own rows are common; sorted, only how many.
  const remasked = mode === 'count' ? pickPoints(masked, sortPositions(masked)) : masked;
  logRun({ state, ground, remasked }, { event: 'answered', theirSize: message.size, hits: null });
  return remasked;
}

async function compare({ state, ground }: Session, message: Message): Promise<Outcome> {
  const { mode, session } = ground.agreement.terms;
  const theirs = state.remasked;
  if (!theirs) throw new Error('The partner has not been answered.');
  if (mode === 'count') requireAscending(message.points);
  else requireDistinct(message.points);
  if (!(await ground.mask({ secret: null, session, input: message.points }))) throw noPoint();
  const outcome = compareMasked(state, { ours: message.points, theirs, mode });
  const result = { theirSize: sizeOf(theirs), hits: outcome.commonKeys };
  logRun({ state, ground, remasked: theirs }, { event: 'finished', ...result });
  return outcome;
}

function logRun(
  { state, ground, remasked }: { state: SessionState; ground: SessionGround; remasked: Uint8Array },
  what: Pick<RunLogEntry, 'event' | 'hits'> & { readonly theirSize: number },
): void {
  const { partner, hash } = readParties(ground);
  ground.log.append({
    run: state.run ?? '',
    at: ground.now().toISOString(),
    event: what.event,
    partner: partner.public_key,
    agreement: hash,
    mode: ground.agreement.terms.mode,
    own_size: sizeOf(state.points),
    their_size: what.theirSize,
    commitments: [hashBytes(state.points), hashBytes(remasked)],
    hits: what.hits,
  });
}

function requireAwaited(message: Message, { state, ground }: Session): void {
  const { other, hash } = readParties(ground);
  if (message.from !== other || message.agreement !== hash) {
    throw new AppError('not_allowed', 'The message is of another agreement: both sides need the same file.');
  }
  if (message.step !== state.awaits) {
    throw new AppError(
      'not_allowed',
      `This is message ${message.step} of a run and the session waits for message ${state.awaits}.`,
    );
  }
  const isOfRun = message.step === 1 || message.run === state.run;
  if (!isOfRun || message.previous !== state.previous) {
    throw new AppError('not_allowed', 'The message belongs to another run: it does not answer our last one.');
  }
}

/** Lists come in round sizes below their cap; what comes back is as long as what was sent. */
function requireSize(message: Message, { state, ground }: Session): void {
  const isTheirList = message.step < 4;
  const cap = readParties(ground).partner.max_keys;
  const isRight = isTheirList
    ? isRoundSize(message.size, cap) && (state.theirSize ?? message.size) === message.size
    : message.size === sizeOf(state.points);
  const isCommitting = message.step === 1 || message.step === 3;
  const isWhole =
    (message.body === null) === (message.step === 1) && (message.commitment !== null) === isCommitting;
  if (isRight && isWhole) return;
  if (isTheirList && message.size > cap) {
    throw new AppError('limit_reached', `The partner sends ${message.size} keys and ${cap} are agreed.`);
  }
  throw new AppError(
    'not_allowed',
    `A list of ${message.size} points is not what message ${message.step} holds.`,
  );
}

function requireOpened(message: Message, state: SessionState): void {
  if (message.body === state.theirCommitment) return;
  throw new AppError(
    'not_allowed',
    'The points are not those that the partner committed itself to: end this session.',
  );
}

function noPoint(): AppError {
  return new AppError(
    'not_allowed',
    'The message holds bytes that are no point of the curve: end this session.',
  );
}
