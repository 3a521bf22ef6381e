import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linkLists } from '../../../src/accounts/matching/link-lists.ts';
import { createMatchIndex } from '../../../src/accounts/matching/match-index.ts';
import { estimatePriorShift } from '../../../src/accounts/matching/overlap-prior.ts';
import type { AccountQuery, AccountRecord } from '../../../src/accounts/matching/types.ts';

/** Companies that stand around the ones a test is about: the matcher judges a name among others. */
const AROUND: readonly AccountRecord[] = [
  'Hooli Networks Inc.|hoolinetworks.com|US',
  'Northwind Traders Ltd|northwindtraders.co.uk|GB',
  'Umbrela Pharma AG|umbrelapharma.ch|CH',
  'Blue Harbor Logistics LLC|blueharbor.com|US',
  'Kestrel Aerospace Systems|kestrelaero.com|US',
  'Zentralwerk Maschinenbau GmbH|zentralwerk.de|DE',
  'Sociedad Ibérica de Aceites S.A.|siaceites.es|ES',
  'Quarzfeld Software GmbH|quarzfeld.de|DE',
].map((row, i) => {
  const [name = '', domain = '', country = ''] = row.split('|');
  return { id: `around-${i}`, name, domain, country };
});

type Fields = AccountQuery;

function decisionOf(left: Fields, right: Fields): string {
  const links = linkLists([{ id: 'L', ...left }], [{ id: 'R', ...right }, ...AROUND]);
  return links.find((link) => link.right === 'R')?.decision ?? 'none';
}

describe('names that are one account', () => {
  test.each<[string, Fields, Fields]>([
    ['another legal form', { name: 'Globex Industries GmbH' }, { name: 'GLOBEX INDUSTRIES INC.' }],
    ['accents and case', { name: 'Société Globéx' }, { name: 'SOCIETE GLOBEX' }],
    ['spacing', { name: 'Globe Xtra' }, { name: 'GlobeXtra Ltd' }],
    ['a typo', { name: 'Kestrell Widgetworks' }, { name: 'Kestrel Widgetworks' }],
    ['a former name', { name: 'Initrode Ltd (formerly Globex Industries)' }, { name: 'Globex Industries' }],
    ['an alias', { name: 'Initrode' }, { name: 'Zyx Partners', aliases: ['Initrode Ltd'] }],
    ['another script', { name: 'Глобекс Индастриз' }, { name: 'Globeks Indastriz' }],
    ['Japanese forms', { name: '株式会社日立グロベックス' }, { name: '日立グロベックス' }],
    [
      'same domain, a shorter name',
      { name: 'Globex', domain: 'globex.com' },
      { name: 'Globex Widgets & Sons', domain: 'https://www.globex.com' },
    ],
    [
      'same domain by mail',
      { name: 'Globex Inc', domain: 'jane@globex.com' },
      { name: 'Globex', domain: 'globex.com' },
    ],
    [
      'one of many domains',
      { name: 'Globex', domain: 'globex.de; globex.com' },
      { name: 'Globex Group', domain: 'globex.com;globex.net' },
    ],
  ])('match in spite of %s', (_, left, right) => {
    expect(decisionOf(left, right)).toBe('match');
    expect(decisionOf(right, left)).toBe('match');
  });
});

describe('names that fool naive matchers', () => {
  test.each<[string, Fields, Fields]>([
    [
      'namesakes in two countries',
      { name: 'Delta', country: 'US', domain: 'delta.com' },
      { name: 'Delta', country: 'GR', domain: 'delta.gr.com' },
    ],
    ['a namesake in another trade', { name: 'Delta Air Lines' }, { name: 'Delta Faucet Company' }],
    [
      'one name in two countries',
      { name: 'Kestrel Widgetworks', country: 'US' },
      { name: 'Kestrel Widgetworks', country: 'AU' },
    ],
    ['a shared first word', { name: 'Blue River Technology' }, { name: 'Blue River Community College' }],
    ['a subsidiary abroad', { name: 'Globex Nederland', country: 'NL' }, { name: 'Globex', country: 'US' }],
    ['numbered funds', { name: 'Globex Capital Fund III' }, { name: 'Globex Capital Fund IV' }],
    [
      'a personal mail domain',
      { name: 'Jane Bakery', domain: 'gmail.com' },
      { name: 'Otto Plumbing', domain: 'gmail.com' },
    ],
    [
      'sites on one host',
      { name: 'Jane Bakery', domain: 'jane.wixsite.com' },
      { name: 'Otto Plumbing', domain: 'otto.wixsite.com' },
    ],
    [
      'common words alone',
      { name: 'Global Technology Solutions' },
      { name: 'International Technology Services' },
    ],
    ['one-letter names', { name: 'X' }, { name: 'Y' }],
    ['an acronym of two letters', { name: 'BA' }, { name: 'Boston Analytics' }],
  ])('are not called a match: %s', (_, left, right) => {
    expect(decisionOf(left, right)).not.toBe('match');
    expect(decisionOf(right, left)).not.toBe('match');
  });

  test('a row takes the account that fits best and leaves the look-alikes', () => {
    const right = [
      { id: 'a', name: 'Delta Air Lines' },
      { id: 'b', name: 'Delta Faucet' },
      { id: 'c', name: 'Delta Electronics' },
      ...AROUND,
    ];
    const links = linkLists([{ id: 'L', name: 'DELTA FAUCET CO.' }], right);
    expect(links.map(({ right, decision }) => ({ right, decision }))).toEqual([
      { right: 'b', decision: 'match' },
    ]);
  });

  test('two namesakes on the right leave the choice to a person', () => {
    const right = [{ id: 'a', name: 'Kestrel Widgets' }, { id: 'b', name: 'Kestrel Widgets' }, ...AROUND];
    expect(linkLists([{ id: 'L', name: 'Kestrel Widgets' }], right).map((link) => link.decision)).toEqual([
      'review',
    ]);
  });

  test('several rows of one domain are one account, by names alone only the best is', () => {
    const right = [{ id: 'R', name: 'Globex Widgets', domain: 'globex.com' }, ...AROUND];
    const left = [
      { id: '1', name: 'Globex Widgets Inc', domain: 'globex.com' },
      { id: '2', name: 'Globex Widgets', domain: 'www.globex.com' },
    ];
    expect(linkLists(left, right).map((link) => link.decision)).toEqual(['match', 'match']);
    const namesOnly = [
      { id: '1', name: 'Globex Widgets Factory Outlet' },
      { id: '2', name: 'Globex Widgets' },
      ...AROUND.map((record, i) => ({ id: `l${i}`, name: record.name })),
    ];
    const matched = linkLists(namesOnly, right).filter(
      (link) => link.decision === 'match' && link.right === 'R',
    );
    expect(matched.map((link) => link.left)).toEqual(['2']);
  });
});

describe('a link', () => {
  test('says why in words', () => {
    const [link] = linkLists(
      [{ id: 'L', name: 'Globex Corp', domain: 'globex.com' }],
      [{ id: 'R', name: 'Globex Corporation', domain: 'www.globex.com' }, ...AROUND],
    );
    expect(link?.explanation).toBe('same domain globex.com; name differs only by legal form');
    expect(link?.why).toEqual(['domain', 'legal_form']);
    expect(link?.score).toBeGreaterThan(0.9);
  });

  test('does not depend on the order of the rows', () => {
    const left = [
      ...AROUND.map((record, i) => ({ ...record, id: `l${i}`, name: record.name.replace(/ \S+$/, '') })),
    ];
    const expected = new Set(
      linkLists(left, AROUND).map((link) => `${link.left} ${link.right} ${link.decision}`),
    );
    expect(expected.size).toBeGreaterThan(4);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(left, { minLength: left.length }),
        fc.shuffledSubarray([...AROUND], { minLength: AROUND.length }),
        (shuffledLeft, shuffledRight) => {
          const links = linkLists(shuffledLeft, shuffledRight);
          expect(new Set(links.map((link) => `${link.left} ${link.right} ${link.decision}`))).toEqual(
            expected,
          );
          expect(links.map((link) => link.left)).toEqual(
            shuffledLeft.map((record) => record.id).filter((id) => links.some((link) => link.left === id)),
          );
        },
      ),
      { numRuns: 8 },
    );
  });

  test('by domain outlives any row that has nothing to do with it', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'abc xyz'), minLength: 3, maxLength: 20 }), (name) => {
        const links = linkLists(
          [{ id: 'L', name: 'Globex Corp', domain: 'globex.com' }],
          [{ id: 'R', name: 'Globex', domain: 'globex.com' }, { id: 'other', name }, ...AROUND],
        );
        expect(links).toMatchObject([{ right: 'R', decision: 'match' }]);
      }),
      { numRuns: 15 },
    );
  });
});

describe('an index of accounts', () => {
  test('finds by spelling, by acronym and by domain, best first', () => {
    const index = createMatchIndex([
      { id: 'ibw', name: 'International Business Widgets', domain: 'ibw.com' },
      ...AROUND,
    ]);
    expect(index.find({ name: 'IBW' })[0]?.right).toBe('ibw');
    expect(index.find({ name: 'northwind' })[0]?.right).toBe('around-1');
    expect(index.find({ name: 'whatever', domain: 'quarzfeld.de' })[0]?.right).toBe('around-7');
    expect(index.find({ name: 'Nobody Knows Us' })).toEqual([]);
    expect(index.find({ name: '' })).toEqual([]);
  });

  test('after adding and removing answers as one built from nothing', () => {
    const changed = createMatchIndex([
      ...AROUND,
      { id: 'gone', name: 'Quarzfeld Softwarehaus', domain: 'quarzfeld.de' },
    ]);
    changed.remove('gone');
    changed.remove('never there');
    changed.add({ id: 'around-1', name: 'Southwind Traders' });
    const rebuilt = createMatchIndex([
      ...AROUND.filter((record) => record.id !== 'around-1'),
      { id: 'around-1', name: 'Southwind Traders' },
    ]);
    expect(changed.size).toBe(rebuilt.size);
    for (const name of ['Quarzfeld Software', 'Northwind Traders', 'southwind traders', 'Kestrel']) {
      expect(changed.find({ name, domain: 'quarzfeld.de' })).toEqual(
        rebuilt.find({ name, domain: 'quarzfeld.de' }),
      );
      expect(changed.find({ name })).toEqual(rebuilt.find({ name }));
    }
  });
});

test('the prior moves with the share of rows that have a partner', () => {
  const rows = (sure: number, none: number) => [...new Array(sure).fill(6), ...new Array(none).fill(null)];
  expect(estimatePriorShift(rows(900, 100))).toBeGreaterThan(1.5);
  expect(estimatePriorShift(rows(100, 900))).toBeLessThan(-1.5);
  expect(Math.abs(estimatePriorShift([6]))).toBeLessThan(0.75);
});
