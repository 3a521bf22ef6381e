import fc from 'fast-check';
import { inverse, Matrix } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { createMarkovTally, type MarkovSolution } from '../../../src/attribution/models/markov.ts';
import type { PathRow } from '../../../src/attribution/models/paths.ts';
import { isAppError } from '../../../src/errors.ts';
import { realRows, row } from './path-rows.ts';

function solve(rows: readonly PathRow[], order: number): { names: string[]; solution: MarkovSolution } {
  const tally = createMarkovTally(order);
  const names = [...new Set(rows.flatMap((one) => one.channels))];
  for (const one of rows) {
    const touches = Int32Array.from(one.channels, (channel) => names.indexOf(channel));
    tally.add({ ...one, touches, count: touches.length });
  }
  return { names, solution: tally.finish(names.length) };
}

function effects(rows: readonly PathRow[], order = 1): Record<string, number> {
  const { names, solution } = solve(rows, order);
  return Object.fromEntries(names.map((name, at) => [name, solution.removalConversions[at]!]));
}

/** The definition word by word, as an oracle: build the chain of windows, cut the channel, solve for the chance to convert. */
function effectByDefinition(rows: readonly PathRow[], order: number, removed: string): number {
  const whole = chanceToConvert(rows, order, null);
  return whole === 0 ? 0 : 1 - chanceToConvert(rows, order, removed) / whole;
}

function chanceToConvert(rows: readonly PathRow[], order: number, removed: string | null): number {
  const walks = rows
    .filter((one) => one.conversions + one.nulls > 0)
    .map((one) => ({ ...one, states: windowsOf(one.channels, order) }));
  const states = [...new Set(walks.flatMap((walk) => walk.states))];
  if (states.length === 0) return 0;
  const [moves, ends, starts] = [
    Matrix.zeros(states.length, states.length),
    Matrix.zeros(states.length, 1),
    Matrix.zeros(1, states.length),
  ];
  const out = new Float64Array(states.length);
  let weight = 0;
  for (const walk of walks) {
    const times = walk.conversions + walk.nulls;
    const places = walk.states.map((state) => states.indexOf(state));
    weight += times;
    starts.set(0, places[0]!, starts.get(0, places[0]!) + times);
    for (const [at, place] of places.entries()) {
      out[place] = out[place]! + times;
      const next = places[at + 1];
      if (next === undefined) ends.set(place, 0, ends.get(place, 0) + walk.conversions);
      else moves.set(place, next, moves.get(place, next) + times);
    }
  }
  const isKept = (state: string) => removed === null || !state.split('>').includes(removed);
  for (const [at, state] of states.entries()) {
    for (let to = 0; to < states.length; to++) {
      const share = moves.get(at, to) / out[at]!;
      moves.set(at, to, isKept(state) && isKept(states[to]!) ? share : 0);
    }
    ends.set(at, 0, isKept(state) ? ends.get(at, 0) / out[at]! : 0);
  }
  const toCome = inverse(Matrix.sub(Matrix.eye(states.length), moves)).mmul(ends);
  return starts.div(weight).mmul(toCome).get(0, 0);
}

function windowsOf(channels: readonly string[], order: number): string[] {
  if (channels.length < order) return [channels.join('>')];
  return channels
    .slice(order - 1)
    .map((_, at) => channels.slice(at, at + order).join('>'))
    .filter((window, at, all) => window !== all[at - 1]);
}

describe('removal effects', () => {
  test.each([1, 2, 3])('follow the definition at order %i', (order) => {
    fc.assert(
      fc.property(realRows, (rows) => {
        for (const [channel, effect] of Object.entries(effects(rows, order))) {
          expect(effect).toBeCloseTo(effectByDefinition(rows, order, channel), 10);
        }
      }),
    );
  });

  test.each([1, 2, 3])('lie within 0 and 1 at order %i', (order) => {
    fc.assert(
      fc.property(realRows, (rows) => {
        for (const effect of Object.values(effects(rows, order))) {
          expect(effect).toBeGreaterThanOrEqual(0);
          expect(effect).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test('are 1 for a channel that is the last touch of every conversion', () => {
    fc.assert(
      fc.property(realRows, fc.constantFrom(1, 2, 3), (rows, order) => {
        const closed = [...rows, row('a', 1)].map((one) => ({
          ...one,
          channels: [...one.channels, 'closer'],
        }));
        expect(effects(closed, order).closer).toBeCloseTo(1, 10);
      }),
    );
  });

  test('keep the conversion chance of the paths at every order', () => {
    fc.assert(
      fc.property(realRows, fc.constantFrom(1, 2, 4), (rows, order) => {
        const won = rows.reduce((sum, one) => sum + one.conversions, 0);
        const all = won + rows.reduce((sum, one) => sum + one.nulls, 0);
        expect(solve(rows, order).solution.conversionChance).toBe(all === 0 ? 0 : won / all);
      }),
    );
  });

  test('of published chains are as published', () => {
    // serhiipuzyrov.com, 2019: removal effects by arithmetic on the published transitions.
    const rows = [row('google ads', 2, 1), row('mailing', 1), row('google ads > mailing', 1)];
    const ours = effects(rows);
    expect(ours['google ads']).toBeCloseTo(0.75, 12);
    expect(ours.mailing).toBeCloseTo(0.5, 12);
    const { solution } = solve(rows, 1);
    expect(solution.conversions[0]).toBeCloseTo(2.4, 12);
    expect(solution.conversions[1]).toBeCloseTo(1.6, 12);
  });

  test('forget at order 1 how a path came, and remember it at order 2', () => {
    const rows = [row('c > x', 1, 0), row('y > x', 0, 1)];
    expect(effects(rows, 1).c).toBeCloseTo(0.5, 12);
    expect(effects(rows, 2).c).toBeCloseTo(1, 12);
  });

  test('are the same from the sparse sweeps of a large chain as by the definition', () => {
    const channels = Array.from({ length: 14 }, (_, at) => `p${at}`);
    const rows = Array.from({ length: 600 }, (_, at) => ({
      channels: Array.from(
        { length: 2 + (at % 5) },
        (_unused, step) => channels[(at * (step + 3) + step * (at % 17)) % 14]!,
      ),
      conversions: at % 3,
      conversionValue: (at % 3) * 10,
      nulls: (at * 5) % 7,
    }));
    const { names, solution } = solve(rows, 2);
    expect(solution.stateCount).toBeGreaterThan(150);
    for (const [at, name] of names.slice(0, 3).entries()) {
      expect(solution.removalConversions[at]).toBeCloseTo(effectByDefinition(rows, 2, name), 10);
    }
  });

  test('are found for a large chain that hardly ever ends', () => {
    const ring = Array.from({ length: 160 }, (_, at) => `p${at}`);
    const laps = Array.from({ length: 200 }, () => ring).flat();
    const rows = [{ channels: laps, conversions: 1, conversionValue: 1, nulls: 0 }, row('x', 0, 5)];
    const { names, solution } = solve(rows, 1);
    expect(solution.removalConversions[names.indexOf('x')]).toBeCloseTo(0, 9);
    expect(solution.removalConversions[names.indexOf('p80')]).toBeCloseTo(1, 9);
    expect(solution.conversions.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 9);
  });

  test('need an order that is a whole number from 1', () => {
    for (const order of [0, -1, 1.5, Number.NaN]) {
      expect(() => createMarkovTally(order)).toThrow(expect.toSatisfy(isAppError));
    }
  });
});
