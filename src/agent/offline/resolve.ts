import { addDays, addMonths, daysBetween } from '../../dates.ts';
import type { TurnFacts } from '../turn-facts.ts';
import type { Said } from './intent.ts';
import { readPastedId } from './pasted-ids.ts';
import { type Need, need, type Sight } from './sight.ts';

/** Something with an id and the name by which an answer calls it. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

const TIME_WORDS =
  /\b(?:quarters?|months?|years?|weeks?|days|since|ytd|qtd|q[1-4]|h[12]|half[- ]years?|fy ?'?\d{2,4}|20\d{2}|january|february|march|april|june|july|august|september|october|november|december)\b/i;
/** Whether a text names a time. */
export function speaksOfTime(text: string): boolean {
  return TIME_WORDS.test(text);
}

const ORDINALS: readonly RegExp[] = [
  /\b(?:first|top|1st)\b/i,
  /\b(?:second|2nd|runner-?up)\b/i,
  /\b(?:third|3rd)\b/i,
  /\b(?:fourth|4th)\b/i,
  /\b(?:fifth|5th)\b/i,
];

interface AccountRow {
  readonly account_id: string;
  readonly name: string;
  readonly score: number;
  readonly sure: boolean;
}

/** The account that a sentence means: named in it, or the one that the conversation is about. */
export function resolveAccount(sight: Sight, said: Said): Need<Named> {
  const named = resolveNamedAccount(sight, said);
  const focus = sight.facts.focus?.account;
  return named.state === 'missing' && focus ? { state: 'known', found: focus } : named;
}

/** The account that a sentence names itself. A short form that the whole sentence hides is asked for by itself. */
export function resolveNamedAccount(sight: Sight, said: Said): Need<Named> {
  const { text } = said;
  const pasted = readPastedId(text);
  const whole = lookUpAccount(sight, pasted ?? text);
  if (whole.state !== 'missing' || pasted) return whole;
  for (const name of properNames(said, sight.facts.products)) {
    const one = lookUpAccount(sight, name);
    if (one.state !== 'missing') return one;
  }
  return whole;
}

function lookUpAccount(sight: Sight, text: string): Need<Named> {
  const lookup = need(sight, { name: 'find_account', args: { text } });
  if (lookup.state !== 'known') return lookup as Need<Named>;
  const rows = (lookup.found.output.candidates ?? []) as AccountRow[];
  const sure = rows.find((row) => row.sure) ?? (rows.length === 1 && isNear(rows[0]) ? rows[0] : undefined);
  if (sure) return { state: 'known', found: { id: sure.account_id, name: sure.name } };
  if (rows.length > 0)
    return { state: 'doubtful', choices: rows.map((row) => ({ id: row.account_id, name: row.name })) };
  return { state: 'missing' };
}

/** One resemblance alone is taken for what is meant where it is close; a faint one is asked about. */
function isNear(row: AccountRow | undefined): boolean {
  return row !== undefined && row.score >= 0.6;
}

/** Names written as such inside a sentence, products left out; at most three. */
function properNames({ text, names: unknown = [] }: Said, products: readonly string[]): string[] {
  const known = new Set(products.map((product) => product.toLowerCase()));
  const written = [...text.matchAll(/(?<=\S\s)\p{Lu}[\p{L}\p{N}&-]+(?:\s+\p{Lu}[\p{L}\p{N}&-]+)*/gu)].map(
    (match) => match[0],
  );
  const lower = written.map((name) => name.toLowerCase());
  // Names are known by their capitals; people in a hurry leave them out.
  const others = unknown
    .filter((name) => !lower.some((one) => one.includes(name)))
    .map((name) => name.charAt(0).toUpperCase() + name.slice(1));
  return [...written, ...others]
    .filter((name) => !known.has(name.toLowerCase()) && !/^[A-Z]{1,3}$/.test(name))
    .slice(0, 3);
}

interface OpportunityRow {
  readonly opportunity_id: string;
  readonly name: string;
  readonly account_id: string;
  readonly account: string;
  readonly product: string | null;
}

export interface Deal extends Named {
  readonly account: Named;
  readonly product: string | null;
  /** How many open deals the account has beside this one. */
  readonly others: number;
}

/** The open deal of an account that a sentence means; the largest where it doesn't say. Missing where there is none. */
export function resolveDeal(sight: Sight, text: string, account: Named): Need<Deal> {
  const lookup = need(sight, {
    name: 'list_opportunities',
    args: { account_id: account.id, open_only: true },
  });
  if (lookup.state !== 'known') return lookup as Need<Deal>;
  const rows = (lookup.found.output.opportunities ?? []) as OpportunityRow[];
  const lower = text.toLowerCase();
  const focus = sight.facts.focus?.opportunity;
  const named =
    rows.find(
      (row) => lower.includes(row.opportunity_id.toLowerCase()) || lower.includes(row.name.toLowerCase()),
    ) ??
    rows.find((row) => row.product !== null && lower.includes(row.product.toLowerCase())) ??
    rows.find((row) => row.opportunity_id === focus?.id) ??
    rows[0];
  return named ? { state: 'known', found: toDeal(named, rows.length - 1) } : { state: 'missing' };
}

/** A deal pasted by its id; missing where the text holds none or nothing has it. */
export function resolvePastedDeal(sight: Sight, text: string): Need<Deal> {
  const pasted = readPastedId(text);
  if (!pasted) return { state: 'missing' };
  // As written, then as systems write ids: people type them in lower case.
  for (const id of new Set([pasted, pasted.toUpperCase()])) {
    const lookup = need(sight, { name: 'list_opportunities', args: { opportunity_id: id } });
    if (lookup.state !== 'known') return lookup as Need<Deal>;
    const [row] = (lookup.found.output.opportunities ?? []) as OpportunityRow[];
    if (row) return { state: 'known', found: toDeal(row, 0) };
  }
  return { state: 'missing' };
}

function toDeal(row: OpportunityRow, others: number): Deal {
  return {
    id: row.opportunity_id,
    name: row.name,
    account: { id: row.account_id, name: row.account },
    product: row.product,
    others,
  };
}

interface PartnerRow {
  readonly partner_id: string;
  readonly name: string;
  readonly score: number;
}

/** The partners that a sentence means, in its order; the reader's own firm where partners read. */
export function resolvePartners(sight: Sight, said: Said): Need<readonly Named[]> {
  const { facts } = sight;
  const { text } = said;
  if (facts.partner) return { state: 'known', found: [facts.partner] };
  const listed = ordinalPartner(facts, text);
  if (listed) return { state: 'known', found: [listed] };
  const lookup = need(sight, { name: 'find_partner', args: { text } });
  if (lookup.state !== 'known') return lookup as Need<readonly Named[]>;
  const rows = (lookup.found.output.candidates ?? []) as PartnerRow[];
  const found = rows.filter((row) => row.score >= 0.6).map((row) => ({ id: row.partner_id, name: row.name }));
  if (found.length > 0) return { state: 'known', found };
  const referred = /\b(?:they|them|their|this partner|that partner|it|him|her)\b/i.test(text);
  const focus = facts.focus?.partners;
  return referred && focus?.length ? { state: 'known', found: focus.slice(0, 1) } : { state: 'missing' };
}

/** 'The second one' of what was listed last. */
function ordinalPartner(facts: TurnFacts, text: string): Named | undefined {
  if (!/\b(?:one|partner|choice|option|pick|runner-?up)\b/i.test(text)) return undefined;
  const at = ORDINALS.findIndex((pattern) => pattern.test(text));
  return at >= 0 ? facts.focus?.partners?.[at] : undefined;
}

export interface PeriodFound {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

/**
 * The time that a sentence names, else the one that the conversation is about, else null: the service's own default. 'The
 * quarter before' is as long as the time spoken of before and ends where that began.
 */
export function resolvePeriod(sight: Sight, text: string): Need<PeriodFound | null> {
  const spokenOf = sight.facts.focus?.period ?? null;
  const before = spokenOf && BEFORE.test(text) ? sayTimeBefore(spokenOf) : null;
  if (!before && !TIME_WORDS.test(text)) return { state: 'known', found: spokenOf };
  const lookup = need(sight, { name: 'find_period', args: { text: before ?? text } });
  if (lookup.state !== 'known') return lookup as Need<PeriodFound | null>;
  return { state: 'known', found: (lookup.found.output.period ?? null) as PeriodFound | null };
}

const BEFORE =
  /\b(?:quarter|year|month|period|half|one|time)s? before\b|\bbefore (?:that|then)\b|\bpreceding\b|^(?:and |what about |how about )?the previous (?:one|quarter|year|period|month)\b/i;

function sayTimeBefore({ from, to }: PeriodFound): string {
  const months =
    (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 +
    Number(to.slice(5, 7)) -
    Number(from.slice(5, 7));
  const start =
    from.slice(8) === to.slice(8) && months > 0
      ? addMonths(from, -months)
      : addDays(from, -daysBetween(from, to));
  return `${start} to ${addDays(from, -1)}`;
}

/** Whether a text names a beginning ('since easter') that is no time known here. */
export function namesNoPeriod(text: string, found: PeriodFound | null): boolean {
  return found === null && /\bsince (?!when\b)[\p{L}]/iu.test(text);
}

const AMOUNT =
  /(?:(?<before>usd|eur|gbp|chf|\$|€|£)\s*)?(?<digits>\d{1,3}(?:[,. ]\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?)\s*(?<scale>k|m|thousand|million)?\b\s*(?<after>usd|eur|gbp|chf|dollars?|euros?|pounds?|\$|€|£)?/giu;
const CURRENCY: Readonly<Record<string, string>> = {
  $: 'USD',
  usd: 'USD',
  dollar: 'USD',
  dollars: 'USD',
  '€': 'EUR',
  eur: 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  '£': 'GBP',
  gbp: 'GBP',
  pound: 'GBP',
  pounds: 'GBP',
  chf: 'CHF',
};

/** The amount of money that a sentence names, as a decimal; null where none is. Bare small numbers are no amounts. */
export function readAmount(text: string): { amount: number; currency: string | null } | null {
  for (const match of text.matchAll(AMOUNT)) {
    const { before, digits = '', scale, after } = match.groups ?? {};
    const word = (before ?? after ?? '').toLowerCase();
    const plain = Number(digits.replace(/[, ]/g, '').replace(/\.(?=\d{3}(?:\D|$))/g, ''));
    const factor = /^(?:k|thousand)$/i.test(scale ?? '')
      ? 1_000
      : /^(?:m|million)$/i.test(scale ?? '')
        ? 1_000_000
        : 1;
    if (word || scale || plain >= 1_000) {
      const isYear = !word && !scale && plain >= 1990 && plain <= 2100 && !/[,.]/.test(digits);
      if (!isYear) return { amount: plain * factor, currency: CURRENCY[word] ?? null };
    }
  }
  return null;
}
