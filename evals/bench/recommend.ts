import { type TrainingDeal, trainLiftModel } from '../../src/recommendations/lift-model.ts';
import { createPartnerScorer } from '../../src/recommendations/score-partners.ts';
import { readSignals } from '../../src/recommendations/signals.ts';
import type { DealFacts, PartnerFacts, Relation } from '../../src/recommendations/types.ts';
import { createRandom, type Random } from '../worlds/random.ts';
import { type BenchOptions, type BenchReport, type BenchRow, measureCost, round } from './measure.ts';

const SIZES = [20_000, 200_000];
const PARTNERS = 1_000;
const SCORED_DEALS = 1_000;
const SEED = 20_264;
const TODAY = '2026-06-30';
const WORDS = Array.from({ length: 12 }, (_, i) => `word ${i}`);
const REGIONS = { countriesOf: () => [] };

/** Training the lift model on made past deals and scoring 1,000 deals with 1,000 partners. `most` bounds the past deals. */
export async function benchRecommend({ most, progress }: BenchOptions): Promise<BenchReport> {
  const within = SIZES.filter((size) => size <= (most ?? Number.POSITIVE_INFINITY));
  const sizes = within.length > 0 ? within : [most ?? 1];
  const random = createRandom(SEED);
  const partners = Array.from({ length: PARTNERS }, (_, i) => makePartner(i, random));
  const rows: BenchRow[] = [];
  for (const size of sizes) {
    progress(`${size} past deals`);
    const history = Array.from({ length: size }, (_, i) => makePastDeal(i, partners, random));
    let model = trainLiftModel([]);
    const training = await measureCost(async () => {
      model = trainLiftModel(history);
    });
    const deals = Array.from({ length: SCORED_DEALS }, (_, i) => makeDeal(i, random));
    const score = createPartnerScorer(model, partners, REGIONS.countriesOf);
    let scored = 0;
    const scoring = await measureCost(async () => {
      for (const [i, deal] of deals.entries()) {
        const relationOf = (partnerId: string) => relate(Number(partnerId.slice(1)) + i);
        scored += score(deal, { relationOf, today: TODAY }).length;
      }
    });
    rows.push({
      pastDeals: size,
      partners: PARTNERS,
      trainSeconds: round(training.seconds, 2),
      trainCpuSeconds: round(training.cpuSeconds, 2),
      pairsScored: scored,
      scoreSeconds: round(scoring.seconds, 3),
      scoreCpuSeconds: round(scoring.cpuSeconds, 3),
      microsecondsAPair: round((scoring.cpuSeconds * 1e6) / scored, 2),
    });
  }
  return { name: 'recommend', rows, notes: NOTES };
}

const NOTES = [
  'One thread, in memory: reading the rows from the database is not in it. Half of the past deals have a partner.',
];

function makePartner(i: number, random: Random): PartnerFacts {
  return {
    partnerId: `P${i}`,
    name: `Partner ${i}`,
    archetype: random.pick(['si', 'isv', 'msp', 'reseller']),
    tier: null,
    status: 'active',
    regions: random.sample(WORDS, 4),
    industries: random.sample(WORDS, 3),
    competencies: random.sample(WORDS, 4),
    products: random.sample(WORDS, 2),
    integrations: [],
    marketplaces: [],
    capacity: null,
    joinedOn: null,
    load: 0,
    certificates: [{ competency: random.pick(WORDS), since: null, until: null, id: `C${i}` }],
  };
}

function makeDeal(i: number, random: Random): DealFacts {
  return {
    opportunityId: `O${i}`,
    accountId: `A${i}`,
    accountName: `Account ${i}`,
    industry: random.pick(WORDS),
    country: random.pick(WORDS),
    product: random.pick(WORDS),
    kind: 'new',
    stage: 'qualified',
    amountMinor: random.int(1_000_000, 90_000_000),
    intent: null,
    needs: random.sample(WORDS, 2),
    competitor: null,
    createdOn: '2025-01-01',
    won: null,
    closedOn: null,
    partnerIds: [],
  };
}

function makePastDeal(i: number, partners: readonly PartnerFacts[], random: Random): TrainingDeal {
  const deal = { ...makeDeal(i, random), won: random.chance(0.4), closedOn: '2025-06-30' };
  if (random.chance(0.5)) return { deal, partners: [] };
  const joined = random.sample(partners, random.chance(0.2) ? 2 : 1);
  return {
    deal,
    partners: joined.map((partner) => ({
      partnerId: partner.partnerId,
      archetype: partner.archetype,
      signals: readSignals({ deal, partner, relation: relate(i) }, { ...REGIONS, today: TODAY }),
    })),
  };
}

/** One partner in eight knows an account. */
function relate(i: number): Relation | undefined {
  return i % 8 === 0 ? RELATION : undefined;
}

const RELATION: Relation = {
  partnerId: '',
  accountId: '',
  recordId: '',
  populations: ['customer'],
  ownerName: null,
  ownerEmail: null,
  customerSince: '2023-01-01',
  lastActivityOn: '2026-05-01',
  contacts: 2,
  newContacts: 1,
  seniorContacts: 0,
  integrationRequests: [],
};
