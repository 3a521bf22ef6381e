import { createInterface } from 'node:readline/promises';
import type { Actor, Scope } from '../../access/types.ts';
import { describeLearnt } from '../../accounts/describe-learnt.ts';
import type { PairKey } from '../../accounts/review-store.ts';
import type { MatchReviews, ReviewPair } from '../../accounts/reviews.ts';
import type { Assistant } from '../../agent/types.ts';
import { AppError } from '../../errors.ts';
import { formatMoney, toDecimal } from '../../money.ts';
import { type Output, writeJson } from '../output.ts';
import { writeTable } from './answer-text.ts';

export interface ReviewParts {
  readonly reviews: MatchReviews;
  readonly output: Output;
  readonly now: () => Date;
}

/** The pairs that wait. As JSON: `{ pairs: [...], total }`. */
export async function listReviews(
  parts: ReviewParts,
  request: { scope: Scope; partnerId: string | undefined; limit: number; json: boolean },
): Promise<number> {
  const { pairs, total } = await parts.reviews.queue(request.scope, {
    ...(request.partnerId ? { partnerId: request.partnerId } : {}),
    limit: request.limit,
  });
  if (request.json) {
    writeJson(parts.output, { pairs: pairs.map(shapePair), total });
    return 0;
  }
  if (pairs.length === 0) {
    parts.output.out('No match waits for review.\n');
    return 0;
  }
  const rows = pairs.map((one) => [
    `${one.partnerName} (${one.partnerId})`,
    `${one.recordName} (${one.recordId})`,
    `${one.accountName} (${one.accountId})`,
    writeAmount(one),
    one.speaksFor.join('; '),
    one.speaksAgainst.join('; '),
  ]);
  const table = writeTable(['Partner', 'Their record', 'Our account', 'Open', 'For', 'Against'], rows);
  parts.output.out(`${table}\n${total > pairs.length ? `… ${total} in all\n` : ''}`);
  return 0;
}

/** Says one word on a pair; throws `not_found` for one that the reader does not see. */
export async function decideReview(
  parts: ReviewParts,
  request: {
    scope: Scope;
    pair: PairKey;
    verdict: 'same' | 'not_same' | 'later' | 'open';
    reason: string | null;
    json: boolean;
  },
): Promise<number> {
  const { scope, pair, verdict, reason } = request;
  const words = await parts.reviews.history(scope, pair);
  const found = await parts.reviews.find(scope, pair);
  if (found.length === 0 && words.length === 0)
    throw new AppError('not_found', 'There is no match of that record with that account that can be shown.');
  const after = words.at(-1)?.reviewId ?? null;
  const message = await parts.reviews.say(scope, { pair, verdict, reason, after, at: parts.now() });
  if (request.json)
    writeJson(parts.output, {
      ...shapeKey(pair),
      verdict,
      message,
      history: await history(parts, scope, pair),
    });
  else parts.output.out(`${message}\n`);
  return 0;
}

/** What was learnt from decisions; with `forget`, puts the shipped weights back first. */
export async function showLearnt(
  parts: ReviewParts,
  request: { scope: Scope; forget: boolean; json: boolean },
): Promise<number> {
  if (request.forget) await parts.reviews.forgetLearnt(request.scope, parts.now());
  const learnt = await parts.reviews.learnt(request.scope);
  if (request.json) writeJson(parts.output, { ...learnt, summary: describeLearnt(learnt) });
  else parts.output.out(`${describeLearnt(learnt)}\n`);
  return 0;
}

/** Walks through the queue: y, n, l for later, q. Ends with the queue, with `q` or with the input. */
export async function walkReviews(
  parts: ReviewParts & { input: NodeJS.ReadableStream },
  request: { scope: Scope; partnerId: string | undefined },
): Promise<number> {
  const { reviews, output } = parts;
  const wanted = { ...(request.partnerId ? { partnerId: request.partnerId } : {}), limit: 1000 };
  const { pairs } = await reviews.queue(request.scope, wanted);
  if (pairs.length === 0) output.out('No match waits for review.\n');
  const lines = createInterface({ input: parts.input, terminal: false });
  const answers = lines[Symbol.asyncIterator]();
  for (const [i, pair] of pairs.entries()) {
    output.err(`\n${describePair(pair, `${i + 1}/${pairs.length}`)}`);
    const verdict = await readVerdict(answers, output);
    if (verdict === null) break;
    const word = { pair, verdict, reason: null, after: pair.lastReviewId, at: parts.now() };
    output.out(`${await reviews.say(request.scope, word)}\n`);
  }
  lines.close();
  return 0;
}

/** Prepares to call a match wrong, under the person's own rights; a click does it. */
export async function prepareWrongMatch(
  parts: { assistant: Assistant; output: Output },
  request: { actor: Actor; pair: PairKey; reason: string | undefined; json: boolean },
): Promise<number> {
  const { pair, reason } = request;
  const step = await parts.assistant.prepare({
    tool: 'draft_match_decision',
    input: { ...shapeKey(pair), verdict: 'not_same', ...(reason ? { reason } : {}) },
    actor: request.actor,
    audience: { place: 'dm' },
  });
  if (request.json) writeJson(parts.output, { proposal: step });
  else parts.output.out(`Prepared: ${step.summary}\n  cosell confirm ${step.id} --as YOU\n`);
  return 0;
}

const VERDICTS: Readonly<Record<string, 'same' | 'not_same' | 'later'>> = {
  y: 'same',
  yes: 'same',
  n: 'not_same',
  no: 'not_same',
  l: 'later',
  later: 'later',
};

/** Null where the person leaves or the input ends. */
async function readVerdict(answers: AsyncIterator<string>, output: Output) {
  for (;;) {
    output.err('The same company? y, n, later, quit > ');
    const { value, done } = await answers.next();
    const word = done ? 'q' : String(value).trim().toLowerCase();
    if (word === 'q' || word === 'quit') return null;
    const verdict = VERDICTS[word];
    if (verdict) return verdict;
  }
}

function describePair(pair: ReviewPair, position: string): string {
  const side = (...parts: readonly (string | null)[]) => parts.filter(Boolean).join(', ');
  return [
    `${position}  ${side(pair.recordName, pair.recordDomain, pair.recordCountry)}  (${pair.partnerName})`,
    `     ${side(pair.accountName, pair.accountDomain, pair.accountCountry)}  (ours, ${pair.accountStatus.replace('_', ' ')}${writeAmount(pair) ? `, ${writeAmount(pair)} open` : ''})`,
    `     for: ${pair.speaksFor.join('; ') || 'nothing'}`,
    `     against: ${pair.speaksAgainst.join('; ') || 'nothing'}`,
    pair.doubtReason ? `     reported by ${pair.doubtedBy}: ${pair.doubtReason}` : '',
  ]
    .filter(Boolean)
    .map((line) => `${line}\n`)
    .join('');
}

function writeAmount({ openAmountMinor: minor, currency }: ReviewPair): string {
  return minor === null || !currency ? '' : formatMoney({ minor, currency });
}

async function history(parts: ReviewParts, scope: Scope, pair: PairKey) {
  const words = await parts.reviews.history(scope, pair);
  return words.map(({ verdict, reason, by, at }) => ({ verdict, reason, by, at }));
}

function shapeKey(pair: PairKey) {
  return { partner_id: pair.partnerId, record_id: pair.recordId, account_id: pair.accountId };
}

function shapePair(one: ReviewPair) {
  const { openAmountMinor: minor, currency } = one;
  return {
    ...shapeKey(one),
    partner: one.partnerName,
    record: { name: one.recordName, domain: one.recordDomain, country: one.recordCountry },
    account: {
      name: one.accountName,
      domain: one.accountDomain,
      country: one.accountCountry,
      status: one.accountStatus,
    },
    open_amount: minor === null || !currency ? null : toDecimal({ minor, currency }),
    currency,
    score: one.score,
    decision: one.decision,
    for: one.speaksFor,
    against: one.speaksAgainst,
    doubted_by: one.doubtedBy,
    doubt: one.doubtReason,
    put_off: one.lastVerdict === 'later',
  };
}
