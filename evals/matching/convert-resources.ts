/**
 * Turns the legal forms and word classes of opensanctions/rigour (org_types.yml, symbols.yml) into the two compact files
 * that the matcher reads. Run: `tsx evals/matching/convert-resources.ts FOLDER_WITH_THE_YAML OUT_FOLDER`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface LegalFormEntry {
  readonly display?: string;
  readonly generic?: string;
  readonly aliases?: readonly string[];
}

/** Not companies: their words say what a body is, and taking them off would leave only half of its name. */
const KEPT_WHOLE = new Set(['FIN', 'MIL', 'REL', 'SOE']);

function convertLegalForms(text: string): Record<string, string[]> {
  const classes: Record<string, Set<string>> = {};
  for (const entry of (parse(text) as { types: LegalFormEntry[] }).types) {
    const generic = entry.generic || 'OTHER';
    if (KEPT_WHOLE.has(generic)) continue;
    classes[generic] ??= new Set();
    for (const form of [entry.display, ...(entry.aliases ?? [])]) {
      if (form) classes[generic].add(form.trim().toLowerCase());
    }
  }
  return Object.fromEntries(Object.entries(classes).map(([name, forms]) => [name, [...forms].sort()]));
}

function convertWordClasses(text: string): Record<string, string[]> {
  const classes: Record<string, string[]> = {};
  const { org_symbols, org_domains } = parse(text) as Record<string, Record<string, unknown[]>>;
  for (const [name, words] of Object.entries({ ...org_symbols, ...org_domains })) {
    // A class is named after its English word, which the lists often leave out.
    classes[name] = [...new Set([name, ...words.map((word) => String(word).trim().toLowerCase())])].sort();
  }
  return classes;
}

function writeLines(file: string, classes: Record<string, string[]>): void {
  const lines = Object.entries(classes).map(
    ([name, words]) => `  ${JSON.stringify(name)}: ${JSON.stringify(words)}`,
  );
  writeFileSync(file, `{\n${lines.join(',\n')}\n}\n`);
}

const [source, target] = process.argv.slice(2);
if (!source || !target) throw new Error('usage: convert-resources.ts FOLDER_WITH_THE_YAML OUT_FOLDER');
writeLines(
  join(target, 'legal-forms.json'),
  convertLegalForms(readFileSync(join(source, 'org_types.yml'), 'utf8')),
);
writeLines(
  join(target, 'word-classes.json'),
  convertWordClasses(readFileSync(join(source, 'symbols.yml'), 'utf8')),
);
