import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type IntroFacts, refuseIntro, writeIntro } from '../../../src/recommendations/intro.ts';
import { gradePlay } from '../../../src/recommendations/plays.ts';
import type { Relation } from '../../../src/recommendations/types.ts';

const word = fc.stringMatching(/^[A-Z][a-z]{1,9}$/);
const name = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' '));
const secretWord = fc.stringMatching(/^zq[a-z]{6}$/);

const facts: fc.Arbitrary<IntroFacts> = fc.record({
  partnerId: fc.constant('p'),
  partnerName: name,
  accountId: fc.constant('a'),
  accountName: name,
  accountDomain: fc.option(fc.constant('prospect.example')),
  product: fc.option(name),
  populations: fc.option(fc.subarray(['customer', 'open_opportunity', 'prospect'])),
  ownerName: fc.option(name),
  ownerEmail: fc.option(
    fc.constantFrom(
      'owner@partner.example',
      'info@partner.example',
      'cio@prospect.example',
      'x@sub.prospect.example',
    ),
  ),
  customerSince: fc.option(fc.constantFrom('2019-04-01', '2024-12-31')),
  contactEmail: fc.option(fc.constantFrom('kim@partner.example', 'cfo@mail.example', 'cfo@MAIL.example')),
  contactName: fc.option(name),
  partnerHosts: fc.constant(['partner.example']),
  theirPeople: fc.constant(['cfo@mail.example']),
  give: fc.option(name),
});

function draft(from: IntroFacts, sender: string | null): { body: string; addressedTo: string } | null {
  try {
    return writeIntro(from, sender);
  } catch (error) {
    expect(error).toMatchObject({ code: 'bad_input' });
    return null;
  }
}

test('a request has 90 to 140 words, whatever the names', () => {
  fc.assert(
    fc.property(facts, fc.option(name), (from, sender) => {
      const body = draft(from, sender)?.body;
      if (body === undefined) return;
      const words = body.split(/\s+/).filter(Boolean).length;
      expect(words).toBeGreaterThanOrEqual(90);
      expect(words).toBeLessThanOrEqual(140);
    }),
    { numRuns: 500 },
  );
});

test('a request goes to a person at the partner and to nobody at the account', () => {
  fc.assert(
    fc.property(facts, fc.option(name), (from, sender) => {
      const to = draft(from, sender)?.addressedTo ?? '<owner@partner.example>';
      expect(to).toMatch(/<(?:owner|kim)@partner\.example>$/);
    }),
    { numRuns: 300 },
  );
});

test('a request offers a give or says that there is none, and asks one question that is answered yes or no', () => {
  fc.assert(
    fc.property(facts, (from) => {
      const body = draft(from, null)?.body;
      if (body === undefined) return;
      expect(body).toMatch(from.give ? /In return I would gladly open a door at/ : /no account to offer/);
      expect(body).toContain('yes or no?');
    }),
  );
});

test('nothing but the facts that may be said gets into a request, whatever else is at hand', () => {
  fc.assert(
    fc.property(facts, fc.array(secretWord, { minLength: 4, maxLength: 4 }), (from, secrets) => {
      // What a careless caller might hand over with the facts: amounts, needs, other partners and their findings.
      const [amount, needs, other, note] = secrets;
      const rich = { ...from, amount, needs: [needs], otherPartners: [other], private_note: note };
      const body = draft(rich, null)?.body ?? '';
      for (const secret of secrets) expect(body).not.toContain(secret);
      expect(body).not.toMatch(/\b(?:EUR|USD|GBP)\b|[€$£]/);
    }),
  );
});

const relation = (from: Partial<Relation>): Relation => ({
  partnerId: 'p',
  accountId: 'a',
  recordId: 'r',
  populations: ['customer'],
  ownerName: null,
  ownerEmail: null,
  customerSince: null,
  lastActivityOn: null,
  contacts: 0,
  newContacts: 0,
  seniorContacts: 0,
  integrationRequests: [],
  ...from,
});

const grades: readonly [string, Relation | undefined, string][] = [
  ['nothing shared', undefined, 'weak'],
  [
    'a prospect of theirs',
    relation({ populations: ['prospect'], contacts: 3, newContacts: 3, seniorContacts: 3 }),
    'weak',
  ],
  ['everybody known already', relation({ contacts: 2, newContacts: 0, seniorContacts: 2 }), 'weak'],
  ['a customer, contacts not shared', relation({}), 'medium'],
  [
    'an open deal and new people',
    relation({ populations: ['open_opportunity'], contacts: 1, newContacts: 1 }),
    'medium',
  ],
  [
    'a customer and new senior people',
    relation({ contacts: 1, newContacts: 1, seniorContacts: 1 }),
    'strong',
  ],
];

test.each(grades)('the weakest axis decides: %s', (_, of, strength) => {
  expect(gradePlay(of)).toBe(strength);
});

const names = { partnerName: 'Kestrel', accountName: 'Hooli' };

test('below medium, and past a finding that blocks, nothing is drafted and the reason is told', () => {
  expect(() => refuseIntro({ facts: names, relation: undefined, findings: [] })).toThrow(
    /too little is known/,
  );
  const block = {
    code: 'registered_by_other',
    severity: 'block' as const,
    subjects: {},
    since: null,
    until: null,
    why: 'Another partner holds it.',
    rule: null,
    remedy: 'Wait.',
  };
  expect(() => refuseIntro({ facts: names, relation: relation({}), findings: [block] })).toThrow(
    'I draft no request to Kestrel: Another partner holds it. Wait.',
  );
  expect(() => refuseIntro({ facts: names, relation: relation({}), findings: [] })).not.toThrow();
});
