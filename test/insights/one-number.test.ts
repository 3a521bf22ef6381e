import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '../../src/access/types.ts';
import type { Answer } from '../../src/agent/types.ts';
import type { App } from '../../src/app.ts';
import { runCommandLine } from '../../src/cli/program.ts';
import type { MeasuresReport } from '../../src/insights/types.ts';
import { formatMoney } from '../../src/money.ts';
import { openTestDatabase } from '../setup/database.ts';
import { openSampleApp, SAMPLE_NOW, somebody, somebodyAt } from '../setup/sample.ts';

/** What `measures --json` prints, as far as this file reads it. */
interface Printed {
  readonly period: { readonly from: string; readonly to: string };
  readonly currency: string;
  readonly partners: Readonly<Record<string, PrintedMeasures>>;
  readonly company: PrintedMeasures & {
    readonly won: number;
    readonly lift: {
      readonly raw: { readonly estimate: number };
      readonly adjusted: { readonly estimate: number; readonly low: number; readonly high: number };
    };
    readonly attach_rate: { readonly by_count: number; readonly deals: number };
    readonly ttv_median_days: number;
    readonly deal_size: { readonly with_partner: number };
    readonly cltv: {
      readonly attached: { readonly value: number };
      readonly matched_gap: { readonly months: number } | null;
    };
  };
}

interface PrintedMeasures {
  readonly name: string;
  readonly sourced: number;
  readonly influenced: number;
  readonly attached: number;
  readonly attributed: number;
  readonly costs: number;
  readonly ropi: number | null;
  readonly ropi_attributed: number | null;
  readonly ropi_incremental: { readonly estimate: number } | null;
  readonly psat: { readonly share: number | null; readonly mean: number | null; readonly n: number };
  readonly ttv_days: number | null;
  readonly win_rate: {
    readonly won: number;
    readonly lost: number;
    readonly rate: number | null;
    readonly low: number;
    readonly high: number;
    readonly shrunk: number | null;
    readonly lift: { readonly adjusted: { readonly estimate: number } | null };
  };
  readonly tier: { readonly score: number | null };
}

let app: App;
let manager: Awaited<ReturnType<typeof somebody>>;
let scope: Scope;
let report: MeasuresReport;

async function print(...argv: string[]): Promise<unknown> {
  let out = '';
  await runCommandLine([...argv, '--json'], {
    output: {
      out: (text) => {
        out += text;
      },
      err: () => undefined,
      isTerminal: false,
    },
    now: () => SAMPLE_NOW,
    stdin: process.stdin,
    config: () => app.config,
    open: async () => ({ ...app, close: async () => undefined }),
    openInMemory: () => Promise.reject(new Error('not needed')),
    stopped: Promise.resolve(),
  });
  return JSON.parse(out);
}

const emailOf = () => ('email' in manager ? manager.email : '');

async function printMeasures(partnerId?: string): Promise<Printed> {
  const of = partnerId ? ['--partner', partnerId] : [];
  return (await print('measures', '--as', emailOf(), ...of)) as Printed;
}

function ask(text: string): Promise<Answer> {
  return app.assistant.answer({ text, actor: manager, audience: { place: 'dm' }, thread: `one ${text}` });
}

/** The words of a card's fact. */
function factOf(answer: Answer, label: string): string {
  const card = answer.cards.find((one) => one.kind === 'scorecard');
  return card?.kind === 'scorecard' ? (card.facts.find((fact) => fact.label === label)?.text ?? '') : '';
}

const percent = (share: number) => `${Math.round(share * 100)}%`;
const count = (share: number) => String(Math.round(share * 100) + 0);
const points = (share: number) =>
  `${count(share)} ${Math.abs(Math.round(share * 100)) === 1 ? 'point' : 'points'}`;
const ratio = (number: number) => (Math.round(number * 100) / 100 + 0).toFixed(2);

/** How each figure of the JSON is rounded in words: per cents and points to whole ones, ratios to hundredths, money exactly. */
function expectedWords(printed: PrintedMeasures, currency: string): Record<string, string[]> {
  const money = (amount: number) => formatMoney({ minor: Math.round(amount * 100), currency });
  const { win_rate: rate, psat } = printed;
  return {
    sourced: [money(printed.sourced)],
    influenced: [money(printed.influenced)],
    costs: [printed.costs === 0 ? 'none recorded' : money(printed.costs)],
    'win rate':
      rate.rate === null
        ? ['not known']
        : [
            percent(rate.rate),
            `${rate.won} won of ${rate.won + rate.lost} closed`,
            `${percent(rate.low)} to ${percent(rate.high)}`,
          ],
    PSAT:
      psat.share === null || psat.mean === null
        ? [psat.n === 0 ? 'no survey answers' : `${psat.n} survey answer`]
        : [percent(psat.share), `of ${psat.n} answers`, `mean ${psat.mean.toFixed(1)}`],
    ROPI:
      printed.ropi === null || printed.ropi_attributed === null
        ? ['not known']
        : [
            `${ratio(printed.ropi)} by attached`,
            `${ratio(printed.ropi_attributed)} by attributed`,
            printed.ropi_incremental
              ? `${ratio(printed.ropi_incremental.estimate)} incremental`
              : 'incremental not known',
          ],
  };
}

describe.each([7, 12, 99])('in the sample company of seed %d, one number', (seed) => {
  beforeAll(async () => {
    app = await openSampleApp(await openTestDatabase(), seed);
    manager = await somebody(app, 'partner_manager');
    scope = await app.access.grant(manager, { place: 'dm' });
    report = await app.services.insights.measures(scope, {});
  }, 240_000);
  afterAll(() => app.close());

  it('stands in the answer, on its card and in the JSON, for the programme', async () => {
    const { company, currency } = await printMeasures();
    const money = (amount: number) => formatMoney({ minor: Math.round(amount * 100), currency });
    const answer = await ask('How do the measures of our programme look: win rate, ROPI, PSAT, CLTV?');
    const words: Record<string, string[]> = {
      ...expectedWords(company, currency),
      won: [money(company.won)],
      lift: [
        `${points(company.lift.adjusted.estimate)} on the win rate`,
        `${count(company.lift.adjusted.low)} to ${count(company.lift.adjusted.high)}`,
        `${points(company.lift.raw.estimate)} raw`,
      ],
      'attach rate': [`${percent(company.attach_rate.by_count)} of ${company.attach_rate.deals} won`],
      'time to value': [`median ${Math.round(company.ttv_median_days)} days`],
      'deal size': [money(company.deal_size.with_partner)],
      CLTV: [
        `attached ${money(company.cltv.attached.value)}`,
        ...(company.cltv.matched_gap
          ? [`${Math.abs(company.cltv.matched_gap.months).toFixed(1)} months`]
          : []),
      ],
    };
    for (const [label, parts] of Object.entries(words)) {
      for (const part of parts) expect(factOf(answer, label), label).toContain(part);
    }
    for (const label of ['win rate', 'ROPI', 'PSAT', 'CLTV']) {
      const text = factOf(answer, label);
      if (answer.text.includes(`${label} `)) expect(answer.text).toContain(text);
    }
    expect(answer.text).toContain(factOf(answer, 'ROPI'));
  }, 120_000);

  it('stands in the answer, on its card and in the JSON, for each of three partners', async () => {
    const busy = report.partners.toSorted((a, b) => b.winRate.won - a.winRate.won).slice(0, 3);
    for (const { partnerId, name } of busy) {
      const { partners, currency } = await printMeasures(partnerId);
      const printed = partners[partnerId]!;
      const answer = await ask(`What are the win rate, ROPI and PSAT of ${name}?`);
      const words: Record<string, string[]> = {
        ...expectedWords(printed, currency),
        'time to value': [printed.ttv_days === null ? 'not reached' : `${printed.ttv_days} days`],
        lift: [
          printed.win_rate.lift.adjusted
            ? `${points(printed.win_rate.lift.adjusted.estimate)} on the win rate`
            : 'not enough data',
        ],
        tier: [printed.tier.score === null ? 'not known' : percent(printed.tier.score)],
      };
      for (const [label, parts] of Object.entries(words)) {
        for (const part of parts) expect(factOf(answer, label), `${name} ${label}`).toContain(part);
      }
      expect(answer.text).toContain(`win rate ${factOf(answer, 'win rate')}`);
    }
  }, 120_000);

  it('is the same whether all partners are measured or one alone', async () => {
    const [first] = report.partners.filter((one) => one.deals > 0);
    const { partners } = await app.services.insights.measures(scope, { partnerId: first!.partnerId });
    expect(partners).toEqual([first]);
  });

  it('is the sum of the rows behind it', async () => {
    const { insights } = app.services;
    const behind = (measure: Parameters<typeof insights.rowsBehind>[1]['measure'], partnerId?: string) =>
      insights.rowsBehind(scope, { measure, partnerId, pageSize: 500 });
    const { company } = report;
    expect((await behind('sourced')).totalMinor).toBe(company.sourcedMinor);
    expect((await behind('influenced')).totalMinor).toBe(company.influencedMinor);
    expect((await behind('attached')).totalMinor).toBe(company.sourcedMinor + company.influencedMinor);
    expect((await behind('costs')).totalMinor).toBe(company.costMinor);
    expect((await behind('psat')).rows.filter((row) => (row.figure ?? 0) >= 4)).toHaveLength(
      company.psat.content ?? -1,
    );
    expect((await behind('win_rate')).rows.filter((row) => row.part.startsWith('won'))).toHaveLength(
      company.winRate.won,
    );
    expect((await behind('lift')).total).toBe(company.lift.attached + company.lift.direct);
    expect((await behind('attach_rate')).total).toBe(company.attachRate.deals);
    expect((await behind('ttv')).rows.filter((row) => row.part === 'first win')).toHaveLength(
      company.timeToValue.reached,
    );
    // Margins of single deals are rounded to the cent, their sum once.
    const net = (await behind('ropi')).totalMinor ?? 0;
    expect(Math.abs(net - (company.ropi.attachedMarginMinor - company.costMinor))).toBeLessThan(100);
    const busy = report.partners.filter((one) => one.deals > 0).slice(0, 6);
    for (const one of busy) {
      const of = async (measure: Parameters<typeof behind>[0]) =>
        (await behind(measure, one.partnerId)).totalMinor;
      expect(await of('sourced')).toBe(one.sourcedMinor);
      expect(await of('influenced')).toBe(one.influencedMinor);
      expect(await of('attributed')).toBe(one.attributedMinor);
    }
  }, 120_000);

  it('is shown with its rows a page at a time, and to nobody at a partner', async () => {
    const page = async (at: number) =>
      (await print('measures', '--as', emailOf(), '--rows', 'win_rate', '--page', String(at))) as {
        rows: { id: string }[];
        total: number;
        has_more: boolean;
      };
    const first = await page(1);
    const second = await page(2);
    const { won, lost } = report.company.winRate;
    expect(first).toMatchObject({ total: won + lost, has_more: true });
    expect(first.rows).toHaveLength(20);
    expect(second.rows.map((row) => row.id)).not.toContain(first.rows[0]?.id);
    const outsider = await somebodyAt(app, report.partners[0]!.partnerId);
    const theirs = await app.access.grant(outsider, { place: 'dm' });
    await expect(app.services.insights.measures(theirs, {})).rejects.toThrow();
    await expect(app.services.insights.rowsBehind(theirs, { measure: 'win_rate' })).rejects.toThrow();
  });
});
