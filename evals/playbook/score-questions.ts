import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Access, createAccess } from '../../src/access/access.ts';
import type { Scope } from '../../src/access/types.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openPglite } from '../../src/db/pglite.ts';
import { isConfident } from '../../src/playbook/confidence.ts';
import { createLocalEmbedder } from '../../src/playbook/embed-local.ts';
import type { Embedder } from '../../src/playbook/embedder.ts';
import { indexFolder } from '../../src/playbook/ingest.ts';
import { chooseQuotes } from '../../src/playbook/quotes.ts';
import { createReaders } from '../../src/playbook/reader.ts';
import { type Arms, findPassages, type Hits } from '../../src/playbook/search.ts';
import { embedPending } from '../../src/playbook/vectors.ts';

/** A question with the pages and phrases that answer it; see the README of the folder that is scored. */
interface Question {
  readonly id: string;
  readonly kind: string;
  readonly audience: 'partner' | 'rep' | 'partner_manager';
  readonly question: string;
  readonly answerable: boolean;
  readonly gold_mode: 'any' | 'all' | 'none';
  readonly gold_pages: readonly string[];
  readonly key_phrases: readonly string[];
  readonly forbidden_pages?: readonly string[];
  readonly forbidden_phrases?: readonly string[];
}

interface Mark {
  readonly hit1: number;
  readonly r5: number;
  readonly mrr: number;
  readonly p5: number;
  /** The share of the key phrases that one of the three quotes holds, or is part of. */
  readonly q3: number;
  /** The same of the first quote alone. */
  readonly q1: number;
}

const TODAY = '2026-06-30';
const DEPTH = 20;

/** Scores the questions of FOLDER over its pages; prints one line for each way of searching. */
async function scoreQuestions(
  folder: string,
  options: { vectors: boolean; verbose: boolean },
): Promise<void> {
  const database = await openPglite({});
  await migrate(database);
  const access = createAccess(database);
  await access.open(access.system, (connection) =>
    connection.query(`insert into partners (partner_id, name) values ('reader', 'Reader')`),
  );
  const started = performance.now();
  const report = await indexFolder(access, join(folder, 'pages'));
  print(`indexed ${report.read} pages, ${report.passages} passages in ${seconds(started)} s`);
  const embedder = options.vectors ? createLocalEmbedder() : null;
  if (embedder) {
    const from = performance.now();
    const { embedded } = await embedPending(access, embedder, { budgetMs: 3_600_000 });
    print(`embedded ${embedded} passages in ${seconds(from)} s`);
  }
  const questions = readFileSync(join(folder, 'questions.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Question);
  for (const run of listRuns(embedder))
    await scoreRun(access, questions, { ...run, verbose: options.verbose });
  await database.close();
}

interface Run {
  readonly name: string;
  readonly arms: Arms;
  readonly withGlossary: boolean;
  /** Whether each question is misspelt first. */
  readonly slips?: boolean;
}

function listRuns(embedder: Embedder | null): Run[] {
  const lexical = { words: true, embedder: null };
  return [
    { name: 'words, no glossary', arms: lexical, withGlossary: false },
    { name: 'words', arms: lexical, withGlossary: true },
    { name: 'words, misspelt', arms: lexical, withGlossary: true, slips: true },
    ...(embedder
      ? [
          { name: 'vectors', arms: { words: false, embedder }, withGlossary: true },
          { name: 'fused', arms: { words: true, embedder }, withGlossary: true },
          { name: 'fused, misspelt', arms: { words: true, embedder }, withGlossary: true, slips: true },
        ]
      : []),
  ];
}

async function scoreRun(
  access: Access,
  questions: readonly Question[],
  run: Run & { verbose: boolean },
): Promise<void> {
  const readers = createReaders({ withGlossary: run.withGlossary });
  const marks: Mark[] = [];
  const times: number[] = [];
  const [silent, surely]: [number[], number[]] = [[], []];
  let leaks = 0;
  for (const question of questions) {
    const scope = await grantFor(access, question.audience);
    const started = performance.now();
    const found = await access.open(scope, async (connection) =>
      findPassages(connection, await readers(connection), {
        text: run.slips ? misspell(question.question) : question.question,
        k: DEPTH,
        today: TODAY,
        arms: run.arms,
      }),
    );
    times.push(performance.now() - started);
    leaks += countLeaks(question, found);
    const sure = isConfident(
      chooseQuotes(found.hits.slice(0, 8), 3)[0],
      run.slips ? misspell(question.question) : question.question,
    );
    if (!question.answerable) {
      silent.push(sure ? 0 : 1);
      if (run.verbose && sure) print(`  ${question.id} sure, and should not be: ${question.question}`);
      continue;
    }
    surely.push(sure ? 1 : 0);
    const mark = markAnswer(question, found);
    marks.push(mark);
    if (run.verbose) {
      const best = chooseQuotes(found.hits.slice(0, 8), 1)[0]?.citation.quote;
      print(`  ${question.id} ${JSON.stringify(mark)} ${question.question}\n      ${best}`);
    }
  }
  const mean = (pick: (mark: (typeof marks)[number]) => number) =>
    (marks.reduce((sum, mark) => sum + pick(mark), 0) / marks.length).toFixed(3);
  times.sort((a, b) => a - b);
  const share = (of: readonly number[]) => (of.reduce((sum, one) => sum + one, 0) / of.length).toFixed(2);
  print(
    `${run.name.padEnd(20)} hit@1 ${mean((m) => m.hit1)}  r5 ${mean((m) => m.r5)}  MRR ${mean((m) => m.mrr)}  ` +
      `p5 ${mean((m) => m.p5)}  q3 ${mean((m) => m.q3)}  q1 ${mean((m) => m.q1)}  ` +
      `sure ${share(surely)}  silent ${share(silent)}  leaks ${leaks}  median ${times[times.length >> 1]?.toFixed(1)} ms`,
  );
}

/** The two longest words with one slip each, always the same: a letter left out of the first, two swapped in the second. */
function misspell(text: string): string {
  const words = [...new Set(text.match(/\p{L}{5,}/gu) ?? [])].sort((a, b) => b.length - a.length);
  const [first, second] = words;
  const middle = (word: string) => word.length >> 1;
  let slipped = text;
  if (first) slipped = slipped.replace(first, first.slice(0, middle(first)) + first.slice(middle(first) + 1));
  if (second) {
    const at = middle(second);
    slipped = slipped.replace(
      second,
      second.slice(0, at - 1) + second[at] + second[at - 1] + second.slice(at + 1),
    );
  }
  return slipped;
}

function grantFor(access: Access, audience: Question['audience']): Promise<Scope> {
  if (audience !== 'partner') {
    return access.grant(
      { kind: 'staff', email: 'a@vendor.example', name: 'A', role: audience },
      { place: 'dm' },
    );
  }
  return access.grant(
    { kind: 'partner', email: 'p@p.example', name: 'P', partnerId: 'reader' },
    { place: 'dm' },
  );
}

function markAnswer(question: Question, found: Hits): Mark {
  const gold = new Set(question.gold_pages.map(pageOf));
  const pages = [...new Set(found.hits.map((hit) => pageOf(hit.passage.path)))];
  const held = pages.slice(0, 5).filter((page) => gold.has(page)).length;
  const first = pages.findIndex((page) => gold.has(page));
  const texts = found.hits.slice(0, 5).map((hit) => hit.passage.text);
  const phrases = question.key_phrases.filter((phrase) => texts.some((text) => text.includes(phrase)));
  const quotes = chooseQuotes(found.hits.slice(0, 8), 3).map((quote) => quote.citation.quote);
  const quoted = question.key_phrases.filter((phrase) =>
    quotes.some((quote) => quote.includes(phrase) || phrase.includes(quote)),
  );
  return {
    hit1: first === 0 ? 1 : 0,
    r5: question.gold_mode === 'all' ? held / gold.size : Math.min(held, 1),
    mrr: first < 0 ? 0 : 1 / (first + 1),
    p5: phrases.length / question.key_phrases.length,
    q3: quoted.length / question.key_phrases.length,
    q1: question.key_phrases.some(
      (phrase) => quotes[0]?.includes(phrase) || phrase.includes(quotes[0] ?? '?'),
    )
      ? 1
      : 0,
  };
}

function countLeaks(question: Question, found: Hits): number {
  const pages = new Set((question.forbidden_pages ?? []).map(pageOf));
  const phrases = question.forbidden_phrases ?? [];
  return found.hits.filter(
    ({ passage }) =>
      pages.has(pageOf(passage.path)) || phrases.some((phrase) => passage.text.includes(phrase)),
  ).length;
}

function pageOf(path: string): string {
  return path.replace(/^(?:pages|playbook)\//, '');
}

function seconds(from: number): string {
  return ((performance.now() - from) / 1000).toFixed(1);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const [folder, ...flags] = process.argv.slice(2);
if (!folder) throw new Error('Name the folder that holds pages/ and questions.jsonl');
await scoreQuestions(folder, { vectors: flags.includes('--vectors'), verbose: flags.includes('--verbose') });
