import type { IsoDate } from '../../src/dates.ts';
import { addMonths } from '../../src/dates.ts';
import type { CsvRow, PlantedConflict, TaskWorld } from './task-world.ts';

/** The first word of a name, by which people in a hurry call a firm. */
export function shortName(name: string): string {
  return name.split(/\s+/)[0] ?? name;
}

const LEGAL_FORM =
  /[\s,]+(?:corporation|corp|inc|llc|ltd|plc|co|ag|gmbh(?: & co\. kg)?|kg|se|sa|sas|sarl|s\.?r\.?l|spa|s\.?l|b\.?v|n\.?v|ab|as|a\/s|oy|aps|pty ltd|kk|limited|company)\.?$/i;

/** The name without its legal form. */
export function plainName(name: string): string {
  return name.replace(LEGAL_FORM, '');
}

/** A slip of the hand: two letters of the first word change places. */
export function misspell(name: string): string {
  const at = Math.max(1, Math.floor(shortName(name).length / 2) - 1);
  return `${name.slice(0, at)}${name[at + 1] ?? ''}${name[at] ?? ''}${name.slice(at + 2)}`;
}

/** Accounts that share their first word with no other account and no partner. */
export function unmistakableAccounts(world: TaskWorld): readonly CsvRow[] {
  const stems = new Map<string, number>();
  for (const one of [...world.rows('accounts'), ...world.rows('partners')]) {
    const stem = shortName(one.name ?? '').toLowerCase();
    stems.set(stem, (stems.get(stem) ?? 0) + 1);
  }
  return world.rows('accounts').filter((one) => stems.get(shortName(one.name ?? '').toLowerCase()) === 1);
}

export interface TrueOverlap {
  readonly partnerId: string;
  readonly partner: string;
  readonly accountId: string;
  readonly population: string;
  readonly spelling: string;
  /** How much of it the partner shows us. */
  readonly level: string;
}

const LEVELS = ['hidden', 'count', 'overlap', 'full'];

/** Whom the partners' lists truly hold, by the planted truth, with what each shares under sharing.csv. */
export function trueOverlaps(world: TaskWorld): readonly TrueOverlap[] {
  const records = new Map(
    world.rows('partner_accounts').map((one) => [`${one.partner_id} ${one.partner_record_id}`, one]),
  );
  return world.truth.matches.flatMap((match) => {
    const record = records.get(`${match.partner_id} ${match.partner_record_id}`);
    if (!match.account_id || !record) return [];
    const populations = (record.population ?? '').split(';');
    const levels = populations.map((one) => LEVELS.indexOf(sharingLevel(world, match.partner_id, one)));
    return [
      {
        partnerId: match.partner_id,
        partner: world.row('partners', match.partner_id).name ?? '',
        accountId: match.account_id,
        population: record.population ?? '',
        spelling: match.spelling,
        level: LEVELS[Math.max(...levels)] ?? 'hidden',
      },
    ];
  });
}

function sharingLevel(world: TaskWorld, partnerId: string, population: string): string {
  const rule = world
    .rows('sharing')
    .find(
      (one) =>
        one.partner_id === partnerId && one.population === population && one.direction === 'theirs_to_us',
    );
  return rule?.level ?? 'full';
}

/** Spelt so that nobody could doubt which account is meant. */
export function isPlainSpelling(spelling: string): boolean {
  return ['exact', 'no legal form', 'upper case', 'lower case'].includes(spelling);
}

/** Whether a partner's record of it reaches us by name. */
export function isShared(one: TrueOverlap): boolean {
  return one.level === 'overlap' || one.level === 'full';
}

/** The planted case of a code. */
export function plantedCase(world: TaskWorld, code: string, present = true): PlantedConflict {
  const found = world.truth.conflicts.find((one) => one.code === code && one.present === present);
  if (!found) throw new Error(`The truth has no case of ${code}.`);
  return found;
}

export interface Span {
  readonly from: IsoDate;
  /** The day after the last. */
  readonly to: IsoDate;
}

/** The last complete fiscal quarter before today, or `count` of them. */
export function lastQuarters(world: TaskWorld, count: number): Span {
  const { today, fiscal_year_starts: starts } = world.settings;
  const month = Number(today.slice(5, 7));
  const intoQuarter = (((month - starts) % 3) + 3) % 3;
  const to = addMonths(`${today.slice(0, 7)}-01`, -intoQuarter);
  return { from: addMonths(to, -3 * count), to };
}

/** Won amounts in the company's currency that the truth says this partner sourced; of all partners without one. */
export function sourcedAmount(world: TaskWorld, span: Span, partnerId?: string): number {
  return Math.round(
    wonIn(world, span)
      .filter((one) => {
        const source = world.truth.sources[one.opportunity_id ?? ''];
        return source !== undefined && (partnerId === undefined || source === partnerId);
      })
      .reduce((sum, one) => sum + amountOf(world, one), 0),
  );
}

/** Partners by what they sourced in a span, the most first. */
export function topSources(world: TaskWorld, span: Span): readonly { partnerId: string; amount: number }[] {
  return world
    .rows('partners')
    .map((one) => ({
      partnerId: one.partner_id ?? '',
      amount: sourcedAmount(world, span, one.partner_id ?? ''),
    }))
    .sort((a, b) => b.amount - a.amount);
}

/** Ids of the won deals of a span that the truth says some partner sourced, the largest first. */
export function sourcedDeals(world: TaskWorld, span: Span): readonly string[] {
  return wonIn(world, span)
    .filter((one) => world.truth.sources[one.opportunity_id ?? ''] !== undefined)
    .sort((a, b) => amountOf(world, b) - amountOf(world, a))
    .map((one) => one.opportunity_id ?? '');
}

function wonIn(world: TaskWorld, span: Span): readonly CsvRow[] {
  return world
    .rows('opportunities')
    .filter(
      (one) =>
        one.stage === 'closed_won' && (one.close_on ?? '') >= span.from && (one.close_on ?? '') < span.to,
    );
}

function amountOf(world: TaskWorld, row: CsvRow): number {
  const { currency, rates } = world.settings;
  const rate = row.currency === currency ? 1 : (rates[row.currency ?? ''] ?? 1);
  return Number(row.amount) * rate;
}

/** Active partners by how much they truly raise a deal's odds, the most first. */
export function bestPartners(world: TaskWorld, opportunityId: string): readonly string[] {
  const deal = world.truth.open_deals.find((one) => one.opportunity_id === opportunityId);
  return Object.entries(deal?.with_partner ?? {})
    .sort(([, a], [, b]) => b - a)
    .map(([partnerId]) => partnerId);
}

/** Open deals of a rep on which no partner has a role, the largest first. */
export function openDealsWithoutPartner(world: TaskWorld, email: string): readonly CsvRow[] {
  const taken = new Set(
    world
      .rows('opportunity_partners')
      .filter((one) => one.accepted !== 'false')
      .map((one) => one.opportunity_id),
  );
  return world
    .rows('opportunities')
    .filter(
      (one) =>
        one.owner_email === email && !one.stage?.startsWith('closed') && !taken.has(one.opportunity_id),
    )
    .sort((a, b) => amountOf(world, b) - amountOf(world, a));
}

/** Registrations in these states, of one partner where it is given. */
export function registrationsIn(
  world: TaskWorld,
  states: readonly string[],
  partnerId?: string,
): readonly CsvRow[] {
  return world
    .rows('registrations')
    .filter(
      (one) => states.includes(one.status ?? '') && (partnerId === undefined || one.partner_id === partnerId),
    );
}

/** An account of which nothing is known but its name: no deal, contract, registration, family or rule. */
export function quietAccount(world: TaskWorld): CsvRow {
  const busy = new Set([
    ...world.rows('opportunities').map((one) => one.account_id),
    ...world.rows('subscriptions').map((one) => one.account_id),
    ...world.rows('marketplace_offers').map((one) => one.account_id),
    ...world
      .rows('accounts')
      .flatMap((one) => (one.parent_account_id ? [one.account_id, one.parent_account_id] : [])),
    ...world.truth.conflicts.map((one) => one.check.accountId),
  ]);
  const registered = world.rows('registrations').map((one) =>
    shortName(one.account_name ?? '')
      .toLowerCase()
      .slice(0, 4),
  );
  const found = unmistakableAccounts(world).find(
    (one) =>
      !busy.has(one.account_id) &&
      one.status === 'prospect' &&
      !registered.includes(
        shortName(one.name ?? '')
          .toLowerCase()
          .slice(0, 4),
      ),
  );
  if (!found) throw new Error('The world has no quiet account.');
  return found;
}

/** Certificates of a partner that are valid today. */
export function validCertificates(world: TaskWorld, partnerId: string): readonly CsvRow[] {
  const { today } = world.settings;
  return world
    .rows('certifications')
    .filter(
      (one) =>
        one.partner_id === partnerId &&
        one.status === 'completed' &&
        (!one.expires_on || one.expires_on >= today),
    );
}

/** Two accounts that share their first word and are no family. */
export function namesakes(world: TaskWorld): { stem: string; names: readonly string[] } {
  const accounts = world.rows('accounts').filter((one) => one.account_id !== world.truth.notable.heroAccount);
  for (const one of accounts) {
    const stem = shortName(one.name ?? '');
    const same = accounts.filter((other) => shortName(other.name ?? '') === stem);
    const related = same.some((other) =>
      same.some((parent) => other.parent_account_id === parent.account_id),
    );
    if (same.length === 2 && !related) return { stem, names: same.map((other) => other.name ?? '') };
  }
  throw new Error('The world has no namesakes.');
}

/** Open deals by their account, the largest first. */
export function openDealsOf(world: TaskWorld): ReadonlyMap<string, readonly CsvRow[]> {
  const deals = new Map<string, CsvRow[]>();
  for (const one of world.rows('opportunities')) {
    if (one.stage?.startsWith('closed')) continue;
    deals.set(one.account_id ?? '', [...(deals.get(one.account_id ?? '') ?? []), one]);
  }
  for (const some of deals.values()) some.sort((a, b) => amountOf(world, b) - amountOf(world, a));
  return deals;
}
