import type { Access, ScopedConnection } from '../../access/access.ts';
import { refuseInWords } from '../../access/refusals.ts';
import type { Scope } from '../../access/types.ts';
import type { RecommendationJson } from '../../agent/types.ts';
import type { CompanyService } from '../../company/service.ts';
import { AppError } from '../../errors.ts';
import { reportFollowed } from './followed.ts';
import { balanceLedger } from './ledger.ts';
import * as store from './store.ts';
import type { Ask, AskAnswer, Favour, FollowedReport, LedgerEntry } from './types.ts';

/** Recommended, asked, answered, closed: what became of recommendations, and the favours between partners and us. */
export interface RecommendationLoop {
  /** Keeps which list a person of ours was shown. One statement; the first list of a day, deal and person stays. */
  noteShown(scope: Scope, found: RecommendationJson): Promise<void>;
  /** Requests for introductions, the newest first: our people see all, a partner those made to itself. */
  asks(scope: Scope, wanted?: { partnerId?: string; introId?: string }): Promise<readonly Ask[]>;
  /** Keeps a partner's answer inside the click's transaction. Throws `not_found`. Returns what a person reads. */
  answerWithin(connection: ScopedConnection, answer: AskAnswer): Promise<string>;
  /** The same in a transaction of its own. */
  answer(scope: Scope, answer: AskAnswer): Promise<string>;
  /** Keeps a favour that no other list holds. Throws `not_found` for a partner that is not known. */
  recordFavour(scope: Scope, favour: Favour): Promise<void>;
  /** Asks and gives by partner, for these or all. Throws `not_allowed` for a partner. */
  ledger(scope: Scope, partnerIds?: readonly string[]): Promise<readonly LedgerEntry[]>;
  /** Whether recommendations are followed and came true. Throws `not_allowed` for all but those who decide. */
  followed(scope: Scope): Promise<FollowedReport>;
}

export function createRecommendationLoop(dependencies: {
  access: Access;
  company: CompanyService;
  now: () => Date;
}): RecommendationLoop {
  const { access, company, now } = dependencies;
  return {
    async noteShown(scope, found) {
      if (scope.actor.kind !== 'staff') return;
      const shown = { rows: shapeShown(found), to: scope.actor.email, on: await company.today(), at: now() };
      await access.open(scope, (connection) => store.addShown(connection, shown));
    },
    asks: (scope, wanted) =>
      access.open(scope, (connection) =>
        scope.role === 'partner'
          ? store.listAsksOfReader(connection)
          : store.listAsks(connection, {
              partnerId: wanted?.partnerId ?? null,
              introId: wanted?.introId ?? null,
            }),
      ),
    answerWithin,
    answer: (scope, answer) => access.open(scope, (connection) => answerWithin(connection, answer)),
    recordFavour: (scope, favour) =>
      access.open(scope, async (connection) => {
        const [partner] = await store.listLedger(connection, [favour.partnerId]);
        if (!partner) throw new AppError('not_found', `There is no partner '${favour.partnerId}'.`);
        await store.addFavour(connection, favour);
      }),
    ledger: (scope, partnerIds) =>
      refuseInWords('The ledger of favours is for our own people.', () =>
        access.open(scope, async (connection) =>
          (await store.listLedger(connection, partnerIds ?? null)).map(balanceLedger),
        ),
      ),
    followed: (scope) =>
      refuseInWords('Partner managers see how recommendations are followed.', () =>
        access.open(scope, async (connection) => {
          const asks = await store.listAsks(connection, { partnerId: null, introId: null });
          return reportFollowed(await store.listShownDeals(connection), {
            asked: asks.length,
            accepted: asks.filter((one) => one.state === 'accepted').length,
            declined: asks.filter((one) => one.state === 'declined').length,
          });
        }),
      ),
  };
}

async function answerWithin(connection: ScopedConnection, answer: AskAnswer): Promise<string> {
  const [ask] = await store.listAsks(connection, { partnerId: null, introId: answer.introId });
  if (!ask) throw new AppError('not_found', `There is no intro request '${answer.introId}'.`);
  await store.addAnswer(connection, { ...answer, partnerId: ask.partnerId });
  const about = ask.accountName ? ` about ${ask.accountName}` : '';
  return `Recorded that ${ask.partnerName} ${answer.answer} the request${about}.`;
}

function shapeShown(found: RecommendationJson): store.ShownRow[] {
  const subject = { opportunityId: found.subject.opportunity_id, accountId: found.subject.account_id };
  const rows = found.verdict === 'nobody' ? [] : found.partners;
  if (rows.length === 0) {
    const nothing = { winChance: null, lift: null, liftLow: null, liftHigh: null };
    return [{ ...subject, ...nothing, partnerId: null, rank: 1, explored: false }];
  }
  return rows.map((one) => ({
    ...subject,
    partnerId: one.partner_id,
    rank: one.rank,
    explored: one.explored === true,
    winChance: one.win_chance ?? null,
    lift: one.lift?.estimate ?? null,
    liftLow: one.lift?.low ?? null,
    liftHigh: one.lift?.high ?? null,
  }));
}
