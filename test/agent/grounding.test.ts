import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createGrounding, settleAnswer } from '../../src/agent/grounding/ground-answer.ts';
import { readQuantities } from '../../src/agent/grounding/read-quantities.ts';
import type { TurnFacts } from '../../src/agent/turn-facts.ts';
import { readDates } from '../../src/named-days.ts';

const FACTS: TurnFacts = {
  today: '2026-06-30',
  company: 'Example Cloud',
  products: ['Platform', 'Analytics'],
  asker: { role: 'rep', name: 'Rhea Rep', email: 'rhea@north.example' },
  readers: 'the asker alone',
  partner: null,
  focus: null,
  last: null,
};

const REGISTRATIONS = {
  registrations: [
    {
      registration_id: 'REG-101',
      partner_id: 'kestrel',
      partner: 'Kestrel Software',
      account: 'Globex Corporation',
      amount: '$36,750',
      status: 'approved',
      submitted_on: '2026-04-02',
      expires_on: '2026-08-14',
    },
    {
      registration_id: 'REG-202',
      partner_id: 'borealis',
      partner: 'Borealis Operations',
      account: 'Initech Inc.',
      amount: '$1,204,000',
      status: 'approved',
      submitted_on: '2026-05-03',
      expires_on: '2026-09-20',
    },
  ],
  total: 14,
  has_more: true,
};

const REVENUE = {
  period: { from: '2026-01-01', to: '2026-04-01', label: 'Q1 FY2026' },
  rows: [
    { key: 'kestrel', label: 'Kestrel Software', sourced: '$30,000', influenced: '$5,000', deals: 3 },
    { key: 'borealis', label: 'Borealis Operations', sourced: '$60,000', influenced: '$0', deals: 6 },
  ],
  total: { won: '$120,000', sourced: '$90,000', deals: 9 },
};

const RECOMMENDED = {
  partners: [
    {
      partner_id: 'kestrel',
      name: 'Kestrel Software',
      rank: 1,
      lift: { estimate: 0.12, low: 0.01, high: 0.2 },
      contact: 'Mei Kim',
    },
    {
      partner_id: 'borealis',
      name: 'Borealis Operations',
      rank: 2,
      lift: { estimate: 0.07, low: -0.02, high: 0.1 },
      contact: 'Noah Eriksen',
    },
  ],
};

function faultsOf(words: string, output: unknown = REGISTRATIONS, question = 'What do we have?'): string[] {
  const findings = {
    results: [{ tool: 'x', input: {}, output }],
    citations: [],
    cards: [],
    proposals: [],
    outputs: [output],
  };
  const grounding = createGrounding({ findings, question, facts: FACTS, fiscalYearStarts: 1 });
  return grounding.check(words).faults.map((one) => one.text);
}

describe('true words', () => {
  test.each([
    ['REG-101 for Globex by Kestrel is protected until 14 August 2026.', REGISTRATIONS],
    ["Kestrel's registration of Globex Corporation ends on August 14, 45 days from now.", REGISTRATIONS],
    ['Fourteen registrations fit; the largest is Initech Inc. at $1.2M.', REGISTRATIONS],
    ['Globex is at about $37k, or 36.750 $.', REGISTRATIONS],
    ['Kestrel Software sourced $30,000, about a third of the $90,000.', REVENUE],
    ['Kestrel Software closed 3 of 9 deals in Q1 FY2026, last quarter but one.', REVENUE],
    ['Partners sourced $90,000 of $120,000 won, 75%.', REVENUE],
    ['Bring in Kestrel first: 12 points. Mei is the contact at Kestrel.', RECOMMENDED],
    ['Both registrations together come to $1,240,750.', REGISTRATIONS],
  ])('%s', (words, output) => {
    expect(faultsOf(words, output)).toEqual([]);
  });
});

describe('one thing wrong', () => {
  test.each([
    ['a stranger', 'Umbrella Dynamics holds REG-101 for Globex.', REGISTRATIONS],
    [
      'the other partner of the list',
      'REG-101 for Globex Corporation by Borealis Operations.',
      REGISTRATIONS,
    ],
    ['a digit of an id', 'REG-111 is protected until 2026-08-14.', REGISTRATIONS],
    ["the other record's day", 'REG-101 for Globex by Kestrel is protected until 2026-09-20.', REGISTRATIONS],
    ['a day that is none', 'REG-101 is protected until August 15.', REGISTRATIONS],
    ['the day of something else', 'REG-101 is protected until 2026-04-02.', REGISTRATIONS],
    ['the currency', 'Globex is at €36,750.', REGISTRATIONS],
    ['a digit', 'Globex is at $36,751.', REGISTRATIONS],
    ['thousands for millions', 'Initech is at $1.2k.', REGISTRATIONS],
    ['the count', 'Fifteen registrations fit.', REGISTRATIONS],
    ['weeks for days', 'REG-101 ends in 45 weeks.', REGISTRATIONS],
    ['percent for points', 'Kestrel Software adds 12 percent.', RECOMMENDED],
    ["the other's lift", 'Borealis Operations adds 12 points.', RECOMMENDED],
    ['a mixed person', 'Mei Eriksen is the contact.', RECOMMENDED],
    ['the second as the first', 'I would bring in Borealis Operations.', RECOMMENDED],
    ['the quarter', 'In Q2 FY2026 partners sourced $90,000.', REVENUE],
    ['the share', 'Kestrel Software sourced $30,000, 43% of the $90,000.', REVENUE],
    ['influenced as sourced', 'Kestrel Software sourced $5,000.', REVENUE],
  ])('is found: %s', (_, words, output) => {
    expect(faultsOf(words, output)).not.toEqual([]);
  });
});

test('what a person said is not held against the words that repeat it', () => {
  expect(
    faultsOf('I prepared Umbrella Dynamics for €45,000.', {}, 'Register Umbrella Dynamics, 45,000 EUR'),
  ).toEqual([]);
});

test('a day reads the same in every way of writing it', () => {
  const written = [
    '2026-05-14',
    '14 May 2026',
    'May 14, 2026',
    'May 14th, 2026',
    '14.05.2026',
    '14 of May, 2026',
  ];
  expect(written.flatMap((text) => readDates(`It ends on ${text}.`).map((one) => one.day))).toEqual(
    written.map(() => '2026-05-14'),
  );
});

test('an amount reads the same with dots, commas, blanks and codes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1000, max: 999_999_999 }), (amount) => {
      const forms = [
        `€${amount.toLocaleString('en-US')}`,
        `${amount.toLocaleString('de-DE')} €`,
        `EUR ${amount.toLocaleString('en-US')}`,
        `${amount.toLocaleString('en-US')} EUR`,
      ];
      for (const form of forms) {
        expect(readQuantities(`That is ${form}.`)).toMatchObject([{ kind: 'amount', unit: 'EUR' }]);
        expect(readQuantities(`That is ${form}.`)[0]?.values).toContain(amount);
      }
    }),
  );
});

test('words that fail and cannot be mended give way to the card and a plain sentence', () => {
  const findings = {
    results: [],
    citations: [],
    cards: [{ tool: 'x', card: { kind: 'scorecard' as const, title: 'T', facts: [] } }],
    proposals: [],
    outputs: [{}],
  };
  const checked = {
    sentences: ['A. ', 'B.'],
    faults: [{ sentence: 0, text: 'A', stands: false, why: 'unknown name' as const }],
  };
  const shared = { findings, repaired: true, stopped: null };
  expect(settleAnswer('A. B.', checked, { ...shared, keepRest: false })).toMatchObject({
    text: 'Here is what I found; the details are in the card.',
    verdict: 'dropped',
    removed: 1,
  });
  expect(settleAnswer('A. B.', checked, { ...shared, keepRest: true })).toMatchObject({
    text: 'B.',
    verdict: 'repaired',
  });
  const misplaced = {
    ...checked,
    faults: [{ sentence: 0, text: 'A', stands: true, why: 'not of this record' as const }],
  };
  expect(settleAnswer('A. B.', misplaced, { ...shared, keepRest: true }).text).toBe('A. B.');
  expect(settleAnswer('A. B.', misplaced, { ...shared, keepRest: false }).verdict).toBe('dropped');
});
