import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { SIGNAL_NAMES } from './signals.ts';
import type { DealFacts, SignalName, Signals } from './types.ts';

/**
 * What past deals taught, as log-odds: logit P(win | deal, partners) = base(deal) + Σ over its partners of
 * [joined + θ·signals + partner + archetype + partner × industry]. Effects are normal around their prior, so that thin
 * history falls back to it (ridge regression; Gelman & Hill 2007, ch. 12 and 14). `joined` is what deals with any
 * partner have in common: partly the rep's choice of better deals, so its uncertainty is never less than
 * SELECTION_SD.
 */
export interface LiftModel {
  readonly deals: number;
  readonly dealsWithPartner: number;
  readonly effects: Readonly<Record<string, Effect>>;
  /** Covariance of `joined` and the signals, in the order of SHARED_EFFECTS. */
  readonly sharedCovariance: readonly (readonly number[])[];
  readonly record: Readonly<Record<string, TrackRecord>>;
  readonly meanLogAmount: number;
}

export interface Effect {
  readonly mean: number;
  readonly variance: number;
}

/** Closed deals with a partner, whatever its part in them was. */
export interface TrackRecord {
  readonly won: number;
  readonly closed: number;
}

export interface TrainingDeal {
  readonly deal: DealFacts;
  readonly partners: readonly {
    readonly partnerId: string;
    readonly archetype: string | null;
    readonly signals: Signals;
  }[];
}

/** Past this, a partner is at its own level rather than at its archetype's. */
const SELECTION_SD = 0.25;
const NEWTON_STEPS = 12;
/** Pairs of partner and industry with fewer deals say too little for an effect of their own. */
const PAIR_DEALS = 2;

const PRIORS: Readonly<Record<SignalName | 'joined', readonly [mean: number, sd: number]>> = {
  joined: [0.05, 0.3],
  overlap_customer: [0.45, 0.35],
  overlap_open: [0.3, 0.35],
  overlap_prospect: [0.05, 0.3],
  recency: [0.25, 0.35],
  contacts: [0.2, 0.3],
  needs: [0.35, 0.35],
  industry: [0.25, 0.35],
  region: [0.2, 0.35],
  product: [0.15, 0.35],
  certification: [0.15, 0.3],
  integration: [0.2, 0.3],
};
const PARTNER_SD = 0.6;
const ARCHETYPE_SD = 0.25;
const PAIR_SD = 0.3;
const BASE_SD = 1.5;

export const SHARED_EFFECTS: readonly (SignalName | 'joined')[] = ['joined', ...SIGNAL_NAMES];

interface Column {
  readonly name: string;
  readonly mean: number;
  readonly precision: number;
}

/** Fits the model; with no deals at all it is the priors. Deals in any order give the same model. */
export function trainLiftModel(deals: readonly TrainingDeal[]): LiftModel {
  const amounts = deals.flatMap((one) => (one.deal.amountMinor ? [Math.log(one.deal.amountMinor)] : []));
  const meanLogAmount = amounts.length > 0 ? amounts.reduce((a, b) => a + b, 0) / amounts.length : 0;
  const rows = deals.map((one) => ({
    won: one.deal.won === true,
    entries: describeDeal(one, meanLogAmount),
  }));
  const columns = listColumns(rows);
  const at = new Map(columns.map((column, i) => [column.name, i]));
  const sparse = rows.map((row) => ({ won: row.won, cells: merge(row.entries, at) }));
  const { beta, covariance } = fit(sparse, columns);
  const effects = Object.fromEntries(
    columns.map((column, i) => [column.name, { mean: beta[i] ?? 0, variance: covariance.get(i, i) }]),
  );
  const shared = SHARED_EFFECTS.map((name) => at.get(name) ?? -1);
  return {
    deals: deals.length,
    dealsWithPartner: deals.filter((one) => one.partners.length > 0).length,
    effects,
    sharedCovariance: shared.map((i) => shared.map((j) => covariance.get(i, j))),
    record: countRecords(deals),
    meanLogAmount,
  };
}

/** The chance to win without a partner and the change that one brings, with its 90% interval. */
export interface LiftEstimate {
  readonly base: number;
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** On the log-odds scale, for ranking and reasons. */
  readonly logOdds: number;
  readonly contributions: Readonly<Record<string, number>>;
}

const Z90 = 1.6448536269514722;

/** The lift of one partner on one deal. */
export function estimateLift(
  model: LiftModel,
  subject: { deal: DealFacts; partnerId: string; archetype: string | null; signals: Signals },
): LiftEstimate {
  const baseLogOdds = baseEntries(subject.deal, model.meanLogAmount).reduce(
    (sum, [name, x]) => sum + (model.effects[name]?.mean ?? 0) * x,
    0,
  );
  const shared = SHARED_EFFECTS.map((name) => (name === 'joined' ? 1 : subject.signals[name]));
  const own = ownEffects(subject).map((name) => [name, model.effects[name] ?? unseen(name)] as const);
  const contributions: Record<string, number> = {};
  for (const [i, name] of SHARED_EFFECTS.entries())
    contributions[name] = (model.effects[name]?.mean ?? 0) * (shared[i] ?? 0);
  for (const [name, effect] of own) contributions[name] = effect.mean;
  const logOdds = Object.values(contributions).reduce((a, b) => a + b, 0);
  let variance = SELECTION_SD ** 2 + own.reduce((sum, [, effect]) => sum + effect.variance, 0);
  for (const [i, row] of model.sharedCovariance.entries()) {
    for (const [j, cell] of row.entries()) variance += cell * (shared[i] ?? 0) * (shared[j] ?? 0);
  }
  const base = logistic(baseLogOdds);
  const lift = (delta: number) => logistic(baseLogOdds + delta) - base;
  const reach = Z90 * Math.sqrt(Math.max(0, variance));
  return {
    base,
    estimate: lift(logOdds),
    low: lift(logOdds - reach),
    high: lift(logOdds + reach),
    logOdds,
    contributions,
  };
}

type Entry = readonly [name: string, x: number];

function describeDeal(one: TrainingDeal, meanLogAmount: number): Entry[] {
  const entries = baseEntries(one.deal, meanLogAmount);
  for (const partner of one.partners) {
    entries.push(['joined', 1]);
    for (const name of SIGNAL_NAMES)
      if (partner.signals[name] !== 0) entries.push([name, partner.signals[name]]);
    for (const name of ownEffects({ deal: one.deal, ...partner })) entries.push([name, 1]);
  }
  return entries;
}

function baseEntries(deal: DealFacts, meanLogAmount: number): Entry[] {
  const entries: Entry[] = [['base', 1]];
  if (deal.amountMinor) entries.push(['base:amount', (Math.log(deal.amountMinor) - meanLogAmount) / 2]);
  entries.push([`base:kind:${deal.kind}`, 1]);
  if (deal.product) entries.push([`base:product:${deal.product}`, 1]);
  if (deal.industry) entries.push([`base:industry:${deal.industry}`, 1]);
  if (deal.country) entries.push([`base:country:${deal.country}`, 1]);
  if (deal.competitor) entries.push(['base:competitor', 1]);
  return entries;
}

function ownEffects(subject: { deal: DealFacts; partnerId: string; archetype: string | null }): string[] {
  const names = [`partner:${subject.partnerId}`];
  if (subject.archetype) names.push(`archetype:${subject.archetype}`);
  if (subject.deal.industry) names.push(`pair:${subject.partnerId}:${subject.deal.industry}`);
  return names;
}

function unseen(name: string): Effect {
  const sd = sdOf(name);
  return { mean: 0, variance: name.startsWith('pair:') ? 0 : sd * sd };
}

function sdOf(name: string): number {
  if (name.startsWith('partner:')) return PARTNER_SD;
  if (name.startsWith('archetype:')) return ARCHETYPE_SD;
  if (name.startsWith('pair:')) return PAIR_SD;
  return BASE_SD;
}

function listColumns(rows: readonly { entries: readonly Entry[] }[]): Column[] {
  const counts = new Map<string, number>();
  for (const row of rows) for (const [name] of row.entries) counts.set(name, (counts.get(name) ?? 0) + 1);
  const shared = SHARED_EFFECTS.map((name) => {
    const [mean, sd] = PRIORS[name];
    return { name, mean, precision: 1 / sd ** 2 };
  });
  const others = [...counts]
    .filter(([name, n]) => !(name in PRIORS) && (!name.startsWith('pair:') || n >= PAIR_DEALS))
    .map(([name]) => name)
    .sort()
    .map((name) => ({ name, mean: 0, precision: name === 'base' ? 1e-3 : 1 / sdOf(name) ** 2 }));
  return [...shared, ...others];
}

function merge(entries: readonly Entry[], at: ReadonlyMap<string, number>): [number, number][] {
  const cells = new Map<number, number>();
  for (const [name, x] of entries) {
    const i = at.get(name);
    if (i !== undefined) cells.set(i, (cells.get(i) ?? 0) + x);
  }
  return [...cells].sort((a, b) => a[0] - b[0]);
}

/** Newton's method on the penalised likelihood; the inverse Hessian at the optimum is the covariance (Laplace). */
function fit(
  rows: readonly { won: boolean; cells: readonly [number, number][] }[],
  columns: readonly Column[],
) {
  const size = columns.length;
  const beta = columns.map((column) => column.mean);
  let covariance = Matrix.diag(columns.map((column) => 1 / column.precision));
  if (rows.length === 0) return { beta, covariance };
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const hessian = Matrix.diag(columns.map((column) => column.precision));
    const gradient = columns.map((column, i) => -column.precision * ((beta[i] ?? 0) - column.mean));
    for (const row of rows) accumulate(row, { beta, gradient, hessian });
    const cholesky = new CholeskyDecomposition(hessian);
    const delta = cholesky.solve(Matrix.columnVector(gradient)).to1DArray();
    for (let i = 0; i < size; i++) beta[i] = (beta[i] ?? 0) + (delta[i] ?? 0);
    if (Math.max(...delta.map(Math.abs)) < 1e-7 || step === NEWTON_STEPS - 1) {
      covariance = cholesky.solve(Matrix.eye(size));
      break;
    }
  }
  return { beta, covariance };
}

function accumulate(
  row: { won: boolean; cells: readonly [number, number][] },
  into: { beta: readonly number[]; gradient: number[]; hessian: Matrix },
): void {
  let logOdds = 0;
  for (const [i, x] of row.cells) logOdds += (into.beta[i] ?? 0) * x;
  const p = logistic(logOdds);
  const weight = Math.max(1e-9, p * (1 - p));
  const error = (row.won ? 1 : 0) - p;
  for (const [i, x] of row.cells) {
    into.gradient[i] = (into.gradient[i] ?? 0) + error * x;
    for (const [j, y] of row.cells) {
      if (j > i) break;
      // Both halves take the same sum: rounding apart would make the matrix no longer symmetric.
      const sum = into.hessian.get(i, j) + weight * x * y;
      into.hessian.set(i, j, sum);
      into.hessian.set(j, i, sum);
    }
  }
}

function countRecords(deals: readonly TrainingDeal[]): Record<string, TrackRecord> {
  const record: Record<string, { won: number; closed: number }> = {};
  for (const { deal, partners } of deals) {
    for (const partnerId of new Set(partners.map((one) => one.partnerId))) {
      const keys = [partnerId, ...(deal.industry ? [`${partnerId}:${deal.industry}`] : [])];
      for (const key of keys) {
        const known = record[key] ?? { won: 0, closed: 0 };
        record[key] = { won: known.won + (deal.won ? 1 : 0), closed: known.closed + 1 };
      }
    }
  }
  return record;
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
