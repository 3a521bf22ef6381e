import type { ScopedConnection } from '../access/access.ts';
import type { DealPath } from './models/deal-path.ts';

interface PathRow extends Record<string, unknown> {
  readonly opportunityId: string;
  readonly createdDay: number | null;
  readonly proposalDay: number | null;
  readonly closedDay: number;
  readonly channels: readonly string[];
  readonly days: readonly number[];
}

/**
 * Paths of the deals won in a period, by id, of the deals whose amount is named: in minor units of one currency. Deals that
 * nobody touched up to the close have an empty path, or are left out where nobody touched them at all.
 */
export async function listWonPaths(
  connection: ScopedConnection,
  wanted: { from: string; to: string; amounts: ReadonlyMap<string, number> },
): Promise<DealPath[]> {
  const rows = await connection.query<PathRow>(
    `select o.opportunity_id as "opportunityId", o.created_on - date '1970-01-01' as "createdDay",
       s.entered_on - date '1970-01-01' as "proposalDay", o.close_on - date '1970-01-01' as "closedDay",
       array_to_json(p.channels[1 : width_bucket(o.close_on - date '1970-01-01', p.days)]) as channels,
       array_to_json(p.days[1 : width_bucket(o.close_on - date '1970-01-01', p.days)]) as days
     from opportunities o
     join deal_paths p on p.opportunity_id = o.opportunity_id
     left join opportunity_stages s on s.opportunity_id = o.opportunity_id
       and s.stage = 'proposal'
     where o.stage = 'closed_won'
       and o.close_on >= $1
       and o.close_on < $2
     order by o.opportunity_id collate "C"`,
    [wanted.from, wanted.to],
  );
  return rows.flatMap((row) => {
    const amountMinor = wanted.amounts.get(row.opportunityId);
    return amountMinor === undefined ? [] : [{ ...row, outcome: 'won' as const, amountMinor }];
  });
}

interface OutcomeRow extends Record<string, unknown> {
  readonly opportunityId: string;
  readonly won: boolean;
  readonly channels: readonly string[];
}

/** Paths of all closed deals by id, for what models learn from who touched which and how they ended: without amounts or days. */
export async function listClosedPaths(connection: ScopedConnection): Promise<DealPath[]> {
  const rows = await connection.query<OutcomeRow>(
    `select o.opportunity_id as "opportunityId", o.stage = 'closed_won' as won,
       array_to_json(p.channels[1 : width_bucket(o.close_on - date '1970-01-01', p.days)]) as channels
     from opportunities o
     join deal_paths p on p.opportunity_id = o.opportunity_id
     where o.stage in ('closed_won', 'closed_lost')
       and o.close_on is not null
     order by o.opportunity_id collate "C"`,
  );
  return rows.map(({ opportunityId, won, channels }) => ({
    opportunityId,
    outcome: won ? 'won' : 'lost',
    amountMinor: 0,
    channels,
    days: [],
    createdDay: null,
    proposalDay: null,
    closedDay: 0,
  }));
}
