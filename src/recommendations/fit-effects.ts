import { CholeskyDecomposition, Matrix } from 'ml-matrix';

/** A column of the regression with its normal prior. */
export interface Column {
  readonly name: string;
  readonly mean: number;
  readonly sd: number;
}

type Cell = readonly [column: number, x: number];

export interface FitRow {
  readonly won: boolean;
  /** Cells of columns that any deal can have. */
  readonly common: readonly Cell[];
  /** Cells of columns that belong to one partner, by the number of its block. */
  readonly own: readonly { readonly block: number; readonly cells: readonly Cell[] }[];
}

export interface Fit {
  readonly common: Float64Array;
  readonly own: readonly Float64Array[];
  /** Of the common columns (Laplace: the inverse of the curvature at the optimum). */
  readonly covariance: Matrix;
  readonly ownVariance: readonly Float64Array[];
}

interface Start {
  readonly common: Float64Array;
  readonly own: readonly Float64Array[];
}

const MAX_STEPS = 25;
/** Of a log-odds; a step that small moves a chance by at most 0.0003. */
const CLOSE_ENOUGH = 1e-3;

/**
 * Ridge logistic regression by Newton's method (Hastie, Tibshirani & Friedman 2009, 4.4.1). Partners' own columns meet
 * only the common ones in the curvature, so that a step costs one small matrix a partner and one of the common columns
 * (Schur complement) instead of one with every column. Where several partners share a deal, their cross terms are
 * bounded from above by (Σ x)² ≤ m Σ x²: slower steps to the same optimum.
 */
export function fitEffects(
  rows: readonly FitRow[],
  columns: { readonly common: readonly Column[]; readonly blocks: readonly (readonly Column[])[] },
  start: Start | null,
): Fit {
  const common = start?.common ?? Float64Array.from(columns.common, (one) => one.mean);
  const own = start?.own ?? columns.blocks.map((block) => Float64Array.from(block, (one) => one.mean));
  for (let step = 0; ; step++) {
    const curve = measureCurve(rows, columns, { common, own });
    const solved = solveStep(curve);
    const done = step === MAX_STEPS || solved.largest < CLOSE_ENOUGH;
    if (done) return { common, own, covariance: solved.covariance, ownVariance: solved.measureOwnVariance() };
    const stride = Math.min(1, 2 / solved.largest);
    addTo(common, solved.common, stride);
    for (const [i, delta] of solved.own.entries()) addTo(own[i]!, delta, stride);
  }
}

interface Curve {
  readonly gradient: Float64Array;
  readonly common: Matrix;
  readonly blocks: readonly {
    readonly gradient: Float64Array;
    readonly square: Matrix;
    readonly cross: Matrix;
  }[];
}

function measureCurve(
  rows: readonly FitRow[],
  columns: { readonly common: readonly Column[]; readonly blocks: readonly (readonly Column[])[] },
  at: Start,
): Curve {
  const size = columns.common.length;
  const gradient = pull(columns.common, at.common);
  const square = new Float64Array(size * size);
  for (const [i, one] of columns.common.entries()) square[i * size + i] = 1 / one.sd ** 2;
  const blocks = columns.blocks.map((block, i) => ({
    gradient: pull(block, at.own[i]!),
    square: Matrix.diag(block.map((one) => 1 / one.sd ** 2)),
    cross: Matrix.zeros(size, block.length),
  }));
  for (const row of rows) {
    let logOdds = 0;
    for (const [i, x] of row.common) logOdds += at.common[i]! * x;
    for (const { block, cells } of row.own) for (const [i, x] of cells) logOdds += at.own[block]![i]! * x;
    const p = 1 / (1 + Math.exp(-logOdds));
    const weight = Math.max(1e-9, p * (1 - p));
    const error = (row.won ? 1 : 0) - p;
    for (const [i, x] of row.common) {
      gradient[i]! += error * x;
      for (const [j, y] of row.common) square[i * size + j]! += weight * x * y;
    }
    for (const { block, cells } of row.own) {
      const into = blocks[block]!;
      for (const [i, x] of cells) {
        into.gradient[i]! += error * x;
        for (const [j, y] of cells)
          into.square.set(i, j, into.square.get(i, j) + weight * row.own.length * x * y);
        for (const [j, y] of row.common) into.cross.set(j, i, into.cross.get(j, i) + weight * x * y);
      }
    }
  }
  return { gradient, common: Matrix.from1DArray(size, size, Array.from(square)), blocks };
}

/** The gradient of the prior. */
function pull(columns: readonly Column[], at: Float64Array): Float64Array {
  return Float64Array.from(columns, (one, i) => -(at[i]! - one.mean) / one.sd ** 2);
}

function solveStep({ gradient, common, blocks }: Curve) {
  const right = Matrix.columnVector(gradient);
  const solvedBlocks = blocks.map((block) => {
    const inverse = invert(block.square);
    const carried = block.cross.mmul(inverse);
    common.sub(carried.mmul(block.cross.transpose()));
    right.sub(carried.mmul(Matrix.columnVector(block.gradient)));
    return { inverse, carried, gradient: block.gradient };
  });
  const covariance = invert(common);
  const delta = covariance.mmul(right);
  let largest = Math.max(0, ...delta.to1DArray().map(Math.abs));
  const own = solvedBlocks.map(({ inverse, carried, gradient: slope }) => {
    const step = inverse.mmul(Matrix.columnVector(slope)).sub(carried.transpose().mmul(delta)).to1DArray();
    for (const one of step) largest = Math.max(largest, Math.abs(one));
    return step;
  });
  const measureOwnVariance = () =>
    solvedBlocks.map(({ inverse, carried }) => {
      const spread = carried.transpose().mmul(covariance).mmul(carried);
      return Float64Array.from({ length: inverse.rows }, (_, i) => inverse.get(i, i) + spread.get(i, i));
    });
  return { common: delta.to1DArray(), own, covariance, measureOwnVariance, largest };
}

function invert(square: Matrix): Matrix {
  // Sums in another order leave the halves apart by rounding, and the decomposition wants them equal.
  for (let i = 0; i < square.rows; i++) for (let j = 0; j < i; j++) square.set(i, j, square.get(j, i));
  return new CholeskyDecomposition(square).solve(Matrix.eye(square.rows));
}

function addTo(values: Float64Array, delta: readonly number[], stride: number): void {
  for (const [i, one] of delta.entries()) values[i]! += stride * one;
}
