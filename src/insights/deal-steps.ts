import type { IsoDate } from '../dates.ts';
import type { ClosedDeal, DealStep } from './lift-design.ts';
import type { ClosedDealRow } from './store.ts';
import type { ToCompanyMinor } from './types.ts';

const OPEN_STAGES = ['prospecting', 'qualified', 'proposal', 'negotiation'];
/** Fewer than that with a history of stages, and those without one would be another kind of deals. */
const LEAST_SHARE_WITH_HISTORY = 0.9;
/** Bounds of company sizes, in employees: within one, customers are alike enough to compare. */
const SIZES = [250, 1000];
const NEVER: IsoDate = '9999-12-31';

/** Closed deals as the lift reads them. Without a kept history of stages each deal is one step. */
export function toClosedDeals(rows: readonly ClosedDealRow[], convert: ToCompanyMinor): ClosedDeal[] {
  const stages = OPEN_STAGES.filter((stage) => rows.some((row) => stage in row.stages));
  const known = rows.filter((row) => stages.some((stage) => stage in row.stages)).length;
  const isKept = rows.length > 0 && known / rows.length >= LEAST_SHARE_WITH_HISTORY;
  return rows.map((row) => ({
    opportunityId: row.opportunityId,
    won: row.won,
    attached: row.attached,
    amountMinor: convert(row.amountMinor, row.currency),
    traits: {
      industry: row.industry,
      region: row.country,
      'company size': row.employees === null ? null : sizeOf(row.employees),
      product: row.product,
      owner: row.ownerEmail,
      kind: row.kind,
      'existing customer': row.isCustomer ? 'yes' : 'no',
      competitor: row.competitor === null ? 'none named' : 'named',
      'public tender': row.publicTender ? 'yes' : 'no',
      source: row.origin,
    },
    steps: isKept ? followStages(row, stages) : [{ stage: 0, attached: row.attached, advanced: row.won }],
  }));
}

/** Such as 'under 250', in employees. */
export function sizeOf(employees: number | null): string {
  if (employees === null) return 'size not known';
  const bound = SIZES.find((one) => employees < one);
  return bound === undefined ? 'the largest' : `under ${bound}`;
}

/** A deal passed every stage before its furthest, logged or not, and a won one passed them all. None where nothing is known. */
function followStages(row: ClosedDealRow, stages: readonly string[]): DealStep[] {
  const furthest = row.won ? stages.length - 1 : stages.findLastIndex((stage) => stage in row.stages);
  if (furthest < 0 || !stages.some((stage) => stage in row.stages)) return [];
  const reached = stages.slice(0, furthest + 1);
  return reached.map((_, stage) => {
    const leftOn =
      reached
        .slice(stage + 1)
        .flatMap((later) => row.stages[later] ?? [])
        .sort()[0] ??
      row.closedOn ??
      NEVER;
    const isLast = stage === furthest;
    return {
      stage,
      attached: row.attached && (isLast || row.joinedOn === null || row.joinedOn <= leftOn),
      advanced: !isLast || row.won,
    };
  });
}
