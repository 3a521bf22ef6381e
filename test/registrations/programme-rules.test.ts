import { describe, expect, it } from 'vitest';
import { isAppError } from '../../src/errors.ts';
import { asking, codesOf, globex, makeCase, makeTerms, opportunity, registration } from './conflict-facts.ts';

const parent = { accountId: 'group', name: 'Globex Group', country: 'US', parentAccountId: null };
const child = { accountId: 'child', name: 'Globex Labs', country: 'DE', parentAccountId: 'globex' };

describe('named_account', () => {
  it.each([
    ['the account', ['globex'], ['named_account']],
    ['its parent', ['group'], ['named_account']],
    ['both', ['globex', 'group'], ['named_account', 'named_account']],
    ['a subsidiary', ['child'], []],
    ['another account', ['initech'], []],
    ['none', [], []],
  ])('where %s is on the list', (_name, named_accounts, codes) => {
    const account = { ...globex, parentAccountId: 'group' };
    expect(codesOf(makeCase({ account, relatives: [parent, child] }), makeTerms({ named_accounts }))).toEqual(
      codes,
    );
  });
});

describe('exclusive_territory', () => {
  const right = { partner_id: 'them', country: 'DE', product: 'Platform' };
  it.each([
    ["another's country and product", [right], ['exclusive_territory']],
    ["another's country, every product", [{ partner_id: 'them', country: 'DE' }], ['exclusive_territory']],
    ['a region that holds the country', [{ ...right, country: 'DACH' }], ['exclusive_territory']],
    ['another product', [{ ...right, product: 'Security' }], []],
    ['another country', [{ ...right, country: 'FR' }], []],
    ["the partner's own right", [{ ...right, partner_id: 'us' }], []],
  ])('for %s', (_name, exclusive_territories, codes) => {
    expect(codesOf(makeCase(), makeTerms({ exclusive_territories }))).toEqual(codes);
  });

  it("takes every right for another's where no partner asks, and needs a country", () => {
    const terms = makeTerms({ exclusive_territories: [{ ...right, partner_id: 'us' }] });
    expect(codesOf(makeCase({ partner: null }), terms)).toEqual(['exclusive_territory']);
    expect(codesOf(makeCase({ partner: null, account: { ...globex, country: null } }), terms)).toEqual([]);
  });
});

describe('partner_not_active', () => {
  it.each([
    ['active', []],
    ['inactive', ['partner_not_active']],
    ['recruit', ['partner_not_active']],
    ['onboarding', ['partner_not_active']],
  ])('for a partner that is %s', (status, codes) => {
    expect(codesOf(makeCase({ partner: asking({ status }) }))).toEqual(codes);
  });

  it('is not said where no partner asks', () => {
    expect(codesOf(makeCase({ partner: null }))).toEqual([]);
  });
});

describe('not_certified', () => {
  const deal = opportunity({ needs: ['Migration'] });
  const certificate = {
    competency: 'Migration',
    status: 'completed',
    completedOn: '2026-01-01',
    expiresOn: '2026-06-30',
  };
  it.each([
    ['a valid one on its last day', [certificate], []],
    ['one that ended yesterday', [{ ...certificate, expiresOn: '2026-06-29' }], ['not_certified']],
    ['one without an end', [{ ...certificate, expiresOn: null }], []],
    ['one completed tomorrow', [{ ...certificate, completedOn: '2026-07-01' }], ['not_certified']],
    ['one only begun', [{ ...certificate, status: 'enrolled', completedOn: null }], ['not_certified']],
    ['one called expired', [{ ...certificate, status: 'expired' }], ['not_certified']],
    ['one in something else', [{ ...certificate, competency: 'Security' }], ['not_certified']],
    ['an expired and a valid one', [{ ...certificate, expiresOn: '2026-01-31' }, certificate], []],
    ['none', [], ['not_certified']],
  ])('with %s', (_name, certificates, codes) => {
    expect(codesOf(makeCase({ opportunity: deal, partner: asking({ certificates }) }))).toEqual(codes);
  });

  it('wants a certificate for each competency, and none for an integration', () => {
    const both = opportunity({ needs: ['Migration', 'Salesforce'] });
    const partner = asking({ certificates: [certificate] });
    expect(codesOf(makeCase({ opportunity: both, partner }))).toEqual(['not_certified']);
    expect(codesOf(makeCase({ opportunity: both, partner, integrations: new Set(['salesforce']) }))).toEqual(
      [],
    );
  });

  it('needs an opportunity named in the check, and a partner', () => {
    expect(
      codesOf(makeCase({ opportunities: [opportunity({ needs: ['Migration'], stage: 'closed_won' })] })),
    ).toEqual([]);
    expect(codesOf(makeCase({ opportunity: deal, partner: null }))).toEqual([]);
  });
});

describe('below_minimum', () => {
  const usd = (minor: number) => ({ minor, currency: 'USD' });
  it.each([
    ['a cent less', usd(999_999), ['below_minimum']],
    ['exactly as much', usd(1_000_000), []],
    ['a cent more', usd(1_000_001), []],
    ['enough after conversion', { minor: 500_000, currency: 'EUR' }, []],
    ['too little after conversion', { minor: 499_999, currency: 'EUR' }, ['below_minimum']],
    ['nothing', usd(0), ['below_minimum']],
    ['no amount at all', null, []],
  ])('for %s', (_name, amount, codes) => {
    const reviewed = registration({ partnerId: 'us', status: 'submitted', decidedOn: null, amount });
    expect(codesOf(makeCase({ registration: reviewed, registrations: [reviewed], amount }))).toEqual(codes);
  });

  it('refuses an amount without a rate rather than passing it', () => {
    const check = () => codesOf(makeCase({ amount: { minor: 1, currency: 'CHF' } }));
    expect(check).toThrow('No rate for CHF');
    try {
      check();
    } catch (error) {
      expect(isAppError(error) && error.code).toBe('bad_input');
    }
  });
});

describe('sharing_forbids', () => {
  it.each([
    [true, ['sharing_forbids']],
    [false, []],
    [null, []],
  ])('where the overlap is withheld: %s', (overlapWithheld, codes) => {
    expect(codesOf(makeCase({ partner: asking({ overlapWithheld }) }))).toEqual(codes);
  });
});

describe('over_capacity', () => {
  it.each([
    ['one fewer than it can carry', 2, 3, []],
    ['as many', 3, 3, ['over_capacity']],
    ['one more', 4, 3, ['over_capacity']],
    ['none, with capacity for none', 0, 0, ['over_capacity']],
    ['many, with no capacity known', 40, null, []],
  ])('with %s', (_name, openCoSells, capacity, codes) => {
    expect(codesOf(makeCase({ partner: asking({ openCoSells, capacity }) }))).toEqual(codes);
  });
});

describe('outside_territory', () => {
  it.each([
    ['its country', ['DE'], []],
    ['a region that holds it', ['DACH', 'US'], []],
    ['other countries', ['FR', 'US'], ['outside_territory']],
    ['another region', ['Nordics'], ['outside_territory']],
    ['no regions', [], []],
    ['a label that nobody explained', ['The North', 'FR'], []],
  ])('for a partner with %s', (_name, regions, codes) => {
    expect(codesOf(makeCase({ partner: asking({ regions }) }))).toEqual(codes);
  });

  it('needs a country and a partner', () => {
    const partner = asking({ regions: ['FR'] });
    expect(codesOf(makeCase({ partner, account: { ...globex, country: null } }))).toEqual([]);
    expect(codesOf(makeCase({ partner: null }))).toEqual([]);
  });
});
