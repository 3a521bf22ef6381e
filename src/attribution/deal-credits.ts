import type { ScopedConnection } from '../access/access.ts';
import { listClosedPaths, listWonJourneys, type PathCount } from './journey-store.ts';
import { splitAmount } from './models/allocate.ts';
import { creditPaths } from './models/credit-paths.ts';
import { creditShares } from './models/credit-shares.ts';
import type { JourneyModel } from './models/journey.ts';

/** A partner's part of one won deal by a model, in the minor units of the deal's amount. */
export interface DealCredit {
  readonly opportunityId: string;
  readonly partnerId: string;
  readonly attributedMinor: number;
}

const OWN_TEAM = '';
/** Nothing is sampled for these models; the seed is for those that are. */
const SEED = 1;

/**
 * Each partner's part of the deals won in a period by one model. With our own teams' part the parts of a deal add up to its
 * amount, to the cent; our own is not listed. `markov` and `shapley` weigh a deal's channels by their effects over all closed
 * deals, whatever the period. `amounts` are in the company's currency, by deal.
 */
export async function creditWonDeals(
  connection: ScopedConnection,
  wanted: { from: string; to: string; model: JourneyModel; amounts: ReadonlyMap<string, number> },
): Promise<DealCredit[]> {
  const { model, amounts } = wanted;
  const isLearnt = model === 'markov' || model === 'shapley';
  const effects = isLearnt ? measureEffects(model, await listClosedPaths(connection)) : undefined;
  const journeys = await listWonJourneys(connection, wanted);
  return journeys.flatMap((row) => {
    const amountMinor = amounts.get(row.opportunityId);
    if (amountMinor === undefined) return [];
    const shares = creditShares(
      model,
      {
        touches: row.channels.map((channel, at) => ({
          channel,
          occurredOn: row.days[at] ?? row.closedOn,
          id: row.touchIds[at] ?? '',
        })),
        createdOn: row.createdOn ?? row.closedOn,
        proposalOn: row.proposalOn,
        closedOn: row.closedOn,
        amountMinor,
      },
      effects ? { effects } : {},
    );
    return [...splitAmount(amountMinor, shares)]
      .filter(([partnerId]) => partnerId !== OWN_TEAM)
      .map(([partnerId, attributedMinor]) => ({
        opportunityId: row.opportunityId,
        partnerId,
        attributedMinor,
      }));
  });
}

/** What each channel is worth over all closed deals: its conversions by the model. */
function measureEffects(model: 'markov' | 'shapley', paths: readonly PathCount[]): Map<string, number> {
  const rows = paths.map(({ channels, won, lost }) => ({
    channels,
    conversions: won,
    conversionValue: 0,
    nulls: lost,
  }));
  const credits = creditPaths(model, rows, { order: 1, seed: SEED });
  return new Map([...credits].map(([channel, credit]) => [channel, credit.conversions]));
}
