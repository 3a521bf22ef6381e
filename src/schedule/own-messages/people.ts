import type { Access } from '../../access/access.ts';
import type { Actor, Scope } from '../../access/types.ts';

/** Somebody who may be told something, with the scope of a message that they alone read. */
export interface Reader {
  readonly email: string;
  readonly actor: Actor;
  readonly scope: Scope;
}

/** Our own people, by email. */
export async function listColleagues(access: Access): Promise<Reader[]> {
  const rows = await access.open(access.system, (connection) =>
    connection.query<{ email: string; name: string | null; role: 'rep' | 'partner_manager' | 'admin' }>(
      'select email, name, role from people order by email',
    ),
  );
  return grantAll(
    access,
    rows.map(({ email, name, role }) => ({ kind: 'staff', email, name: name ?? email, role })),
  );
}

/** The people of active partners, by email; who is on our own list too is ours. */
export async function listPartnersPeople(access: Access): Promise<Reader[]> {
  const rows = await access.open(access.system, (connection) =>
    connection.query<{ email: string; name: string | null; partnerId: string }>(
      `select e.email, e.name, e.partner_id as "partnerId"
       from partner_people e
       join partners p on p.partner_id = e.partner_id
       where p.status = 'active'
         and not exists (select from people o where lower(o.email) = lower(e.email))
       order by e.email, e.partner_id`,
    ),
  );
  return grantAll(
    access,
    rows.map(({ email, name, partnerId }) => ({ kind: 'partner', email, name: name ?? email, partnerId })),
  );
}

async function grantAll(
  access: Access,
  actors: readonly Exclude<Actor, { kind: 'outsider' }>[],
): Promise<Reader[]> {
  const readers: Reader[] = [];
  for (const actor of actors) {
    readers.push({ email: actor.email, actor, scope: await access.grant(actor, { place: 'dm' }) });
  }
  return readers;
}
