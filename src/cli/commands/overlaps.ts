import type { Scope } from '../../access/types.ts';
import type { AccountsService } from '../../accounts/service.ts';
import { AppError } from '../../errors.ts';
import type { PartnersService } from '../../partners/service.ts';
import { type Output, writeJson } from '../output.ts';
import { writeTable } from './answer-text.ts';

/**
 * Overlaps of a partner or an account; without either, the matrix of populations. Throws `not_found` for a partner or
 * account that is not there for the reader.
 */
export async function showOverlaps(
  parts: { accounts: AccountsService; partners: Pick<PartnersService, 'profile'>; output: Output },
  request: { scope: Scope; partnerId: string | undefined; accountId: string | undefined; json: boolean },
): Promise<number> {
  const { accounts, output } = parts;
  const { scope, partnerId, accountId } = request;
  if (!partnerId && !accountId) {
    const cells = await accounts.populationMatrix(scope);
    if (request.json) writeJson(output, { matrix: cells.map(shapeCell) });
    else
      output.out(
        `${writeTable(
          ['Partner', 'Ours', 'Theirs', 'Level', 'Accounts', 'Their records'],
          cells.map((c) => [
            c.partnerId,
            c.ourPopulation,
            c.population,
            c.level,
            count(c.accounts),
            count(c.records),
          ]),
        )}\n`,
      );
    return 0;
  }
  if (partnerId) await parts.partners.profile(scope, partnerId);
  if (accountId && !(await accounts.get(scope, accountId)))
    throw new AppError('not_found', `There is no account '${accountId}' that can be shown here.`);
  const overlaps = await accounts.overlaps(scope, {
    ...(partnerId ? { partnerId } : {}),
    ...(accountId ? { accountIds: [accountId] } : {}),
  });
  const cells = partnerId ? await accounts.populationMatrix(scope, partnerId) : [];
  if (request.json) {
    writeJson(output, {
      overlaps: overlaps.map((one) => ({
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
        not_shared: one.withheld,
      })),
      matrix: cells.map(shapeCell),
    });
    return 0;
  }
  output.out(
    `${writeTable(
      ['Partner', 'Their record', 'Account', 'Theirs', 'Ours', 'Score', 'Why'],
      overlaps.map((o) => [
        o.partnerName,
        o.recordName,
        `${o.accountName} (${o.accountId})`,
        o.populations.join(', '),
        o.ourPopulation,
        `${o.score.toFixed(2)} ${o.decision}`,
        o.explanation,
      ]),
    )}\n`,
  );
  return 0;
}

function shapeCell(cell: Awaited<ReturnType<AccountsService['populationMatrix']>>[number]) {
  return {
    partner_id: cell.partnerId,
    ours: cell.ourPopulation,
    theirs: cell.population,
    level: cell.level,
    accounts: cell.accounts,
    records: cell.records,
  };
}

/** Fewer than five is not said where only counts are shared. */
function count(n: number | null): string {
  return n === null ? 'fewer than 5' : String(n);
}
