import { AppError } from '../../errors.ts';
import type { SurvivalCurve } from './kaplan-meier.ts';

export interface RestrictedMean {
  /** Mean time survived up to the horizon, in the unit of the times. */
  readonly mean: number;
  readonly standardError: number;
  /** Whether somebody was watched as far as the horizon; if not, the last known chance was taken to hold until then. */
  readonly isCovered: boolean;
}

/**
 * The area under a survival curve up to a horizon, and its standard error √(Σ A(t)² d/(r(r − d))) with A(t) the area from t
 * on, d the events and r those at risk at t (Klein and Moeschberger 2003, section 4.5). Groups are compared by it at one
 * horizon, which holds where medians are not reached. Throws `bad_input` for a horizon that is not positive.
 */
export function estimateRestrictedMean(curve: SurvivalCurve, horizon: number): RestrictedMean {
  if (!(horizon > 0 && Number.isFinite(horizon)))
    throw new AppError('bad_input', 'The horizon must be positive');
  let area = 0;
  let variance = 0;
  let until = horizon;
  for (const [at, step] of [...curve.steps.entries()].reverse()) {
    if (step.time >= horizon) continue;
    area += step.survival * (until - step.time);
    until = step.time;
    const { atRisk, events } = curve.steps[at]!;
    if (events < atRisk) variance += (area * area * events) / (atRisk * (atRisk - events));
  }
  return {
    mean: area + until,
    standardError: Math.sqrt(variance),
    isCovered: curve.lastTime !== null && curve.lastTime >= horizon,
  };
}
