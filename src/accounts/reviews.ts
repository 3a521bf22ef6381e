import type { Access, ScopedConnection } from '../access/access.ts';
import { isRefusal } from '../access/refusals.ts';
import type { Scope, SystemScope } from '../access/types.ts';
import type { CompanyService } from '../company/service.ts';
import { AppError } from '../errors.ts';
import * as accountStore from './account-store.ts';
import { recountOverlaps } from './count-store.ts';
import { settleRecord } from './linking.ts';
import * as listStore from './list-store.ts';
import type { WeightChange } from './matching/adjust-weights.ts';
import * as overlapStore from './overlap-store.ts';
import type { PairKey, ReviewPairRow, ReviewWord, Verdict } from './review-store.ts';
import * as reviewStore from './review-store.ts';
import { keepMatchWeights, readMatchWeights } from './weight-store.ts';

/** A pair in doubt, or one that somebody says is wrong, with what speaks for it and against. */
export interface ReviewPair extends ReviewPairRow {
  readonly speaksFor: readonly string[];
  readonly speaksAgainst: readonly string[];
}

/** A word on a pair. `after` is the last word that its speaker knew: `lastReviewId` of the pair, null for none. */
export interface PairWord {
  readonly pair: PairKey;
  readonly verdict: Verdict;
  readonly reason: string | null;
  readonly after: number | null;
  readonly at: Date;
}

/** The review of doubtful account matches: asked once, kept for ever, and obeyed by matching. */
export interface MatchReviews {
  /** Pairs that wait for a decision, the most valuable first, and how many there are. */
  queue(
    scope: Scope,
    wanted: { partnerId?: string; limit: number },
  ): Promise<{ pairs: ReviewPair[]; total: number }>;
  /** Overlaps of a partner, an account or both, decided or not, to speak of them; at most ten. */
  find(scope: Scope, wanted: Partial<PairKey>): Promise<ReviewPair[]>;
  /** Everything that was said of a pair, oldest first. */
  history(scope: Scope, pair: PairKey): Promise<ReviewWord[]>;
  /**
   * Says a word inside a transaction; matching obeys it after `settle`. Throws `conflict` where somebody spoke since,
   * `not_allowed` where the reader may not say it or sees no such pair.
   */
  sayWithin(connection: ScopedConnection, scope: Scope, word: PairWord): Promise<string>;
  /** Says a word and settles it. */
  say(scope: Scope, word: PairWord): Promise<string>;
  /** Brings overlaps and counts in line with what was said of a pair. */
  settle(system: SystemScope, word: { pair: PairKey; verdict: Verdict }): Promise<void>;
  /** What the company's own decisions taught. */
  learnt(scope: Scope): Promise<{ decisions: number; version: string; changes: readonly WeightChange[] }>;
  /** Puts the shipped weights back; earlier decisions stay decided and teach no more. Used from the next matching on. */
  forgetLearnt(scope: Scope, at: Date): Promise<void>;
}

const DONE: Readonly<Record<Verdict, string>> = {
  same: 'Confirmed: the two are the same company. It will not be asked again.',
  not_same: 'Rejected: the two are not the same company. It will not be asked again.',
  later: 'Put off: it comes again at the end of the queue.',
  doubted: 'Reported as wrong: the overlap is in review, and a partner manager decides.',
  open: 'Taken back: the pair is as matching sees it.',
};

/** `linkPartner` matches one partner's list anew: a rejected pair lets another account come forward. */
export function createMatchReviews(dependencies: {
  access: Access;
  company: CompanyService;
  linkPartner: (system: SystemScope, partnerId: string) => Promise<void>;
}): MatchReviews {
  const { access, company, linkPartner } = dependencies;

  const sayWithin: MatchReviews['sayWithin'] = async (connection, scope, word) => {
    const saidBy = scope.actor.kind === 'outsider' ? scope.actor.id : scope.actor.email;
    const { pair, verdict, reason, at } = word;
    try {
      if (verdict === 'same') await takeOthersBack(connection, { pair, saidBy, at });
      await reviewStore.addReviewWord(connection, {
        ...pair,
        verdict,
        reason,
        saidBy,
        at,
        afterReview: word.after,
      });
    } catch (error) {
      throw explainRefusal(error);
    }
    return DONE[verdict];
  };

  const settle: MatchReviews['settle'] = async (system, { pair, verdict }) => {
    if (verdict === 'later') return;
    const today = await company.today();
    const needsMatching = verdict === 'not_same' || verdict === 'open';
    await access.open(system, async (connection) => {
      await reviewStore.keepMatchDecisions(connection, pair.partnerId);
      if (needsMatching) {
        // Gone at once, before the list is matched again: what a person called wrong is shown to nobody meanwhile.
        if (verdict === 'not_same') await overlapStore.dropOverlap(connection, pair);
        await recountOverlaps(connection, {
          partnerId: pair.partnerId,
          sharing: await listStore.listSharing(connection, pair.partnerId),
        });
        return;
      }
      const words = await listStore.listMatchDecisions(connection, pair.partnerId);
      const word = words.find((one) => one.recordId === pair.recordId && one.accountId === pair.accountId);
      const account = await accountStore.findAccountRow(connection, pair.accountId);
      if (word && account)
        await settleRecord(connection, { partnerId: pair.partnerId, word, account, today });
    });
    if (needsMatching) await linkPartner(system, pair.partnerId);
    // Which accounts a partner may see rests on overlaps, and readers keep what they were shown.
    await access.open(system, (connection) =>
      connection.query('update data_version set version = version + 1'),
    );
  };

  return {
    async queue(scope, { partnerId, limit }) {
      const rows = await access.open(scope, (connection) =>
        reviewStore.listReviewPairs(connection, {
          ...(partnerId ? { partnerId } : {}),
          waiting: true,
          limit,
        }),
      );
      return { pairs: rows.map(shapePair), total: rows[0]?.total ?? 0 };
    },
    async find(scope, wanted) {
      const rows = await access.open(scope, (connection) =>
        reviewStore.listReviewPairs(connection, { ...wanted, waiting: false, limit: 10 }),
      );
      return rows.map(shapePair);
    },
    history: (scope, pair) =>
      access.open(scope, (connection) => reviewStore.listReviewWords(connection, pair)),
    sayWithin,
    async say(scope, word) {
      const message = await access.open(scope, (connection) => sayWithin(connection, scope, word));
      await settle(access.system, word);
      return message;
    },
    settle,
    async learnt(scope) {
      const { decisions, version, changes } = await access.open(scope, readMatchWeights);
      return { decisions, version, changes };
    },
    forgetLearnt: (scope, at) =>
      access.open(scope, (connection) => keepMatchWeights(connection, { changes: [], decisions: 0, at })),
  };
}

/** A record is one account: confirming one takes back what was confirmed of others. */
async function takeOthersBack(
  connection: ScopedConnection,
  said: { pair: PairKey; saidBy: string; at: Date },
): Promise<void> {
  for (const accountId of await reviewStore.listOtherConfirmed(connection, said.pair)) {
    const other = { ...said.pair, accountId };
    const words = await reviewStore.listReviewWords(connection, other);
    await reviewStore.addReviewWord(connection, {
      ...other,
      verdict: 'open',
      reason: `another account was confirmed: ${said.pair.accountId}`,
      saidBy: said.saidBy,
      at: said.at,
      afterReview: words.at(-1)?.reviewId ?? null,
    });
  }
}

function shapePair({ total: _, ...row }: ReviewPairRow & { readonly total: number }): ReviewPair {
  const parts = row.explanation.split('; ').filter(Boolean);
  return {
    ...row,
    speaksFor: parts.filter((part) => !part.startsWith('but ')),
    speaksAgainst: parts.filter((part) => part.startsWith('but ')).map((part) => part.slice(4)),
  } as ReviewPair;
}

function explainRefusal(error: unknown): unknown {
  const code = (error as { code?: string }).code;
  if (code === '23505') {
    return new AppError('conflict', 'Somebody spoke on this pair since it was shown. Look at it again.', {
      cause: error,
    });
  }
  if (!isRefusal(error)) return error;
  return new AppError('not_allowed', 'That is not a pair on which you can decide.', { cause: error });
}
