import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createNameIndex, plainWords } from '../src/names.ts';

const INDEX = createNameIndex([
  { id: 'globex', names: ['Globex Corporation', 'GBX'] },
  { id: 'initech', names: ['Initech GmbH'] },
  { id: 'harbour-food', names: ['Harbour Foods Ltd'] },
  { id: 'harbour-steel', names: ['Harbour Steel AG'] },
  { id: 'muller', names: ['Müller & Söhne KG'] },
  { id: 'next', names: ['Next'] },
  { id: 'northern', names: ['Northern Lights Energy Group'] },
  { id: '4d', names: ['4D Pharma'] },
  { id: 'oreilly', names: ["O'Reilly Media"] },
]);

/** The best reading of every mention, left to right. */
const read = (text: string) => INDEX.findMentions(text).map((mention) => mention.candidates[0]?.id);

describe('names in a sentence', () => {
  test.each([
    ['Who should we bring into the Globex deal?', ['globex']],
    ['any conflicts on globex corporation', ['globex']],
    ['Globex Corp, and Initech?', ['globex', 'initech']],
    ["What about Initech's renewal?", ['initech']],
    ['GBX', ['globex']],
    ['Harbour Steel or Harbour Foods', ['harbour-steel', 'harbour-food']],
    ['harbor steel', ['harbour-steel']],
    ['Globxe', ['globex']],
    ['intech', ['initech']],
    ['Muller & Sohne', ['muller']],
    ['MÜLLER', ['muller']],
    ['northern lights', ['northern']],
    ['Northern Light Energy', ['northern']],
    ['4D Pharma', ['4d']],
    ["O'Reilly's renewal", ['oreilly']],
    ['oreilly media', ['oreilly']],
    ['O’Reilly Media', ['oreilly']],
    ['Does Next have a partner?', ['next']],
    ['what happens next', []],
    ['What is the next step?', []],
    ['lights and energy', []],
    ['the corporation', []],
    ['', []],
  ])("'%s' names %j", (text, ids) => {
    expect(read(text)).toEqual(ids);
  });

  test('a part that two names share offers both readings', () => {
    const [mention] = INDEX.findMentions('Any conflicts on Harbour?');
    expect(mention?.candidates.map((one) => one.id).sort()).toEqual(['harbour-food', 'harbour-steel']);
  });

  test('a whole name scores 1, a part and a slip of the hand less', () => {
    const score = (text: string) => INDEX.findMentions(text)[0]?.candidates[0]?.score ?? 0;
    expect(score('Northern Lights Energy Group')).toBe(1);
    expect(score('Northern Lights')).toBeLessThan(1);
    expect(score('Globxe')).toBeLessThan(score('Globex'));
  });

  test('an index of no names finds none', () => {
    expect(createNameIndex([]).findMentions('Globex')).toEqual([]);
  });

  test('mentions lie in their text, in order, and never over one another', () => {
    const words = fc.constantFrom(
      'Globex',
      'Harbour',
      'Steel',
      'Foods',
      'the',
      'Next',
      'Ltd',
      'Mülle',
      'lights',
    );
    fc.assert(
      fc.property(fc.array(words), fc.string(), (parts, noise) => {
        const text = `${parts.join(' ')} ${noise}`;
        let end = 0;
        for (const mention of INDEX.findMentions(text)) {
          expect(mention.start).toBeGreaterThanOrEqual(end);
          expect(text.slice(mention.start, mention.end)).toBe(mention.text);
          for (const one of mention.candidates) expect(one.score > 0 && one.score <= 1).toBe(true);
          end = mention.end;
        }
      }),
    );
  });
});

test.each([
  ['Müller & Söhne KG', ['muller', 'sohne', 'kg']],
  ["O'Reilly's", ['oreilly']],
  ['东京 ガス', ['dongjing', 'gasu']],
  ['  ', []],
])("the words of '%s' are %j", (text, words) => {
  expect(plainWords(text)).toEqual(words);
});

test('the first word of a long name means it where few others begin so, and all of them where some do', () => {
  const index = createNameIndex([
    { id: 'a', names: ['Rockwick Regional Hospital Trust'] },
    { id: 'b', names: ['Lynfield Homes LLP'] },
    { id: 'c', names: ['Lynfield Regional Hospital Trust'] },
  ]);
  const idsIn = (text: string) => index.findMentions(text).map((one) => one.candidates.map((two) => two.id));
  expect(idsIn('who knows Rockwick?')).toEqual([['a']]);
  expect(idsIn('any conflict at Lynfield?').map((ids) => [...ids].sort())).toEqual([['b', 'c']]);
});
