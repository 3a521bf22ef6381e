import { describe, expect, test } from 'vitest';
import { linkLists } from '../../../src/accounts/matching/link-lists.ts';
import { createMatchIndex } from '../../../src/accounts/matching/match-index.ts';
import type { AccountRecord } from '../../../src/accounts/matching/types.ts';
import { FOOLING_CASES, type FoolingCase, type Verdict } from './fooling-cases.ts';

const KINDS = ['Logistics', 'Software', 'Dental Care', 'Foods', 'Aerospace', 'Insurance', 'Textiles'];
const STEMS = ['Velmora', 'Quintale', 'Harbrook', 'Ostrander', 'Pellworth', 'Zandvoort', 'Brixholm'];
const FORMS: readonly (readonly [form: string, country: string])[] = [
  ['Inc.', 'US'],
  ['GmbH', 'DE'],
  ['Ltd', 'GB'],
  ['S.A.', 'FR'],
  ['AB', 'SE'],
];

/** Ordinary companies around each case; every third stands on both sides, as lists of two partners have it. */
const ORDINARY: readonly AccountRecord[] = STEMS.flatMap((stem, s) =>
  KINDS.map((kind, k) => {
    const [form = '', country = ''] = FORMS[(s + k) % FORMS.length] ?? [];
    const name = `${stem} ${kind}`;
    return {
      id: `${s}-${k}`,
      name: `${name} ${form}`,
      domain: `${name.toLowerCase().replaceAll(' ', '')}.com`,
      country,
    };
  }),
);
const OURS = ORDINARY.filter((_, i) => i % 3 !== 1);
const THEIRS = ORDINARY.filter((_, i) => i % 3 !== 2);

function toRecord(id: string, row: string): AccountRecord {
  const [name = '', domain = '', country = '', alias = ''] = row.split('|').map((cell) => cell.trim());
  return { id, name, domain, country, ...(alias ? { aliases: [alias] } : {}) };
}

/** Built once; each case's rows come and go. */
const index = createMatchIndex(OURS);

function ask(rows: readonly AccountRecord[], query: AccountRecord) {
  for (const row of rows) index.add(row);
  const candidates = index.find(query);
  for (const row of rows) index.remove(row.id);
  return candidates;
}

/** What the matcher says of the two rows, by list and by question. */
function judge([left, right, , ...others]: FoolingCase): { linked: string; found: string } {
  const one = toRecord('L', left);
  const list = [...OURS, ...[right, ...others].map((row, i) => toRecord(i === 0 ? 'R' : `R${i}`, row))];
  const link = linkLists([...THEIRS, one], list).find((each) => each.left === 'L' && each.right === 'R');
  const candidate = ask(list.slice(OURS.length), one).find((each) => each.right === 'R');
  return { linked: link?.decision ?? 'none', found: candidate?.decision ?? 'none' };
}

const ALLOWED: Readonly<Record<Verdict, RegExp>> = {
  match: /^match$/,
  linked: /^(?:match|review)$/,
  'at most review': /^(?:review|none)$/,
  none: /^none$/,
};

describe.each(Object.entries(FOOLING_CASES))('%s', (_, cases) => {
  test.each(cases.map((one) => ({ one, title: `${one[0].slice(0, 60)} and ${one[1].slice(0, 60)}` })))(
    '$title',
    ({ one }) => {
      const verdict = one[2];
      const { linked, found } = judge(one);
      expect(linked, 'in a list').toMatch(ALLOWED[verdict]);
      // A question may be answered with more that is worth a look, never with more that is sure.
      if (verdict === 'none' || verdict === 'at most review') expect(found, 'asked for').not.toBe('match');
      else expect(found, 'asked for').not.toBe('none');
    },
  );
});
