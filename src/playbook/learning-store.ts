import type { ScopedConnection } from '../access/access.ts';
import type { Certificate, Course, Learner } from './learning.ts';

export function listCourses(connection: ScopedConnection): Promise<Course[]> {
  return connection.query<Course & Record<string, unknown>>(
    `select course, title, competency, archetypes, hours, url
     from courses
     order by course`,
  );
}

/** What the reader may see of a partner as a learner; null where it sees no such partner. Needs of deals come apart. */
export async function readLearner(
  connection: ScopedConnection,
  partnerId: string,
): Promise<Omit<Learner, 'needs'> | null> {
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
  return { ...partner, certificates };
}

/** What the open deals need that a partner has a part in. Our own people's to see: partners have no right to the column. */
export function listNeeds(
  connection: ScopedConnection,
  partnerId: string,
): Promise<Learner['needs'][number][]> {
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
