/**
 * Counts how often words occur in company names, as the background for rarity. Run: `tsx evals/matching/count-words.ts OUT.json
 * FILE.csv…` with files that have a column `name`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { loadNameLexicon } from '../../src/accounts/matching/name-lexicon.ts';
import { normaliseName } from '../../src/accounts/matching/normalise.ts';

/** Rarer words are all alike to the matcher, and leaving them out keeps the file small and free of names. */
const LEAST_COUNT = 10;

const [out, ...files] = process.argv.slice(2);
if (!out || files.length === 0) throw new Error('usage: count-words.ts OUT.json FILE.csv…');
const lexicon = loadNameLexicon();
const counts = new Map<string, number>();
let names = 0;
for (const file of files) {
  for (const row of parse(readFileSync(file), { columns: true, bom: true }) as { name: string }[]) {
    names += 1;
    for (const term of new Set(normaliseName(row.name, lexicon).terms)) {
      if (term) counts.set(term, (counts.get(term) ?? 0) + 1);
    }
  }
}
const kept = [...counts]
  .filter(([, count]) => count >= LEAST_COUNT)
  .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
writeFileSync(
  out,
  `${JSON.stringify({ names, words: Object.fromEntries(kept) }).replaceAll(',"', ',\n"')}\n`,
);
