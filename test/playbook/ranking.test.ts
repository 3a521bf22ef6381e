import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankByWords } from '../../src/playbook/bm25.ts';
import { type Posting, packPostings } from '../../src/playbook/postings.ts';
import type { Concept } from '../../src/playbook/question.ts';
import { type TermLists, unpack } from '../../src/playbook/term-lists.ts';

const PASSAGES = 40;

/** Words of two readerships: odd and even passages. */
const worlds = fc.record({
  lengths: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: PASSAGES, maxLength: PASSAGES }),
  words: fc.array(
    fc.array(fc.record({ passageNo: fc.nat(PASSAGES - 1), inText: fc.nat(3), inHeadings: fc.nat(2) }), {
      maxLength: PASSAGES,
    }),
    { minLength: 2, maxLength: 8 },
  ),
  limit: fc.integer({ min: 1, max: 12 }),
  weights: fc.array(fc.constantFrom(0.35, 0.8, 1), { minLength: 8, maxLength: 8 }),
});

type World = typeof worlds extends fc.Arbitrary<infer Made> ? Made : never;

function postingsOf(world: World): Posting[][] {
  return world.words.map((said) => {
    const distinct = new Map(said.map((one) => [one.passageNo, one]));
    return [...distinct.values()]
      .filter((one) => one.inText + one.inHeadings > 0)
      .map((one) => ({ ...one, length: world.lengths[one.passageNo]! }));
  });
}

/** The formula as it is written, passage by passage; two words a concept. */
function rankPlainly(world: World, concepts: readonly Concept[]): Map<number, number> {
  const postings = postingsOf(world);
  const meanLength = world.lengths.reduce((sum, one) => sum + one, 0) / PASSAGES;
  const scores = new Map<number, number>();
  for (const concept of concepts) {
    const frequencies = new Map<number, number>();
    for (const one of concept.words.flatMap((word) => postings[Number(word)] ?? [])) {
      const { passageNo, inText, inHeadings } = one;
      frequencies.set(passageNo, (frequencies.get(passageNo) ?? 0) + inText + inHeadings);
    }
    const idf = Math.log(1 + (PASSAGES - frequencies.size + 0.5) / (frequencies.size + 0.5));
    for (const [passageNo, frequency] of frequencies) {
      const norm = 1.2 * (0.25 + (0.75 * world.lengths[passageNo]!) / meanLength);
      const gain = (concept.weight * idf * frequency * 2.2) / (frequency + norm);
      scores.set(passageNo, (scores.get(passageNo) ?? 0) + gain);
    }
  }
  return scores;
}

function conceptsOf(world: World): Concept[] {
  return world.weights.slice(0, Math.ceil(world.words.length / 2)).map((weight, i) => ({
    stem: `stem ${i}`,
    weight,
    words: [2 * i, 2 * i + 1].filter((word) => word < world.words.length).map(String),
    from: 'asked',
  }));
}

function listsOf(world: World): TermLists {
  return new Map(
    postingsOf(world).map((postings, i) => [
      String(i),
      [0, 1]
        .map((parity) => postings.filter((one) => one.passageNo % 2 === parity))
        .filter((some) => some.length > 0)
        .map((some) => unpack(packPostings(some))),
    ]),
  );
}

describe('rankByWords', () => {
  it('gives the passages and scores that counting every passage gives, those that tie with the last among them', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const concepts = conceptsOf(world);
        const by = {
          corpus: { passages: PASSAGES, words: world.lengths.reduce((sum, one) => sum + one, 0) },
          limit: world.limit,
          frequencies: new Map<string, number>(),
        };
        const { ranked } = rankByWords(concepts, listsOf(world), by);
        const plain = rankPlainly(world, concepts);
        for (const { passageNo, score } of ranked) expect(score).toBeCloseTo(plain.get(passageNo)!, 9);
        const last = [...plain.values()].sort((a, b) => b - a)[world.limit - 1] ?? 0;
        const surely = [...plain].filter(([, score]) => score > last - 1e-9).map(([passageNo]) => passageNo);
        expect(ranked.map((one) => one.passageNo).sort()).toEqual(surely.sort());
        expect(rankByWords(concepts, listsOf(world), by).ranked).toEqual(ranked);
      }),
      { numRuns: 500 },
    );
  });

  it('looks few passages up in long lists, with the same outcome', () => {
    const every = Array.from({ length: 30_000 }, (_, i) => ({
      passageNo: i + 1,
      inText: 1 + (i % 3),
      inHeadings: 0,
      length: 50 + (i % 20),
    }));
    const rare = every.filter((one) => one.passageNo % 3_000 === 0);
    const concepts = ['rare', 'common'].map(
      (word): Concept => ({ stem: word, weight: 1, words: [word], from: 'asked' }),
    );
    const lists = new Map([
      ['rare', [unpack(packPostings(rare))]],
      ['common', [unpack(packPostings(every))]],
    ]);
    const by = { corpus: { passages: 30_000, words: 30_000 * 60 }, frequencies: new Map<string, number>() };
    const few = rankByWords(concepts, lists, { ...by, limit: 5 });
    const all = rankByWords(concepts, lists, { ...by, limit: 400 });
    const least = all.ranked[4]!.score;
    expect(few.ranked).toEqual(all.ranked.filter((one) => one.score >= least));
    expect(few.rarity).toEqual(all.rarity);
  });
});

describe('unpack', () => {
  it('orders postings by number, however they came in', () => {
    const list = unpack(
      packPostings([
        { passageNo: 9, inText: 2, inHeadings: 1, length: 40 },
        { passageNo: 4, inText: 1, inHeadings: 0, length: 60_000 },
      ]),
    );
    expect(list).toEqual({
      passageNos: Uint32Array.of(4, 9),
      counts: Uint32Array.of((1 | (60_000 << 16)) >>> 0, (2 | (1 << 8) | (40 << 16)) >>> 0),
      mostFrequent: 3,
      shortest: 40,
    });
  });
});
