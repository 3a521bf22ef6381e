import { addDays, type IsoDate } from '../../src/dates.ts';
import type { Random } from './random.ts';

/** The day itself, or the Friday before where it falls on a weekend: companies' systems see few weekends. */
export function toWorkday(day: IsoDate): IsoDate {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  if (weekday === 6) return addDays(day, -1);
  return weekday === 0 ? addDays(day, -2) : day;
}

/** A working day so many days before another; both ends of the range are possible. */
export function daysBefore(day: IsoDate, random: Random, range: readonly [number, number]): IsoDate {
  return toWorkday(addDays(day, -random.int(range[0], range[1])));
}

/** The earlier of two days. */
export function earlier(one: IsoDate, other: IsoDate): IsoDate {
  return one < other ? one : other;
}

/** The later of two days. */
export function later(one: IsoDate, other: IsoDate): IsoDate {
  return one > other ? one : other;
}

/** A day as an instant in office hours, as forms write it. */
export function atOfficeHour(day: IsoDate, random: Random): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${day}T${two(random.int(7, 17))}:${two(random.int(0, 59))}:00Z`;
}
