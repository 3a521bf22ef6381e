import { CholeskyDecomposition, inverse, Matrix } from 'ml-matrix';
import { AppError } from '../../errors.ts';

export interface LogisticRegression {
  /** The intercept first, then one a column of the design. */
  readonly coefficients: readonly number[];
  readonly standardErrors: readonly number[];
  /** −2 log likelihood. */
  readonly deviance: number;
  predict(row: readonly number[]): number;
}

const MOST_STEPS = 50;
const CONVERGED = 1e-10;
/** Chances nearer to 0 or 1 give a row no weight and make the step infinite. */
const LEAST_CHANCE = 1e-10;

/**
 * Logistic regression by iteratively reweighted least squares (McCullagh and Nelder 1989), with an intercept. `ridge` is the
 * penalty on squared coefficients but the intercept's: 0 is plain maximum likelihood, a little keeps separated data finite.
 * Throws `bad_input` where rows and outcomes differ in number, or columns are linearly dependent without a ridge.
 */
export function fitLogistic(
  rows: readonly (readonly number[])[],
  outcomes: readonly boolean[],
  ridge = 0,
): LogisticRegression {
  if (rows.length === 0 || rows.length !== outcomes.length)
    throw new AppError('bad_input', 'A regression needs as many outcomes as rows, and at least one');
  const design = new Matrix(rows.map((row) => [1, ...row]));
  const penalty = Matrix.eye(design.columns, design.columns).mul(ridge);
  penalty.set(0, 0, 0);
  let beta = Matrix.zeros(design.columns, 1);
  let deviance = Number.POSITIVE_INFINITY;
  for (let step = 0; step < MOST_STEPS; step++) {
    const { information, score } = takeDerivatives({ design, outcomes, beta, penalty });
    const cholesky = new CholeskyDecomposition(information);
    if (!cholesky.isPositiveDefinite())
      throw new AppError('bad_input', 'The columns of the regression depend on one another');
    beta = Matrix.add(beta, cholesky.solve(score));
    const now = devianceOf(design, outcomes, beta);
    if (Math.abs(deviance - now) <= CONVERGED * (Math.abs(now) + 0.1)) break;
    deviance = now;
  }
  const { information } = takeDerivatives({ design, outcomes, beta, penalty });
  const coefficients = beta.to1DArray();
  return {
    coefficients,
    standardErrors: inverse(information).diag().map(Math.sqrt),
    deviance: devianceOf(design, outcomes, beta),
    predict: (row) => toChance([1, ...row].reduce((sum, x, i) => sum + x * (coefficients[i] ?? 0), 0)),
  };
}

function takeDerivatives(at: {
  design: Matrix;
  outcomes: readonly boolean[];
  beta: Matrix;
  penalty: Matrix;
}): { information: Matrix; score: Matrix } {
  const { design, outcomes, beta, penalty } = at;
  const chances = design.mmul(beta).to1DArray().map(toChance);
  const weighted = design.clone();
  chances.forEach((chance, i) => {
    weighted.mulRow(i, Math.max(chance * (1 - chance), LEAST_CHANCE));
  });
  const information = design.transpose().mmul(weighted).add(penalty);
  const surplus = Matrix.columnVector(chances.map((chance, i) => (outcomes[i] ? 1 : 0) - chance));
  return {
    // Products are rounded differently above and below the diagonal; the decomposition wants them equal.
    information: Matrix.add(information, information.transpose()).div(2),
    score: design.transpose().mmul(surplus).sub(penalty.mmul(beta)),
  };
}

function devianceOf(design: Matrix, outcomes: readonly boolean[], beta: Matrix): number {
  return design
    .mmul(beta)
    .to1DArray()
    .reduce((sum, logit, i) => {
      const chance = toChance(logit);
      return sum - 2 * Math.log(Math.max(outcomes[i] ? chance : 1 - chance, Number.MIN_VALUE));
    }, 0);
}

function toChance(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
