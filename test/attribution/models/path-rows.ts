import fc from 'fast-check';
import { creditPaths, type PathModel } from '../../../src/attribution/models/credit-paths.ts';
import type { Credit, PathRow } from '../../../src/attribution/models/paths.ts';

/** A path row as a test writes it: `a > b`, conversions, nulls, and the value where it matters. */
export function row(path: string, conversions: number, nulls = 0, conversionValue = conversions): PathRow {
  return { channels: path.split(' > '), conversions, nulls, conversionValue };
}

export function credit(model: PathModel, rows: readonly PathRow[], order = 1): Map<string, Credit> {
  return creditPaths(model, rows, { order, seed: 1 });
}

export function conversionsOf(credits: ReadonlyMap<string, Credit>): Record<string, number> {
  return Object.fromEntries([...credits].map(([channel, { conversions }]) => [channel, conversions]));
}

/** Some rows over up to six channels, with repeats, lost paths and rows of no weight. */
export const anyRows = fc.array(
  fc.record({
    channels: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 1, maxLength: 7 }),
    conversions: fc.nat(9),
    conversionValue: fc.nat(10_000),
    nulls: fc.nat(9),
  }),
  { minLength: 1, maxLength: 20 },
);

/** The same, where value comes with conversions only, as in a real file. */
export const realRows = anyRows.map((rows) =>
  rows.map((one) => (one.conversions === 0 ? { ...one, conversionValue: 0 } : one)),
);
