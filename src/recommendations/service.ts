import type { Access, ScopedConnection } from '../access/access.ts';
import type { Scope, SystemScope } from '../access/types.ts';
import type { FindingJson, RecommendationJson, RecommendedPartnerJson } from '../agent/types.ts';
import { createRegions } from '../company/regions.ts';
import type { CompanyService } from '../company/service.ts';
import { type CompanySettings, exchangeOf } from '../company/settings.ts';
import { addDays, type IsoDate } from '../dates.ts';
import { AppError } from '../errors.ts';
import { convertMoney } from '../money.ts';
import { type Backtest, backtest as runBacktest } from './backtest.ts';
import { calibrate } from './calibration.ts';
import { type IntroDraft, type IntroRequest, refuseIntro, writeIntro } from './intro.ts';
import { estimateLift, type LiftModel, trainLiftModel } from './lift-model.ts';
import { nextSteps } from './next-steps.ts';
import { choosePlay, chooseRole } from './plays.ts';
import { explainRank } from './reasons.ts';
import { createPartnerScorer } from './score-partners.ts';
import { readSignals, type SignalContext } from './signals.ts';
import * as store from './store.ts';
import type { DealFacts, PartnerFacts, Relation, Signals } from './types.ts';

/** Which partner for this deal, why, and what next. */
export interface RecommendationsService {
  /** Ranks partners for an opportunity or an account, by id. Throws `not_found`. */
  recommend(scope: Scope, request: { subjectId: string; top?: number }): Promise<RecommendationJson>;
  /** Words of an intro request to the partner's own rep; never to the prospect. Throws `not_found`, or `bad_input` where
   *  nobody at the partner can be asked. */
  draftIntro(scope: Scope, request: IntroRequest): Promise<IntroDraft>;
  /** Keeps an intro request that a person confirmed, inside the click's transaction. */
  recordIntroWithin(connection: ScopedConnection, intro: store.ConfirmedIntro): Promise<void>;
  /** Learns from the company's closed deals; after an import and on a schedule. Returns how many taught it. */
  train(system: SystemScope): Promise<number>;
  /** How the ranking would have done on the company's own past deals, from a day on; the last year where none is given. */
  backtest(system: SystemScope, request: { from?: IsoDate }): Promise<Backtest>;
}

/** The conflict check of the registrations room, for several partners on one deal. */
export type CheckPartners = (
  scope: Scope,
  subjects: readonly {
    accountId: string;
    product: string | null;
    partnerId: string;
    opportunityId: string | null;
  }[],
) => Promise<readonly (readonly FindingJson[])[]>;

/** Findings that keep a partner out of the ranking: bringing it in would break a right or a rule. */
const HARD_STOPS = new Set([
  'partner_not_active',
  'registered_by_other',
  'exclusive_territory',
  'over_capacity',
]);

/** How many of the best are checked for conflicts beyond those asked for, so that stops leave enough. */
const SPARE = 10;
const DEFAULT_TOP = 5;

interface Candidate {
  readonly partner: PartnerFacts;
  readonly relation: Relation | undefined;
  readonly signals: Signals;
  readonly lift: ReturnType<typeof estimateLift>;
}

export function createRecommendationsService(dependencies: {
  access: Access;
  company: CompanyService;
  checkPartners: CheckPartners;
  withholdingPartners: (scope: Scope) => Promise<readonly string[]>;
}): RecommendationsService {
  const { access, company, checkPartners, withholdingPartners } = dependencies;

  const recommend: RecommendationsService['recommend'] = async (scope, request) => {
    const settings = await company.settings();
    const context = await signalContext(company, settings);
    const top = request.top ?? DEFAULT_TOP;
    const { deal, partners, relations, model } = await access.open(scope, async (connection) => {
      const found = await readSubject(connection, request.subjectId, settings);
      return {
        deal: found,
        partners: await store.listPartnerFacts(connection),
        relations: await store.listRelations(connection, [found.accountId]),
        model: (await store.loadModel(connection))?.model ?? trainLiftModel([]),
      };
    });
    const relationOf = new Map(relations.map((relation) => [relation.partnerId, relation]));
    const shortlist = rankPartners({ deal, partners, relationOf, model, context, most: top + SPARE });
    const findings = await checkPartners(
      scope,
      shortlist.map((one) => ({
        accountId: deal.accountId,
        product: deal.product,
        partnerId: one.partner.partnerId,
        opportunityId: deal.opportunityId,
      })),
    );
    const judged = shortlist.map((one, i) => ({ candidate: one, findings: findings[i] ?? [] }));
    const free = judged.filter((one) => !one.findings.some(isHardStop));
    const stopped = judged.filter((one) => one.findings.some(isHardStop));
    return {
      subject: { opportunity_id: deal.opportunityId, account_id: deal.accountId },
      partners: free
        .slice(0, top)
        .map((one, i) => describePartner(one, { rank: i + 1, deal, model, today: context.today })),
      left_out: stopped.map(({ candidate, findings: found }) => ({
        partner_id: candidate.partner.partnerId,
        name: candidate.partner.name,
        why: found.find(isHardStop)?.why ?? 'a rule stands against it',
      })),
      coverage: (await withholdingPartners(scope)).length > 0 ? 'partial' : 'everything',
    };
  };

  const train: RecommendationsService['train'] = async (system) => {
    const settings = await company.settings();
    const context = await signalContext(company, settings);
    return access.open(system, async (connection) => {
      const deals = (await store.listClosedDeals(connection, null)).map((row) => shapeDeal(row, settings));
      const partners = new Map((await store.listPartnerFacts(connection)).map((one) => [one.partnerId, one]));
      const relations = await store.listRelations(connection, null);
      const relationOf = new Map(relations.map((one) => [`${one.partnerId}\n${one.accountId}`, one]));
      const past = deals.map((deal) => ({
        deal,
        partners: deal.partnerIds.flatMap((partnerId) => {
          const partner = partners.get(partnerId);
          if (!partner) return [];
          const relation = relationOf.get(`${partnerId}\n${deal.accountId}`);
          return [
            {
              partnerId,
              archetype: partner.archetype,
              signals: readSignals({ deal, partner, relation }, context),
            },
          ];
        }),
      }));
      const model = { ...trainLiftModel(past), calibration: calibrate(past, context.today) };
      await store.saveModel(connection, { on: context.today, model });
      return model.deals;
    });
  };

  const backtest: RecommendationsService['backtest'] = async (system, request) => {
    const settings = await company.settings();
    const { today, countriesOf } = await signalContext(company, settings);
    const history = await access.open(system, async (connection) => ({
      deals: (await store.listClosedDeals(connection, today)).map((row) => shapeDeal(row, settings)),
      partners: await store.listPartnerFacts(connection),
      relations: await store.listRelations(connection, null),
    }));
    return runBacktest(history, { from: request.from ?? addDays(today, -365), to: today }, countriesOf);
  };

  const draftIntro: RecommendationsService['draftIntro'] = async (scope, request) => {
    const { accountId, partnerId, opportunityId } = request;
    const { facts, relation } = await access.open(scope, async (connection) => ({
      facts: await store.getIntroFacts(connection, request),
      relation: (await store.listRelations(connection, [accountId])).find(
        (one) => one.partnerId === partnerId,
      ),
    }));
    if (!facts)
      throw new AppError('not_found', 'There is no such partner and account that can be shown here.');
    const subject = { accountId, partnerId, opportunityId, product: facts.product };
    const [findings] = await checkPartners(scope, [subject]);
    refuseIntro({ facts, relation, findings: findings ?? [] });
    return writeIntro(facts, scope.actor.kind === 'outsider' ? null : scope.actor.name);
  };

  return { recommend, draftIntro, recordIntroWithin: store.addIntroRequest, train, backtest };
}

async function signalContext(company: CompanyService, settings: CompanySettings): Promise<SignalContext> {
  return { today: await company.today(), countriesOf: createRegions(settings.regions).countriesOf };
}

type OpenConnection = Parameters<typeof store.getDeal>[0];

async function readSubject(
  connection: OpenConnection,
  subjectId: string,
  settings: CompanySettings,
): Promise<DealFacts> {
  const row = await store.getDeal(connection, subjectId);
  if (row) return shapeDeal(row, settings);
  const account = await store.getSubjectAccount(connection, subjectId);
  if (!account)
    throw new AppError(
      'not_found',
      `There is no opportunity or account '${subjectId}' that can be shown here.`,
    );
  return {
    opportunityId: null,
    accountId: account.accountId,
    accountName: account.name,
    industry: account.industry,
    country: account.country,
    product: null,
    kind: 'new',
    stage: null,
    amountMinor: null,
    intent: null,
    needs: [],
    competitor: null,
    createdOn: null,
    won: null,
    closedOn: null,
    partnerIds: [],
  };
}

function shapeDeal(row: store.DealRow, settings: CompanySettings): DealFacts {
  const { currency, amountMinor, stage, ...rest } = row;
  const closed = stage === 'closed_won' || stage === 'closed_lost';
  const converted =
    amountMinor === null
      ? null
      : convertMoney({ minor: amountMinor, currency: currency ?? settings.currency }, exchangeOf(settings))
          .minor;
  return {
    ...rest,
    stage,
    amountMinor: converted,
    intent: null,
    won: closed ? stage === 'closed_won' : null,
  };
}

/** By expected change of the chance to win; on one deal amount and margin are the same for all. */
function rankPartners(subject: {
  deal: DealFacts;
  partners: readonly PartnerFacts[];
  relationOf: ReadonlyMap<string, Relation>;
  model: LiftModel;
  context: SignalContext;
  most: number;
}): Candidate[] {
  const { deal, model, context } = subject;
  const score = createPartnerScorer(model, subject.partners, context.countriesOf);
  const relationOf = (partnerId: string) => subject.relationOf.get(partnerId);
  const scores = score(deal, { relationOf, today: context.today });
  return subject.partners
    .map((partner, i) => ({ partner, score: scores[i] ?? 0 }))
    .sort((a, b) => b.score - a.score || (a.partner.partnerId < b.partner.partnerId ? -1 : 1))
    .slice(0, subject.most)
    .map(({ partner }) => {
      const relation = relationOf(partner.partnerId);
      const signals = readSignals({ deal, partner, relation }, context);
      const { partnerId, archetype } = partner;
      const lift = estimateLift(model, { deal, partnerId, archetype, signals });
      return { partner, relation, signals, lift };
    });
}

function isHardStop(finding: FindingJson): boolean {
  return HARD_STOPS.has(finding.code);
}

function describePartner(
  judged: { candidate: Candidate; findings: readonly FindingJson[] },
  place: { rank: number; deal: DealFacts; model: LiftModel; today: string },
): RecommendedPartnerJson {
  const { candidate, findings } = judged;
  const { partner, relation, signals, lift } = candidate;
  const play = choosePlay({ deal: place.deal, partner, relation, signals });
  return {
    partner_id: partner.partnerId,
    name: partner.name,
    rank: place.rank,
    score: round(1 / (1 + Math.exp(-lift.logOdds))),
    play,
    role: chooseRole(partner, play),
    lift:
      place.model.dealsWithPartner > 0
        ? { estimate: round(lift.estimate), low: round(lift.low), high: round(lift.high) }
        : null,
    win_chance: place.model.dealsWithPartner > 0 ? round(lift.base + lift.estimate) : null,
    reasons: explainRank({ ...place, ...candidate }),
    conflicts: findings,
    next: nextSteps(partner, relation, findings),
  };
}

function round(x: number): number {
  return Math.round(x * 10_000) / 10_000;
}
