import { addDays, type IsoDate } from '../dates.ts';
import { type BacktestFigures, type JudgedDeal, measureRanker, measureWinModel } from './backtest-figures.ts';
import { type LiftModel, predictWin, type TrainingDeal, trainLiftModel } from './lift-model.ts';
import { createPartnerScorer } from './score-partners.ts';
import { readSignals, type SignalContext } from './signals.ts';
import type { DealFacts, PartnerFacts, Relation } from './types.ts';

export interface BacktestHistory {
  /** Closed deals. */
  readonly deals: readonly DealFacts[];
  readonly partners: readonly PartnerFacts[];
  readonly relations: readonly Relation[];
}

export interface Backtest extends BacktestFigures {
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** Deals that were ranked: begun in the period and closed by its end. */
  readonly deals: number;
  readonly withPartner: number;
  /** How many times the model was trained anew. */
  readonly trainings: number;
  /** Why figures are missing; null where none is. */
  readonly notEnough: string | null;
}

/** Below so many ranked deals with a partner, or earlier deals to learn from, figures would be noise. */
const LEAST_WITH_PARTNER = 30;
const LEAST_EARLIER = 100;
/** A schedule would train more often; more often costs time and changed nothing on generated companies. */
const FOLD_DAYS = 91;

/**
 * How the ranking would have done on the company's own past deals: for each, the model is trained on deals that had closed
 * before its fold began, and sees of partners and relations what was dated by the day the deal began. What has no date
 * (contacts, integration requests) takes no part.
 */
export function backtest(
  history: BacktestHistory,
  period: { readonly from: IsoDate; readonly to: IsoDate },
  countriesOf: SignalContext['countriesOf'],
): Backtest {
  const judged: JudgedDeal[] = [];
  let trainings = 0;
  let fewestEarlier = Number.POSITIVE_INFINITY;
  const past = createPast(history, countriesOf);
  for (let start = period.from; start < period.to; start = addDays(start, FOLD_DAYS)) {
    const end = addDays(start, FOLD_DAYS);
    const begun = history.deals.filter((deal) => {
      const { createdOn, closedOn } = deal;
      return createdOn !== null && createdOn >= start && createdOn < end && (closedOn ?? '') < period.to;
    });
    if (begun.length === 0) continue;
    const earlier = history.deals.filter((deal) => deal.closedOn !== null && deal.closedOn < start);
    fewestEarlier = Math.min(fewestEarlier, earlier.length);
    const model = trainLiftModel(earlier.map(past.describe));
    trainings += 1;
    judged.push(...judgeDeals({ begun, earlier, model, partners: history.partners }, past, countriesOf));
  }
  const withPartner = judged.filter((one) => one.joined.length > 0).length;
  const notEnough = explainTooLittle({ withPartner, earlier: fewestEarlier });
  const figures: BacktestFigures =
    notEnough === null
      ? { chance: measureWinModel(judged), rankers: RANKERS.map((name) => measureRanker(name, judged)) }
      : { chance: null, rankers: [] };
  return { ...period, deals: judged.length, withPartner, trainings, notEnough, ...figures };
}

const RANKERS = ['model', 'random', 'most_deals', 'raw_win_rate', 'shrunken_win_rate', 'overlap'] as const;
export type RankerName = (typeof RANKERS)[number];

function explainTooLittle(known: { withPartner: number; earlier: number }): string | null {
  if (known.withPartner < LEAST_WITH_PARTNER)
    return `${known.withPartner} deals of the period had a partner, and below ${LEAST_WITH_PARTNER} figures would be noise.`;
  if (known.earlier < LEAST_EARLIER)
    return `${known.earlier} deals had closed before the period began, and below ${LEAST_EARLIER} there is too little to learn from.`;
  return null;
}

interface Past {
  readonly describe: (deal: DealFacts) => TrainingDeal;
  readonly relationOn: (partnerId: string, deal: DealFacts) => Relation | undefined;
}

function createPast(
  { partners, relations }: BacktestHistory,
  countriesOf: SignalContext['countriesOf'],
): Past {
  const partnerOf = new Map(partners.map((one) => [one.partnerId, one]));
  const relationOf = new Map(relations.map((one) => [`${one.partnerId}\n${one.accountId}`, one]));
  const relationOn: Past['relationOn'] = (partnerId, deal) => {
    const relation = relationOf.get(`${partnerId}\n${deal.accountId}`);
    return relation && recallRelation(relation, deal.createdOn ?? '');
  };
  const described = new Map<DealFacts, TrainingDeal>();
  return {
    relationOn,
    describe: (deal) => {
      const known = described.get(deal);
      if (known) return known;
      const context = { today: deal.createdOn ?? deal.closedOn ?? '', countriesOf };
      const joined = deal.partnerIds.flatMap((partnerId) => {
        const partner = partnerOf.get(partnerId);
        if (!partner) return [];
        const signals = readSignals({ deal, partner, relation: relationOn(partnerId, deal) }, context);
        return [{ partnerId, archetype: partner.archetype, signals }];
      });
      const one = { deal, partners: joined };
      described.set(deal, one);
      return one;
    },
  };
}

/** A relation as far as its dates say that it was known on a day. */
export function recallRelation(relation: Relation, day: IsoDate): Relation {
  const wasCustomer = relation.customerSince === null || relation.customerSince <= day;
  const populations = relation.populations.filter((one) => one !== 'customer' || wasCustomer);
  return {
    ...relation,
    populations: populations.length > 0 ? populations : ['prospect'],
    customerSince: wasCustomer ? relation.customerSince : null,
    lastActivityOn:
      relation.lastActivityOn !== null && relation.lastActivityOn <= day ? relation.lastActivityOn : null,
    contacts: 0,
    newContacts: 0,
    seniorContacts: 0,
    integrationRequests: [],
  };
}

function judgeDeals(
  fold: {
    readonly begun: readonly DealFacts[];
    readonly earlier: readonly DealFacts[];
    readonly model: LiftModel;
    readonly partners: readonly PartnerFacts[];
  },
  past: Past,
  countriesOf: SignalContext['countriesOf'],
): JudgedDeal[] {
  const { model, partners } = fold;
  const score = createPartnerScorer(model, partners, countriesOf);
  const won = fold.earlier.filter((deal) => deal.won && deal.partnerIds.length > 0).length;
  const all = fold.earlier.filter((deal) => deal.partnerIds.length > 0).length;
  const mean = all === 0 ? 0.5 : won / all;
  const base = fold.earlier.filter((deal) => deal.won).length / Math.max(1, fold.earlier.length);
  return fold.begun.map((deal) => {
    const day = deal.createdOn ?? '';
    const relationOf = (partnerId: string) => past.relationOn(partnerId, deal);
    const scores = score(deal, { relationOf, today: day });
    const candidates = partners.flatMap((partner, i) => {
      if (partner.joinedOn !== null && partner.joinedOn > day) return [];
      const record = model.record[partner.partnerId] ?? { won: 0, closed: 0 };
      const relation = relationOf(partner.partnerId);
      return [
        {
          partnerId: partner.partnerId,
          scores: {
            model: scores[i] ?? 0,
            random: drawByName(`${deal.opportunityId} ${partner.partnerId}`),
            most_deals: record.closed,
            raw_win_rate: record.closed === 0 ? 0 : record.won / record.closed,
            shrunken_win_rate: (record.won + SHRINKAGE * mean) / (record.closed + SHRINKAGE),
            overlap: rateOverlap(relation),
          },
        },
      ];
    });
    const joined = candidates.filter((one) => deal.partnerIds.includes(one.partnerId));
    return {
      won: deal.won === true,
      base,
      alone: predictWin(model, { deal, partners: [] }),
      chance: predictWin(model, past.describe(deal)),
      joined: joined.map((one) => one.partnerId),
      candidates,
    };
  });
}

/** Deals that a partner's win rate is shrunk by, to that of all. */
const SHRINKAGE = 20;

function rateOverlap(relation: Relation | undefined): number {
  if (!relation) return 0;
  if (relation.populations.includes('customer')) return 3;
  return relation.populations.includes('open_opportunity') ? 2 : 1;
}

/** A number from 0 to 1 that a text decides, so that the random order is the same every time (FNV-1a). */
function drawByName(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
}
