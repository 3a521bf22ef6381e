import type { Access } from '../../src/access/access.ts';
import { MOVES } from '../../src/registrations/lifecycle.ts';

/** How many rows break each law of the life of registrations; all zero where the database holds. */
export async function countFaults(access: Access): Promise<Record<string, number>> {
  const [faults] = await access.open(access.system, (connection) =>
    connection.query<Record<string, number>>(FAULTS, [MOVES.map(({ from, to }) => `${from} ${to}`)]),
  );
  return faults ?? {};
}

export const NO_FAULTS = {
  doubled: 0,
  untraced: 0,
  beginnings: 0,
  gaps: 0,
  illegal: 0,
  unprotected: 0,
  mislaid: 0,
  repeated: 0,
  surfaces: 0,
};

const FAULTS = `
  with steps as (
    select m.registration_id, m.from_status, m.to_status, m.surface,
      lag(m.to_status) over chain as before,
      row_number() over chain as place
    from registration_moves m
    window chain as (partition by m.registration_id order by m.move_id))
  select
    -- Two firms protected on one day.
    (select count(*)
     from protections a
     join protections b on a.account_id = b.account_id and a.product = b.product and a.partner_id < b.partner_id
       and daterange(a.protected_from, a.protected_until, '[]') && daterange(b.protected_from, b.protected_until, '[]')
    )::int as doubled,
    -- A state that is not where the history ends.
    (select count(*)
     from registrations r
     where r.status is distinct from (
       select m.to_status
       from registration_moves m
       where m.registration_id = r.registration_id
       order by m.move_id desc
       limit 1))::int as untraced,
    -- One beginning each, and it is a submission.
    (select count(*)
     from steps
     where (place = 1) <> (from_status is null) or (place = 1 and to_status <> 'submitted'))::int as beginnings,
    -- A move from another state than the one before it left.
    (select count(*) from steps where place > 1 and from_status is distinct from before)::int as gaps,
    (select count(*)
     from steps
     where place > 1 and from_status || ' ' || to_status <> all ($1))::int as illegal,
    -- An approval that protects nothing, though its deal is not lost.
    (select count(*)
     from registrations r
     left join opportunities o using (opportunity_id)
     where r.status = 'approved' and r.kind <> 'service' and o.stage is distinct from 'closed_lost'
       and not exists (select from protections p where p.registration_id = r.registration_id))::int as unprotected,
    -- A protection of what is not approved, or of something else than what was.
    (select count(*)
     from protections p
     join registrations r using (registration_id)
     where r.status <> 'approved' or p.account_id is distinct from r.account_id or p.partner_id <> r.partner_id
       or p.product <> lower(trim(coalesce(r.product, '')))
       or p.protected_until is distinct from r.expires_on)::int as mislaid,
    (select count(*)
     from (select from registrations group by submission_key having count(*) > 1) twice)::int as repeated,
    -- A person's step that moved twice; scheduled work alone moves many.
    (select count(*)
     from (select from registration_moves where surface <> 'schedule' group by surface having count(*) > 1) twice
    )::int as surfaces`;
