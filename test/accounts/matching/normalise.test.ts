import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadNameLexicon } from '../../../src/accounts/matching/name-lexicon.ts';
import { normaliseName, normaliseNames } from '../../../src/accounts/matching/normalise.ts';
import {
  compareWords,
  jaroWinkler,
  shareOfTrigrams,
  trigramsOf,
} from '../../../src/accounts/matching/spelling.ts';
import { splitAliases } from '../../../src/accounts/matching/split-aliases.ts';

const lexicon = loadNameLexicon();
const keyOf = (name: string) => normaliseName(name, lexicon).key;

describe('a normalised name', () => {
  test.each([
    ['Globex Corporation', 'GLOBEX CORP.'],
    ['Globex GmbH & Co. KG', 'Globex'],
    ['Globex S.p.A.', 'Globex SpA'],
    ['Globex Sp. z o.o.', 'GLOBEX sp z oo'],
    ['Globex Pvt. Ltd.', 'Globex Private Limited'],
    ['Globex Co.,Ltd', 'Globex Company Limited'],
    ['OOO Globex', 'Globex'],
    ['PT Globex Tbk', 'Globex'],
    ['株式会社グロベックス', 'グロベックス'],
    ['Müller Straße AG', 'Muller Strasse'],
    ['Mueller Moebel AG', 'Müller Möbel'],
    ['Universitaet fuer Musik', 'Universität für Musik'],
    ['The University of the South Pacific', 'University of South Pacific'],
    ["Macy's", 'Macys'],
    ['Johnson + Johnson', 'Johnson & Johnson'],
    ['A. O. Globex', 'AO Globex Inc'],
    ['The Globex Company', 'Globex'],
    ['Газпром', 'Gazprom'],
    ['IT Way', 'Itway S.p.A.'],
    ['GLOBEX AB GLOBEX ORD SHS', 'Globex AB'],
    ['GLOBEX CORP. DL-,01', 'Globex Corporation'],
    ['GLOBEX INC CLASS A', 'Globex'],
  ])('has one key for %s and %s', (a, b) => {
    expect(keyOf(a)).toBe(keyOf(b));
  });

  test.each([
    ['Delta Air Lines', 'Delta Faucet'],
    ['Globex 1', 'Globex 2'],
    ['Globex Nederland', 'Globex'],
    ['3M', 'M'],
    ['Bauer', 'Baur'],
    ['Banque Globex', 'Banqu Globex'],
    ['UT Globex', 'Globex'],
  ])('keeps %s and %s apart', (a, b) => {
    expect(keyOf(a)).not.toBe(keyOf(b));
  });

  test('that is nothing but a legal form keeps it', () => {
    expect(keyOf('SE')).toBe('se');
    expect(keyOf('AG')).toBe('ag');
    expect(keyOf('株式会社')).not.toBe('');
  });

  test('counts a word in several languages, and a country, as one term', () => {
    expect(normaliseName('Universidad de Globex', lexicon).terms[0]).toBe(
      normaliseName('University of Globex', lexicon).terms[0],
    );
    expect(normaliseName('Globex Deutschland', lexicon).places).toEqual(['DE']);
    expect(normaliseName('Globex Germany', lexicon).terms).toContain('@DE');
  });

  test('says its legal class and its acronym', () => {
    const name = normaliseName('International Business Widgets GmbH', lexicon);
    expect({ legal: name.legal, acronym: name.acronym }).toEqual({ legal: 'LLC', acronym: 'ibw' });
  });

  test('stays as it is when normalised again', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'abcdeé& .-Ltd'), maxLength: 24 }), (text) => {
        const once = normaliseName(text, lexicon);
        expect(normaliseName(text, lexicon)).toEqual(once);
        expect(normaliseName(text.toUpperCase(), lexicon).full).toBe(once.full);
      }),
    );
  });
});

describe('other names inside a name', () => {
  test.each([
    ['Globex Ltd (formerly Initech)', 'Globex Ltd', ['Initech']],
    ['Globex Holdings LLC dba Initech', 'Globex Holdings LLC', ['Initech']],
    ['Globex f/k/a Initech', 'Globex', ['Initech']],
    ['National Widget Board (NWB)', 'National Widget Board', ['NWB']],
    ['Globex (South Africa)', 'Globex (South Africa)', []],
    ['Globex (https://globex.example/about)', 'Globex', []],
    ['Knowles', 'Knowles', []],
    ['The Now Factory', 'The Now Factory', []],
  ])('of %s', (text, name, aliases) => {
    expect(splitAliases(text)).toEqual({ name, aliases });
  });

  test('are normalised beside it', () => {
    expect(normaliseNames('Globex Ltd (formerly Initech GmbH)', lexicon).map((name) => name.key)).toEqual([
      'globex',
      'initech',
    ]);
  });
});

describe('likeness of spelling', () => {
  const words = fc.string({ unit: fc.constantFrom(...'abcde'), minLength: 1, maxLength: 12 });

  test('is the same both ways and whole for equal words', () => {
    fc.assert(
      fc.property(words, words, (a, b) => {
        expect(jaroWinkler(a, b)).toBeCloseTo(jaroWinkler(b, a), 10);
        expect(jaroWinkler(a, a)).toBe(1);
        expect(shareOfTrigrams(trigramsOf(a), trigramsOf(b))).toBe(
          shareOfTrigrams(trigramsOf(b), trigramsOf(a)),
        );
        expect(shareOfTrigrams(trigramsOf(a), trigramsOf(a))).toBe(1);
      }),
    );
  });

  test.each([
    ['manufacturing', 'manuf', 'short'],
    ['holdings', 'hldgs', 'short'],
    ['globex', 'gloebx', 'typo'],
    ['delta', 'alpha', undefined],
  ])('tells how %s may stand for %s', (a, b, kind) => {
    expect(compareWords(a, b)?.kind).toBe(kind);
    expect(compareWords(b, a)?.kind).toBe(kind);
  });
});
