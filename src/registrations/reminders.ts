import type { ScopedConnection } from '../access/access.ts';
import type { RulesOfEngagement } from '../company/settings.ts';
import { addDays, type IsoDate } from '../dates.ts';
import type { Job, NoticeDraft } from '../schedule/types.ts';
import { dueReminder } from './lifecycle.ts';
import { protectedDays } from './protection.ts';
import { sayDay } from './rules/wording.ts';
import { type DatedRegistration, type Listeners, listDated, listListeners } from './upkeep-store.ts';

interface Ending {
  readonly registration: DatedRegistration;
  readonly until: IsoDate;
  /** How many days before the end the reminder fell due. */
  readonly days: number;
}

/** Reminds a partner's people and its manager that a protection ends. */
export const remindOfEnds: Job = {
  name: 'remind of ends',
  speaksFor: 'protection_ends',
  async runWithin(connection, terms) {
    const approved = await listDated(connection, { statuses: ['approved'], hold: null });
    const ending = approved.flatMap((registration) => findEnding(registration, terms) ?? []);
    const told = await mapListeners(
      connection,
      ending.map(({ registration }) => registration.partnerId),
    );
    const notices = ending.flatMap((one) => {
      const listeners = told.get(one.registration.partnerId);
      return listeners ? writeReminders(one, listeners, terms.rules) : [];
    });
    return { moved: [], overdue: [], notices };
  },
};

/** Who is told of each partner's registrations. */
export async function mapListeners(
  connection: ScopedConnection,
  partnerIds: readonly string[],
): Promise<ReadonlyMap<string, Listeners>> {
  const listeners = await listListeners(connection, [...new Set(partnerIds)]);
  return new Map(listeners.map((one) => [one.partnerId, one]));
}

/** What a registration is about, in the partner's own words. */
export function sayRegistration(
  registration: Pick<DatedRegistration, 'registrationId' | 'accountName' | 'product'>,
): string {
  const { registrationId, accountName, product } = registration;
  return `${registrationId} (${[accountName, product].filter(Boolean).join(', ')})`;
}

/** The reminder that is due, where the registration protects a sale whose last day is known. */
function findEnding(
  registration: DatedRegistration,
  terms: { rules: RulesOfEngagement; today: IsoDate },
): Ending | null {
  if (registration.kind === 'service') return null;
  const { until } = protectedDays({ ...registration, opportunityLost: null }, terms.rules);
  const days = until === null ? null : dueReminder(until, terms.today);
  return until === null || days === null ? null : { registration, until, days };
}

/** To the partner from its own registration alone: nothing that matching, other partners or our deals say. */
function writeReminders(ending: Ending, listeners: Listeners, rules: RulesOfEngagement): NoticeDraft[] {
  const { registration, until, days } = ending;
  const { registrationId, partnerId, partnerName } = registration;
  const what = sayRegistration(registration);
  const more = sayExtension(registration, rules);
  const about = {
    kind: 'protection_ends' as const,
    registrationId,
    partnerId,
    aboutOn: until,
    dueOn: addDays(until, -days),
  };
  return [
    ...listeners.people.map((recipient) => ({
      ...about,
      audience: 'partner' as const,
      recipient,
      body: `Your registration ${what} is protected until ${sayDay(until)}. ${more}`,
    })),
    ...listeners.managers.map((recipient) => ({
      ...about,
      audience: 'internal' as const,
      recipient,
      body: `The registration ${what} of ${partnerName} is protected until ${sayDay(until)}. ${more}`,
    })),
  ];
}

function sayExtension(
  registration: Pick<DatedRegistration, 'extensions'>,
  rules: Pick<RulesOfEngagement, 'max_extensions' | 'extension_days'>,
): string {
  if (registration.extensions >= rules.max_extensions) {
    return 'It cannot be extended again; after that day the account is free.';
  }
  return `Until then a partner manager can extend it by ${rules.extension_days} days; after that day the account is free.`;
}
