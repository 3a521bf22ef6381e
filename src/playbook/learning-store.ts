import type { ScopedConnection } from '../access/access.ts';
import type { Scope } from '../access/types.ts';
import type { Certificate, Course, Learner } from './learning.ts';

export function listCourses(connection: ScopedConnection): Promise<Course[]> {
  return connection.query<Course & Record<string, unknown>>(
    `select course, title, competency, archetypes, hours, url
     from courses
     order by course`,
  );
}

/** What the reader may see of a partner as a learner; null where it sees no such partner. */
export async function readLearner(
  connection: ScopedConnection,
  scope: Scope,
  partnerId: string,
): Promise<Learner | null> {
  const [partner] = await connection.query<{
    name: string;
    archetype: string | null;
    competencies: string[];
  }>('select name, archetype, competencies from partners where partner_id = $1', [partnerId]);
  if (!partner) return null;
  const certificates = await connection.query<Certificate & Record<string, unknown>>(
    `select person_email as "personEmail", course, competency, status, expires_on as "expiresOn"
     from certifications
     where partner_id = $1
     order by expires_on nulls last, certification_id`,
    [partnerId],
  );
  // Partners have no right to the column of a deal's needs: for them it is not asked.
  const needs = scope.role === 'partner' ? [] : await listNeeds(connection, partnerId);
  return { ...partner, certificates, needs };
}

/** What the open deals need that a partner has a part in. */
function listNeeds(connection: ScopedConnection, partnerId: string): Promise<Learner['needs'][number][]> {
  return connection.query(
    `select distinct need, o.name as opportunity
     from opportunities o
     cross join unnest(o.needs) as need
     where o.stage not in ('closed_won', 'closed_lost')
       and (exists (
           select from opportunity_partners p
           where p.opportunity_id = o.opportunity_id and p.partner_id = $1)
         or exists (
           select from registrations r
           where r.opportunity_id = o.opportunity_id
             and r.partner_id = $1
             and r.status in ('submitted', 'returned', 'approved')))
     order by need, opportunity`,
    [partnerId],
  );
}
