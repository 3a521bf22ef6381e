import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor, Scope } from '../../src/access/types.ts';
import type { Card } from '../../src/agent/types.ts';
import type { App } from '../../src/app.ts';
import { reportMeasures } from '../../src/cli/commands/reports.ts';
import { reportAttribution, showDealsBehind } from '../../src/cli/commands/revenue.ts';
import { showScorecard } from '../../src/cli/commands/scorecard.ts';
import type { Output } from '../../src/cli/output.ts';
import { describePartner } from '../../src/insights/describe-measures.ts';
import type { Scorecard, ScoreFigures } from '../../src/insights/scorecard-types.ts';
import { formatMoney, parseMoney } from '../../src/money.ts';
import { TOOLS } from '../../tools/index.ts';
import { openTestDatabase } from '../setup/database.ts';
import { openSampleApp, somebody, somebodyAt } from '../setup/sample.ts';

// biome-ignore lint/suspicious/noExplicitAny: documents are read by their keys, which their own schemas check.
type Json = Record<string, any>;

describe.each([7, 12, 31])('in the company of seed %i a figure is one number', (seed) => {
  let app: App;
  let actor: Actor;
  let scope: Scope;
  let partnerIds: string[];

  beforeAll(async () => {
    app = await openSampleApp(await openTestDatabase(), seed);
    actor = await somebody(app, 'partner_manager');
    scope = await app.access.grant(actor, { place: 'dm' });
    const { rows } = await app.services.attribution.report(scope, {});
    partnerIds = rows.map((row) => row.key).slice(0, 2);
  }, 120_000);
  afterAll(() => app.close());

  async function callTool(name: string, input: Record<string, unknown>, as = scope) {
    const tool = TOOLS.find((one) => one.name === name)!;
    const today = await app.services.company.today();
    const done = await tool.run(tool.input.parse(input), { scope: as, services: app.services, today });
    return { output: tool.output.parse(done.output) as Json, cards: done.cards ?? [] };
  }

  it.each([
    ['partner', 'linear'],
    ['archetype', 'markov'],
    ['tier', 'shapley'],
    ['region', 'w_shaped'],
    ['product', 'time_decay'],
    ['quarter', 'position'],
  ] as const)('in a report by %s with %s: tool, card, picture and JSON', async (by, model) => {
    const { output, cards } = await callTool('report_attribution', { by, model, chart: true });
    const json = await printed((out) =>
      reportAttribution(
        { attribution: app.services.attribution, output: out },
        { scope, by, model, json: true },
      ),
    );
    const money = (decimal: number) => writeMoney(decimal, json.currency);
    for (const key of ['won', 'sourced', 'influenced', 'direct', 'attached']) {
      expect([key, output.total[key]]).toEqual([key, money(json.total[key])]);
    }
    for (const [i, row] of (output.rows as Json[]).entries()) {
      const same = (json.rows as Json[])[i]!;
      for (const key of ['sourced', 'influenced', 'attached', 'attributed']) {
        expect([row.key, row[key]]).toEqual([same.key, money(same[key]!)]);
      }
    }
    const table = cardsOf(cards, 'table')[0]!;
    const said = (output.rows as Json[]).map((row) => [
      row.label,
      row.sourced,
      row.influenced,
      row.attached,
      row.attributed,
    ]);
    expect(table.rows.slice(0, said.length).map((row) => row.slice(0, 5))).toEqual(said);
    const [waterfall, bars] = cardsOf(cards, 'chart');
    for (const key of ['won', 'sourced', 'influenced', 'direct']) {
      expect(waterfall!.alt).toContain(`: ${output.total[key]}`);
    }
    for (const [i, label] of bars!.chart.labels.entries()) {
      const row = (json.rows as Json[]).find((one) => one.label === label)!;
      expect(bars!.chart.series[0]!.points[i]).toEqual({ value: row.sourced, text: money(row.sourced!) });
      expect(bars!.alt).toContain(
        `${label}: Sourced ${money(row.sourced!)}, Influenced ${money(row.influenced!)}`,
      );
    }
  });

  it.each(['previous', 'year'] as const)(
    'in a comparison with the %s: tool, card, picture and JSON',
    async (compare) => {
      const { output, cards } = await callTool('report_attribution', { by: 'archetype', compare });
      const json = await printed((out) =>
        reportAttribution(
          { attribution: app.services.attribution, output: out },
          { scope, by: 'archetype', compare, json: true },
        ),
      );
      const money = (decimal: number) => writeMoney(decimal, json.currency);
      const comparison = output.comparison as Json;
      for (const [i, row] of (comparison.rows as Json[]).entries()) {
        const same = (json.rows as Json[])[i]!;
        for (const key of ['sourced', 'influenced', 'attached']) {
          const [said, meant] = [row[key] as Json, same[key] as Json];
          expect([said.now, said.before]).toEqual([money(meant.now!), money(meant.before!)]);
          expect(meant.difference).toBeCloseTo(meant.now! - meant.before!, 6);
        }
      }
      const table = cardsOf(cards, 'table')[0]!;
      expect(table.rows[0]?.slice(0, 3)).toEqual(firstFigures(comparison));
      const chart = cardsOf(cards, 'chart')[0]!;
      const [before, now] = chart.chart.series;
      expect([now!.points[0]!.value, before!.points[0]!.value]).toEqual([
        (json.rows as Json[])[0]!.sourced.now,
        (json.rows as Json[])[0]!.sourced.before,
      ]);
    },
  );

  it('in the deals behind it: they add up to the report, in the tool and in JSON', async () => {
    const { output: report } = await callTool('report_attribution', {});
    for (const figure of ['won', 'sourced', 'influenced', 'direct', 'attached'] as const) {
      const { output, cards } = await callTool('list_report_deals', { figure });
      expect([figure, output.amount]).toEqual([figure, report.total[figure]]);
      const json = await printed((out) =>
        showDealsBehind(
          { attribution: app.services.attribution, output: out },
          { scope, figure, json: true },
        ),
      );
      expect(writeMoney(json.amount, json.currency)).toBe(output.amount);
      expect((json.deals as Json[]).map((deal) => deal.opportunity_id)).toEqual(
        (output.deals as Json[]).map((deal) => deal.opportunity_id),
      );
      expect(cardsOf(cards, 'table')[0]?.title ?? '').toContain(output.amount);
    }
  });

  it('in a scorecard: card, picture, JSON, the measures and the report', async () => {
    for (const partnerId of partnerIds) {
      const { output, cards } = await callTool('show_scorecard', { partner_id: partnerId });
      const json = await printed((out) =>
        showScorecard(
          { scorecards: app.services.scorecards, output: out },
          { scope, partnerId, from: undefined, to: undefined, charts: undefined, json: true },
        ),
      );
      const measures = await app.services.insights.measures(scope, { partnerId });
      const measured = measures.partners[0]!;
      const money = (decimal: number) => writeMoney(decimal, json.currency);
      const line = (label: string) => (output.lines as Json[]).find((one) => one.label === label)?.now;
      for (const [key, minor] of [
        ['sourced', measured.sourcedMinor],
        ['influenced', measured.influencedMinor],
        ['attributed', measured.attributedMinor],
      ] as const) {
        expect([partnerId, line(key).split(' ')[0]]).toEqual([partnerId, money(json.now[key])]);
        expect(formatMoney({ minor, currency: measures.currency })).toBe(money(json.now[key]));
      }
      expect(json.now.win_rate).toEqual(measured.winRate);
      expect(json.now.psat).toEqual(measured.psat);
      const said = describePartner(measured, (minor) => formatMoney({ minor, currency: measures.currency }));
      for (const { label, text } of said) expect([label, line(label)]).toEqual([label, text]);
      if (json.ttv_days !== null) expect(line('time to value')).toContain(`${json.ttv_days} days`);
      expect(json.now.ropi).toBe(measured.ropi.attached);
      const facts = cardsOf(cards, 'scorecard')[0]!.facts;
      expect(facts.find((fact) => fact.label === 'sourced')?.text.startsWith(line('sourced')!)).toBe(true);
      const chart = cardsOf(cards, 'chart')[0];
      if (chart) expect(chart.alt).toContain(money(json.now.influenced));
      expect(JSON.stringify([output, cards, json])).not.toMatch(/NaN|Infinity|undefined/);
    }
  });

  it('in what a partner reads of itself', async () => {
    const [partnerId] = partnerIds as [string];
    const { rows } = await app.services.attribution.report(scope, { partnerId });
    const as = await app.access.grant(await somebodyAt(app, partnerId), {
      place: 'shared',
      partnerIds: [partnerId],
    });
    const own = await app.services.scorecards.scorecard(as, { partnerId });
    const ours = await app.services.scorecards.scorecard(scope, { partnerId });
    expect(own.now.sourcedMinor).toBe(rows[0]?.sourcedMinor);
    expect(readsOf(own)).toEqual(readsOf(ours));
    expect([own.now.measures, own.before.measures]).toEqual([null, null]);
    const { output } = await callTool('show_scorecard', { partner_id: partnerId }, as);
    const labels = (output.lines as Json[]).map((one) => one.label);
    for (const ours of ['attributed', 'ROPI', 'costs']) expect(labels).not.toContain(ours);
  });

  it('in the measures: picture, card and JSON', async () => {
    const { output, cards } = await callTool('report_measures', { chart: true });
    const json = await printed((out) =>
      reportMeasures(
        { insights: app.services.insights, partners: app.services.partners, output: out },
        { scope, partnerId: undefined, from: undefined, to: undefined, json: true },
      ),
    );
    const { won, lost, rate } = json.company.win_rate;
    const [rates, survival] = cardsOf(cards, 'chart');
    expect(rates!.chart.series[0]!.points[0]).toMatchObject({ value: rate });
    expect(rates!.alt).toContain(`All deals: ${Math.round(rate * 100)}% (${won} won, ${lost} lost`);
    expect((output.facts as Json[]).find((fact) => fact.label === 'win rate')?.text).toContain(
      `${Math.round(rate * 100)}% (${won} won`,
    );
    for (const [i, name] of rates!.chart.labels.slice(1).entries()) {
      const partner = (Object.values(json.partners) as Json[]).find((one) => one.name === name)!;
      expect(rates!.chart.series[0]!.points[i + 1]?.value).toBe(partner.win_rate.rate);
    }
    if (!survival) return;
    const direct = survival.chart.series.find((one) => one.name.startsWith('Direct'))!;
    for (const point of json.company.cltv.direct.survival as Json[]) {
      const at = survival.chart.labels.indexOf(String(point.months));
      if (at >= 0) expect(direct.points[at]?.value).toBe(point.share);
    }
  });

  it('in the words of an answer', async () => {
    const ask = (text: string) =>
      app.assistant.answer({ text, actor, audience: { place: 'dm' }, thread: `one|${text}` });
    const { output } = await callTool('report_attribution', {});
    const revenue = await ask('How much revenue did partners source?');
    expect(revenue.text).toContain(`${output.total.sourced} sourced by partners`);
    const compared = await ask('How did our resellers do in the last four quarters against the year before?');
    const { rows } = await callTool('report_attribution', { archetype: 'reseller' }).then(
      (one) => one.output,
    );
    if ((rows as Json[]).length > 0)
      expect(compared.cards.map((card) => card.kind)).toEqual(['table', 'chart']);
    const behind = await ask('Which deals are behind our sourced revenue?');
    expect(behind.text).toContain(`of ${output.total.sourced} in`);
  });
});

/** What both sides read of a partner. */
function readsOf(card: Scorecard) {
  const figures = (of: ScoreFigures) => ({
    ...of,
    measures: undefined,
    winRate: [of.winRate.won, of.winRate.lost, of.winRate.rate],
    psat: [of.psat.share, of.psat.n],
  });
  return { ...card, now: figures(card.now), before: figures(card.before) };
}

function firstFigures(comparison: Json): unknown[] {
  const [row] = comparison.rows as Json[];
  return [row!.label, (row!.sourced as Json).now, (row!.sourced as Json).before];
}

function cardsOf<K extends Card['kind']>(cards: readonly Card[], kind: K): Extract<Card, { kind: K }>[] {
  return cards.filter((card): card is Extract<Card, { kind: K }> => card.kind === kind);
}

function writeMoney(decimal: number, currency: string): string {
  return formatMoney(parseMoney(String(decimal), currency));
}

/** The one JSON document that a command prints. */
async function printed(run: (output: Output) => Promise<number>): Promise<Json> {
  let text = '';
  const output = { out: (part: string) => (text += part), err: () => undefined, isTerminal: false };
  await run(output as unknown as Output);
  return JSON.parse(text) as Json;
}
