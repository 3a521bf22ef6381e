import { describe, expect, test } from 'vitest';
import { readAgainst, readRevenue } from '../../../src/agent/offline/read-revenue.ts';
import { createUnderstanding } from '../../../src/agent/offline/understand.ts';
import type { TurnFacts } from '../../../src/agent/turn-facts.ts';

describe('a question about revenue', () => {
  test.each([
    ['How did our SIs do last quarter, sourced against influenced?', null],
    ['sourced vs influenced by quarter', null],
    ['How much did partners source last quarter?', null],
    ['How did our SIs do last quarter against the one before?', 'previous'],
    ['resellers in Q2 versus the previous quarter', 'previous'],
    ['last quarter compared to the same quarter last year', 'year'],
    ['last quarter against last year', 'year'],
    ['FY25 against the year before', 'previous'],
    ['this year vs last year', 'previous'],
    ['Is partner revenue growing?', 'previous'],
    ['sourced revenue of last quarter, year over year', 'year'],
    ['Compare Q1 with Q2', 'named'],
    ['more in Q2 than in Q1', 'named'],
  ])('%s: held against %s', (text, expected) => {
    const { comparison } = readRevenue(text);
    expect(comparison ? (readAgainst(comparison) ?? 'named') : null).toBe(expected);
  });

  test.each([
    ['by partner with the markov model', { model: 'markov', by: 'partner', figure: 'attributed' }],
    ['What does time decay give to each archetype?', { model: 'time_decay', by: 'archetype' }],
    ['first-touch credit of our ISVs', { model: 'first', archetype: 'isv' }],
    ['w-shaped attribution per region', { model: 'w_shaped', by: 'region' }],
    ['sourced and influenced revenue', { figure: undefined, model: undefined }],
    ['how much did MSPs source', { figure: 'sourced', archetype: 'msp' }],
    ['what share came through partners, with a graph', { shares: true, chart: true }],
  ])('%s', (text, expected) => {
    expect(readRevenue(text)).toMatchObject(expected);
  });
});

const FACTS: TurnFacts = {
  today: '2026-06-30',
  company: 'Northwind',
  products: ['Platform'],
  asker: { role: 'partner_manager', name: 'M', email: 'm@own.example' },
  readers: 'the asker alone',
  partner: null,
  focus: null,
  last: null,
};

describe('what is asked after a report', () => {
  const after = (tool: string): TurnFacts => ({ ...FACTS, last: { tool, input: {} } });

  test.each([
    'Which deals are behind that?',
    'give me the deals',
    'which deals?',
    'by tier please',
    'compared to the year before?',
    'and our MSPs?',
  ])('%s goes on with it', (text) => {
    const [intent] = createUnderstanding()(text, after('report_attribution'));
    expect(intent).toMatchObject({ kind: 'attribution' });
  });

  test('more of the deals are the next page, and another scorecard is a scorecard', () => {
    expect(createUnderstanding()('more', after('list_report_deals'))[0]?.kind).toBe('attribution');
    expect(createUnderstanding()('and for Kestrel?', after('show_scorecard'))[0]?.kind).toBe('measures');
  });

  test.each([
    ['Which deals are disputed?', 'attribution'],
    ['Record Kestrel as the source of OPP-7 because they were first', 'attribution'],
    ['why does OPP-7 count for Kestrel?', 'attribution'],
    ['Kestrel scorecard', 'measures'],
    ['Which deals close this quarter without a partner?', 'opportunities'],
    ['What counts as sourced?', 'playbook'],
  ])('%s is about %s by itself', (text, kind) => {
    expect(createUnderstanding()(text, FACTS)[0]?.kind).toBe(kind);
  });
});
