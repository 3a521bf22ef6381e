import { z } from 'zod';
import type { Overlap } from '../src/accounts/types.ts';
import { defineTool, STAFF, type ToolContext } from './define.ts';

const SHOWN = 15;

const POPULATION_WORDS: Readonly<Record<string, string>> = {
  customer: 'customer',
  open_opportunity: 'open opportunity',
  prospect: 'prospect',
};

/** Who of the partners knows an account, or which accounts a partner shares with us. */
export const listOverlaps = defineTool({
  name: 'list_overlaps',
  label: 'Looking up overlaps',
  description:
    'Lists overlaps: which partners have an account on their list, or which of our accounts a partner has. Shows only ' +
    'what partners share. Not a ranking: to choose a partner for a deal call recommend_partners.',
  effect: 'read',
  roles: STAFF,
  input: z.object({
    account_id: z.string().optional(),
    partner_id: z.string().optional(),
    their_population: z.enum(['customer', 'open_opportunity', 'prospect']).optional(),
    our_population: z.enum(['customer', 'open_opportunity', 'prospect']).optional(),
  }),
  output: z.object({
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
        why: z.string(),
        not_shared: z.array(z.string()),
      }),
    ),
    total: z.number().describe('accounts of ours, each counted once a partner'),
    partner_records: z
      .number()
      .describe('rows of the partners; more than accounts where they list one twice'),
    in_review: z.number(),
    counts_only: z.array(z.object({ partner_id: z.string(), text: z.string() })),
    has_more: z.boolean(),
  }),
  async run(input, context) {
    const all = await readOverlaps(input, context);
    const certain = all.filter((one) => one.decision === 'match');
    const fitting = certain.filter(
      (one) =>
        (!input.their_population || one.populations.includes(input.their_population)) &&
        (!input.our_population || one.ourPopulation === input.our_population),
    );
    const distinct = fitting.filter(
      (one, i) =>
        fitting.findIndex((o) => o.partnerId === one.partnerId && o.accountId === one.accountId) === i,
    );
    const shown = distinct.slice(0, SHOWN);
    const output = {
      overlaps: shown.map(shapeOverlap),
      total: distinct.length,
      partner_records: fitting.length,
      in_review: all.length - certain.length,
      counts_only: await describeCounts(input.partner_id, context),
      has_more: distinct.length > SHOWN,
    };
    return {
      output,
      ...(shown.length > 0
        ? {
            cards: [
              {
                kind: 'table' as const,
                title: input.account_id
                  ? `Partners that know ${shown[0]?.accountName}`
                  : `Overlaps with ${shown[0]?.partnerName}`,
                columns: ['Partner', 'Account', 'Theirs', 'Ours', 'Their owner', 'Last activity'],
                rows: output.overlaps.map((o) => [
                  o.partner,
                  o.account,
                  o.their_populations.join(', '),
                  o.our_population,
                  o.owner ?? (o.not_shared.includes('owner_name') ? 'not shared' : ''),
                  o.last_activity_on ?? (o.not_shared.includes('last_activity_on') ? 'not shared' : ''),
                ]),
                total: distinct.length,
                has_more: output.has_more,
                matches: shown.slice(0, 5).map(nameMatch),
              },
            ],
            focus: { partners: dedupe(shown.map((o) => ({ id: o.partnerId, name: o.partnerName }))) },
          }
        : {}),
    };
  },
});

function readOverlaps(
  input: { account_id?: string | undefined; partner_id?: string | undefined },
  { scope, services }: ToolContext,
): Promise<Overlap[]> {
  return services.accounts.overlaps(scope, {
    ...(input.partner_id ? { partnerId: input.partner_id } : {}),
    ...(input.account_id ? { accountIds: [input.account_id] } : {}),
  });
}

function nameMatch(one: Overlap) {
  return {
    partner_id: one.partnerId,
    record_id: one.recordId,
    account_id: one.accountId,
    label: `${one.accountName} at ${one.partnerName}`,
  };
}

function shapeOverlap(one: Overlap) {
  return {
    partner_id: one.partnerId,
    partner: one.partnerName,
    account_id: one.accountId,
    account: one.accountName,
    our_population: POPULATION_WORDS[one.ourPopulation] ?? one.ourPopulation,
    their_populations: one.populations.map((population) => POPULATION_WORDS[population] ?? population),
    their_record: one.recordName,
    owner: one.ownerName,
    customer_since: one.customerSince,
    last_activity_on: one.lastActivityOn,
    why: one.explanation,
    not_shared: [...one.withheld],
  };
}

/** What a partner shares as numbers alone is said as such: 'not shared' is not 'none'. */
async function describeCounts(partnerId: string | undefined, { scope, services }: ToolContext) {
  const cells = await services.accounts.populationMatrix(scope, partnerId);
  return cells
    .filter((cell) => cell.level === 'count')
    .slice(0, 10)
    .map((cell) => ({
      partner_id: cell.partnerId,
      text: `${cell.accounts ?? 'fewer than 5'} of our ${POPULATION_WORDS[cell.ourPopulation]} accounts among their ${POPULATION_WORDS[cell.population]} records; which ones is not shared`,
    }));
}

function dedupe(partners: { id: string; name: string }[]): { id: string; name: string }[] {
  return partners.filter((one, i) => partners.findIndex((o) => o.id === one.id) === i);
}
