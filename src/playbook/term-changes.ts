import type { ScopedConnection } from '../access/access.ts';
import * as store from './ingest-store.ts';
import { countPostings, dropPostings, type Posting, packPostings } from './postings.ts';
import { listWords } from './words.ts';

interface PassageWords {
  readonly passageNo: number;
  readonly audienceId: number;
  readonly title: string;
  readonly heading: string;
  readonly text: string;
}

interface Change {
  readonly dropped: Set<number>;
  readonly added: Posting[];
}

const BATCH = 5000;

/** Takes the words of passages that went out of the index and puts those of new ones in; no other word is touched. */
export async function writeChangedTerms(
  connection: ScopedConnection,
  passages: { old: readonly PassageWords[]; added: readonly PassageWords[] },
): Promise<void> {
  const byAudience = collectChanges(passages);
  const words = new Set([...byAudience.values()].flatMap((changes) => [...changes.keys()]));
  const stems = await stemAll(connection, [...words]);
  for (const [audienceId, changes] of byAudience) {
    // In the order of the words, so that two runs can't wait for each other's rows.
    const meaningful = [...changes.keys()].filter((word) => stems.get(word)).sort();
    for (let i = 0; i < meaningful.length; i += BATCH) {
      const batch = meaningful.slice(i, i + BATCH);
      const before = await store.readTerms(connection, audienceId, batch);
      const terms = batch.map((word) => {
        const postings = applyChange(before.get(word), changes.get(word)!);
        return { word, stem: stems.get(word)!, passages: countPostings(postings), postings };
      });
      await store.writeTerms(connection, audienceId, terms);
    }
  }
}

function collectChanges(passages: {
  old: readonly PassageWords[];
  added: readonly PassageWords[];
}): Map<number, Map<string, Change>> {
  const byAudience = new Map<number, Map<string, Change>>();
  const changeOf = (audienceId: number, word: string): Change => {
    const changes = byAudience.get(audienceId) ?? new Map<string, Change>();
    byAudience.set(audienceId, changes);
    const change = changes.get(word) ?? { dropped: new Set(), added: [] };
    changes.set(word, change);
    return change;
  };
  for (const passage of passages.old) {
    for (const word of countWords(passage).keys())
      changeOf(passage.audienceId, word).dropped.add(passage.passageNo);
  }
  for (const passage of passages.added) {
    const length = listWords(passage.text).length;
    for (const [word, { inText, inHeadings }] of countWords(passage)) {
      changeOf(passage.audienceId, word).added.push({
        passageNo: passage.passageNo,
        inText,
        inHeadings,
        length,
      });
    }
  }
  return byAudience;
}

function countWords(passage: PassageWords): Map<string, { inText: number; inHeadings: number }> {
  const counts = new Map<string, { inText: number; inHeadings: number }>();
  const count = (word: string) => {
    const known = counts.get(word) ?? { inText: 0, inHeadings: 0 };
    counts.set(word, known);
    return known;
  };
  for (const word of listWords(passage.text)) count(word).inText += 1;
  for (const word of listWords(`${passage.title} ${passage.heading}`)) count(word).inHeadings += 1;
  return counts;
}

async function stemAll(
  connection: ScopedConnection,
  words: readonly string[],
): Promise<Map<string, string | null>> {
  const stems = new Map<string, string | null>();
  for (let i = 0; i < words.length; i += BATCH) {
    for (const [word, stem] of await store.stemWords(connection, words.slice(i, i + BATCH)))
      stems.set(word, stem);
  }
  return stems;
}

function applyChange(before: Uint8Array | undefined, change: Change): Buffer {
  const kept = before ? dropPostings(before, change.dropped) : Buffer.alloc(0);
  return Buffer.concat([kept, packPostings(change.added)]);
}
