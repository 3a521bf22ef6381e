import type { ScopedConnection } from '../access/access.ts';
import type { Scope } from '../access/types.ts';
import type { Standing } from './standing.ts';

/** Of whom a question is asked: the partner named, else the one firm that reads the answer; null for neither. */
export async function readStanding(
  connection: ScopedConnection,
  scope: Scope,
  about: string | undefined,
): Promise<Standing | null> {
  const own = scope.role === 'partner' && scope.partnerIds.length === 1 ? scope.partnerIds[0] : undefined;
  const partnerId = about ?? own;
  // Strangers have no right to any column of partners: they are asked about nobody.
  if (!partnerId || scope.role === 'public') return null;
  const rows = await connection.query<{ name: string; tier: string | null; archetype: string | null }>(
    'select name, tier, archetype from partners where partner_id = $1',
    [partnerId],
  );
  const [partner] = rows;
  if (!partner) return null;
  const isAsking = scope.actor.kind === 'partner' && partnerId === own;
  return { ...partner, whose: isAsking ? 'your' : `${partner.name}'s` };
}
