import type { Scope } from '../../access/types.ts';
import type { AccountsService } from '../../accounts/service.ts';
import type { Population } from '../../accounts/types.ts';
import { AppError } from '../../errors.ts';
import type { PartnersService } from '../../partners/service.ts';
import { type Output, writeJson } from '../output.ts';
import { writeTable } from './answer-text.ts';

/** What a table has room for, in its order; JSON has every field. */
const SHOWN = [
  'name',
  'domain',
  'country',
  'populations',
  'population',
  'owner_name',
  'owner_email',
  'last_activity_on',
  'customer_since',
  'stage',
];

/**
 * Companies that a partner has and we have not, or with `reverse` the accounts of ours that it does not share. A partner
 * gets the accounts that we share in full and that it has not. Throws `bad_input` where our people name no partner.
 */
export async function showWhitespace(
  parts: { accounts: AccountsService; partners: Pick<PartnersService, 'profile'>; output: Output },
  request: {
    scope: Scope;
    partnerId: string | undefined;
    reverse: boolean;
    population: Population | undefined;
    region: string | undefined;
    since: string | undefined;
    limit: number;
    json: boolean;
  },
): Promise<number> {
  const { accounts, output } = parts;
  const { scope, partnerId, population, region, since, limit } = request;
  const print = (found: { total: number; rows: readonly object[] }, notShared: readonly object[]) => {
    if (request.json) {
      writeJson(output, {
        total: found.total,
        rows: found.rows.map(shapeKeys),
        not_shared: notShared.map(shapeKeys),
      });
      return 0;
    }
    const rows = found.rows.map(shapeKeys);
    const columns = SHOWN.filter((key) => rows.some((row) => say(row[key]) !== ''));
    if (rows.length > 0)
      output.out(
        `${writeTable(
          columns.map((key) => key.replaceAll('_', ' ')),
          rows.map((row) => columns.map((key) => say(row[key]))),
        )}\n`,
      );
    output.out(`${found.total} in all, ${rows.length} shown.\n`);
    if (notShared.length > 0)
      output.out('The partner does not share all of its list: what is missing here may still be there.\n');
    return 0;
  };
  if (scope.role === 'partner') return print(await accounts.sharedWhitespace(scope, limit), []);
  if (!partnerId)
    throw new AppError('bad_input', 'Name the partner: cosell accounts whitespace --partner ID --as EMAIL.');
  await parts.partners.profile(scope, partnerId);
  const filter = { partnerId, population, region, since, limit };
  const withheld = await accounts.withheldPopulations(scope, partnerId);
  const found = request.reverse
    ? await accounts.ourWhitespace(scope, filter)
    : await accounts.partnerWhitespace(scope, filter);
  return print(found, withheld);
}

function shapeKeys(row: object): Record<string, unknown> {
  const snake = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [snake(key), value]));
}

function say(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value ?? '');
}
