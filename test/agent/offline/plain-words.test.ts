import { describe, expect, test } from 'vitest';
import { createPlainWords } from '../../../src/agent/offline/plain-words.ts';

const words = createPlainWords();

describe('words of the trade', () => {
  test.each([
    ['wich partner shoud we invlove', 'which partner should we involve'],
    ['any conflits at globex', 'any conflict at globex'],
    ['any confilct with the regisration', 'any conflict with the registration'],
  ])('a slip of the hand is mended: %s', (typed, meant) => {
    expect(words.mend(typed, typed)).toBe(meant);
  });

  test('what is written as a name stays as it is', () => {
    expect(words.mend('who knows conflux', 'who knows Conflux')).toBe('who knows conflux');
  });

  test('what is no word of ours is taken for a name', () => {
    expect(words.namesIn('who should we bring into globex')).toEqual(['globex']);
    expect(words.namesIn('how long is a registration protected')).toEqual([]);
  });
});
