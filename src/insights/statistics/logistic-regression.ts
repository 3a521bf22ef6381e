import { CholeskyDecomposition, inverse, Matrix } from 'ml-matrix';
import { AppError } from '../../errors.ts';

export interface LogisticRegression {
  /** The intercept first, then one a column of the design. */
  readonly coefficients: readonly number[];
  readonly standardErrors: readonly number[];
  /** Of the coefficients, in their order. */
  readonly covariance: readonly (readonly number[])[];
  /** −2 log likelihood. */
  readonly deviance: number;
  predict(row: readonly number[]): number;
}

/** One row of the design without its zeros: most columns say which of many kinds a row is of. */
interface SparseRow {
  readonly columns: readonly number[];
  readonly xs: readonly number[];
}

interface Problem {
  readonly rows: readonly SparseRow[];
  readonly outcomes: readonly boolean[];
  /** Of squared coefficients, by column; the intercept has none. */
  readonly penalties: readonly number[];
}

const MOST_STEPS = 50;
const CONVERGED = 1e-10;
/** Chances nearer to 0 or 1 give a row no weight and make the step infinite. */
const LEAST_CHANCE = 1e-10;

/**
 * Logistic regression by iteratively reweighted least squares (McCullagh and Nelder 1989), with an intercept. `ridge` is the
 * penalty on squared coefficients but the intercept's, for all columns or one a column: 0 is plain maximum likelihood, a
 * little keeps separated data finite. Throws `bad_input` where rows and outcomes differ in number, or columns are linearly
 * dependent without a ridge.
 */
export function fitLogistic(
  rows: readonly (readonly number[])[],
  outcomes: readonly boolean[],
  ridge: number | readonly number[] = 0,
): LogisticRegression {
  if (rows.length === 0 || rows.length !== outcomes.length)
    throw new AppError('bad_input', 'A regression needs as many outcomes as rows, and at least one');
  const columns = rows[0]!.length;
  const penalties = [0, ...Array.from({ length: columns }, (_, i) => ridgeOf(ridge, i))];
  const problem: Problem = { rows: rows.map(toSparse), outcomes, penalties };
  let beta = penalties.map(() => 0);
  let deviance = Number.POSITIVE_INFINITY;
  for (let step = 0; step < MOST_STEPS; step++) {
    const { information, score } = takeDerivatives(problem, beta);
    const cholesky = new CholeskyDecomposition(information);
    if (!cholesky.isPositiveDefinite())
      throw new AppError('bad_input', 'The columns of the regression depend on one another');
    const change = cholesky.solve(Matrix.columnVector(score)).to1DArray();
    beta = beta.map((coefficient, i) => coefficient + change[i]!);
    const now = devianceOf(problem, beta);
    if (Math.abs(deviance - now) <= CONVERGED * (Math.abs(now) + 0.1)) break;
    deviance = now;
  }
  const covariance = inverse(takeDerivatives(problem, beta).information).to2DArray();
  return {
    coefficients: beta,
    standardErrors: covariance.map((row, i) => Math.sqrt(row[i]!)),
    covariance,
    deviance: devianceOf(problem, beta),
    predict: (row) => toChance(logitOf(toSparse(row), beta)),
  };
}

function ridgeOf(ridge: number | readonly number[], column: number): number {
  return typeof ridge === 'number' ? ridge : (ridge[column] ?? 0);
}

function toSparse(row: readonly number[]): SparseRow {
  const sparse = { columns: [0], xs: [1] };
  for (let i = 0; i < row.length; i++) {
    if (row[i] === 0) continue;
    sparse.columns.push(i + 1);
    sparse.xs.push(row[i]!);
  }
  return sparse;
}

function logitOf({ columns, xs }: SparseRow, beta: readonly number[]): number {
  let logit = 0;
  for (let k = 0; k < columns.length; k++) logit += xs[k]! * beta[columns[k]!]!;
  return logit;
}

function takeDerivatives(
  { rows, outcomes, penalties }: Problem,
  beta: readonly number[],
): { information: Matrix; score: number[] } {
  const information = penalties.map((penalty, i) => beta.map((_, j) => (i === j ? penalty : 0)));
  const score = penalties.map((penalty, i) => -penalty * beta[i]!);
  for (const [at, row] of rows.entries()) {
    const chance = toChance(logitOf(row, beta));
    const weight = Math.max(chance * (1 - chance), LEAST_CHANCE);
    const surplus = (outcomes[at] ? 1 : 0) - chance;
    const { columns, xs } = row;
    for (let k = 0; k < columns.length; k++) {
      const line = information[columns[k]!]!;
      score[columns[k]!]! += xs[k]! * surplus;
      // Columns ascend, so that this fills the lower triangle alone.
      for (let l = 0; l <= k; l++) line[columns[l]!]! += weight * xs[k]! * xs[l]!;
    }
  }
  for (const [i, row] of information.entries()) for (let j = 0; j < i; j++) information[j]![i] = row[j]!;
  return { information: new Matrix(information), score };
}

function devianceOf({ rows, outcomes }: Problem, beta: readonly number[]): number {
  return rows.reduce((sum, row, i) => {
    const chance = toChance(logitOf(row, beta));
    return sum - 2 * Math.log(Math.max(outcomes[i] ? chance : 1 - chance, Number.MIN_VALUE));
  }, 0);
}

function toChance(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
