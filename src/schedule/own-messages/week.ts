import { type IsoDate, mondayOf } from '../../dates.ts';
import type { Worklist } from '../../worklist/types.ts';
import type { NoticeDraft } from '../types.ts';
import type { Sources } from './jobs.ts';
import { listColleagues, listPartnersPeople, type Reader } from './people.ts';

/** Tells everybody on the lists once a week how much waits for them; nothing to those for whom nothing does. */
export async function tellTheWeek(sources: Sources, today: IsoDate): Promise<NoticeDraft[]> {
  const { access, services } = sources;
  const readers = [...(await listColleagues(access)), ...(await listPartnersPeople(access))];
  const read = new Map<string, Worklist>();
  const drafts: NoticeDraft[] = [];
  for (const reader of readers) {
    const key = whoseWork(reader);
    const work = read.get(key) ?? (await services.worklist.read(reader.scope));
    read.set(key, work);
    const counted = countWork(work);
    if (counted.length > 0) drafts.push(describe(reader, counted, mondayOf(today)));
  }
  return drafts;
}

/** Reps have deals of their own; managers, and the people of one partner, find the same. */
function whoseWork({ scope, email }: Reader): string {
  return scope.role === 'rep' ? `rep ${email}` : `${scope.role} ${scope.key}`;
}

function countWork(work: Worklist): string[] {
  return work.sections.flatMap((part) =>
    part.counted !== null && part.total > 0 ? [`${part.total} ${part.counted}`] : [],
  );
}

function describe(reader: Reader, counted: readonly string[], monday: IsoDate): NoticeDraft {
  const { actor } = reader;
  const partnerId = actor.kind === 'partner' ? actor.partnerId : null;
  return {
    kind: 'weekly_digest',
    registrationId: null,
    partnerId,
    audience: partnerId === null ? 'internal' : 'partner',
    recipient: reader.email,
    aboutOn: monday,
    dueOn: monday,
    body: `The week of ${monday}: ${counted.join(', ')}. My Home tab lists them.`,
  };
}
