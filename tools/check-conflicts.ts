import { z } from 'zod';
import { defineTool, STAFF_AND_PARTNERS } from './define.ts';

/** What stands in the way on an account. */
export const checkConflicts = defineTool({
  name: 'check_conflicts',
  label: 'Checking for conflicts',
  description:
    'Checks an account, with a product, a partner, a deal or an amount where known, against the rules of engagement: ' +
    'registrations, direct deals, territories, certificates and more. A partner learns of its own rows alone.',
  effect: 'read',
  roles: STAFF_AND_PARTNERS,
  input: z.object({
    account: z.string().min(1).max(300).describe('an account_id, or the name as written'),
    product: z.string().optional(),
    partner_id: z.string().optional(),
    opportunity_id: z.string().optional(),
    amount: z.number().nonnegative().optional(),
    currency: z.string().length(3).optional(),
  }),
  output: z.object({
    account: z.object({ account_id: z.string().nullable(), name: z.string(), matched_by: z.string() }),
    findings: z.array(
      z.object({
        code: z.string(),
        severity: z.string(),
        since: z.string().nullable(),
        until: z.string().nullable(),
        why: z.string(),
        remedy: z.string(),
        rule: z.object({ path: z.string(), quote: z.string() }).nullable(),
      }),
    ),
  }),
  async run(input, { scope, services }) {
    const [own] = scope.role === 'partner' ? scope.partnerIds : [];
    const check = await services.registrations.check(scope, {
      account: input.account,
      product: input.product ?? null,
      partner: input.partner_id ?? own ?? null,
      opportunityId: input.opportunity_id ?? null,
      amount: await services.company.money(input.amount, input.currency),
    });
    return {
      output: check,
      cards: [{ kind: 'conflicts', title: `Conflicts: ${check.account.name}`, check }],
      citations: check.findings.flatMap((finding) =>
        finding.rule
          ? [
              {
                path: finding.rule.path,
                title: finding.code,
                heading: '',
                quote: finding.rule.quote,
                url: null,
              },
            ]
          : [],
      ),
      ...(check.account.account_id
        ? { focus: { account: { id: check.account.account_id, name: check.account.name } } }
        : {}),
    };
  },
});
