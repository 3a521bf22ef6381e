import { CholeskyDecomposition, inverse, Matrix } from 'ml-matrix';
import { AppError } from '../../errors.ts';
import type { Observation } from './kaplan-meier.ts';

export interface CoxRegression {
  /** Log hazard ratios, one a column. */
  readonly coefficients: readonly number[];
  readonly standardErrors: readonly number[];
  readonly logLikelihood: number;
}

export interface CoxSubject extends Observation {
  readonly covariates: readonly number[];
}

/** How events at the same time share the risk: Efron's is closer to the truth, Breslow's is what older figures were made by. */
export type Ties = 'efron' | 'breslow';

const MOST_STEPS = 50;
const CONVERGED = 1e-11;

/**
 * Proportional hazards by Newton's method on the partial likelihood (Cox 1972; ties by Efron 1977 or Breslow 1974).
 * Subjects that entered late are at risk from then on. `ridge` is a penalty on squared coefficients: 0 is plain likelihood, a
 * little keeps data finite in which a covariate tells who goes first. Throws `bad_input` without events, or where covariates are linearly
 * dependent among the subjects.
 */
export function fitCox(
  subjects: readonly CoxSubject[],
  { ties = 'efron', ridge = 0 }: { ties?: Ties; ridge?: number } = {},
): CoxRegression {
  const size = subjects[0]?.covariates.length ?? 0;
  if (size === 0 || !subjects.some((one) => one.event))
    throw new AppError('bad_input', 'A hazard regression needs covariates and events');
  let beta: number[] = new Array<number>(size).fill(0);
  let known = Number.NEGATIVE_INFINITY;
  let at = penalise(addEvents(subjects, beta, ties), beta, ridge);
  for (let step = 0; step < MOST_STEPS && Math.abs(at.logLikelihood - known) > CONVERGED; step++) {
    known = at.logLikelihood;
    const cholesky = new CholeskyDecomposition(at.information);
    if (!cholesky.isPositiveDefinite())
      throw new AppError('bad_input', 'The covariates of the hazard regression depend on one another');
    const move = cholesky.solve(at.score).to1DArray();
    // A full step may overshoot where data are thin: halve it until the likelihood rises.
    for (let part = 1; ; part /= 2) {
      const next = beta.map((b, i) => b + part * (move[i] ?? 0));
      const there = penalise(addEvents(subjects, next, ties), next, ridge);
      if (there.logLikelihood >= known - CONVERGED || part < 1e-4) {
        beta = next;
        at = there;
        break;
      }
    }
  }
  return {
    coefficients: beta,
    standardErrors: inverse(at.information).diag().map(Math.sqrt),
    logLikelihood: at.logLikelihood,
  };
}

function penalise(at: Likelihood, beta: readonly number[], ridge: number): Likelihood {
  at.logLikelihood -= (ridge * dot(beta, beta)) / 2;
  at.score.sub(Matrix.columnVector([...beta]).mul(ridge));
  at.information.add(Matrix.eye(beta.length, beta.length).mul(ridge));
  return at;
}

interface Likelihood {
  logLikelihood: number;
  readonly score: Matrix;
  readonly information: Matrix;
}

function addEvents(subjects: readonly CoxSubject[], beta: readonly number[], ties: Ties): Likelihood {
  const size = beta.length;
  const sum: Likelihood = {
    logLikelihood: 0,
    score: Matrix.zeros(size, 1),
    information: Matrix.zeros(size, size),
  };
  const weights = subjects.map((one) => Math.exp(dot(one.covariates, beta)));
  const times = [...new Set(subjects.filter((one) => one.event).map((one) => one.time))];
  for (const time of times) {
    const risk = addMoments(subjects, weights, (one) => one.time >= time && (one.entry ?? -1) < time);
    const dying = (one: CoxSubject) => one.event && one.time === time;
    const dead = addMoments(subjects, weights, dying);
    const events = subjects.filter(dying);
    for (const one of events) {
      sum.logLikelihood += dot(one.covariates, beta);
      sum.score.add(Matrix.columnVector([...one.covariates]));
    }
    for (let k = 0; k < events.length; k++) {
      addDenominator(sum, { risk, dead, share: ties === 'efron' ? k / events.length : 0 });
    }
  }
  return sum;
}

interface Moments {
  weight: number;
  readonly first: Matrix;
  readonly second: Matrix;
}

function addMoments(
  subjects: readonly CoxSubject[],
  weights: readonly number[],
  isCounted: (one: CoxSubject) => boolean,
): Moments {
  const size = subjects[0]?.covariates.length ?? 0;
  const moments: Moments = { weight: 0, first: Matrix.zeros(size, 1), second: Matrix.zeros(size, size) };
  subjects.forEach((one, i) => {
    if (!isCounted(one)) return;
    const weight = weights[i] ?? 0;
    moments.weight += weight;
    one.covariates.forEach((x, row) => {
      moments.first.set(row, 0, moments.first.get(row, 0) + weight * x);
      one.covariates.forEach((y, column) => {
        moments.second.set(row, column, moments.second.get(row, column) + weight * x * y);
      });
    });
  });
  return moments;
}

/** One event's share of the risk set, of which `share` of the other events of that moment has already gone. */
function addDenominator(sum: Likelihood, at: { risk: Moments; dead: Moments; share: number }): void {
  const weight = at.risk.weight - at.share * at.dead.weight;
  const mean = Matrix.sub(at.risk.first, Matrix.mul(at.dead.first, at.share)).div(weight);
  const second = Matrix.sub(at.risk.second, Matrix.mul(at.dead.second, at.share)).div(weight);
  sum.logLikelihood -= Math.log(weight);
  sum.score.sub(mean);
  sum.information.add(second.sub(mean.mmul(mean.transpose())));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
}
