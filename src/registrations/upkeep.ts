import type { ScopedConnection } from '../access/access.ts';
import type { RulesOfEngagement } from '../company/settings.ts';
import { addDays, type IsoDate } from '../dates.ts';
import type { Job, JobTerms, Moved } from '../schedule/types.ts';
import { readApproved } from './conflict-store.ts';
import { layProtections } from './lay-protections.ts';
import { protectedDays, submittedDay } from './protection.ts';
import * as store from './store.ts';
import type { RegistrationStatus } from './types.ts';
import { type DatedRegistration, listDated, setStatuses } from './upkeep-store.ts';

/**
 * Lays every protection anew from the approved registrations, as an import leaves them. Returns a sentence for each
 * approved registration that can't protect because another partner's does.
 */
export async function rebuildWithin(
  connection: ScopedConnection,
  terms: { rules: RulesOfEngagement; today: IsoDate },
): Promise<readonly string[]> {
  await store.holdProtections(connection);
  const { protections, warnings } = layProtections(await readApproved(connection), terms);
  await store.replaceProtections(connection, protections);
  return warnings;
}

/** Ends what time has ended, as a job of each day. */
export const endWhatIsOver: Job = {
  name: 'end what is over',
  speaksFor: null,
  runWithin: async (connection, terms) => ({
    moved: await endWithin(connection, terms),
    overdue: [],
    notices: [],
  }),
};

/** As `endWithin`, giving the ids alone. */
export async function expireWithin(
  connection: ScopedConnection,
  terms: JobTerms,
): Promise<readonly string[]> {
  return (await endWithin(connection, terms)).map((moved) => moved.registrationId);
}

/**
 * Ends protections past their last day, those whose opportunity was won or lost, and questions that the partner let lie.
 * Run again on the same day, or at once in another process, it moves nothing more.
 */
async function endWithin(connection: ScopedConnection, terms: JobTerms): Promise<readonly Moved[]> {
  const statuses = ['approved', 'returned'] as const;
  const over = (await listDated(connection, { statuses, hold: null })).filter((one) => endOf(one, terms));
  if (over.length === 0) return [];
  // Only what ends is held, so that nobody who decides on the others waits; and looked at anew, now that it stands still.
  const held = await listDated(connection, { statuses, hold: over.map((one) => one.registrationId) });
  const ended = held.flatMap((registration) => {
    const end = endOf(registration, terms);
    return end
      ? [
          {
            registrationId: registration.registrationId,
            from: registration.status,
            ...end,
            partnerId: registration.partnerId,
          },
        ]
      : [];
  });
  await setStatuses(connection, ended);
  await store.insertMoves(
    connection,
    ended.map((one) => ({
      ...one,
      at: `${terms.today}T00:00:00.000Z`,
      by: 'the programme',
      surface: 'schedule',
    })),
  );
  return ended;
}

function endOf(
  registration: DatedRegistration,
  terms: JobTerms,
): { readonly to: RegistrationStatus; readonly reason: string } | null {
  const { status, stage, closedOn } = registration;
  if (status === 'returned') {
    const until = answerableUntil(registration, terms.rules);
    return until !== null && until < terms.today
      ? { to: 'expired', reason: 'the question to the partner was not answered' }
      : null;
  }
  const closed = closedOn === null || closedOn <= terms.today;
  if (closed && stage === 'closed_won') return { to: 'won', reason: 'its opportunity was won' };
  if (closed && stage === 'closed_lost') return { to: 'lost', reason: 'its opportunity was lost' };
  const { until } = protectedDays({ ...registration, opportunityLost: null }, terms.rules);
  return until !== null && until < terms.today ? { to: 'expired', reason: 'its last day has passed' } : null;
}

/**
 * The last day on which a partner may answer a question: the recorded one, else as many days after the question (without
 * its move: after the submission) as a protection lasts. Null where no day is known.
 */
function answerableUntil(registration: DatedRegistration, rules: RulesOfEngagement): IsoDate | null {
  if (registration.expiresOn !== null) return registration.expiresOn;
  const asked = registration.returnedOn ?? submittedDay(registration);
  return asked && addDays(asked, rules.registration_protection_days);
}
