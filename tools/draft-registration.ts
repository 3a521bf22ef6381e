import { z } from 'zod';
import { formatMoney } from '../src/money.ts';
import { defineTool, STAFF_AND_PARTNERS } from './define.ts';

/** A registration, prepared for a click. */
export const draftRegistration = defineTool({
  name: 'draft_registration',
  label: 'Preparing a registration',
  description:
    'Prepares the registration of a deal by a partner; a person submits it with a click. A partner prepares for its own ' +
    'firm. Ask for the product and the amount where they are missing.',
  effect: 'draft',
  roles: STAFF_AND_PARTNERS,
  input: z.object({
    partner_id: z.string(),
    account_name: z.string().min(1).max(300),
    account_domain: z.string().max(253).optional(),
    country: z.string().length(2).optional(),
    product: z.string().max(100).optional(),
    amount: z.number().nonnegative().optional(),
    currency: z.string().length(3).optional(),
    kind: z.enum(['resale', 'referral', 'msp', 'service']).optional(),
  }),
  output: z.object({
    partner: z.string(),
    account_name: z.string(),
    product: z.string().nullable(),
    amount: z.string().nullable(),
    findings: z.array(z.object({ code: z.string(), severity: z.string(), why: z.string() })),
  }),
  async run(input, { scope, services }) {
    const { partner } = await services.partners.profile(scope, input.partner_id);
    const money = await services.company.money(input.amount, input.currency);
    const check = await services.registrations
      .check(scope, {
        account: input.account_name,
        product: input.product ?? null,
        partner: partner.partnerId,
        amount: money,
      })
      .catch(() => ({ findings: [] }));
    const amount = money ? formatMoney(money) : null;
    const named = [input.account_name, input.product, amount].filter(Boolean).join(', ');
    return {
      output: {
        partner: partner.name,
        account_name: input.account_name,
        product: input.product ?? null,
        amount,
        findings: check.findings.map(({ code, severity, why }) => ({ code, severity, why })),
      },
      draft: {
        action: 'submit_registration',
        summary: `Submit the registration of ${named} for ${partner.name}`,
        partnerId: partner.partnerId,
        confirmer: scope.role === 'partner' ? 'partner' : 'staff',
        payload: {
          partner_id: partner.partnerId,
          account_name: input.account_name,
          account_domain: input.account_domain ?? null,
          country: input.country ?? null,
          product: input.product ?? null,
          amount: input.amount ?? null,
          currency: money?.currency ?? null,
          kind: input.kind ?? 'resale',
        },
      },
    };
  },
});
