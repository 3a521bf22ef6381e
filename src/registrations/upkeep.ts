import type { ScopedConnection } from '../access/access.ts';
import type { RulesOfEngagement } from '../company/settings.ts';
import type { IsoDate } from '../dates.ts';
import { readApproved } from './conflict-store.ts';
import { layProtections } from './lay-protections.ts';
import { protectedDays } from './protection.ts';
import * as store from './store.ts';
import type { RegistrationStatus } from './types.ts';

/**
 * Lays every protection anew from the approved registrations, as an import leaves them. Returns a sentence for each
 * approved registration that can't protect because another partner's does.
 */
export async function rebuildWithin(
  connection: ScopedConnection,
  terms: { rules: RulesOfEngagement; today: IsoDate },
): Promise<readonly string[]> {
  const { protections, warnings } = layProtections(await readApproved(connection), terms);
  await store.replaceProtections(connection, protections);
  return warnings;
}

/**
 * Ends what time has ended: protections past their last day, and those whose opportunity was won or lost. Returns the
 * ids moved; run again on the same day it moves nothing.
 */
export async function expireWithin(
  connection: ScopedConnection,
  terms: { rules: RulesOfEngagement; today: IsoDate },
): Promise<readonly string[]> {
  const ended = (await store.listEndable(connection)).flatMap((registration) => {
    const to = endOf(registration, terms);
    return to ? [{ registration, to }] : [];
  });
  for (const { registration, to } of ended) {
    await store.setStatus(connection, { registrationId: registration.registrationId, status: to });
  }
  await store.insertMoves(
    connection,
    ended.map(({ registration, to }) => ({
      registrationId: registration.registrationId,
      partnerId: registration.partnerId,
      from: registration.status,
      to,
      at: `${terms.today}T00:00:00.000Z`,
      by: 'the programme',
      surface: 'schedule',
      reason: to === 'expired' ? 'its last day has passed' : `its opportunity was ${to}`,
    })),
  );
  return ended.map(({ registration }) => registration.registrationId);
}

function endOf(
  registration: store.EndableRegistration,
  terms: { rules: RulesOfEngagement; today: IsoDate },
): RegistrationStatus | null {
  const { status, stage, closedOn } = registration;
  if (status === 'returned') {
    return registration.expiresOn !== null && registration.expiresOn < terms.today ? 'expired' : null;
  }
  const closed = closedOn === null || closedOn <= terms.today;
  if (closed && stage === 'closed_won') return 'won';
  if (closed && stage === 'closed_lost') return 'lost';
  const { until } = protectedDays({ ...registration, opportunityLost: null }, terms.rules);
  return until !== null && until < terms.today ? 'expired' : null;
}
