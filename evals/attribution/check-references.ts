import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { createMarkovTally } from '../../src/attribution/models/markov.ts';
import { type AttributePathsResult, attributePaths } from '../../src/cli/commands/attribution-paths.ts';
import { estimateSurvival, medianSurvival, survivalAt } from '../../src/insights/statistics/kaplan-meier.ts';
import { testLogRank } from '../../src/insights/statistics/log-rank.ts';
import { estimateRestrictedMean } from '../../src/insights/statistics/restricted-mean.ts';
import { fitShrinkage } from '../../src/insights/statistics/shrinkage.ts';
import { estimateShareInterval } from '../../src/insights/statistics/wilson.ts';

/** The largest deviation of one kind of figure from its reference. */
interface Check {
  readonly figure: string;
  readonly compared: number;
  readonly worst: number;
  readonly tolerance: number;
}

// biome-ignore lint/suspicious/noExplicitAny: the references are read as they are and only compared.
type Reference = any;

/**
 * Compares the models and the statistics with a folder of references (its `paths`, `expected` and `stats`) and prints the
 * largest deviation of each; the exit code is 1 where one is past its tolerance.
 * Usage: `tsx evals/attribution/check-references.ts FOLDER`.
 */
async function main(folder: string): Promise<void> {
  const checks: Check[] = [];
  for (const file of readdirSync(join(folder, 'paths')).sort()) {
    checks.push(...(await checkPaths(folder, file.replace(/\.csv$/, ''))));
  }
  if (existsSync(join(folder, 'stats'))) checks.push(...checkStatistics(folder));
  for (const { figure, compared, worst, tolerance } of checks) {
    const verdict = worst <= tolerance && compared > 0 ? 'ok  ' : 'FAIL';
    process.stdout.write(
      `${verdict} ${figure}: ${worst.toExponential(2)} over ${compared} (tolerance ${tolerance})\n`,
    );
  }
  process.exitCode = checks.every((check) => check.worst <= check.tolerance && check.compared > 0) ? 0 : 1;
}

async function checkPaths(folder: string, name: string): Promise<Check[]> {
  const file = join(folder, 'paths', `${name}.csv`);
  const expected = (peer: string) => readJson(join(folder, 'expected', `${name}.${peer}.json`));
  const models = ['first', 'last', 'linear', 'even', 'position', 'shapley'];
  const ours = await attributePaths({ file, models, order: 1 });
  const checks = [
    ...checkCounts(name, ours, expected('mta').models['allow_loops=True']),
    ...checkHeuristics(name, ours, expected('channelattribution').heuristic),
  ];
  for (const order of [1, 2, 3]) {
    const markov = await attributePaths({ file, models: ['markov'], order });
    const exact = expected('exact').orders[order];
    checks.push(compareColumns(`${name} markov ${order} conversions`, markov, 'conversions', exact));
    checks.push(compareColumns(`${name} markov ${order} value`, markov, 'value', exact));
    checks.push(checkSimulated({ folder, name, order, simulated: expected('channelattribution') }));
  }
  return checks;
}

/** Credits of the Python peer, which counts conversions alone. */
function checkCounts(name: string, ours: AttributePathsResult, peer: Reference): Check[] {
  const pairs = {
    first: 'first_touch',
    last: 'last_touch',
    linear: 'linear_proportional',
    even: 'linear_unique_equal',
    position: 'position_40_20_40',
    shapley: 'linear_unique_equal',
  };
  return Object.entries(pairs).map(([model, key]) => {
    const credits = ours.models[model]!;
    const deviations = Object.entries(credits).map(([channel, credit]) =>
      relative(credit.conversions, peer[key][channel] ?? 0),
    );
    return check(`${name} ${model} (mta)`, deviations, 1e-9);
  });
}

/** Credits of the R peer: conversions and value. */
function checkHeuristics(name: string, ours: AttributePathsResult, peer: Reference): Check[] {
  return ['first', 'last', 'linear'].map((model) => {
    const deviations = peer.channel_name.flatMap((channel: string, at: number) => [
      relative(ours.models[model]![channel]!.conversions, peer[`${model}_touch_conversions`][at]),
      relative(ours.models[model]![channel]!.value, peer[`${model}_touch_value`][at]),
    ]);
    return check(`${name} ${model} (ChannelAttribution)`, deviations, 1e-9);
  });
}

function compareColumns(
  figure: string,
  ours: AttributePathsResult,
  column: 'conversions' | 'value',
  exact: Reference,
): Check {
  const deviations = exact.channel.map((channel: string, at: number) =>
    relative(ours.models.markov![channel]![column], exact[`credit_${column}`][at]),
  );
  return check(`${figure} (exact)`, deviations, 1e-9);
}

/** Removal effects of the simulation, as multiples of the deviation that its ten million runs allow. */
function checkSimulated(at: { folder: string; name: string; order: number; simulated: Reference }): Check {
  const { channels, solution } = solveFile(join(at.folder, 'paths', `${at.name}.csv`), at.order);
  const { result, removal_effects: effects } = at.simulated.markov[`order${at.order}`];
  const deviations = result.channel_name.map((channel: string, place: number) => {
    const effect = solution.removalConversions[channels.indexOf(channel)]!;
    const allowed = 4 * Math.sqrt((effect * (1 - effect)) / (1e7 * solution.conversionChance));
    const off = Math.abs(effect - effects.removal_effects_conversion[place]);
    return off === 0 ? 0 : off / Math.max(allowed, 1e-12);
  });
  return check(`${at.name} removal effects ${at.order} (simulated, of what is allowed)`, deviations, 1);
}

function solveFile(file: string, order: number) {
  const rows = parse(readFileSync(file), { columns: true }) as Record<string, string>[];
  const tally = createMarkovTally(order);
  const channels: string[] = [];
  for (const row of rows) {
    const touches = row.path!.split('>').map((name) => {
      if (!channels.includes(name.trim())) channels.push(name.trim());
      return channels.indexOf(name.trim());
    });
    tally.add({
      touches: Int32Array.from(touches),
      count: touches.length,
      conversions: Number(row.total_conversions),
      conversionValue: Number(row.total_conversion_value),
      nulls: Number(row.total_null),
    });
  }
  return { channels, solution: tally.finish(channels.length) };
}

function checkStatistics(folder: string): Check[] {
  const reference = readJson(join(folder, 'stats', 'r_reference.json'));
  const rows = parse(readFileSync(join(folder, 'stats', 'partner_tenure.csv')), { columns: true }) as Record<
    string,
    string
  >[];
  const archetypes = [...new Set(rows.map((row) => row.archetype!))].sort();
  const groups = archetypes.map((archetype) =>
    rows
      .filter((row) => row.archetype === archetype)
      .map((row) => ({ time: Number(row.tenure_months), event: row.churned === '1' })),
  );
  const curves = new Map(archetypes.map((name, at) => [`arch=${name}`, estimateSurvival(groups[at]!)]));
  const { km, median, rmst24, logrank_chisq } = reference.survival;
  const survival = km.strata.flatMap((stratum: string, at: number) => {
    const curve = curves.get(stratum)!;
    const step = curve.steps.findLast((one) => one.time <= km.time[at])!;
    return [Math.abs(survivalAt(curve, km.time[at]) - km.surv[at]), Math.abs(step.standardError - km.se[at])];
  });
  const byStratum = (figures: Record<string, number>, ours: (stratum: string) => number) =>
    Object.entries(figures).map(([stratum, figure]) => Math.abs(ours(stratum) - figure));
  const wilson = reference.intervals.wilson95.flatMap((one: Reference) => {
    const interval = estimateShareInterval({ successes: one.successes, total: one.n, confidence: 0.95 })!;
    return [Math.abs(interval.low - one.low), Math.abs(interval.high - one.high)];
  });
  return [
    check('Kaplan-Meier and its standard error (R)', survival, 1e-8),
    check(
      'median survival (R)',
      byStratum(median, (s) => medianSurvival(curves.get(s)!)!),
      0,
    ),
    check(
      'restricted mean to 24 (R)',
      byStratum(rmst24, (s) => estimateRestrictedMean(curves.get(s)!, 24).mean),
      1e-8,
    ),
    check('log-rank (R)', [Math.abs(testLogRank(groups).chiSquare - logrank_chisq)], 1e-8),
    check('Wilson intervals (R)', wilson, 1e-9),
    ...checkShrinkage(join(folder, 'recommender', 'deals_history.csv')),
  ];
}

/** The strength that the planted world gives, to the digits that are known of it. */
function checkShrinkage(file: string): Check[] {
  if (!existsSync(file)) return [];
  const byPartner = new Map<string, { successes: number; total: number }>();
  for (const row of parse(readFileSync(file), { columns: true }) as Record<string, string>[]) {
    if (!row.partner_id) continue;
    const record = byPartner.get(row.partner_id) ?? { successes: 0, total: 0 };
    byPartner.set(row.partner_id, {
      successes: record.successes + Number(row.won),
      total: record.total + 1,
    });
  }
  const fitted = fitShrinkage([...byPartner.values()])!;
  return [check('shrinkage strength, 27.06 on the planted set', [Math.abs(fitted.strength - 27.06)], 0.01)];
}

function check(figure: string, deviations: readonly number[], tolerance: number): Check {
  return { figure, compared: deviations.length, worst: Math.max(0, ...deviations), tolerance };
}

function relative(ours: number, reference: number): number {
  return Math.abs(ours - reference) / (Math.abs(reference) || 1);
}

function readJson(file: string): Reference {
  return JSON.parse(readFileSync(file, 'utf8'));
}

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('Usage: tsx evals/attribution/check-references.ts FOLDER');
await main(folder);
