import type { Scope } from '../../access/types.ts';
import type { OverlapGrouping } from '../../accounts/overlaps.ts';
import type { AccountsService } from '../../accounts/service.ts';
import type { Overlap, Population, PopulationCell, SharedCell } from '../../accounts/types.ts';
import { AppError } from '../../errors.ts';
import type { PartnersService } from '../../partners/service.ts';
import { type Output, writeJson } from '../output.ts';
import { writeTable } from './answer-text.ts';

export interface OverlapsRequest {
  readonly scope: Scope;
  readonly partnerId: string | undefined;
  readonly accountId: string | undefined;
  readonly ours: Population | undefined;
  readonly theirs: Population | undefined;
  readonly ownerEmail: string | undefined;
  readonly region: string | undefined;
  readonly since: string | undefined;
  readonly by: OverlapGrouping | undefined;
  readonly json: boolean;
}

interface Parts {
  readonly accounts: AccountsService;
  readonly partners: Pick<PartnersService, 'profile'>;
  readonly output: Output;
}

/**
 * Overlaps of a partner, an account or any other choice, or their counts by something; without any, the matrix of
 * populations. A partner gets its own view. Throws `not_found` for a partner or account that is not there for the reader.
 */
export async function showOverlaps(parts: Parts, request: OverlapsRequest): Promise<number> {
  const { accounts, output } = parts;
  const { scope, partnerId, accountId, json } = request;
  if (scope.role === 'partner') return showShared(parts, request);
  if (partnerId) await parts.partners.profile(scope, partnerId);
  if (accountId && !(await accounts.get(scope, accountId)))
    throw new AppError('not_found', `There is no account '${accountId}' that can be shown here.`);
  const filter = {
    partnerId,
    accountIds: accountId ? [accountId] : undefined,
    ourPopulation: request.ours,
    population: request.theirs,
    ownerEmail: request.ownerEmail,
    region: request.region,
    since: request.since,
  };
  const withheld = (await accounts.withheldPopulations(scope, partnerId)).map((one) => ({
    partner_id: one.partnerId,
    population: one.population,
    level: one.level,
  }));
  if (request.by) {
    const groups = await accounts.overlapGroups(scope, request.by, filter);
    if (json) writeJson(output, { by: request.by, groups, not_shared: withheld });
    else
      output.out(
        `${writeTable(
          [request.by, 'Our accounts', 'Their records'],
          groups.map((one) => [one.name ?? one.key ?? '(none)', String(one.accounts), String(one.records)]),
        )}\n${saySilence(withheld)}`,
      );
    return 0;
  }
  if (Object.values(filter).every((value) => value === undefined)) {
    const cells = await accounts.populationMatrix(scope);
    if (json) writeJson(output, { matrix: cells.map(shapeCell), not_shared: withheld });
    else output.out(`${writeMatrix(cells)}\n${saySilence(withheld)}`);
    return 0;
  }
  const overlaps = await accounts.overlaps(scope, filter);
  const cells = partnerId ? await accounts.populationMatrix(scope, partnerId) : [];
  if (json) {
    writeJson(output, {
      overlaps: overlaps.map(shapeOverlap),
      matrix: cells.map(shapeCell),
      not_shared: withheld,
    });
    return 0;
  }
  output.out(`${writeOverlaps(overlaps)}\n`);
  if (cells.length > 0) output.out(`\n${writeMatrix(cells)}\n`);
  output.out(saySilence(withheld));
  return 0;
}

async function showShared({ accounts, output }: Parts, { scope, json }: OverlapsRequest): Promise<number> {
  const overlaps = await accounts.sharedOverlaps(scope);
  const cells = await accounts.sharedMatrix(scope);
  if (json) {
    writeJson(output, {
      overlaps: overlaps.map((one) => ({
        partner_record_id: one.recordId,
        name: one.recordName,
        account: one.ourName,
        our_population: one.ourPopulation,
        our_owner_name: one.ourOwnerName,
        our_owner_email: one.ourOwnerEmail,
        our_last_activity_on: one.ourLastActivityOn,
        our_customer_since: one.ourCustomerSince,
        first_seen_on: one.firstSeenOn,
      })),
      matrix: cells.map((cell) => ({
        ours: cell.ourPopulation,
        theirs: cell.population,
        level: cell.level,
        accounts: cell.accounts,
        records: cell.records,
        said: cell.said,
      })),
    });
    return 0;
  }
  output.out(
    `${writeTable(
      ['Your record', 'Our account', 'With us', 'Our owner', 'Our last activity'],
      overlaps.map((one) => [
        one.recordName,
        one.ourName ?? 'not shared',
        one.ourPopulation ?? 'not shared',
        one.ourOwnerName ?? one.ourOwnerEmail ?? 'not shared',
        one.ourLastActivityOn ?? '',
      ]),
    )}\n\n${writeTable(
      ['Yours', 'Ours', 'Our accounts', 'Your records'],
      cells.map((cell) => [cell.population, cell.ourPopulation, sayAccounts(cell), sayRecords(cell)]),
    )}\nWhat is not shared is not listed: that does not mean that there is nothing.\n`,
  );
  return 0;
}

function shapeOverlap(one: Overlap) {
  return {
    partner_id: one.partnerId,
    partner_record_id: one.recordId,
    name: one.recordName,
    account_id: one.accountId,
    account: one.accountName,
    our_population: one.ourPopulation,
    populations: one.populations,
    level: one.level,
    score: one.score,
    decision: one.decision,
    why: one.explanation,
    owner_name: one.ownerName,
    owner_email: one.ownerEmail,
    last_activity_on: one.lastActivityOn,
    customer_since: one.customerSince,
    stage: one.stage,
    first_seen_on: one.firstSeenOn,
    our_owner_email: one.accountOwnerEmail,
    country: one.accountCountry,
    not_shared: one.withheld,
  };
}

function shapeCell(cell: PopulationCell) {
  return {
    partner_id: cell.partnerId,
    ours: cell.ourPopulation,
    theirs: cell.population,
    level: cell.level,
    accounts: cell.accounts,
    records: cell.records,
    said: cell.said,
    our_total: cell.ourTotal,
    their_total: cell.theirTotal,
    several_records: cell.several,
  };
}

function writeOverlaps(overlaps: readonly Overlap[]): string {
  return writeTable(
    ['Partner', 'Their record', 'Account', 'Theirs', 'Ours', 'Last activity', 'Since', 'Score', 'Why'],
    overlaps.map((o) => [
      o.partnerName,
      o.recordName,
      `${o.accountName} (${o.accountId})`,
      o.populations.join(', ') || (o.withheld.includes('population') ? 'not shared' : ''),
      o.ourPopulation,
      o.lastActivityOn ?? (o.withheld.includes('last_activity_on') ? 'not shared' : ''),
      o.firstSeenOn,
      `${o.score.toFixed(2)} ${o.decision}`,
      o.explanation,
    ]),
  );
}

function writeMatrix(cells: readonly PopulationCell[]): string {
  const reasons = cells.filter((cell) => cell.several).map(explainDifference);
  return [
    writeTable(
      ['Partner', 'Ours', 'Theirs', 'Level', 'Our accounts', 'of', 'Their records', 'of'],
      cells.map((c) => [
        c.partnerId,
        c.ourPopulation,
        c.population,
        c.level,
        sayAccounts(c),
        String(c.ourTotal),
        sayRecords(c),
        c.theirTotal === null ? 'not shared' : String(c.theirTotal),
      ]),
    ),
    ...reasons,
  ].join('\n');
}

/** Why the two sides count differently: each counts its own rows. */
function explainDifference(cell: PopulationCell): string {
  const accounts = cell.several === 1 ? '1 account has' : `${cell.several} accounts have`;
  return `${cell.partnerId}, ${cell.ourPopulation} × ${cell.population}: ${accounts} several records on their list.`;
}

function sayAccounts(cell: Pick<SharedCell, 'said' | 'accounts'>): string {
  return cell.said === 'exact' ? String(cell.accounts) : { few: 'fewer than 5', all: 'all' }[cell.said];
}

function sayRecords(cell: Pick<SharedCell, 'said' | 'records'>): string {
  return cell.said === 'exact' ? String(cell.records) : '';
}

/** 'Not shared' is never left to be read as 'none'. */
function saySilence(withheld: readonly { partner_id: string; population: string; level: string }[]): string {
  if (withheld.length === 0) return '';
  const lines = withheld.map((one) => {
    const kind = one.level === 'count' ? 'only a count of its' : 'nothing of its';
    return `  ${one.partner_id} shares ${kind} ${one.population} accounts`;
  });
  return `Not shared is not the same as no overlap:\n${lines.join('\n')}\n`;
}
