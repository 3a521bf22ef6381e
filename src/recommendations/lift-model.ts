import { fitEffects } from './fit-effects.ts';
import {
  columnsOf,
  describeBase,
  INITIAL_SPREAD,
  listOwnEffects,
  type Spread,
  spreadOf,
  tabulateDeals,
} from './lift-columns.ts';
import { PRIOR_WEIGHTS, SHARED_EFFECTS, shareOfSignals } from './lift-priors.ts';
import { SIGNAL_NAMES } from './signals.ts';
import type { DealFacts, Signals } from './types.ts';

/**
 * What past deals taught, as log-odds: logit P(win | deal, partners) = base(deal) + Σ over its m partners of
 * [joined + θ·signals + partner + archetype + partner × industry] / √m. Effects are normal around their prior, so that
 * thin history falls back to it (Gelman & Hill 2007, ch. 12 and 14); how far partners differ is learnt too.
 */
export interface LiftModel {
  /** Of this shape and of what its numbers mean. */
  readonly version: number;
  readonly deals: number;
  readonly dealsWithPartner: number;
  /** Days on which the first and the last of the deals closed; null without dates. */
  readonly window: { readonly from: string; readonly to: string } | null;
  /** Of a model of earlier deals on those of the last year; null where that was not measured or too little was there. */
  readonly calibration: Calibration | null;
  readonly effects: Readonly<Record<string, Effect>>;
  /** Covariance of the shared effects, in the order of SHARED_EFFECTS. */
  readonly sharedCovariance: readonly (readonly number[])[];
  /** How far partners, archetypes and pairs of partner and industry differ, as standard deviations. */
  readonly spread: Spread;
  /**
   * Reps bring partners into deals that look better than columns show, so part of what joined deals have in common is
   * choice. This log-odds is taken off the lift of every partner alike; it never changes their order.
   */
  readonly selection: number;
  readonly record: Readonly<Record<string, TrackRecord>>;
  readonly meanLogAmount: number;
}

export interface Calibration {
  /** Deals that closed from this day on were held back. */
  readonly since: string;
  readonly n: number;
  readonly brier: number;
  /** Of saying the same share for every deal. */
  readonly baseBrier: number;
  /** Expected calibration error. */
  readonly ece: number;
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

/** A stored model of another version is not read. */
export const MODEL_VERSION = 2;

/**
 * What joined deals have in common is lift plus choice, and no column parts the two: both are given a normal prior
 * around zero, and the sum is shared out by their variances. On generated companies choice was worth 0.3 to 0.5.
 */
const TRUE_LEVEL_SD = 0.3;
const CHOICE_SD = 0.5;
const TRUE_SHARE = TRUE_LEVEL_SD ** 2 / (TRUE_LEVEL_SD ** 2 + CHOICE_SD ** 2);
const LEVEL_VARIANCE = TRUE_SHARE * CHOICE_SD ** 2;
/** Rounds in which the spreads and the effects settle on each other. */
const SPREAD_ROUNDS = 6;

/** Fits the model; with no deals at all it is the priors. Deals in any order give the same model. */
export function trainLiftModel(deals: readonly TrainingDeal[]): LiftModel {
  const table = tabulateDeals(deals);
  let spread = INITIAL_SPREAD;
  let columns = columnsOf(table, spread);
  let fit = fitEffects(table.rows, columns, null);
  for (let round = 0; round < SPREAD_ROUNDS && deals.length > 0; round++) {
    const next = spreadOf(columns, fit, spread);
    const moved = Math.abs(next.partner - spread.partner) + Math.abs(next.pair - spread.pair);
    spread = next;
    columns = columnsOf(table, spread);
    fit = fitEffects(table.rows, columns, fit);
    if (moved < 0.01) break;
  }
  const effects: Record<string, Effect> = {};
  for (const [i, column] of columns.common.entries())
    effects[column.name] = { mean: fit.common[i] ?? 0, variance: fit.covariance.get(i, i) };
  for (const [block, list] of columns.blocks.entries())
    for (const [i, column] of list.entries())
      effects[column.name] = {
        mean: fit.own[block]?.[i] ?? 0,
        variance: fit.ownVariance[block]?.[i] ?? 0,
      };
  const at = new Map(columns.common.map((column, i) => [column.name, i]));
  const shared = SHARED_EFFECTS.map((name) => at.get(name) ?? -1);
  const known = {
    effects,
    sharedCovariance: shared.map((i) => shared.map((j) => fit.covariance.get(i, j))),
    spread,
    meanLogAmount: table.meanLogAmount,
  };
  const closed = deals.flatMap((one) => one.deal.closedOn ?? []).sort();
  return {
    version: MODEL_VERSION,
    deals: deals.length,
    dealsWithPartner: deals.filter((one) => one.partners.length > 0).length,
    window: closed.length > 0 ? { from: closed[0]!, to: closed.at(-1)! } : null,
    calibration: null,
    ...known,
    selection: (1 - TRUE_SHARE) * measureLevel(known, deals),
    record: countRecords(deals),
  };
}

type Known = Pick<LiftModel, 'effects' | 'sharedCovariance' | 'spread' | 'meanLogAmount'>;

/** What the partners of past deals brought on average, choice included; 0 where none joined any. */
function measureLevel(known: Known, deals: readonly TrainingDeal[]): number {
  let sum = 0;
  let n = 0;
  for (const { deal, partners } of deals)
    for (const partner of partners) {
      for (const part of Object.values(contribute(known, { deal, ...partner }))) sum += part;
      n += 1;
    }
  return n === 0 ? 0 : sum / n;
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

export interface LiftSubject {
  readonly deal: DealFacts;
  readonly partnerId: string;
  readonly archetype: string | null;
  readonly signals: Signals;
}

const Z90 = 1.6448536269514722;

/** The lift of one partner on one deal. */
export function estimateLift(model: LiftModel, subject: LiftSubject): LiftEstimate {
  const baseLogOdds = sumBase(model, subject.deal);
  const all = contribute(model, subject);
  const contributions = { ...all, joined: (all.joined ?? 0) - model.selection };
  const logOdds = Object.values(contributions).reduce((a, b) => a + b, 0);
  const base = logistic(baseLogOdds);
  const lift = (delta: number) => logistic(baseLogOdds + delta) - base;
  const reach = Z90 * Math.sqrt(Math.max(0, measureVariance(model, subject)));
  return {
    base,
    estimate: lift(logOdds),
    low: lift(logOdds - reach),
    high: lift(logOdds + reach),
    logOdds,
    contributions,
  };
}

/** The chance that a deal with these partners is won, as deals like it were: what reps choose by is in it. */
export function predictWin(model: LiftModel, one: TrainingDeal): number {
  const share = 1 / Math.sqrt(Math.max(1, one.partners.length));
  let logOdds = sumBase(model, one.deal);
  for (const partner of one.partners)
    for (const part of Object.values(contribute(model, { deal: one.deal, ...partner })))
      logOdds += share * part;
  return logistic(logOdds);
}

function sumBase(model: Pick<LiftModel, 'effects' | 'meanLogAmount'>, deal: DealFacts): number {
  return describeBase(deal, model.meanLogAmount).reduce(
    (sum, [name, x]) => sum + (model.effects[name]?.mean ?? 0) * x,
    0,
  );
}

function contribute(model: Known, subject: LiftSubject): Record<string, number> {
  const strength = model.effects.signals?.mean ?? 1;
  const parts: Record<string, number> = { joined: model.effects.joined?.mean ?? 0 };
  for (const name of SIGNAL_NAMES)
    parts[name] = (strength * PRIOR_WEIGHTS[name] + (model.effects[name]?.mean ?? 0)) * subject.signals[name];
  for (const name of listOwnEffects(subject)) parts[name] = model.effects[name]?.mean ?? 0;
  return parts;
}

function measureVariance(model: Known, subject: LiftSubject): number {
  const x = SHARED_EFFECTS.map((name) => shareOfSignals(name, subject.signals));
  let variance = LEVEL_VARIANCE;
  for (const name of listOwnEffects(subject))
    variance += model.effects[name]?.variance ?? unseenVariance(name, model.spread);
  for (const [i, row] of model.sharedCovariance.entries())
    for (const [j, cell] of row.entries()) variance += cell * (x[i] ?? 0) * (x[j] ?? 0);
  return variance;
}

function unseenVariance(name: string, spread: Spread): number {
  if (name.startsWith('partner:')) return spread.partner ** 2;
  return name.startsWith('pair:') ? spread.pair ** 2 : spread.archetype ** 2;
}

function countRecords(deals: readonly TrainingDeal[]): Record<string, TrackRecord> {
  const record: Record<string, { won: number; closed: number }> = {};
  for (const { deal, partners } of deals) {
    for (const partnerId of new Set(partners.map((one) => one.partnerId))) {
      const keys = [partnerId, ...(deal.industry ? [`${partnerId}:${deal.industry}`] : [])];
      for (const key of keys) {
        record[key] ??= { won: 0, closed: 0 };
        if (deal.won) record[key].won += 1;
        record[key].closed += 1;
      }
    }
  }
  return record;
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
