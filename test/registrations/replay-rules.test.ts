import { describe, expect, it, test } from 'vitest';
import { defaultSettings } from '../../src/company/settings.ts';
import { listChangedRules, readRuleChanges } from '../../src/registrations/replay/read-rules.ts';

const rules = defaultSettings().rules_of_engagement;
const changedBy = (...written: string[]) => listChangedRules(rules, readRuleChanges(rules, written));

describe('rules to replay under', () => {
  it('are read as company.yaml has them, any number at once', () => {
    expect(
      changedBy(
        'registration_protection_days=120',
        'direct_deal_wins_after_stage = proposal',
        'named_accounts=[globex, initech]',
        'exclusive_territories=[{partner_id: alpha, country: DE}]',
      ),
    ).toEqual([
      { rule: 'registration_protection_days', was: 90, wouldBe: 120 },
      { rule: 'direct_deal_wins_after_stage', was: 'qualified', wouldBe: 'proposal' },
      { rule: 'exclusive_territories', was: [], wouldBe: [{ partner_id: 'alpha', country: 'DE' }] },
      { rule: 'named_accounts', was: [], wouldBe: ['globex', 'initech'] },
    ]);
  });

  it('count once where one is named twice: as it was written last', () => {
    expect(changedBy('min_amount=5', 'min_amount=20000.5')).toEqual([
      { rule: 'min_amount', was: 10000, wouldBe: 20000.5 },
    ]);
  });

  it('are unchanged where the value is the one in force', () => {
    expect(changedBy('registration_protection_days=90')).toEqual([]);
  });

  test.each([
    'protection_days=120',
    '=120',
    'min_amount',
    'min_amount=',
    'min_amount=much',
    'min_amount=-1',
    'min_amount=null',
    'registration_protection_days=1.5',
    'registration_protection_days=36501',
    'direct_deal_wins_after_stage=closed_won',
    'named_accounts=globex',
    'exclusive_territories=[{country: DE}]',
    'named_accounts=[globex',
    'toString=1',
  ])('%s is refused with the list of rules', (written) => {
    expect(() => readRuleChanges(rules, [written])).toThrow(
      expect.objectContaining({
        code: 'bad_input',
        message: expect.stringMatching(
          /registration_protection_days, registration_decision_days, .*named_accounts\.$/,
        ),
      }),
    );
  });
});
