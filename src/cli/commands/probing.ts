import { writeJson } from '../output.ts';
import type { RegistrationParts } from './registrations.ts';

/** The partners that used up what they may submit, for a partner manager to talk to. */
export async function listProbing(
  parts: Pick<RegistrationParts, 'registrations' | 'scopeOf' | 'output'>,
  request: { readonly as: string; readonly json: boolean },
): Promise<number> {
  const rows = await parts.registrations.listProbing(await parts.scopeOf(request.as));
  if (request.json) {
    writeJson(parts.output, {
      partners: rows.map((row) => ({
        partner_id: row.partnerId,
        name: row.partnerName,
        limits: row.limits,
        busiest_day: row.busiestDay,
        submissions_on_busiest_day: row.submissions,
        submissions: row.submitted,
        accounts: row.accounts,
        protected_replies: row.protectedReplies,
        refused: row.refused,
        last_submitted_on: row.lastSubmittedOn,
      })),
    });
  } else if (rows.length === 0) parts.output.out('No partner met a limit on submissions.\n');
  else parts.output.out(rows.map((row) => `${describeRow(row)}\n`).join(''));
  return 0;
}

type Row = Awaited<ReturnType<RegistrationParts['registrations']['listProbing']>>[number];

function describeRow(row: Row): string {
  const day = row.busiestDay ? ` (${row.submissions} on ${row.busiestDay})` : '';
  const refused = row.refused === 0 ? '' : `, ${row.refused} more refused`;
  const met = row.limits.length === 0 ? '' : `; met ${row.limits.join(' and ')}`;
  return `${row.partnerName} (${row.partnerId}): ${row.submitted} submissions of ${row.accounts} accounts${day}${refused}, ${row.protectedReplies} times told that an account is protected${met}.`;
}
