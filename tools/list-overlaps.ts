import { z } from 'zod';
import type { Overlap, PopulationCell } from '../src/accounts/types.ts';
import { defineTool, STAFF, type ToolContext } from './define.ts';
import { dedupePartners, nameMatch, sayPopulation, shapeOverlap } from './overlap-shape.ts';

const SHOWN = 15;

const POPULATION = z.enum(['customer', 'open_opportunity', 'prospect']);

const INPUT = z.object({
  account_id: z.string().optional(),
  partner_id: z.string().optional(),
  their_population: POPULATION.optional(),
  our_population: POPULATION.optional(),
  owner_email: z.string().optional().describe('owner of our account'),
  region: z.string().optional().describe('a region or country of our account: DACH, EMEA, DE'),
  since: z.iso.date().optional().describe('only what is new since that day'),
  by: z.enum(['partner', 'account', 'owner', 'region']).optional().describe('counts instead of rows'),
  whitespace: z
    .enum(['theirs', 'ours'])
    .optional()
    .describe('theirs: companies that the partner has and we have not; ours: the reverse. Needs partner_id'),
});
type Input = z.infer<typeof INPUT>;

const OUTPUT = z.object({
  overlaps: z.array(
    z.object({
      partner_id: z.string(),
      partner: z.string(),
      account_id: z.string(),
      account: z.string(),
      our_population: z.string(),
      their_populations: z.array(z.string()),
      their_record: z.string(),
      owner: z.string().nullable(),
      customer_since: z.string().nullable(),
      last_activity_on: z.string().nullable(),
      stage: z.string().nullable(),
      first_seen_on: z.string(),
      why: z.string(),
      not_shared: z.array(z.string()),
    }),
  ),
  groups: z.array(z.object({ key: z.string(), name: z.string(), accounts: z.number(), records: z.number() })),
  whitespace: z.array(
    z.object({
      name: z.string(),
      country: z.string().nullable(),
      populations: z.array(z.string()),
      owner: z.string().nullable(),
      last_activity_on: z.string().nullable(),
    }),
  ),
  total: z.number().describe('accounts of ours, each counted once a partner; of whitespace, companies'),
  partner_records: z.number().describe('rows of the partners; more than accounts where they list one twice'),
  in_review: z.number(),
  counts_only: z.array(z.object({ partner_id: z.string(), text: z.string() })),
  not_shared: z.array(z.string()).describe('what the answer can not cover: never the same as none'),
  has_more: z.boolean(),
});
type Output = z.infer<typeof OUTPUT>;

const NONE: Output = {
  overlaps: [],
  groups: [],
  whitespace: [],
  total: 0,
  partner_records: 0,
  in_review: 0,
  counts_only: [],
  not_shared: [],
  has_more: false,
};

/** Who of the partners knows an account, which accounts a partner shares with us, and what either has alone. */
export const listOverlaps = defineTool({
  name: 'list_overlaps',
  label: 'Looking up overlaps',
  description:
    'Lists overlaps: which partners have an account on their list, or which of our accounts a partner has; counts by partner, ' +
    'owner or region; what is new since a day; whitespace. Shows only what partners share. Not a ranking: to choose a ' +
    'partner for a deal call recommend_partners.',
  effect: 'read',
  roles: STAFF,
  input: INPUT,
  output: OUTPUT,
  run(input, context) {
    if (input.whitespace && input.partner_id)
      return listWhitespace({ ...input, partner_id: input.partner_id }, context);
    return input.by ? countBy(input, input.by, context) : listRows(input, context);
  },
});

function readFilter(input: Input) {
  return {
    partnerId: input.partner_id,
    accountIds: input.account_id ? [input.account_id] : undefined,
    ourPopulation: input.our_population,
    population: input.their_population,
    ownerEmail: input.owner_email,
    region: input.region,
    since: input.since,
  };
}

async function listRows(input: Input, context: ToolContext) {
  const all = await context.services.accounts.overlaps(context.scope, readFilter(input));
  const certain = all.filter((one) => one.decision === 'match');
  const distinct = dedupeAccounts(certain).sort(byUse);
  const shown = distinct.slice(0, SHOWN);
  const output: Output = {
    ...NONE,
    overlaps: shown.map(shapeOverlap),
    total: distinct.length,
    partner_records: certain.length,
    in_review: all.length - certain.length,
    ...(await describeWithheld(input.partner_id, context)),
    has_more: distinct.length > SHOWN,
  };
  if (shown.length === 0) return { output };
  return {
    output,
    cards: [
      {
        kind: 'table' as const,
        title: input.account_id
          ? `Partners that know ${shown[0]?.accountName}`
          : `Overlaps${input.partner_id ? ` with ${shown[0]?.partnerName}` : ''}${input.since ? ` new since ${input.since}` : ''}`,
        columns: ['Partner', 'Account', 'Theirs', 'Ours', 'Their owner', 'Last activity'],
        rows: output.overlaps.map((o) => [
          o.partner,
          o.account,
          o.not_shared.includes('population') && o.their_populations.length === 0
            ? 'not shared'
            : o.their_populations.join(', '),
          o.our_population,
          o.owner ?? (o.not_shared.includes('owner_name') ? 'not shared' : ''),
          o.last_activity_on ?? (o.not_shared.includes('last_activity_on') ? 'not shared' : ''),
        ]),
        total: distinct.length,
        has_more: output.has_more,
        matches: shown.slice(0, 5).map(nameMatch),
      },
    ],
    focus: { partners: dedupePartners(shown.map((o) => ({ id: o.partnerId, name: o.partnerName }))) },
  };
}

async function countBy(input: Input, by: NonNullable<Input['by']>, context: ToolContext) {
  const groups = await context.services.accounts.overlapGroups(context.scope, by, readFilter(input));
  const shown = groups.slice(0, SHOWN).map(({ key, name, accounts, records }) => ({
    key: key ?? 'none',
    name: name ?? key ?? (by === 'owner' ? 'no owner' : 'no country'),
    accounts,
    records,
  }));
  const output: Output = {
    ...NONE,
    groups: shown,
    total: groups.length,
    ...(await describeWithheld(input.partner_id, context)),
    has_more: groups.length > SHOWN,
  };
  const title = `Overlaps by ${by}${input.since ? `, new since ${input.since}` : ''}`;
  return {
    output,
    ...(shown.length > 0
      ? {
          cards: [
            {
              kind: 'table' as const,
              title,
              columns: [by === 'owner' ? 'Our owner' : titleCase(by), 'Our accounts', 'Their records'],
              rows: shown.map((one) => [one.name, String(one.accounts), String(one.records)]),
              total: groups.length,
              has_more: output.has_more,
            },
          ],
        }
      : {}),
  };
}

async function listWhitespace(input: Input & { partner_id: string }, context: ToolContext) {
  const { scope, services } = context;
  const filter = { partnerId: input.partner_id, region: input.region, limit: SHOWN };
  const found =
    input.whitespace === 'theirs'
      ? await services.accounts
          .partnerWhitespace(scope, { ...filter, population: input.their_population, since: input.since })
          .then(({ rows, total }) => ({
            total,
            rows: rows.map((one) => ({
              name: one.name ?? one.domain ?? 'name not shared',
              country: one.country,
              populations: one.populations.map(sayPopulation),
              owner: one.ownerName,
              last_activity_on: one.lastActivityOn,
            })),
          }))
      : await services.accounts
          .ourWhitespace(scope, { ...filter, population: input.our_population })
          .then(({ rows, total }) => ({
            total,
            rows: rows.map((one) => ({
              name: one.name,
              country: one.country,
              populations: [sayPopulation(one.population)],
              owner: one.ownerEmail,
              last_activity_on: one.lastActivityOn,
            })),
          }));
  const output: Output = {
    ...NONE,
    whitespace: found.rows,
    total: found.total,
    ...(await describeWithheld(input.partner_id, context)),
    has_more: found.total > found.rows.length,
  };
  if (found.rows.length === 0) return { output };
  return {
    output,
    cards: [
      {
        kind: 'table' as const,
        title:
          input.whitespace === 'theirs'
            ? 'Companies that the partner has and we have not'
            : 'Accounts of ours that the partner does not share',
        columns: ['Company', 'Country', 'Standing', 'Owner', 'Last activity'],
        rows: found.rows.map((one) => [
          one.name,
          one.country ?? '',
          one.populations.join(', '),
          one.owner ?? '',
          one.last_activity_on ?? '',
        ]),
        total: found.total,
        has_more: output.has_more,
      },
    ],
  };
}

/** What a partner shares as numbers alone, or not at all, is said as such: 'not shared' is not 'none'. */
async function describeWithheld(partnerId: string | undefined, { scope, services }: ToolContext) {
  const withheld = await services.accounts.withheldPopulations(scope, partnerId);
  const cells = withheld.length > 0 ? await services.accounts.populationMatrix(scope, partnerId) : [];
  return {
    counts_only: cells
      .filter((cell) => cell.level === 'count' && cell.said !== 'few')
      .concat(cells.filter((cell) => cell.level === 'count' && cell.said === 'few'))
      .slice(0, 10)
      .map((cell) => ({ partner_id: cell.partnerId, text: describeCell(cell) })),
    not_shared: [...new Set(withheld.map((one) => one.partnerName))]
      .slice(0, 10)
      .map((name) => `${name} does not share all of its list`),
  };
}

function describeCell(cell: PopulationCell): string {
  const many = { exact: String(cell.accounts), few: 'fewer than 5', all: 'all' }[cell.said];
  return `${many} of our ${sayPopulation(cell.ourPopulation)} accounts among their ${sayPopulation(cell.population)} records; which ones is not shared`;
}

function dedupeAccounts(overlaps: readonly Overlap[]): Overlap[] {
  const seen = new Set<string>();
  return overlaps.filter(({ partnerId, accountId }) => {
    const key = `${partnerId}\n${accountId}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Customers before others, then by what the partner did last: whom a rep would call first. Else as they came. */
function byUse(a: Overlap, b: Overlap): number {
  const rank = ({ populations }: Overlap) =>
    populations.includes('customer') ? 0 : populations.length > 0 ? 1 : 2;
  return rank(a) - rank(b) || (b.lastActivityOn ?? '').localeCompare(a.lastActivityOn ?? '');
}

function titleCase(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}
