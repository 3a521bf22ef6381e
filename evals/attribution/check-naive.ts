/**
 * Compares `attribution paths` with a second, plain computation on path sets that are made here: `npx tsx
 * evals/attribution/check-naive.ts [--seeds N]`. The second one knows nothing of the first: it reads the file with the CSV
 * library, spreads credit touch by touch as the glossary says, solves the chain by repeated multiplication and adds Shapley
 * values up over all subsets. Prints the largest relative deviation by model and ends with 1 where one is past 1e-9.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { attributePaths } from '../../src/cli/commands/attribution-paths.ts';
import { createRandom } from '../worlds/random.ts';

interface Row {
  readonly touches: readonly string[];
  readonly won: number;
  readonly earned: number;
  readonly lost: number;
}
type Credits = Map<string, number>;

const TOLERANCE = 1e-9;
const worst = new Map<string, number>();
const { values: asked } = parseArgs({ options: { seeds: { type: 'string', default: '12' } } });
const seeds = Number(asked.seeds);
const folder = mkdtempSync(join(tmpdir(), 'cosell-naive-'));
try {
  for (let seed = 1; seed <= seeds; seed++) await compareSet(seed);
} finally {
  rmSync(folder, { recursive: true });
}
for (const [figure, deviation] of worst) {
  process.stdout.write(
    `${deviation <= TOLERANCE ? 'ok  ' : 'FAIL'} ${figure}: ${deviation.toExponential(2)}\n`,
  );
}
process.exitCode = worst.size > 0 && [...worst.values()].every((deviation) => deviation <= TOLERANCE) ? 0 : 1;

async function compareSet(seed: number): Promise<void> {
  const file = join(folder, `${seed}.csv`);
  writePaths(file, seed);
  const rows = readRows(file);
  const channels = [...new Set(rows.flatMap((row) => row.touches))];
  const models = ['first', 'last', 'linear', 'even', 'position', 'shapley', 'shapley_rate'];
  const ours = await attributePaths({ file, models, order: 1 });
  for (const column of ['conversions', 'value'] as const) {
    const amountOf = (row: Row) => (column === 'conversions' ? row.won : row.earned);
    for (const model of ['first', 'last', 'linear', 'even', 'position']) {
      record(model, ours.models[model]!, column, spread(model, rows, amountOf));
    }
    record('shapley', ours.models.shapley!, column, additiveShapley(channels, rows, amountOf));
    record('shapley_rate', ours.models.shapley_rate!, column, rateShapley(channels, rows, amountOf));
    for (const order of [1, 2, 3]) {
      const { models: solved } = await attributePaths({ file, models: ['markov'], order });
      record(`markov ${order}`, solved.markov!, column, removeFromChain(channels, rows, { order, amountOf }));
    }
  }
}

/** Paths whose numbers of channels, lengths, repeats and losses differ from seed to seed; some rows twice, some of no weight. */
function writePaths(file: string, seed: number): void {
  const random = createRandom(90_000 + seed);
  const channels = Array.from({ length: random.int(2, 9) }, (_, at) => `way ${at}`);
  const goesOn = 0.3 + 0.5 * random.next();
  const lines = ['path,total_conversions,total_conversion_value,total_null'];
  for (let row = random.int(20, 400); row > 0; row--) {
    const touches = [random.pick(channels)];
    while (touches.length < 12 && random.next() < goesOn) {
      touches.push(random.next() < 0.2 ? touches.at(-1)! : random.pick(channels));
    }
    const won = random.int(0, 3);
    const earned = won === 0 ? 0 : random.int(100, 99_999) / 100;
    lines.push(`${touches.join(' > ')},${won},${earned},${random.int(0, seed % 4 === 0 ? 0 : 6)}`);
  }
  writeFileSync(file, `${lines.join('\n')}\n`);
}

function readRows(file: string): Row[] {
  return (parse(readFileSync(file), { columns: true }) as Record<string, string>[]).map((row) => ({
    touches: row.path!.split(' > '),
    won: Number(row.total_conversions),
    earned: Number(row.total_conversion_value),
    lost: Number(row.total_null),
  }));
}

function spread(model: string, rows: readonly Row[], amountOf: (row: Row) => number): Credits {
  const credits: Credits = new Map();
  for (const row of rows) {
    const { touches } = row;
    const last = touches.length - 1;
    for (const [at, channel] of touches.entries()) {
      const share = {
        first: at === 0 ? 1 : 0,
        last: at === last ? 1 : 0,
        linear: 1 / touches.length,
        even: touches.indexOf(channel) === at ? 1 / new Set(touches).size : 0,
        position: last < 2 ? 1 / touches.length : at === 0 || at === last ? 0.4 : 0.2 / (last - 1),
      }[model]!;
      credits.set(channel, (credits.get(channel) ?? 0) + share * amountOf(row));
    }
  }
  return credits;
}

/** What the chain still earns when every state with the channel ends in a loss, by following 20,000 steps of it. */
function removeFromChain(
  channels: readonly string[],
  rows: readonly Row[],
  by: { order: number; amountOf: (row: Row) => number },
): Credits {
  const [starts, moves, seen, earned] = [new Map(), new Map(), new Map(), new Map()] as Map<string, number>[];
  const bump = (counts: Map<string, number> | undefined, key: string, by: number) =>
    counts!.set(key, (counts!.get(key) ?? 0) + by);
  for (const row of rows) {
    const weight = row.won + row.lost;
    if (weight === 0) continue;
    const windows =
      row.touches.length < by.order
        ? [row.touches]
        : row.touches.slice(by.order - 1).map((_, at) => row.touches.slice(at, at + by.order));
    const states = windows
      .map((window) => JSON.stringify(window))
      .filter((state, at, all) => state !== all[at - 1]);
    bump(starts, states[0]!, weight);
    for (const [at, state] of states.entries()) {
      bump(seen, state, weight);
      if (at > 0) bump(moves, JSON.stringify([states[at - 1], state]), weight);
    }
    bump(earned, states.at(-1)!, by.amountOf(row));
  }
  const steps = [...moves!].map(([key, weight]) => {
    const [from, to] = JSON.parse(key) as [string, string];
    return { from, to, chance: weight / seen!.get(from)! };
  });
  const worthWithout = (channel: string | null) => {
    const isGone = (state: string) => channel !== null && (JSON.parse(state) as string[]).includes(channel);
    let here = new Map([...starts!].filter(([state]) => !isGone(state)));
    const kept = steps.filter(({ from, to }) => !isGone(from) && !isGone(to));
    let worth = 0;
    for (let step = 0; step < 20_000; step++) {
      let present = 0;
      for (const [state, weight] of here) {
        worth += (weight * (earned!.get(state) ?? 0)) / seen!.get(state)!;
        present += weight;
      }
      if (present < 1e-15) return worth;
      const next = new Map<string, number>();
      for (const { from, to, chance } of kept) bump(next, to, (here.get(from) ?? 0) * chance);
      here = next;
    }
    throw new Error('A chain that does not end');
  };
  const whole = worthWithout(null);
  const effects = channels.map((channel) => (whole === 0 ? 0 : 1 - worthWithout(channel) / whole));
  return scaleTo(
    rows.reduce((sum, row) => sum + by.amountOf(row), 0),
    channels,
    effects,
  );
}

/** The game whose worth is what the paths within a set earned. */
function additiveShapley(
  channels: readonly string[],
  rows: readonly Row[],
  amountOf: (row: Row) => number,
): Credits {
  const values = enumerate(channels, (set) =>
    rows.reduce((sum, row) => (row.touches.every((one) => set.has(one)) ? sum + amountOf(row) : sum), 0),
  );
  return new Map(channels.map((channel, at) => [channel, values[at]!]));
}

/** The game whose worth is what the paths within a set earned on average, scaled to the total. */
function rateShapley(
  channels: readonly string[],
  rows: readonly Row[],
  amountOf: (row: Row) => number,
): Credits {
  const values = enumerate(channels, (set) => {
    const within = rows.filter((row) => row.touches.every((one) => set.has(one)));
    const weight = within.reduce((sum, row) => sum + row.won + row.lost, 0);
    return weight === 0 ? 0 : within.reduce((sum, row) => sum + amountOf(row), 0) / weight;
  });
  return scaleTo(
    rows.reduce((sum, row) => sum + amountOf(row), 0),
    channels,
    values,
  );
}

/** Σ |S|!(n − |S| − 1)!/n! · (v(S ∪ i) − v(S)) over all sets without i. */
function enumerate(channels: readonly string[], worthOf: (set: ReadonlySet<string>) => number): number[] {
  const count = channels.length;
  const worth = Array.from({ length: 2 ** count }, (_, bits) =>
    worthOf(new Set(channels.filter((_, at) => bits & (1 << at)))),
  );
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  return channels.map((_, player) => {
    let sum = 0;
    for (const [bits, before] of worth.entries()) {
      if (bits & (1 << player)) continue;
      const size = channels.filter((_, at) => bits & (1 << at)).length;
      const weight = (factorial(size) * factorial(count - size - 1)) / factorial(count);
      sum += weight * (worth[bits | (1 << player)]! - before);
    }
    return sum;
  });
}

function scaleTo(total: number, channels: readonly string[], effects: readonly number[]): Credits {
  const sum = effects.reduce((running, effect) => running + effect, 0);
  return new Map(channels.map((channel, at) => [channel, sum === 0 ? 0 : (total * effects[at]!) / sum]));
}

/** Relative to the figure, or to the largest where a figure is close to nothing. */
function record(
  figure: string,
  ours: Readonly<Record<string, { conversions: number; value: number }>>,
  column: 'conversions' | 'value',
  expected: Credits,
): void {
  const largest = Math.max(1, ...[...expected.values()].map(Math.abs));
  for (const [channel, credit] of expected) {
    const size = Math.max(Math.abs(credit), 1e-3 * largest);
    const deviation = Math.abs(ours[channel]![column] - credit) / size;
    worst.set(figure, Math.max(worst.get(figure) ?? 0, deviation));
  }
}
