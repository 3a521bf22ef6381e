import { z } from 'zod';
import type { CountedDeals, DealPart, ExplainedDeal, SourceClaim } from '../src/attribution/types.ts';
import { formatMoney } from '../src/money.ts';
import { periodShape, REVENUE_CHOICE } from './attribution-shape.ts';
import { defineTool, STAFF } from './define.ts';

const FIGURES = ['sourced', 'influenced', 'attached', 'attributed', 'direct', 'won', 'disputed'] as const;
const CLAIMS_PAGE = 15;

/** The deals behind a figure of a report. */
export const listReportDeals = defineTool({
  name: 'list_report_deals',
  label: 'Looking up the deals behind it',
  description:
    'Lists the won deals behind a figure of report_attribution and why each counts: the role, registration or touch. Pass the ' +
    'filters of the report. With opportunity_id why one deal counts. figure disputed: deals of any time whose source a partner manager should name.',
  effect: 'read',
  roles: STAFF,
  input: z.object({
    ...REVENUE_CHOICE,
    figure: z.enum(FIGURES).describe('the column that is asked about; attached is sourced or influenced'),
    page: z.number().int().min(1).optional(),
    opportunity_id: z
      .string()
      .optional()
      .describe('one deal alone, won or not: who sourced or influenced it, and why; the rest is passed over'),
  }),
  output: z.object({
    period: periodShape.nullable(),
    figure: z.enum(FIGURES),
    amount: z.string().nullable().describe('the figure, over all pages'),
    deals: z.array(
      z.object({
        opportunity_id: z.string(),
        name: z.string(),
        account: z.string(),
        closed_on: z.string().nullable(),
        amount: z.string(),
        counted: z.string().describe('what the deal adds to the figure'),
        partners: z.array(
          z.object({ partner_id: z.string(), name: z.string(), as: z.string(), why: z.array(z.string()) }),
        ),
        locked_on: z.string().nullable().describe('of a claim: the last day that needed no reason'),
      }),
    ),
    total: z.number(),
    page: z.number(),
    has_more: z.boolean(),
  }),
  async run(input, { scope, services }) {
    const { figure, page = 1, partner_id, opportunity_id, ...choice } = input;
    const output = opportunity_id
      ? shapeOne(await services.attribution.explainDeal(scope, opportunity_id), figure)
      : figure === 'disputed'
        ? shapeClaims(await services.attribution.sourceClaims(scope), page)
        : shapeDeals(
            await services.attribution.dealsBehind(scope, { ...choice, partnerId: partner_id, figure, page }),
          );
    const [only] = output.deals;
    return {
      output,
      ...(output.deals.length > 0
        ? {
            cards: [
              {
                kind: 'table' as const,
                title: opportunity_id
                  ? `Why ${only?.name} counts`
                  : output.period === null
                    ? 'Deals whose source somebody should name'
                    : `Deals behind ${figure} ${output.amount}, ${output.period.label}`,
                columns: ['Deal', 'Account', 'Closed', figure === 'disputed' ? 'Amount' : 'Counts', 'Why'],
                rows: output.deals.map((deal) => [
                  `${deal.opportunity_id} ${deal.name}`,
                  deal.account,
                  deal.closed_on ?? '',
                  deal.counted,
                  describeParts(deal.partners),
                ]),
                total: output.total,
                has_more: output.has_more,
              },
            ],
          }
        : {}),
      focus: {
        ...(output.period === null ? {} : { period: output.period }),
        ...(output.deals.length === 1 && only
          ? { opportunity: { id: only.opportunity_id, name: only.name } }
          : {}),
      },
    };
  },
});

interface PartShape {
  readonly partner_id: string;
  readonly name: string;
  readonly as: string;
  readonly why: string[];
}

function describeParts(partners: readonly PartShape[]): string {
  const telling = partners.filter((one) => one.as !== 'touch');
  const said = (telling.length > 0 ? telling : partners).map(
    (one) => `${one.name} (${one.as}): ${one.why.join(', ') || 'touches before the window'}`,
  );
  return said.join('; ') || 'no partner';
}

interface Listed {
  readonly period: CountedDeals['period'] | null;
  readonly figure: (typeof FIGURES)[number];
  readonly amount: string | null;
  readonly deals: {
    opportunity_id: string;
    name: string;
    account: string;
    closed_on: string | null;
    amount: string;
    counted: string;
    partners: PartShape[];
    locked_on: string | null;
  }[];
  readonly total: number;
  readonly page: number;
  readonly has_more: boolean;
}

function shapeDeals(found: CountedDeals): Listed {
  const money = (minor: number) => formatMoney({ minor, currency: found.currency });
  return {
    period: found.period,
    figure: found.figure,
    amount: money(found.figureMinor),
    deals: found.deals.map((deal) => ({
      opportunity_id: deal.opportunityId,
      name: deal.name,
      account: deal.accountName,
      closed_on: deal.closedOn,
      amount: money(deal.amountMinor),
      counted: money(deal.countedMinor),
      partners: deal.parts.map(shapePart),
      locked_on: null,
    })),
    total: found.total,
    page: found.page,
    has_more: found.hasMore,
  };
}

function shapeOne(deal: ExplainedDeal, figure: Listed['figure']): Listed {
  const amount = formatMoney({ minor: deal.amountMinor, currency: deal.currency });
  return {
    period: null,
    figure,
    amount: null,
    deals: [
      {
        opportunity_id: deal.opportunityId,
        name: deal.name,
        account: deal.accountName,
        closed_on: deal.closedOn,
        amount,
        counted: amount,
        partners: deal.parts.map(shapePart),
        locked_on: null,
      },
    ],
    total: 1,
    page: 1,
    has_more: false,
  };
}

function shapePart({ partnerId, name, as, why }: DealPart): PartShape {
  return { partner_id: partnerId, name, as, why: [...why] };
}

function shapeClaims(claims: readonly SourceClaim[], page: number): Listed {
  const shown = claims.slice((page - 1) * CLAIMS_PAGE, page * CLAIMS_PAGE);
  return {
    period: null,
    figure: 'disputed',
    amount: null,
    deals: shown.map((claim) => {
      const amount = formatMoney({ minor: claim.amountMinor, currency: claim.currency });
      return {
        opportunity_id: claim.opportunityId,
        name: claim.opportunityName,
        account: claim.accountName,
        closed_on: null,
        amount,
        counted: amount,
        partners: claim.claimants.map((one) => ({
          partner_id: one.partnerId,
          name: one.name,
          as: claim.kind,
          why: [...one.evidence],
        })),
        locked_on: claim.lockedOn,
      };
    }),
    total: claims.length,
    page,
    has_more: page * CLAIMS_PAGE < claims.length,
  };
}
