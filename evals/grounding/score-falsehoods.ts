import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { createGrounding } from '../../src/agent/grounding/ground-answer.ts';
import { generateWorld } from '../worlds/generate.ts';
import { createRandom } from '../worlds/random.ts';
import { collectTurns, type TrueTurn } from './collect-turns.ts';
import { type FalsehoodKind, type NamePool, namesOf, plantFalsehood } from './plant-falsehood.ts';
import { reword } from './reword.ts';
import { stateTurn } from './statements.ts';

/**
 * Plants one falsehood in each of many true answers and counts how many the checker finds, and how many true answers it
 * touches. Answers: the offline model's, its answers in other forms, and sentences written from the rows.
 *
 *   npx tsx evals/grounding/score-falsehoods.ts [--seeds 12,31,47] [--count 500] [--seed 1] [--verbose]
 */
const { values: options } = parseArgs({
  options: {
    seeds: { type: 'string', default: '12,31,47' },
    count: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    verbose: { type: 'boolean', default: false },
  },
});

const KINDS: readonly FalsehoodKind[] = ['name', 'partner', 'digit', 'date', 'unit'];
const GATE = { caught: 0.99, touched: 0.01 } as const;

interface TrueAnswer {
  readonly words: string;
  readonly turn: TrueTurn;
  readonly form: 'offline' | 'reworded' | 'stated';
  readonly fiscalYearStarts: number;
}

async function gather(): Promise<TrueAnswer[]> {
  const answers: TrueAnswer[] = [];
  const scratch = mkdtempSync(join(tmpdir(), 'cosell-grounding-'));
  try {
    for (const seed of options.seeds.split(',')) {
      const folder = join(scratch, seed);
      await generateWorld({ seed: Number(seed), folder });
      const settings = parse(readFileSync(join(folder, 'company.yaml'), 'utf8')) as {
        fiscal_year_starts?: number;
      };
      const random = createRandom(Number(seed) + Number(options.seed));
      for (const turn of await collectTurns(folder, seed)) {
        const common = { turn, fiscalYearStarts: settings.fiscal_year_starts ?? 1 };
        answers.push({ ...common, words: turn.words, form: 'offline' });
        answers.push({ ...common, words: reword(turn.words, random), form: 'reworded' });
        for (const words of stateTurn(turn, random)) answers.push({ ...common, words, form: 'stated' });
      }
    }
  } finally {
    rmSync(scratch, { recursive: true });
  }
  return answers;
}

function check({ turn, fiscalYearStarts }: TrueAnswer, words: string) {
  const results = turn.outputs.map((output) => ({ tool: '', input: {}, output }));
  const findings = { results, citations: [], cards: [], proposals: [], outputs: [...turn.outputs] };
  return createGrounding({ findings, question: turn.question, facts: turn.facts, fiscalYearStarts }).check(
    words,
  ).faults;
}

const answers = await gather();
const random = createRandom(Number(options.seed));
const count = Number(options.count);
const pools = answers.map((one) => ({ seed: one.turn.id.split('/')[0], names: namesOf(one.turn) }));
const strangersOf = (seed: string | undefined): NamePool => {
  const others = pools.filter((one) => one.seed !== seed);
  return {
    partners: others.flatMap((one) => one.names.partners),
    others: others.flatMap((one) => one.names.others),
  };
};

const touched: string[] = [];
const sample = random.shuffle(answers).slice(0, Math.max(count, 1));
for (const one of sample) {
  const faults = check(one, one.words);
  if (faults.length > 0)
    touched.push(`${one.turn.id} ${one.form}: ${one.words}\n    ${JSON.stringify(faults)}`);
}

const byKind = new Map<FalsehoodKind, { planted: number; caught: number }>(
  KINDS.map((kind) => [kind, { planted: 0, caught: 0 }]),
);
const missed: string[] = [];
let planted = 0;
for (let tries = 0; planted < count && tries < count * 40; tries++) {
  const kind = KINDS[planted % KINDS.length] ?? 'name';
  const one = random.pick(answers);
  const falsehood = plantFalsehood(one.words, kind, {
    turn: one.turn,
    strangers: strangersOf(one.turn.id.split('/')[0]),
    random,
  });
  if (!falsehood || falsehood.words === one.words) continue;
  planted += 1;
  const tally = byKind.get(kind)!;
  tally.planted += 1;
  if (check(one, falsehood.words).length > 0) tally.caught += 1;
  else
    missed.push(
      `${one.turn.id} ${one.form} ${kind}: '${falsehood.was}' → '${falsehood.is}' in: ${falsehood.words}`,
    );
}

const caught = planted - missed.length;
const say = (line: string) => process.stdout.write(`${line}\n`);
if (options.verbose) {
  for (const line of touched) say(`touched ${line}`);
  for (const line of missed) say(`missed ${line}`);
}
for (const [kind, tally] of byKind) say(`${kind.padEnd(8)} ${tally.caught}/${tally.planted} caught`);
say(`falsehoods caught ${caught}/${planted} (${((100 * caught) / planted).toFixed(1)}%)`);
say(
  `true answers touched ${touched.length}/${sample.length} (${((100 * touched.length) / sample.length).toFixed(1)}%) of ${answers.length} gathered`,
);
if (caught / planted < GATE.caught || touched.length / sample.length > GATE.touched) process.exitCode = 1;
