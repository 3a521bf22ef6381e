import type { ScopedConnection } from '../access/access.ts';

export interface HistoryCheck {
  readonly registrations: number;
  readonly moves: number;
  /** The first link that does not hold, by registration and move; null where every chain is whole. */
  readonly broken: {
    readonly registrationId: string;
    /** Null where the registration has no history at all. */
    readonly moveId: number | null;
    readonly why: 'changed' | 'does not follow the one before' | 'not the state of the registration';
  } | null;
}

/**
 * Checks the chain of moves of every registration that the reader sees: each seal against its content and the seal
 * before it, and the newest move against the registration. A history cut at its end shows only while the registration
 * still has the later state.
 */
export async function verifyHistoryWithin(connection: ScopedConnection): Promise<HistoryCheck> {
  const [counts] = await connection.query<{ registrations: number; moves: number }>(
    `select (select count(*)::int from registrations) as registrations,
       (select count(*)::int from registration_moves) as moves`,
  );
  const [broken] = await connection.query<NonNullable<HistoryCheck['broken']> & Record<string, unknown>>(
    `select c."registrationId", c."moveId", c.why
     from (
       select m.registration_id as "registrationId", m.move_id as "moveId",
         case
           when m.seal <> seal_move(m.previous_seal, m.move_id, m.registration_id, m.from_status, m.to_status,
             m.moved_at, m.moved_by, m.surface, m.reason) then 'changed'
           when m.previous_seal <> coalesce(lag(m.seal) over chain, '') then 'does not follow the one before'
         end as why
       from registration_moves m
       window chain as (partition by m.registration_id order by m.move_id)
       union all
       select r.registration_id, n.move_id, 'not the state of the registration'
       from registrations r
       left join lateral (
         select m.move_id, m.to_status
         from registration_moves m
         where m.registration_id = r.registration_id
         order by m.move_id desc
         limit 1) n on true
       where n.to_status is distinct from r.status) c
     where c.why is not null
     order by c."registrationId", c."moveId" nulls last, c.why
     limit 1`,
  );
  return { registrations: counts?.registrations ?? 0, moves: counts?.moves ?? 0, broken: broken ?? null };
}
