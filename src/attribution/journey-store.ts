import type { ScopedConnection } from '../access/access.ts';

export interface JourneyRow extends Record<string, unknown> {
  readonly opportunityId: string;
  readonly createdOn: string | null;
  readonly proposalOn: string | null;
  readonly closedOn: string;
  /** Side by side: one place a touch, in the order of the days. Our own teams are ''. */
  readonly channels: readonly string[];
  readonly days: readonly string[];
  readonly touchIds: readonly string[];
}

/** Deals won in a period with their touches up to the close, by id. Deals that nobody touched are left out. */
export function listWonJourneys(
  connection: ScopedConnection,
  period: { from: string; to: string },
): Promise<JourneyRow[]> {
  return connection.query<JourneyRow>(
    `select o.opportunity_id as "opportunityId", o.created_on as "createdOn", s.entered_on as "proposalOn",
       o.close_on as "closedOn", array_agg(coalesce(t.partner_id, '') order by t.occurred_on, t.touchpoint_id) as channels,
       array_agg(t.occurred_on::text order by t.occurred_on, t.touchpoint_id) as days,
       array_agg(t.touchpoint_id order by t.occurred_on, t.touchpoint_id) as "touchIds"
     from opportunities o
     join touchpoints t on t.opportunity_id = o.opportunity_id
       and t.occurred_on <= o.close_on
     left join opportunity_stages s on s.opportunity_id = o.opportunity_id
       and s.stage = 'proposal'
     where o.stage = 'closed_won'
       and o.close_on >= $1
       and o.close_on < $2
     group by o.opportunity_id, s.entered_on
     order by o.opportunity_id`,
    [period.from, period.to],
  );
}

export interface PathCount extends Record<string, unknown> {
  readonly channels: readonly string[];
  readonly won: number;
  readonly lost: number;
}

/** The paths of all closed deals, each with how often it was won and lost. */
export function listClosedPaths(connection: ScopedConnection): Promise<PathCount[]> {
  return connection.query<PathCount>(
    `select p.channels, count(*) filter (where p.won) as won, count(*) filter (where not p.won) as lost
     from (
       select o.stage = 'closed_won' as won,
         array_agg(coalesce(t.partner_id, '') order by t.occurred_on, t.touchpoint_id) as channels
       from opportunities o
       join touchpoints t on t.opportunity_id = o.opportunity_id
         and t.occurred_on <= o.close_on
       where o.stage in ('closed_won', 'closed_lost')
       group by o.opportunity_id
     ) p
     group by p.channels
     order by p.channels`,
  );
}
