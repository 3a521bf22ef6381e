import { UTCDate } from '@date-fns/utc';
import { format } from 'date-fns';
import type { IsoDate } from '../../dates.ts';
import type { ConflictCase, PartnerFact } from '../conflict-case.ts';
import type { ConflictCode, Severity } from '../conflict-codes.ts';
import type { Finding } from '../types.ts';

/** One rule: what it finds in a case, in any order. */
export type ConflictRule<Terms> = (about: ConflictCase, terms: Terms) => readonly Finding[];

interface Described {
  readonly code: ConflictCode;
  readonly severity: Severity;
  readonly subjects: Finding['subjects'];
  readonly since?: IsoDate | null;
  readonly until?: IsoDate | null;
  readonly why: string;
  readonly remedy: string;
}

/** A finding without its playbook passage, which is looked up where the reader is known. */
export function describeFinding(described: Described): Finding {
  const { code, severity, subjects, why, remedy } = described;
  return {
    code,
    severity,
    subjects,
    since: described.since ?? null,
    until: described.until ?? null,
    why,
    rule: null,
    remedy,
  };
}

/** A day as people write it: `30 September 2026`. */
export function sayDay(day: IsoDate): string {
  return format(new UTCDate(`${day}T00:00:00Z`), 'd MMMM yyyy');
}

/** ` until 30 September 2026`, or nothing where no day is known. */
export function sayUntil(day: IsoDate | null): string {
  return day === null ? '' : ` until ${sayDay(day)}`;
}

/** ` for Security`, or nothing where the product is not known. */
export function sayProduct(product: string | null): string {
  return product === null ? '' : ` for ${product}`;
}

/** The partner's name, or its id where the list has no such partner. */
export function partnerName(partners: ReadonlyMap<string, PartnerFact>, partnerId: string): string {
  return partners.get(partnerId)?.name ?? partnerId;
}

/** `one`, `one and two`, `one, two and three`. */
export function sayList(words: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(words);
}
