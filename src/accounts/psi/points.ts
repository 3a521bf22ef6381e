import { AppError } from '../../errors.ts';
import { POINT_BYTES } from './curve.ts';

/** Half of a point is enough to tell two apart: a chance of 2^-88 for any two among a million by a million. */
const CUT_BYTES = 16;

/** The point at a position of a list. */
export function pointAt(points: Uint8Array, position: number): Uint8Array {
  return points.subarray(position * POINT_BYTES, (position + 1) * POINT_BYTES);
}

/**
 * Positions in ascending order of their points. Masked points are random numbers, so this order says as little as a shuffle,
 * and nothing can be hidden in it.
 */
export function sortPositions(points: Uint8Array): number[] {
  const positions = Array.from({ length: points.length / POINT_BYTES }, (_, i) => i);
  return positions.sort((a, b) => Buffer.compare(pointAt(points, a), pointAt(points, b)));
}

/** The points in the order of some positions. */
export function pickPoints(points: Uint8Array, positions: readonly number[]): Uint8Array {
  const picked = new Uint8Array(positions.length * POINT_BYTES);
  for (const [i, position] of positions.entries()) picked.set(pointAt(points, position), i * POINT_BYTES);
  return picked;
}

/** Throws `not_allowed` for points that are not in ascending order, each once. */
export function requireAscending(points: Uint8Array): void {
  for (let i = 1; i < points.length / POINT_BYTES; i++) {
    if (Buffer.compare(pointAt(points, i - 1), pointAt(points, i)) >= 0) {
      throw new AppError('not_allowed', 'The message holds a point twice or out of order: end this session.');
    }
  }
}

/** Throws `not_allowed` for a point that stands twice. */
export function requireDistinct(points: Uint8Array): void {
  if (cutPoints(points).size !== points.length / POINT_BYTES) {
    throw new AppError('not_allowed', 'The message holds a point twice: end this session.');
  }
}

/** Positions of the first list whose point stands in the second, too. */
export function findCommon(points: Uint8Array, others: Uint8Array): number[] {
  const wanted = cutPoints(others);
  return Array.from({ length: points.length / POINT_BYTES }, (_, i) => i).filter((i) =>
    wanted.has(cut(pointAt(points, i))),
  );
}

function cutPoints(points: Uint8Array): Set<string> {
  const cuts = new Set<string>();
  for (let i = 0; i < points.length / POINT_BYTES; i++) cuts.add(cut(pointAt(points, i)));
  return cuts;
}

function cut(point: Uint8Array): string {
  return Buffer.from(point.buffer, point.byteOffset, CUT_BYTES).toString('latin1');
}
