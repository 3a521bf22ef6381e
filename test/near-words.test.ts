import fc from 'fast-check';
import { distance } from 'fastest-levenshtein';
import { describe, expect, test } from 'vitest';
import { createNearWords } from '../src/near-words.ts';

describe('the nearest known word', () => {
  const known = createNearWords(['globex', 'initech', 'harbour', 'northern', 'abcd', 'abce']);

  test.each([
    ['globex', 1, 'globex'],
    ['globxe', 1, 'globex'],
    ['glbex', 1, 'globex'],
    ['gloobex', 1, 'globex'],
    ['glabex', 1, 'globex'],
    ['labex', 1, null],
    ['labex', 2, 'globex'],
    ['nrothen', 1, null],
    ['narthexn', 2, 'northern'],
    ['abcf', 1, 'abcd'],
    ['abc', 1, 'abcd'],
    ['abdc', 1, 'abcd'],
    ['', 1, null],
    ['zzzzzzzz', 2, null],
  ])("of '%s' within %i is %j", (word, reach, nearest) => {
    expect(known.find(word, reach)).toBe(nearest);
  });

  test('is the one that comparing with every word finds', () => {
    // Few letters, so that near, equally near and swapped words are common.
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 11 });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), word, fc.constantFrom(1, 2), (words, text, reach) => {
        // A word shorter than three letters has no three pieces of which one stays whole.
        const long = words.filter((one) => one.length >= 3);
        expect(createNearWords(long).find(text, reach)).toBe(findNearest(long, text, reach));
      }),
      { numRuns: 2000 },
    );
  });
});

function findNearest(words: readonly string[], text: string, reach: number): string | null {
  const near = words
    .map((word) => ({ word, edits: isSwap(text, word) ? 1 : distance(text, word) }))
    .filter(({ edits }) => edits <= reach)
    .sort((a, b) => a.edits - b.edits || (a.word < b.word ? -1 : 1));
  return near[0]?.word ?? null;
}

function isSwap(a: string, b: string): boolean {
  return [...a.slice(1)].some(
    (_, i) => a !== b && a.slice(0, i) + a.charAt(i + 1) + a.charAt(i) + a.slice(i + 2) === b,
  );
}
