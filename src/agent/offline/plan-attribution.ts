import { countOf, errorOf, joinWords } from './compose.ts';
import { type Intent, saidBy } from './intent.ts';
import type { Planner } from './plan.ts';
import { readArchetype } from './plan-partners.ts';
import { namesNoPeriod, type PeriodFound, resolvePartners, resolvePeriod } from './resolve.ts';
import { earlierArgs, need, type Sight } from './sight.ts';

const ASKS_FOR_CHART = /\b(?:charts?|graphs?|plots?|diagrams?|waterfall|visuali[sz]e|picture)\b/i;
const ASKS_FOR_BEST =
  /\b(?:who|which|what|best|top|biggest|largest|strongest|most valuable|leading|number one)\b(?=.*\b(?:most|best|top|biggest|largest|strongest|valuable|leading|more|number one)\b)|\b(?:best|top|biggest|leading|strongest|most valuable) (?:\w+ )?(?:partners?|contributors?|sources?|resellers?|sis?|msps?|isvs?)\b/i;
const ASKS_FOR_DISPUTES =
  /\bdisput\w+|\bcontested\b|\b(?:two|both|several|double)\b.{0,30}\bclaim|\bclaim\w* (?:the|to be the) source/i;

interface AttributionRow {
  readonly label: string;
  readonly sourced: string;
  readonly influenced: string;
  readonly attributed: string;
  readonly deals: number;
}

interface Claim {
  readonly opportunity_id: string;
  readonly name: string;
  readonly amount: string;
  readonly kind: 'disputed' | 'late';
  readonly claimants: readonly { readonly name: string }[];
}

/** Sourced and influenced revenue, of one partner, of some or of all, over a period. */
export const planAttribution: Planner = (sight, intent) => {
  const period = resolvePeriod(sight, intent.text);
  if (period.state === 'wanted') return { calls: [period.call] };
  if (period.state === 'known' && namesNoPeriod(intent.text, period.found))
    return {
      text: 'Since when exactly? I know months, quarters, years and dates, but not that day: give me a date such as 2026-04-01.',
    };
  const partners = resolvePartners(sight, saidBy(intent));
  if (partners.state === 'wanted') return { calls: [partners.call] };
  const named = partners.state === 'known' ? partners.found.slice(0, 3) : [];
  const when = period.state === 'known' ? period.found : null;
  const earlier = earlierArgs(sight, intent, 'report_attribution');
  const base = { ...keep(earlier, ['archetype']), ...readArgs(intent, when) };
  const targets =
    named.length > 0 ? named.map((one) => ({ partner_id: one.id })) : [keep(earlier, ['partner_id'])];
  const reports = targets.map((one) =>
    need(sight, { name: 'report_attribution', args: { ...base, ...one } }),
  );
  const wanted = reports.flatMap((one) => (one.state === 'wanted' ? [one.call] : []));
  if (wanted.length > 0) return { calls: wanted };
  const outputs = reports.flatMap((one) => (one.state === 'known' ? [one.found.output] : []));
  if (outputs.length === 0) return { text: 'Revenue is not something I can show here.' };
  const of = named.length > 0 ? named.map((one) => one.name) : [null];
  return {
    text: outputs.map((output, i) => describe(output, { sight, intent, name: of[i] ?? null })).join(' '),
  };
};

/** What a sentence says of how to report; a partner asked for by name stands beside. */
function readArgs(intent: Intent, when: PeriodFound | null): Record<string, unknown> {
  const { text } = intent;
  const archetype = readArchetype(text);
  const by =
    /\b(?:by|per|for each|across|split into|each) (partner|archetype|tier|region|product|quarter)s?\b/i
      .exec(text)?.[1]
      ?.toLowerCase() ??
    (/\bquarterly\b|\bquarter (?:by|over|on) quarter\b/i.test(text) ? 'quarter' : undefined);
  return {
    ...(when ? { from: when.from, to: when.to } : {}),
    ...(archetype && !by ? { archetype } : {}),
    ...(by ? { by } : {}),
    ...(ASKS_FOR_CHART.test(text) ? { chart: true } : {}),
  };
}

function keep(args: Readonly<Record<string, unknown>>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.flatMap((key) => (args[key] === undefined ? [] : [[key, args[key]]])));
}

function describe(
  output: Readonly<Record<string, unknown>>,
  told: { readonly sight: Sight; readonly intent: Intent; readonly name: string | null },
): string {
  const error = errorOf(output);
  if (error) return error;
  const { text } = told.intent;
  if (ASKS_FOR_DISPUTES.test(text) && !told.sight.facts.partner) return describeClaims(output);
  const period = (output.period ?? {}) as PeriodFound;
  const rows = (output.rows ?? []) as AttributionRow[];
  const when = sayPeriod(period);
  if (told.sight.facts.partner) return describeOwn(rows[0], when);
  if (told.name && !/\bby (?:product|region|tier|quarter|archetype)/i.test(text))
    return describeOne(rows[0], { when, name: told.name });
  if (rows.length === 0) return `No partner sourced or influenced a won deal in ${when}.`;
  const best = ASKS_FOR_BEST.test(text) ? describeBest(rows, when) : '';
  return [best, describeAll(output, { when, rows, named: best !== '', text })].filter(Boolean).join(' ');
}

function describeOwn(row: AttributionRow | undefined, when: string): string {
  if (!row) return `You have no sourced or influenced win in ${when}.`;
  return `You sourced ${row.sourced} and influenced ${row.influenced} in ${when}, over ${countOf(row.deals, 'won deal')}.`;
}

function describeOne(
  row: AttributionRow | undefined,
  told: { readonly when: string; readonly name: string },
): string {
  if (!row) return `${told.name} has no sourced or influenced win in ${told.when}.`;
  return `${row.label} sourced ${row.sourced} and influenced ${row.influenced} in ${told.when}, over ${countOf(row.deals, 'won deal')}; by linear credit that is ${row.attributed}.`;
}

function describeBest(rows: readonly AttributionRow[], when: string): string {
  const [first] = rows;
  return first
    ? `${first.label} brought us the most in ${when}: ${first.sourced} sourced and ${first.influenced} influenced, over ${countOf(first.deals, 'won deal')}.`
    : '';
}

function describeAll(
  output: Readonly<Record<string, unknown>>,
  told: {
    readonly when: string;
    readonly rows: readonly AttributionRow[];
    readonly named: boolean;
    readonly text: string;
  },
): string {
  const total = output.total as {
    won: string;
    sourced: string;
    influenced: string;
    direct: string;
    deals: number;
  } | null;
  const byQuarter = /\bquarterly\b|\b(?:by|per|each) quarter/i.test(told.text);
  const rest = told.named ? told.rows.slice(1, 4) : byQuarter ? told.rows.slice(-4) : told.rows.slice(0, 3);
  const lines = rest.map((row) => `${row.label} (sourced ${row.sourced}, influenced ${row.influenced})`);
  const lead = told.named ? 'Next:' : byQuarter ? 'Quarter by quarter:' : 'The largest:';
  const list = lines.length > 0 ? `${lead} ${joinWords(lines)}.` : '';
  const sum = total
    ? `${told.named ? `In all we won ${total.won}` : `We won ${total.won} in ${told.when}`} over ${countOf(total.deals, 'deal')}: ${total.sourced} sourced by partners, ${total.influenced} influenced and sourced by nobody, ${total.direct} direct.`
    : '';
  const disputed = Number(output.disputed ?? 0);
  const doubt =
    disputed > 0
      ? `${countOf(disputed, 'source claim')} ${disputed === 1 ? 'is' : 'are'} disputed and ${disputed === 1 ? 'counts' : 'count'} for nobody until decided.`
      : '';
  return (told.named ? [list, sum, doubt] : [sum, list, doubt]).filter(Boolean).join(' ');
}

function describeClaims(output: Readonly<Record<string, unknown>>): string {
  const claims = (output.claims ?? []) as Claim[];
  if (claims.length === 0)
    return 'No source claim is disputed: each won deal has at most one partner as its source.';
  const lines = claims.slice(0, 4).map((one) => {
    const who = joinWords(one.claimants.map((claimant) => claimant.name));
    return `${one.name} (${one.amount}), claimed by ${who}${one.kind === 'late' ? ', too late' : ''}`;
  });
  const count = countOf(claims.length, 'deal');
  return `${count} ${claims.length === 1 ? 'has a disputed source claim' : 'have disputed source claims'}: ${lines.join('; ')}. They count for nobody until a partner manager names the source.`;
}

/** A period by its name with its days, or by its days alone where its name says them. */
export function sayPeriod(period: PeriodFound): string {
  const { label = 'the period', from = '', to = '' } = period;
  return label.includes(from) ? label : `${label} (${from} up to, not including, ${to})`;
}
