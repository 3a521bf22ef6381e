import { UTCDate } from '@date-fns/utc';
import {
  addBusinessDays,
  addDays as addDaysTo,
  addMonths as addMonthsTo,
  differenceInCalendarDays,
  formatISO,
  isValid,
  startOfISOWeek,
} from 'date-fns';

/** A calendar day as ISO 8601, `2026-03-31`. Such strings compare like the days they name. */
export type IsoDate = string;

const MS_A_DAY = 86_400_000;
const FULL_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Whether the text names a day that exists; `2026-02-30` does not. */
export function isIsoDate(text: string): boolean {
  if (!FULL_DATE.test(text)) return false;
  const parsed = new UTCDate(`${text}T00:00:00Z`);
  return isValid(parsed) && toIso(parsed) === text;
}

/** The day so many days later (earlier, where negative). */
export function addDays(day: IsoDate, days: number): IsoDate {
  return toIso(addDaysTo(fromIso(day), days));
}

/** The same day of the month so many months later, or that month's last day. */
export function addMonths(day: IsoDate, months: number): IsoDate {
  return toIso(addMonthsTo(fromIso(day), months));
}

/** The day so many working days (Monday to Friday) after; 0 gives the day itself. */
export function addWorkingDays(day: IsoDate, days: number): IsoDate {
  return toIso(addBusinessDays(fromIso(day), days));
}

/** The Monday of the day's week. */
export function mondayOf(day: IsoDate): IsoDate {
  return toIso(startOfISOWeek(fromIso(day)));
}

/** Whole days from one day to a later one; negative where `to` is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return differenceInCalendarDays(fromIso(to), fromIso(from));
}

/** The days from 1970-01-01 to the day: days as numbers, for rules that look at very many. */
export function dayNumber(day: IsoDate): number {
  return Date.parse(`${day}T00:00:00Z`) / MS_A_DAY;
}

/** The day of an instant, in UTC. */
export function dayOf(instant: Date): IsoDate {
  return toIso(new UTCDate(instant));
}

function fromIso(day: IsoDate): Date {
  return new UTCDate(`${day}T00:00:00Z`);
}

function toIso(date: Date): IsoDate {
  return formatISO(date, { representation: 'date' });
}
