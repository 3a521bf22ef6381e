import type { ScopedConnection } from '../access/access.ts';
import type { IsoDate } from '../dates.ts';
import { rankByWords, type Scored } from './bm25.ts';
import type { Embedder } from './embedder.ts';
import { createScale, type Evidence } from './evidence.ts';
import type { ParsedQuestion } from './question.ts';
import type { Reader } from './reader.ts';
import { type FoundPassage, readPassages } from './search-store.ts';
import { findNearest } from './vectors.ts';

export interface Hit {
  readonly passage: FoundPassage;
  /** 0 to about 1.3; comparable within one search. */
  readonly score: number;
  /** The sentences of the passage that speak to the question, best first. */
  readonly evidence: readonly Evidence[];
}

export interface Hits {
  readonly hits: readonly Hit[];
  readonly question: ParsedQuestion;
  /** Whether a word of the question, or the trade's other word for it, stands in the pages without standing everywhere. */
  readonly telling: boolean;
}

/** What a search may use: evals take the arms apart. */
export interface Arms {
  readonly words: boolean;
  readonly embedder: Embedder | null;
}

/** How many candidates each arm hands on. */
const CANDIDATES = 60;
/** How much the best sentence of a passage counts beside the passage as a whole; 0.6 was worse than none. */
const EVIDENCE_WEIGHT = 0.15;
/** Reading sentences takes about half a millisecond a passage. */
const RERANKED = 12;
const FEW_PASSAGES = 20;
/** A replaced version ranks behind its successor, yet stays to be found where nothing else speaks of the matter. */
const OUTDATED_SHARE = 0.5;

/** The passages that a reader may see, best first; ties by path and position, which hidden pages can't change. */
export async function findPassages(
  connection: ScopedConnection,
  reader: Reader,
  search: { text: string; k: number; today: IsoDate; arms: Arms },
): Promise<Hits> {
  const question = await reader.parse(connection, search.text);
  const words = question.concepts.flatMap((concept) => concept.words);
  const { ranked, rarity } = rankByWords(question.concepts, await reader.terms(connection, words), {
    corpus: reader.corpus,
    limit: CANDIDATES,
    frequencies: reader.frequencies,
  });
  const lexical = search.arms.words ? ranked : [];
  const found = lexical.map((one) => one.passageNo);
  const near = search.arms.embedder
    ? await findNearest(connection, search.arms.embedder, { text: search.text, limit: CANDIDATES, found })
    : new Map<number, number>();
  const candidates = new Set([...found, ...near.keys()]);
  const passages = await readPassages(connection, [...candidates], search.today);
  const fused = fuse(passages, { ranked: lexical, near, arms: search.arms });
  const scale = createScale({
    text: search.text,
    concepts: question.concepts.map((concept) => ({ ...concept, idf: rarity.get(concept.stem) ?? 0 })),
    alsoCalled: question.alsoCalled,
    unknown: question.unknown.length,
    vocabulary: reader.vocabulary,
  });
  const hits = fused.map(({ passage, score }, i) => {
    if (i >= Math.max(RERANKED, search.k)) return { passage, score, evidence: [] };
    const evidence = scale.weigh(passage).sort((a, b) => b.score - a.score);
    const strength = passage.outdated ? OUTDATED_SHARE : 1;
    const bonus = search.arms.words ? strength * EVIDENCE_WEIGHT * (evidence[0]?.score ?? 0) : 0;
    return { passage, score: score + bonus, evidence };
  });
  const telling = isTelling([...rarity.values()], reader.corpus.passages);
  return { hits: hits.sort(byRelevance).slice(0, search.k), question, telling };
}

/** A word of half the passages or more tells nothing; among few passages every word may be so common. */
function isTelling(rarities: readonly number[], passages: number): boolean {
  return rarities.some((rarity) => rarity > (passages < FEW_PASSAGES ? 0 : Math.LN2));
}

/** The convex sum of both arms' scores, each stretched to 0 to 1 among the candidates (Bruch et al., 2023). */
function fuse(
  passages: readonly FoundPassage[],
  by: { ranked: readonly Scored[]; near: ReadonlyMap<number, number>; arms: Arms },
): { passage: FoundPassage; score: number }[] {
  const { embedder, words } = by.arms;
  const scored = new Map(by.ranked.map((one) => [one.passageNo, one.score]));
  const top = by.ranked[0]?.score ?? 0;
  const nearness = (passage: FoundPassage) =>
    passage.embeddingModel === embedder?.id ? by.near.get(passage.passageNo) : undefined;
  const cosines = passages.map(nearness).filter((cosine) => cosine !== undefined);
  const [low, high] = [Math.min(...cosines), Math.max(...cosines)];
  const share = embedder && cosines.length > 0 ? (words ? embedder.weight : 1) : 0;
  return passages
    .map((passage) => {
      const lexical = top > 0 ? (scored.get(passage.passageNo) ?? 0) / top : 0;
      const cosine = nearness(passage);
      const semantic = cosine === undefined ? 0 : high > low ? (cosine - low) / (high - low) : 1;
      const strength = passage.outdated ? OUTDATED_SHARE : 1;
      return { passage, score: strength * ((1 - share) * lexical + share * semantic) };
    })
    .sort(byRelevance);
}

function byRelevance(
  a: { passage: FoundPassage; score: number },
  b: { passage: FoundPassage; score: number },
): number {
  if (a.score !== b.score) return b.score - a.score;
  if (a.passage.path !== b.passage.path) return a.passage.path < b.passage.path ? -1 : 1;
  return a.passage.position - b.passage.position;
}
