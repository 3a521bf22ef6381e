import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '../../src/access/types.ts';
import type { App } from '../../src/app.ts';
import { earlierPeriod, labelBefore } from '../../src/attribution/compare-periods.ts';
import { describeDifference } from '../../src/attribution/describe-changes.ts';
import { describeModel, listModels } from '../../src/attribution/describe-models.ts';
import type { ReportFigure } from '../../src/attribution/types.ts';
import { openTestDatabase } from '../setup/database.ts';
import {
  insertAccount,
  insertCompany,
  insertOpportunity,
  insertOpportunityPartner,
  insertPartner,
  insertPartnerPerson,
  insertPerson,
  insertRow,
} from '../setup/rows.ts';
import { openTestApp } from '../setup/sample.ts';

const YEAR = { from: '2026-01-01', to: '2027-01-01' };
let app: App;

/**
 * Four won deals of 2026: one sourced by acme and influenced by beta, one in dollars that beta influenced, a credit note that
 * acme sourced, and one that nobody touched. In 2025 acme sourced one.
 */
beforeAll(async () => {
  app = await openTestApp(await openTestDatabase());
  const { access } = app;
  await insertCompany(access, {
    settings: { name: 'Northwind Systems', currency: 'EUR', rates: { USD: 0.5 }, today: '2026-06-30' },
  });
  await insertPerson(access, { email: 'manager@own.example', role: 'partner_manager' });
  for (const [partnerId, archetype] of [
    ['acme', 'si'],
    ['beta', 'isv'],
  ] as const) {
    await insertPartner(access, { partner_id: partnerId, status: 'active', archetype });
    await insertPartnerPerson(access, { email: `p@${partnerId}.example`, partner_id: partnerId });
  }
  await insertAccount(access, { account_id: 'one' });
  const deals: [string, number, string, string][] = [
    ['BOTH', 1_000_01, 'EUR', '2026-05-01'],
    ['DOLLARS', 600_00, 'USD', '2026-05-02'],
    ['CREDIT', -100_00, 'EUR', '2026-05-03'],
    ['ALONE', 50_00, 'EUR', '2026-05-04'],
    ['EARLIER', 400_00, 'EUR', '2025-05-01'],
  ];
  for (const [opportunityId, amount, currency, closedOn] of deals) {
    await insertOpportunity(access, {
      opportunity_id: opportunityId,
      account_id: 'one',
      stage: 'closed_won',
      amount_minor: amount,
      currency,
      created_on: `${closedOn.slice(0, 4)}-03-01`,
      close_on: closedOn,
    });
  }
  for (const [opportunityId, partnerId] of [
    ['BOTH', 'acme'],
    ['CREDIT', 'acme'],
    ['EARLIER', 'acme'],
  ] as const) {
    await insertOpportunityPartner(access, {
      opportunity_id: opportunityId,
      partner_id: partnerId,
      role: 'source',
      added_on: '2025-03-02',
      accepted: true,
    });
  }
  const touches: [string, string | null, string][] = [
    ['BOTH', 'acme', '2026-03-02'],
    ['BOTH', 'beta', '2026-04-02'],
    ['BOTH', null, '2026-04-03'],
    ['DOLLARS', 'beta', '2026-04-04'],
    ['CREDIT', 'acme', '2026-04-05'],
    ['CREDIT', 'beta', '2025-01-05'],
    ['EARLIER', 'acme', '2025-04-05'],
  ];
  for (const [i, [opportunityId, partnerId, occurredOn]] of touches.entries()) {
    await insertRow(access, 'touchpoints', {
      touchpoint_id: `T${i}`,
      opportunity_id: opportunityId,
      partner_id: partnerId,
      kind: 'meeting',
      occurred_on: occurredOn,
    });
  }
  await app.services.attribution.rebuild(access.system);
});
afterAll(() => app.close());

function manager(): Promise<Scope> {
  return app.access.grant(
    { kind: 'staff', email: 'manager@own.example', name: 'M', role: 'partner_manager' },
    { place: 'dm' },
  );
}

function acme(): Promise<Scope> {
  return app.access.grant(
    { kind: 'partner', email: 'p@acme.example', name: 'P', partnerId: 'acme' },
    { place: 'shared', partnerIds: ['acme'] },
  );
}

describe('a revenue report', () => {
  it.each(listModels().map((model) => [model]))(
    'by %s gives all that was won to somebody, to the cent, a credit note taken back and dollars converted',
    async (model) => {
      const report = await app.services.attribution.report(await manager(), { ...YEAR, model });
      expect(report.total?.wonMinor).toBe(1_000_01 + 300_00 - 100_00 + 50_00);
      expect(report.credit).toMatchObject({ model, definition: describeModel(model) });
      const rows = report.rows.reduce((sum, row) => sum + row.attributedMinor, 0);
      expect(rows).toBe(report.credit?.partnersMinor);
      expect(rows + (report.credit?.oursMinor ?? 0)).toBe(report.total?.wonMinor);
      for (const row of report.rows) expect(Number.isSafeInteger(row.attributedMinor)).toBe(true);
    },
  );

  it('adds its columns up, and its partners together with each deal once', async () => {
    const report = await app.services.attribution.report(await manager(), YEAR);
    const { wonMinor, sourcedMinor, influencedMinor, directMinor, attachedMinor } = report.total!;
    expect([sourcedMinor, influencedMinor, directMinor]).toEqual([900_01, 300_00, 50_00]);
    expect(wonMinor).toBe(sourcedMinor + influencedMinor + directMinor);
    expect(attachedMinor).toBe(sourcedMinor + influencedMinor);
    expect(report.together).toMatchObject({ sourcedMinor: 900_01, attachedMinor: 1_200_01, deals: 3 });
  });

  it('gives a deal with one partner whole to it in every model', async () => {
    for (const model of listModels()) {
      const report = await app.services.attribution.report(await manager(), {
        from: '2026-05-02',
        to: '2026-05-03',
        model,
      });
      expect([model, report.rows[0]?.attributedMinor]).toEqual([model, 300_00]);
    }
  });

  it('narrows to a product or a region and says what is left', async () => {
    const scope = await manager();
    const none = await app.services.attribution.report(scope, { ...YEAR, product: 'Nothing we sell' });
    expect(none).toMatchObject({ rows: [], total: { wonMinor: 0, deals: 0 } });
    const germany = await app.services.attribution.report(scope, { ...YEAR, region: 'DE' });
    expect(germany.total?.deals).toBe(4);
  });

  it('tells nothing won from nothing shown', async () => {
    const empty = { from: '2019-01-01', to: '2020-01-01' };
    expect(await app.services.attribution.report(await manager(), empty)).toMatchObject({
      rows: [],
      total: { wonMinor: 0, deals: 0 },
      credit: { partnersMinor: 0, oursMinor: 0 },
    });
    expect(await app.services.attribution.report(await acme(), empty)).toMatchObject({
      rows: [],
      total: null,
      credit: null,
    });
  });

  it('shows a partner its own sourced and influenced revenue by quarter, and nobody else', async () => {
    const report = await app.services.attribution.report(await acme(), { ...YEAR, by: 'quarter' });
    expect(report.rows.map((row) => [row.key, row.sourcedMinor])).toEqual([['Q2 FY2026', 900_01]]);
    const other = await app.services.attribution.report(await acme(), { ...YEAR, partnerId: 'beta' });
    expect(other.rows).toEqual([]);
  });
});

describe('two periods side by side', () => {
  it.each([
    [{ from: '2026-04-01', to: '2026-07-01' }, 'previous', { from: '2026-01-01', to: '2026-04-01' }],
    [{ from: '2026-04-01', to: '2026-07-01' }, 'year', { from: '2025-04-01', to: '2025-07-01' }],
    [{ from: '2026-02-01', to: '2026-03-01' }, 'previous', { from: '2026-01-01', to: '2026-02-01' }],
    [{ from: '2026-06-11', to: '2026-06-21' }, 'previous', { from: '2026-06-01', to: '2026-06-11' }],
    [{ from: '2024-02-29', to: '2024-03-01' }, 'year', { from: '2023-02-28', to: '2023-03-01' }],
  ] as const)('%o against the %s is against %o', (period, against, earlier) => {
    expect(earlierPeriod(period, against)).toEqual(earlier);
  });

  it('calls the stretch before by its length where it has no name', () => {
    expect(labelBefore({ from: '2025-07-01', to: '2026-07-01' })).toBe('the 4 quarters before');
    expect(labelBefore({ from: '2026-05-01', to: '2026-06-01' })).toBe('the month before');
    expect(labelBefore({ from: '2026-05-03', to: '2026-05-10' })).toBe('the 7 days before');
  });

  it('give both figures, the difference, and a change only where there was something to change', async () => {
    const { attribution } = app.services;
    const compared = await attribution.compare(await manager(), { ...YEAR, against: 'year' });
    const acmeRow = compared.rows.find((row) => row.key === 'acme');
    expect(acmeRow?.sourced).toEqual({
      nowMinor: 900_01,
      beforeMinor: 400_00,
      differenceMinor: 500_01,
      change: 500_01 / 400_00,
    });
    expect(compared.rows.find((row) => row.key === 'beta')?.influenced).toMatchObject({
      beforeMinor: 0,
      change: null,
    });
    expect(compared.total?.won).toMatchObject({ nowMinor: 1_250_01, beforeMinor: 400_00 });
    expect(compared.unfinished).toBe(true);
  });

  it('keep partners that only the earlier one has', async () => {
    const compared = await app.services.attribution.compare(await manager(), {
      from: '2026-05-02',
      to: '2026-05-03',
      against: { from: '2025-01-01', to: '2026-01-01' },
    });
    expect(compared.rows.map((row) => [row.key, row.attached.nowMinor, row.attached.beforeMinor])).toEqual([
      ['beta', 300_00, 0],
      ['acme', 0, 400_00],
    ]);
  });

  it('are described in words without a division by nothing', () => {
    const money = (minor: number) => `€${minor / 100}`;
    const say = (nowMinor: number, beforeMinor: number) =>
      describeDifference(
        {
          nowMinor,
          beforeMinor,
          differenceMinor: nowMinor - beforeMinor,
          change: beforeMinor > 0 ? (nowMinor - beforeMinor) / beforeMinor : null,
        },
        money,
      );
    expect(say(0, 0)).toBe('nothing in both');
    expect(say(500, 500)).toBe('unchanged');
    expect(say(500, 0)).toBe('+€5, nothing before');
    expect(say(500, -500)).toBe('+€10');
    expect(say(500, 1000)).toBe('€-5, -50%');
  });
});

describe('the deals behind a figure', () => {
  it.each(['sourced', 'influenced', 'attached', 'attributed'] as const)(
    'add up to %s in each row, for every dimension',
    async (figure) => {
      const scope = await manager();
      for (const by of ['partner', 'archetype', 'tier', 'region', 'product', 'quarter'] as const) {
        const report = await app.services.attribution.report(scope, { ...YEAR, by, model: 'position' });
        for (const row of report.rows) {
          const found = await app.services.attribution.dealsBehind(scope, {
            ...YEAR,
            by,
            model: 'position',
            figure,
            key: row.key,
          });
          expect([by, row.key, found.figureMinor]).toEqual([by, row.key, row[`${figure}Minor`]]);
        }
      }
    },
  );

  it('add up to the columns of the total', async () => {
    const scope = await manager();
    const { total, credit } = await app.services.attribution.report(scope, YEAR);
    const figures: [ReportFigure, number | undefined][] = [
      ['won', total?.wonMinor],
      ['sourced', total?.sourcedMinor],
      ['influenced', total?.influencedMinor],
      ['direct', total?.directMinor],
      ['attached', total?.attachedMinor],
      ['attributed', credit?.partnersMinor],
    ];
    for (const [figure, amount] of figures) {
      const found = await app.services.attribution.dealsBehind(scope, { ...YEAR, figure });
      expect([figure, found.figureMinor]).toEqual([figure, amount]);
    }
  });

  it('say why each counts, by ids', async () => {
    const found = await app.services.attribution.dealsBehind(await manager(), { ...YEAR, figure: 'sourced' });
    expect(found.deals.map((deal) => [deal.opportunityId, deal.countedMinor])).toEqual([
      ['BOTH', 1_000_01],
      ['CREDIT', -100_00],
    ]);
    expect(found.deals[0]?.parts).toEqual([
      {
        partnerId: 'acme',
        name: 'Partner acme',
        as: 'source',
        why: ['role source added on 2025-03-02', 'meeting on 2026-03-02 (T0)'],
        evidence: ['role:source', 'T0'],
      },
      {
        partnerId: 'beta',
        name: 'Partner beta',
        as: 'influence',
        why: ['meeting on 2026-04-02 (T1)'],
        evidence: ['T1'],
      },
    ]);
  });

  it('are explained one by one, and are nobody else to see', async () => {
    const deal = await app.services.attribution.explainDeal(await manager(), 'dollars');
    expect(deal).toMatchObject({ opportunityId: 'DOLLARS', amountMinor: 300_00, currency: 'EUR' });
    await expect(app.services.attribution.explainDeal(await manager(), 'NONE')).rejects.toThrow(
      'There is no opportunity NONE.',
    );
    await expect(app.services.attribution.explainDeal(await acme(), 'BOTH')).rejects.toThrow();
  });
});
