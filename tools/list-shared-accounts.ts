import { z } from 'zod';
import type { SharedCell } from '../src/accounts/types.ts';
import { defineTool, type ToolContext } from './define.ts';
import { sayPopulation } from './overlap-shape.ts';

const SHOWN = 20;

/** A partner's own view of the overlaps that we share with it. */
export const listSharedAccounts = defineTool({
  name: 'list_shared_accounts',
  label: 'Looking up shared accounts',
  description:
    "Lists the reader's own records that are accounts of ours, as far as we share them, or with whitespace: true the accounts " +
    'that we share and the reader has not. Use it when a partner asks which accounts we have in common.',
  effect: 'read',
  roles: ['partner'],
  input: z.object({ whitespace: z.boolean().optional() }),
  output: z.object({
    accounts: z.array(
      z.object({
        record: z.string(),
        our_population: z.string().nullable(),
        our_owner: z.string().nullable(),
        our_last_activity_on: z.string().nullable(),
        our_customer_since: z.string().nullable(),
      }),
    ),
    total: z.number(),
    counts_only: z.array(z.string()),
    has_more: z.boolean(),
  }),
  run: (input, context) => (input.whitespace ? listWhitespace(context) : listCommon(context)),
});

async function listCommon({ scope, services }: ToolContext) {
  const all = await services.accounts.sharedOverlaps(scope);
  const accounts = all.slice(0, SHOWN).map((one) => ({
    record: one.recordName,
    our_population: one.ourPopulation && sayPopulation(one.ourPopulation),
    our_owner: one.ourOwnerName ?? one.ourOwnerEmail,
    our_last_activity_on: one.ourLastActivityOn,
    our_customer_since: one.ourCustomerSince,
  }));
  const cells = await services.accounts.sharedMatrix(scope);
  const output = {
    accounts,
    total: all.length,
    counts_only: cells.filter((cell) => cell.level === 'count').map(describeCell),
    has_more: all.length > SHOWN,
  };
  const rows = accounts.map((one) => [
    one.record,
    one.our_population ?? 'not shared',
    one.our_owner ?? 'not shared',
    one.our_last_activity_on ?? '',
  ]);
  return draw(output, {
    title: 'Accounts in common',
    columns: ['Your record', 'With us', 'Our owner', 'Our last activity'],
    rows,
  });
}

async function listWhitespace({ scope, services }: ToolContext) {
  const { rows, total } = await services.accounts.sharedWhitespace(scope, SHOWN);
  const accounts = rows.map((one) => ({
    record: one.name,
    our_population: sayPopulation(one.population),
    our_owner: null,
    our_last_activity_on: null,
    our_customer_since: null,
  }));
  const output = { accounts, total, counts_only: [], has_more: total > SHOWN };
  return draw(output, {
    title: 'Accounts of ours that are not on your list',
    columns: ['Account', 'With us', 'Country'],
    rows: rows.map((one) => [one.name, sayPopulation(one.population), one.country ?? '']),
  });
}

function draw<Output extends { total: number; has_more: boolean }>(
  output: Output,
  table: { title: string; columns: string[]; rows: string[][] },
) {
  const { total, has_more } = output;
  if (table.rows.length === 0) return { output };
  return { output, cards: [{ kind: 'table' as const, ...table, total, has_more }] };
}

/** Counts are per pair of populations and never added up: sums would tell what a single count must not. */
function describeCell(cell: SharedCell): string {
  const many = { exact: String(cell.accounts), few: 'fewer than 5', all: 'all' }[cell.said];
  return `${many} of our ${sayPopulation(cell.ourPopulation)} accounts among your ${sayPopulation(cell.population)} records`;
}
