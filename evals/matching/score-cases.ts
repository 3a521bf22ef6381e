/**
 * Scores single pairs of names judged by hand (cases.csv: schema, name1, name2, is_match), each as a list of one row against a list
 * of one row. Run: `tsx evals/matching/score-cases.ts FILE`. Prints precision, recall and F1 for `match` and for `match` or `review`.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { createMatchEngine } from '../../src/accounts/matching/match-index.ts';

const THRESHOLDS = { match: 2, even: 0, 'match or review': -2 };

const [file] = process.argv.slice(2);
if (!file) throw new Error('usage: score-cases.ts FILE');
const engine = createMatchEngine();
const cases = (parse(readFileSync(file), { columns: true, bom: true }) as Record<string, string>[]).map(
  (row) => {
    engine.add({ id: 'one', name: row.name2 ?? '' });
    const [best] = engine.compare(engine.profile({ name: row.name1 ?? '' }));
    engine.remove('one');
    return { isTrue: /^(true|1|yes)$/i.test(row.is_match ?? ''), logOdds: best?.logOdds ?? -Infinity };
  },
);
for (const [name, from] of Object.entries(THRESHOLDS)) {
  const said = cases.filter((one) => one.logOdds >= from);
  const right = said.filter((one) => one.isTrue).length;
  const precision = right / (said.length || 1);
  const recall = right / cases.filter((one) => one.isTrue).length;
  const f1 = (2 * precision * recall) / (precision + recall || 1);
  process.stdout.write(
    `${name.padEnd(16)} P ${precision.toFixed(3)} R ${recall.toFixed(3)} F1 ${f1.toFixed(3)} of ${cases.length}\n`,
  );
}
