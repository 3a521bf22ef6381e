import { dayOf, type IsoDate } from '../dates.ts';
import type { Job, NoticeDraft, Overdue } from '../schedule/types.ts';
import { dueDay } from './lifecycle.ts';
import { mapListeners, sayRegistration } from './reminders.ts';
import { sayDay } from './rules/wording.ts';
import * as store from './store.ts';

interface Late {
  readonly registration: store.StoredRegistration;
  readonly due: IsoDate;
}

/** Tells a partner's manager of decisions that are late, and lists all of them. */
export const reportOverdue: Job = {
  name: 'report overdue decisions',
  speaksFor: 'decision_overdue',
  async runWithin(connection, terms) {
    const waiting = await store.listRegistrations(connection, 'staff', { dueOnly: true });
    const moves = await store.listMoves(
      connection,
      'staff',
      waiting.map((registration) => registration.registrationId),
    );
    const histories = new Map<string, store.StoredMove[]>(waiting.map((one) => [one.registrationId, []]));
    for (const move of moves) histories.get(move.registrationId)?.push(move);
    const late = waiting
      .flatMap((registration): Late[] => {
        const history = histories.get(registration.registrationId) ?? [];
        const due = dueDay({ ...registration, moves: history }, terms.rules);
        return due !== null && due < terms.today ? [{ registration, due }] : [];
      })
      .sort(byDueDay);
    const told = await mapListeners(
      connection,
      late.map(({ registration }) => registration.partnerId),
    );
    return {
      moved: [],
      overdue: late.map(describeLate),
      notices: late.flatMap((one) => writeNotices(one, told.get(one.registration.partnerId)?.managers ?? [])),
    };
  },
};

function writeNotices({ registration, due }: Late, managers: readonly string[]): NoticeDraft[] {
  const { registrationId, partnerId, partnerName, submittedOn } = registration;
  const since = submittedOn === null ? '' : `, submitted on ${sayDay(dayOf(new Date(submittedOn)))},`;
  return managers.map((recipient) => ({
    kind: 'decision_overdue',
    registrationId,
    partnerId,
    audience: 'internal',
    recipient,
    aboutOn: due,
    dueOn: due,
    body: `The decision on ${sayRegistration(registration)} of ${partnerName}${since} was due on ${sayDay(due)}.`,
  }));
}

function describeLate({ registration, due }: Late): Overdue {
  const { registrationId, partnerId, partnerName, accountName } = registration;
  return { registrationId, partnerId, partnerName, accountName, dueOn: due };
}

/** The longest overdue first. */
function byDueDay(left: Late, right: Late): number {
  const [a, b] = [left, right].map((one) => `${one.due}\n${one.registration.registrationId}`);
  return (a ?? '') < (b ?? '') ? -1 : 1;
}
