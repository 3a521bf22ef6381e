import { z } from 'zod';
import { addDays } from '../src/dates.ts';
import { defineTool, STAFF_AND_PARTNERS } from './define.ts';
import { registrationOutput, shapeRegistration } from './registration-shape.ts';

const SHOWN = 15;
/** How far ahead 'expiring' looks: the first reminder's distance. */
const EXPIRING_DAYS = 30;

/** Registrations by partner, account, state or what is due. */
export const listRegistrations = defineTool({
  name: 'list_registrations',
  label: 'Looking up registrations',
  description:
    'Lists deal registrations: by partner, account, status, those that wait for a decision (due_only), wait too long for ' +
    'one (overdue) or end within 30 days (expiring). A partner sees its own alone. For whether an account is free call check_conflicts.',
  effect: 'read',
  roles: STAFF_AND_PARTNERS,
  input: z.object({
    partner_id: z.string().optional(),
    account: z.string().optional().describe('an account_id, or part of the name as registered'),
    status: z
      .enum(['draft', 'submitted', 'returned', 'approved', 'rejected', 'expired', 'withdrawn', 'won', 'lost'])
      .optional(),
    due_only: z.boolean().optional(),
    overdue: z.boolean().optional(),
    expiring: z.boolean().optional(),
  }),
  output: z.object({ registrations: z.array(registrationOutput), total: z.number(), has_more: z.boolean() }),
  async run(input, { scope, services, today }) {
    const [found] = input.account ? await services.accounts.find(scope, { text: input.account }, 1) : [];
    const account = found?.accountId === input.account ? found : null;
    const all = await services.registrations.list(scope, {
      ...(input.partner_id ? { partnerId: input.partner_id } : {}),
      ...(account ? { accountId: account.accountId } : input.account ? { text: input.account } : {}),
      ...(input.status ? { status: input.status } : {}),
      ...(input.due_only || input.overdue ? { dueOnly: true } : {}),
    });
    const until = addDays(today, EXPIRING_DAYS);
    const waited = input.overdue ? all.filter((row) => row.overdue) : all;
    const fitting = input.expiring
      ? waited.filter(
          (row) => row.protectedUntil !== null && row.protectedUntil >= today && row.protectedUntil <= until,
        )
      : waited;
    const registrations = fitting.slice(0, SHOWN).map(shapeRegistration);
    const hasMore = fitting.length > SHOWN;
    return {
      output: { registrations, total: fitting.length, has_more: hasMore },
      ...(registrations.length > 0
        ? {
            cards: [
              {
                kind: 'table' as const,
                title: 'Registrations',
                columns: ['Id', 'Account', 'Partner', 'Product', 'Amount', 'Status', 'Until'],
                rows: registrations.map((r) => [
                  r.registration_id,
                  r.account,
                  r.partner,
                  r.product ?? '',
                  r.amount ?? '',
                  r.status,
                  r.expires_on ?? r.decision_due_on ?? '',
                ]),
                total: fitting.length,
                has_more: hasMore,
              },
            ],
            focus: { registrations: registrations.map((r) => r.registration_id) },
          }
        : {}),
    };
  },
});
