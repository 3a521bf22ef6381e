import type { ScopedConnection } from '../access/access.ts';
import { type PublishedCount, publishCount } from './publish-count.ts';
import { POPULATIONS, ruleFor, type SharingRule, showsField } from './sharing-rules.ts';
import type { Population, PopulationCell, SharedCell, SharingLevel } from './types.ts';

/** Where a record's population is not shown. */
const UNSAID = 'unsaid';

interface CountedCell extends Record<string, unknown> {
  readonly ourPopulation: Population;
  readonly population: Population | typeof UNSAID;
  readonly accounts: readonly string[];
  readonly records: number;
}

interface KnownCell extends Record<string, unknown> {
  readonly key: string;
  readonly ours: PublishedCount | null;
  readonly theirs: PublishedCount | null;
}

/**
 * Counts ours × theirs of one partner anew, apart for each side: exactly where that side sees the rows, else by the rule of
 * `publishCount`. A side that gets only counts has a cell for each pair of populations, so that one that comes or goes says
 * nothing either.
 */
export async function recountOverlaps(
  connection: ScopedConnection,
  of: { partnerId: string; sharing: readonly SharingRule[] },
): Promise<void> {
  const { partnerId, sharing } = of;
  const theirs = POPULATIONS.map((population) => ruleFor(sharing, population, 'theirs_to_us'));
  const ours = POPULATIONS.map((population) => ruleFor(sharing, population, 'ours_to_them'));
  const masked = theirs
    .filter((rule) => rule.level !== 'count' && rule.level !== 'hidden' && !showsField(rule, 'population'))
    .map((rule) => rule.population);
  // Each side counts by the populations that it knows: the partner by its own, we by those that it shows.
  const asTheirs = await countLinked(connection, { partnerId, masked: [] });
  const asShown = masked.length > 0 ? await countLinked(connection, { partnerId, masked }) : asTheirs;
  const before = new Map((await listKnown(connection, partnerId)).map((cell) => [cell.key, cell]));
  const ownTotals = await countOurs(connection);
  const theirTotals = await countTheirs(connection, partnerId);

  const rows = ours.flatMap((our) =>
    [...POPULATIONS, UNSAID].flatMap((population) => {
      const level = levelOf(theirs.find((rule) => rule.population === population) ?? null, masked);
      const forUs = findCell(asShown, our.population, population);
      const forThem = findCell(asTheirs, our.population, population);
      if (population === UNSAID && forUs.records === 0) return [];
      const known = before.get(`${our.population}/${population}`);
      const said = publishCount(
        { ...forUs, isWhole: forUs.accounts.length === ownTotals.get(our.population) },
        { onlyCounts: level === 'count', before: known?.ours ?? null },
      );
      const shown = publishCount(
        { ...forThem, isWhole: forThem.records === theirTotals.get(population) },
        { onlyCounts: our.level === 'count', before: known?.theirs ?? null },
      );
      const isShown =
        (our.level === 'count' || (our.level !== 'hidden' && showsField(our, 'population'))) &&
        (population !== UNSAID || forThem.records > 0);
      return [
        {
          our_population: our.population,
          population,
          level,
          ...(level === 'hidden' ? NOTHING : shape(said)),
          their_total: level === 'full' ? (theirTotals.get(population) ?? null) : null,
          our_level: our.level,
          ...prefix(isShown ? shape(shown) : NOTHING),
        },
      ];
    }),
  );
  await connection.query('delete from overlap_counts where partner_id = $1', [partnerId]);
  await connection.query(INSERT_COUNTS, [partnerId, JSON.stringify(rows)]);
}

const NOTHING = { accounts: null, records: null, said: null, counted: null };

function shape({ accounts, records, said, counted }: PublishedCount) {
  return { accounts, records, said, counted };
}

function prefix(one: ReturnType<typeof shape> | typeof NOTHING) {
  return {
    shown_accounts: one.accounts,
    shown_records: one.records,
    shown_said: one.said,
    shown_counted: one.counted,
  };
}

/** How open a population is to us; `null` for records in none. One whose name is not shown is counted as 'unsaid'. */
function levelOf(rule: SharingRule | null, masked: readonly string[]): SharingLevel {
  if (!rule) return masked.length > 0 ? 'overlap' : 'full';
  return masked.includes(rule.population) ? 'hidden' : rule.level;
}

function findCell(cells: readonly CountedCell[], ourPopulation: string, population: string) {
  const cell = cells.find((one) => one.ourPopulation === ourPopulation && one.population === population);
  return { accounts: cell?.accounts ?? [], records: cell?.records ?? 0 };
}

const INSERT_COUNTS = `
  insert into overlap_counts (partner_id, our_population, population, level, accounts, records, said, their_total, counted,
    our_level, shown_accounts, shown_records, shown_said, shown_counted)
  select $1, c.our_population, c.population, c.level, c.accounts, c.records, c.said, c.their_total, c.counted, c.our_level,
    c.shown_accounts, c.shown_records, c.shown_said, c.shown_counted
  from jsonb_to_recordset($2::jsonb) as c(our_population text, population text, level text, accounts int, records int,
    said text, their_total int, counted text[], our_level text, shown_accounts int, shown_records int, shown_said text,
    shown_counted text[])`;

/** Linked records by populations; one in no population, or in one that is not shown, is 'unsaid'. */
function countLinked(
  connection: ScopedConnection,
  of: { partnerId: string; masked: readonly string[] },
): Promise<CountedCell[]> {
  return connection.query<CountedCell>(
    `select o.our_population as "ourPopulation", q.population,
       array_agg(distinct o.account_id order by o.account_id) as accounts, count(distinct o.record_id)::int as records
     from account_overlaps o
     join partner_accounts p on p.partner_id = o.partner_id and p.record_id = o.record_id
     cross join lateral (
       select distinct case when u.population = any ($2) then 'unsaid' else u.population end as population
       from unnest(case when p.populations = '{}' then '{unsaid}' else p.populations end) as u(population)) q
     where o.partner_id = $1
       and o.decision = 'match'
     group by o.our_population, q.population`,
    [of.partnerId, of.masked],
  );
}

async function listKnown(connection: ScopedConnection, partnerId: string): Promise<KnownCell[]> {
  return connection.query<KnownCell>(
    `select our_population || '/' || population as key,
       case when said is not null then
         jsonb_build_object('accounts', accounts, 'records', records, 'said', said, 'counted', counted) end as ours,
       case when shown_said is not null then
         jsonb_build_object('accounts', shown_accounts, 'records', shown_records, 'said', shown_said, 'counted',
           shown_counted) end as theirs
     from overlap_counts
     where partner_id = $1`,
    [partnerId],
  );
}

async function countOurs(connection: ScopedConnection): Promise<ReadonlyMap<string, number>> {
  const rows = await connection.query<{ population: string; n: number }>(
    'select status as population, count(*)::int as n from accounts group by status',
  );
  return new Map(rows.map(({ population, n }) => [population, n]));
}

async function countTheirs(
  connection: ScopedConnection,
  partnerId: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await connection.query<{ population: string; n: number }>(
    `select u.population, count(*)::int as n
     from partner_accounts p
     cross join lateral unnest(p.populations) as u(population)
     where p.partner_id = $1
     group by u.population`,
    [partnerId],
  );
  return new Map(rows.map(({ population, n }) => [population, n]));
}

/** Ours × theirs, by partner, as our people may read it. */
export function listPopulationCells(
  connection: ScopedConnection,
  partnerId: string | null,
): Promise<PopulationCell[]> {
  return connection.query<PopulationCell & Record<string, unknown>>(
    `select c.partner_id as "partnerId", c.our_population as "ourPopulation", c.population, c.level, c.accounts,
       c.records, c.said, coalesce(n.accounts, 0)::int as "ourTotal", c.their_total as "theirTotal",
       case when c.level in ('overlap', 'full') then coalesce(s.accounts, 0)::int end as "several"
     from overlap_counts c
     left join (
       select status, count(*) as accounts
       from accounts
       group by status) n on n.status = c.our_population
     left join (
       select d.partner_id, d.our_population, d.population, count(*) as accounts
       from (
         select o.partner_id, o.our_population, coalesce(u.population, 'unsaid') as population
         from account_overlaps o
         left join lateral unnest(o.populations) as u(population) on true
         where o.decision = 'match'
         group by o.partner_id, o.our_population, coalesce(u.population, 'unsaid'), o.account_id
         having count(*) > 1) d
       group by d.partner_id, d.our_population, d.population) s on s.partner_id = c.partner_id
       and s.our_population = c.our_population
       and s.population = c.population
     where $1::text is null or c.partner_id = $1
     order by c.partner_id, c.our_population, c.population`,
    [partnerId],
  );
}

/** A partner's own matrix: its populations × ours, as far as we show them. */
export function listSharedCells(connection: ScopedConnection): Promise<SharedCell[]> {
  return connection.query<SharedCell & Record<string, unknown>>(
    `select population, our_population as "ourPopulation", our_level as level, shown_accounts as accounts,
       shown_records as records, shown_said as said
     from overlap_counts
     order by population, our_population`,
  );
}

/** A population of which a partner shares no rows: said as 'not shared', never as 'none'. */
export interface WithheldPopulation {
  readonly partnerId: string;
  readonly partnerName: string;
  readonly population: Population;
  readonly level: 'hidden' | 'count';
}

export function listWithheldPopulations(
  connection: ScopedConnection,
  partnerId: string | null,
): Promise<WithheldPopulation[]> {
  return connection.query<WithheldPopulation & Record<string, unknown>>(
    `select s.partner_id as "partnerId", p.name as "partnerName", s.population, s.level
     from sharing s
     join partners p on p.partner_id = s.partner_id
     where s.direction = 'theirs_to_us'
       and s.level in ('hidden', 'count')
       and ($1::text is null or s.partner_id = $1)
     order by s.partner_id, s.population`,
    [partnerId],
  );
}
