import { countOf, errorOf, joinWords } from './compose.ts';
import type { Sight } from './sight.ts';

export interface RegistrationOut {
  readonly registration_id: string;
  readonly partner: string;
  readonly account: string;
  readonly product: string | null;
  readonly amount: string | null;
  readonly status: string;
  readonly submitted_on: string | null;
  readonly expires_on: string | null;
  readonly reply: string | null;
}

/** Several registrations: how many of what, and the first of them. */
export function describeList(
  output: Readonly<Record<string, unknown>>,
  told: { readonly sight: Sight; readonly args: Readonly<Record<string, unknown>> },
): string {
  const { sight, args } = told;
  const error = errorOf(output);
  if (error) return error;
  const rows = (output.registrations ?? []) as RegistrationOut[];
  const total = Number(output.total ?? rows.length);
  const own = sight.facts.partner !== null;
  const whose = own ? 'of yours ' : '';
  if (total === 0) return `I found no registration ${whose}that fits.`;
  const byOne = !own && args.partner_id !== undefined;
  const lines = rows.slice(0, 6).map((row) => {
    const who = own || byOne ? '' : ` by ${row.partner}`;
    const until = row.status === 'approved' && row.expires_on ? `, protected until ${row.expires_on}` : '';
    return `${row.registration_id} for ${row.account}${who} (${row.status}${until})`;
  });
  return `${headList(total, { own, args, partner: byOne ? rows[0]?.partner : undefined })}: ${joinWords(lines)}.${total > 6 ? ' The card has more.' : ''}`;
}

/** What a list is of, from what was asked of it: 'Kestrel has 3 rejected registrations'. */
function headList(
  total: number,
  told: {
    readonly own: boolean;
    readonly args: Readonly<Record<string, unknown>>;
    readonly partner: string | undefined;
  },
): string {
  const { own, args, partner } = told;
  const status = typeof args.status === 'string' ? `${args.status} ` : '';
  const count = countOf(total, `${status}registration`, `${status}registrations`);
  const whose = own ? ' of yours' : partner ? ` of ${partner}` : '';
  const is = total === 1;
  if (args.overdue) return `${count}${whose} ${is ? 'is' : 'are'} overdue for a decision`;
  if (args.due_only) return `${count}${whose} ${is ? 'waits' : 'wait'} for a decision`;
  if (args.expiring) return `${count}${whose} ${is ? 'runs' : 'run'} out within 30 days`;
  if (own) return `You have ${count}`;
  return partner ? `${partner} has ${count}` : `We have ${count}`;
}
