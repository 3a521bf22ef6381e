/**
 * Learns the matcher's weights by logistic regression over binned evidence, from the labelled lists of a folder. Run:
 * `tsx evals/matching/learn-weights.ts FOLDER [OUT.json]`. Prints figures that are cross-fitted: no row of a left list is scored
 * by weights that were learnt from it; then figures of each folder by weights that saw nothing of that folder, which is what to
 * expect of lists from elsewhere. With OUT.json, writes weights learnt from all rows.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { Comparison } from '../../src/accounts/matching/compare-profiles.ts';
import { REVIEW_FROM } from '../../src/accounts/matching/decide.ts';
import { FEATURE_BINS, type FeatureName } from '../../src/accounts/matching/evidence.ts';
import { createListEngine, decideLinks } from '../../src/accounts/matching/link-lists.ts';
import { shiftOfShare } from '../../src/accounts/matching/overlap-prior.ts';
import {
  FEATURE_NAMES,
  type MatchWeights,
  priorShift,
  sumEvidence,
} from '../../src/accounts/matching/score.ts';
import { type LabelledLists, nameOnly, readLabelledLists } from './labelled-lists.ts';
import { capWeights, fitWeights, type TrainingPair } from './logistic-regression.ts';
import { formatScores, formatThresholds } from './score-pairs.ts';

const FOLDS = 4;
/** Each set of lists teaches as if it had this many true pairs. */
const PAIRS_A_SET = 2500;
/** Relatives are not one account, but the lists call them undecided. */
const RELATED_WEIGHT = 0.3;
/** Links by shared mail hosts, a sixth of which no name can tell. */
const NEVER_LEARNT = /^xsource/;

const NO_WEIGHTS = Object.fromEntries(
  FEATURE_NAMES.map((name) => [name, new Array<number>(FEATURE_BINS[name]).fill(0)]),
) as Record<FeatureName, number[]>;
/** Until weights are learnt, the best of several names is the one whose letters agree most. */
const FIRST_WEIGHTS: MatchWeights = {
  version: 0,
  bias: 0,
  features: { ...NO_WEIGHTS, trigrams: Array.from({ length: FEATURE_BINS.trigrams }, (_, i) => i) },
};

interface RowPairs {
  readonly left: string;
  readonly fold: number;
  readonly pairs: readonly { comparison: Comparison; isTrue: boolean; isRelated: boolean }[];
}

interface CollectedLists {
  readonly lists: LabelledLists;
  readonly rows: readonly RowPairs[];
  readonly ids: readonly string[];
}

function collect(lists: LabelledLists): CollectedLists {
  const engine = createListEngine(lists.right, FIRST_WEIGHTS);
  let found = 0;
  const started = performance.now();
  const rows = lists.left.map((record) => {
    const pairs = engine.compare(engine.profile(record)).map((comparison) => {
      const key = `${record.id} ${engine.idOf(comparison.record)}`;
      const isTrue = lists.truth.has(key);
      if (isTrue) found += 1;
      return { comparison, isTrue, isRelated: lists.related.has(key) };
    });
    return { left: record.id, fold: (createHash('sha1').update(record.id).digest()[0] ?? 0) % FOLDS, pairs };
  });
  const rate = lists.left.length / ((performance.now() - started) / 1000);
  process.stdout.write(
    `${lists.name.padEnd(26)} candidates hold ${((100 * found) / lists.truth.size).toFixed(1)} % of the truth, ${rate.toFixed(0)} rows/s\n`,
  );
  return { lists, rows, ids: lists.right.map((record) => record.id) };
}

function trainingPairs(sets: readonly CollectedLists[], fold: number | null): TrainingPair[] {
  return sets.flatMap(({ lists, rows, ids }) => {
    if (NEVER_LEARNT.test(lists.name)) return [];
    const weight = Math.min(1, PAIRS_A_SET / lists.truth.size);
    // As when links are decided: the share of rows whose partner the evidence can find.
    const offset =
      priorShift(ids.length) +
      shiftOfShare(rows.filter((row) => row.pairs.some((pair) => pair.isTrue)).length / rows.length);
    return rows
      .filter((row) => row.fold !== fold)
      .flatMap((row) =>
        row.pairs.map(({ comparison, isTrue, isRelated }) => ({
          evidence: comparison.evidence,
          isTrue,
          weight: isRelated ? weight * RELATED_WEIGHT : weight,
          offset,
        })),
      );
  });
}

function report({ lists, rows, ids }: CollectedLists, byFold: readonly MatchWeights[]): string {
  const compared = rows.map((row) => ({
    left: row.left,
    compared: row.pairs
      .map(({ comparison }) => ({
        ...comparison,
        logOdds: sumEvidence(byFold[row.fold] as MatchWeights, comparison.evidence, ids.length),
      }))
      .filter((comparison) => comparison.logOdds >= -6)
      .sort((a, b) => b.logOdds - a.logOdds),
  }));
  const links = decideLinks(compared, (record) => ids[record] ?? '', -5);
  return formatScores(lists.name, lists, links, REVIEW_FROM) + formatThresholds(lists, links);
}

function rounded(weights: MatchWeights): MatchWeights {
  const round = (w: number) => Math.round(w * 1000) / 1000;
  const features = Object.fromEntries(
    FEATURE_NAMES.map((name) => [name, weights.features[name].map(round)]),
  ) as unknown as MatchWeights['features'];
  return { version: weights.version, bias: round(weights.bias), features };
}

function folderOf(set: CollectedLists): string {
  return set.lists.name.replace(/ by name$/, '');
}

const [folder, out] = process.argv.slice(2);
if (!folder) throw new Error('usage: learn-weights.ts FOLDER [OUT.json]');
const sets = readLabelledLists(folder).flatMap((lists) => {
  const both = lists.left.some((record) => record.domain) || lists.right.some((record) => record.country);
  return (both ? [lists, nameOnly(lists)] : [lists]).map(collect);
});
const byFold = Array.from({ length: FOLDS }, (_, fold) => capWeights(fitWeights(trainingPairs(sets, fold))));
for (const set of sets) process.stdout.write(report(set, byFold));
for (const folderName of new Set(sets.map(folderOf))) {
  const own = sets.filter((set) => folderOf(set) === folderName);
  if (NEVER_LEARNT.test(folderName)) continue;
  const others = sets.filter((set) => folderOf(set) !== folderName);
  const weights = capWeights(fitWeights(trainingPairs(others, null)));
  process.stdout.write(`by weights learnt without ${folderName}:\n`);
  for (const set of own)
    process.stdout.write(
      report(
        set,
        byFold.map(() => weights),
      ),
    );
}
if (out) {
  const json = JSON.stringify(rounded(capWeights(fitWeights(trainingPairs(sets, null)))));
  writeFileSync(
    out,
    `${json.replaceAll('],"', '],\n  "').replace('{"version', '{\n"version').replace('"features":{', '\n"features": {\n  ').replace(']}}', ']\n}\n}')}\n`,
  );
}
