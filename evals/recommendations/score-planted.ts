import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { estimateLift, type TrainingDeal, trainLiftModel } from '../../src/recommendations/lift-model.ts';
import type { DealFacts, Signals } from '../../src/recommendations/types.ts';
import { measureNdcg } from './ndcg.ts';

/**
 * The lift model on generated deals whose partners' true lift is known: `score-planted.ts [FOLDER]`. The columns there are
 * mapped to the model's signals as they are: strength of the relationship to contacts, days since the last touch to recency.
 */
const folder = process.argv[2] ?? '../shared/data/attribution/recommender';
const TOP = 3;
const RECENCY_HALF_LIFE_DAYS = 120;

interface Truth {
  readonly truth: Readonly<
    Record<
      string,
      {
        readonly p_win_without_partner: number;
        readonly candidates: Readonly<Record<string, { readonly uplift: number }>>;
      }
    >
  >;
  readonly baselines: Readonly<Record<string, { readonly 'ndcg@3': number }>>;
}

type Row = Readonly<Record<string, string>>;

const read = (name: string): Row[] => parse(readFileSync(join(folder, name)), { columns: true });
const accounts = new Map(read('accounts.csv').map((row) => [row.account_id, row]));
const partners = new Map(read('partners.csv').map((row) => [row.partner_id, row]));
const overlaps = new Map(read('overlaps.csv').map((row) => [`${row.partner_id}|${row.account_id}`, row]));

function readDeal(row: Row): DealFacts {
  const account = accounts.get(row.account_id);
  return {
    opportunityId: row.deal_id ?? row.query_id ?? null,
    accountId: row.account_id ?? '',
    accountName: row.account_id ?? '',
    industry: account?.industry ?? null,
    country: account?.region ?? null,
    product: null,
    kind: 'new',
    stage: null,
    amountMinor: Math.round(Number(row.amount_usd) * 100),
    intent: Number(row.intent_score),
    needs: [],
    competitor: null,
    createdOn: null,
    won: row.won === undefined ? null : row.won === '1',
    closedOn: null,
    partnerIds: row.partner_id ? [row.partner_id] : [],
  };
}

function describe(partnerId: string, deal: DealFacts) {
  const partner = partners.get(partnerId);
  const overlap = overlaps.get(`${partnerId}|${deal.accountId}`);
  const holds = (list: string | undefined, wanted: string | null) =>
    wanted !== null && (list ?? '').split('|').includes(wanted) ? 1 : 0;
  const signals: Signals = {
    overlap_customer: overlap?.kind === 'customer' ? 1 : 0,
    overlap_open: overlap?.kind === 'open_opportunity' ? 1 : 0,
    overlap_prospect: overlap?.kind === 'prospect' ? 1 : 0,
    recency: overlap ? 2 ** (-Number(overlap.days_since_last_touch) / RECENCY_HALF_LIFE_DAYS) : 0,
    contacts: overlap ? 1.5 * Number(overlap.relationship_strength) : 0,
    needs: 0,
    industry: holds(partner?.focus_industries, deal.industry),
    region: holds(partner?.regions, deal.country),
    product: 0,
    certification: 0,
    integration: 0,
  };
  return { partnerId, archetype: partner?.type ?? null, signals };
}

const history: TrainingDeal[] = read('deals_history.csv').map((row) => {
  const deal = readDeal(row);
  return { deal, partners: deal.partnerIds.map((id) => describe(id, deal)) };
});
const model = trainLiftModel(history);
const { truth, baselines } = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Truth;
let ndcg = 0;
let first = 0;
let hits = 0;
let covered = 0;
let candidates = 0;
const queries = read('query_deals.csv');
for (const row of queries) {
  const deal = readDeal(row);
  const known = truth[row.query_id ?? '']?.candidates ?? {};
  const lifts = Object.fromEntries(Object.entries(known).map(([id, one]) => [id, one.uplift]));
  const ranked = (row.candidates ?? '')
    .split('|')
    .map((id) => ({ id, lift: estimateLift(model, { deal, ...describe(id, deal) }) }))
    .sort((a, b) => b.lift.logOdds - a.lift.logOdds);
  ndcg += measureNdcg(
    ranked.map((one) => one.id),
    lifts,
    TOP,
  );
  const best = ranked[0]?.id ?? '';
  first += lifts[best] ?? 0;
  if (lifts[best] === Math.max(...Object.values(lifts))) hits += 1;
  for (const { id, lift } of ranked) {
    candidates += 1;
    if (lift.low <= (lifts[id] ?? 0) && (lifts[id] ?? 0) <= lift.high) covered += 1;
  }
}
const n = queries.length;
for (const [name, one] of Object.entries(baselines))
  process.stdout.write(`${name}: nDCG@3 ${one['ndcg@3'].toFixed(3)}\n`);
process.stdout.write(
  `lift model: nDCG@3 ${(ndcg / n).toFixed(3)}, hit@1 ${(hits / n).toFixed(3)}, true lift of the first ${(first / n).toFixed(3)}, true lift within the 90% interval ${(covered / candidates).toFixed(3)}\n`,
);
