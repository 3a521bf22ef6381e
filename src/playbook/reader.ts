import { readFileSync } from 'node:fs';
import type { ScopedConnection } from '../access/access.ts';
import type { Corpus } from './bm25.ts';
import { parseGlossary } from './glossary.ts';
import { stemWords } from './ingest-store.ts';
import { type Glossary, type GlossaryPhrase, type ParsedQuestion, parseQuestion } from './question.ts';
import { readGlossary, readVisibleIndex, readVocabulary } from './search-store.ts';
import { createTermReader, type TermReader } from './term-lists.ts';
import { createVocabulary, findNearest, type Vocabulary } from './vocabulary.ts';
import { listWords } from './words.ts';

/** All that a search knows of the pages beside the passages themselves, for one set of visible readerships. */
export interface Reader {
  /** Names the state of the index and what of it is visible; equal keys see equal pages. */
  readonly key: string;
  readonly corpus: Corpus;
  readonly vocabulary: Vocabulary;
  /** In how many visible passages each stem asked for so far stands; filled by searches. */
  readonly frequencies: Map<string, number>;
  readonly terms: TermReader;
  parse(connection: ScopedConnection, text: string): Promise<ParsedQuestion>;
}

/** Gives the reader of a connection; built again only when pages change. */
export type Readers = (connection: ScopedConnection) => Promise<Reader>;

/** Vocabularies are a few MB each; a company has few distinct readerships. */
const KEPT = 24;
/** Holds all postings of 100,000 passages of 80 different words each. */
const HELD_BYTES = 64 * 2 ** 20;

/**
 * Readers, kept by what their connection may see and never by who asks, so that nobody is handed another's words.
 * `withGlossary` false leaves the trade's other words out, for measuring.
 */
export function createReaders(options: { withGlossary: boolean } = { withGlossary: true }): Readers {
  const builtIn = options.withGlossary
    ? parseGlossary(readFileSync(new URL('./glossary.yaml', import.meta.url), 'utf8'))
    : [];
  const readers = new Map<string, Promise<Reader>>();
  const terms = createTermReader({ bytes: HELD_BYTES });
  return async (connection) => {
    const index = await readVisibleIndex(connection);
    const key = `${index.state}|${index.audienceIds.join(',')}|${index.passages}|${index.words}`;
    const known = readers.get(key);
    if (known) return known;
    const building = buildReader(connection, { key, corpus: index, terms }, builtIn);
    building.catch(() => readers.delete(key));
    readers.set(key, building);
    for (const oldest of readers.keys()) {
      if (readers.size > KEPT) readers.delete(oldest);
    }
    return building;
  };
}

async function buildReader(
  connection: ScopedConnection,
  index: { key: string; corpus: Corpus; terms: TermReader },
  builtIn: readonly (readonly string[])[],
): Promise<Reader> {
  const vocabulary = createVocabulary(await readVocabulary(connection));
  const groups = [...builtIn, ...(await readGlossary(connection))];
  const glossary = await readTradeWords(connection, groups);
  return {
    key: index.key,
    corpus: { passages: index.corpus.passages, words: index.corpus.words },
    vocabulary,
    frequencies: new Map(),
    terms: index.terms,
    async parse(connection, text) {
      const words = [...new Set(listWords(text))];
      const unseen = words.filter((word) => !vocabulary.has(word));
      const stems =
        unseen.length > 0 ? await stemWords(connection, unseen) : new Map<string, string | null>();
      const stemOf = (word: string) => vocabulary.stemOf(word) ?? stems.get(word) ?? null;
      return parseQuestion(text, { vocabulary, stemOf, glossary });
    },
  };
}

async function readTradeWords(
  connection: ScopedConnection,
  groups: readonly (readonly string[])[],
): Promise<Glossary> {
  const stems = await stemWords(connection, [...new Set(groups.flat().flatMap(listWords))]);
  const phrases: GlossaryPhrase[] = groups.flatMap((group, i) =>
    group.map((phrase) => ({
      group: i,
      stems: listWords(phrase).flatMap((word) => stems.get(word) ?? []),
    })),
  );
  const rows = [...stems].flatMap(([word, stem]) => (stem ? [{ word, stem, passages: 1 }] : []));
  const long = rows.filter((row) => row.word.length > 4 && !/\d/.test(row.word));
  return {
    phrases,
    repair: (word) => (stems.has(word) ? [{ word, cost: 0 }] : findNearest(word, long)),
    stemOf: (word) => stems.get(word) ?? null,
  };
}
