import {
  estimateSurvival,
  type Observation,
  type SurvivalCurve,
  survivalAt,
} from './statistics/kaplan-meier.ts';
import { zOfConfidence } from './statistics/normal.ts';
import {
  fitShiftedBetaGeometric,
  projectRetention,
  type TenureCount,
} from './statistics/shifted-beta-geometric.ts';

/** One month of a survival curve, as it is drawn. */
export interface RetentionPoint {
  readonly months: number;
  /** Share of customers still there after so many months. */
  readonly share: number;
  /** Greenwood's 90% interval; null where the curve is projected. */
  readonly low: number | null;
  readonly high: number | null;
  /** Customers watched at that age. */
  readonly atRisk: number;
  /** Past the age to which anybody was watched: fitted, not seen. */
  readonly projected: boolean;
}

const CONFIDENCE = 0.9;

/**
 * Survival by month from 0 to the horizon: as observed (Kaplan and Meier) as far as anybody was watched, then falling as a
 * shifted beta-geometric curve does that was fitted to the same customers. Times are in months.
 */
export function projectCurve(group: readonly Observation[], horizonMonths: number): RetentionPoint[] {
  const observed = estimateSurvival(group);
  const until = Math.floor(observed.lastTime ?? 0);
  const fit = fitShiftedBetaGeometric(countTenures(group));
  const fitted = fit ? projectRetention(fit, horizonMonths) : null;
  const anchor = survivalAt(observed, until);
  const start = fitted?.[Math.min(until, horizonMonths)] ?? 1;
  const shareAt = (month: number) => {
    if (month <= until || !fitted) return survivalAt(observed, Math.min(month, until));
    return start > 0 ? (anchor * (fitted[month] ?? 0)) / start : 0;
  };
  return Array.from({ length: horizonMonths + 1 }, (_, months) => ({
    months,
    share: shareAt(months),
    ...(months <= until ? reachAt(observed, months) : { low: null, high: null }),
    atRisk: group.filter(({ time, entry = -1 }) => entry < months && time >= months).length,
    projected: months > until,
  }));
}

/** On the scale of log(−log S), which keeps the interval within 0 and 1 (Kalbfleisch and Prentice 2002, section 1.4). */
function reachAt(curve: SurvivalCurve, time: number): { low: number; high: number } {
  const step = curve.steps.findLast((one) => one.time <= time);
  if (!step) return { low: 1, high: 1 };
  const { survival, standardError } = step;
  if (survival <= 0) return { low: 0, high: 0 };
  const reach = (zOfConfidence(CONFIDENCE) * standardError) / (survival * Math.log(survival));
  return { low: survival ** Math.exp(-reach), high: survival ** Math.exp(reach) };
}

/** Months are counted from 1: who leaves within the first month leaves in period 1. Those not yet a month here say nothing. */
function countTenures(group: readonly Observation[]): TenureCount[] {
  const counts = new Map<number, { left: number; stillHere: number }>();
  for (const { time, event } of group) {
    const period = event ? Math.max(1, Math.ceil(time)) : Math.floor(time);
    if (period < 1) continue;
    const count = counts.get(period) ?? { left: 0, stillHere: 0 };
    counts.set(period, count);
    if (event) count.left += 1;
    else count.stillHere += 1;
  }
  return [...counts].map(([period, count]) => ({ period, ...count }));
}
