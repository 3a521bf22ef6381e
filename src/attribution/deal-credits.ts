import type { ScopedConnection } from '../access/access.ts';
import { listClosedPaths, listWonPaths } from './deal-path-store.ts';
import { creditDeals } from './models/credit-deals.ts';
import { OWN_TEAM } from './models/deal-path.ts';
import type { JourneyModel } from './models/journey.ts';

/** A partner's part of one won deal by a model, in the minor units of the deal's amount. */
export interface DealCredit {
  readonly opportunityId: string;
  readonly partnerId: string;
  readonly attributedMinor: number;
}

/** What a model credits partners with, and how sure it is. */
export interface WonCredits {
  readonly credits: readonly DealCredit[];
  /** The largest standard error of a partner's credit, in minor units, where the model had to sample; null where it is exact. */
  readonly standardErrorMinor: number | null;
}

/**
 * Each partner's part of the deals won in a period by one model, from the paths that the database keeps. With our own teams'
 * part the parts of a deal add up to its amount, to the cent; our own is not listed. `markov` and `shapley` weigh a deal's
 * channels by their effects over all closed deals, whatever the period. `amounts` are in the company's currency, by deal.
 */
export async function creditWonDeals(
  connection: ScopedConnection,
  wanted: { from: string; to: string; model: JourneyModel; amounts: ReadonlyMap<string, number> },
): Promise<WonCredits> {
  const { model } = wanted;
  const deals = await listWonPaths(connection, wanted);
  const learns = model === 'markov' || model === 'shapley';
  const history = learns ? await listClosedPaths(connection) : deals;
  const { credits, standardErrors } = creditDeals(model, deals, { history });
  return {
    credits: credits
      .filter(({ channel }) => channel !== OWN_TEAM)
      .map(({ opportunityId, channel, creditMinor }) => ({
        opportunityId,
        partnerId: channel,
        attributedMinor: creditMinor,
      })),
    standardErrorMinor: standardErrors && largestOfPartners(standardErrors),
  };
}

function largestOfPartners(standardErrors: ReadonlyMap<string, number>): number {
  let largest = 0;
  for (const [channel, error] of standardErrors) if (channel !== OWN_TEAM) largest = Math.max(largest, error);
  return Math.ceil(largest);
}
