import { z } from 'zod';
import { formatMoney } from '../src/money.ts';
import type { RegistrationRow } from '../src/registrations/types.ts';

/** What the registration tools say of one registration. */
export const registrationOutput = z.object({
  registration_id: z.string(),
  partner_id: z.string(),
  partner: z.string(),
  account: z.string(),
  product: z.string().nullable(),
  amount: z.string().nullable(),
  kind: z.string(),
  status: z.string(),
  submitted_on: z.string().nullable(),
  decided_on: z.string().nullable(),
  expires_on: z.string().nullable(),
  decision_due_on: z.string().nullable(),
  overdue: z.boolean(),
  reason_code: z.string().nullable(),
  reply: z.string().nullable(),
});

export function shapeRegistration(row: RegistrationRow): z.input<typeof registrationOutput> {
  return {
    registration_id: row.registrationId,
    partner_id: row.partnerId,
    partner: row.partnerName,
    account: row.accountName,
    product: row.product,
    amount:
      row.amountMinor === null || row.currency === null
        ? null
        : formatMoney({ minor: row.amountMinor, currency: row.currency }),
    kind: row.kind,
    status: row.status,
    submitted_on: row.submittedOn?.slice(0, 10) ?? null,
    decided_on: row.decidedOn,
    expires_on: row.protectedUntil ?? row.expiresOn,
    decision_due_on: row.decisionDueOn,
    overdue: row.overdue,
    reason_code: row.reasonCode,
    reply: row.reply,
  };
}
