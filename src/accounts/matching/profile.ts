import { countryOfDomain, createDomainReader, domainStem } from './domains.ts';
import type { NameLexicon } from './name-lexicon.ts';
import { type NormalName, normaliseName, normaliseNames } from './normalise.ts';
import { isPlaceholder } from './placeholders.ts';
import { trigramsOf } from './spelling.ts';
import type { AccountQuery } from './types.ts';

/** One of a record's names, with what comparing it needs. */
export interface ProfiledName extends NormalName {
  readonly trigrams: Uint16Array;
  /** False for the name of the record itself. */
  readonly isAlias: boolean;
  /** True for a part of the record's name that may name the whole that the record is a unit of. */
  readonly isPart: boolean;
  /** True for the label of a domain, where the record says no name. */
  readonly isStandIn: boolean;
}

/** A record as the matcher compares it. */
export interface Profile {
  readonly names: readonly ProfiledName[];
  /** Of 'Zentrale Informatik, Universität Zürich' both; not posted in an index, since a whole is not looked for by its units. */
  readonly parts: readonly ProfiledName[];
  readonly domains: readonly string[];
  readonly stems: readonly string[];
  readonly country: string | null;
  /** Countries that the endings of the domains say, in upper case. */
  readonly seats: readonly string[];
  readonly city: string | null;
}

export type Profiler = (record: AccountQuery) => Profile;

/** Names past this many add candidates without adding knowledge. */
const MOST_NAMES = 12;

/** A function from raw records to profiles; pure but for the lists that it reads once here. */
export function createProfiler(lexicon: NameLexicon): Profiler {
  const domains = createDomainReader();
  return (record) => {
    const read = domains.read(record.domain);
    const names = profileNames(record, lexicon);
    const country =
      lexicon.countries.get((record.country ?? '').trim().toLowerCase()) ??
      record.country?.trim().toUpperCase();
    return {
      // A record without a name goes by its domain.
      names: names.length > 0 ? names : read.slice(0, 1).flatMap((one) => nameOf(domainStem(one), lexicon)),
      parts: names.length > 0 ? profileParts(record.name, names, lexicon) : [],
      domains: read,
      stems: [...new Set(read.map(domainStem).filter((stem) => stem.length > 1))],
      country: country || null,
      seats: [...new Set(read.flatMap((one) => countryOfDomain(one) ?? []))],
      city: record.city?.trim() ? normaliseName(record.city, lexicon).key || null : null,
    };
  };
}

function nameOf(text: string, lexicon: NameLexicon): ProfiledName[] {
  return profileNames({ name: text }, lexicon).map((name) => ({ ...name, isStandIn: true }));
}

function profileNames(record: AccountQuery, lexicon: NameLexicon): ProfiledName[] {
  const texts = [record.name, ...(record.aliases ?? [])].filter((text) => !isPlaceholder(text));
  const normal = texts.flatMap((text) => normaliseNames(text, lexicon));
  const seen = new Set<string>();
  const names: ProfiledName[] = [];
  for (const [i, name] of normal.entries()) {
    if (name.key === '' || seen.has(name.full) || names.length === MOST_NAMES) continue;
    seen.add(name.full);
    names.push({ ...name, trigrams: trigramsOf(name.key), isAlias: i > 0, isPart: false, isStandIn: false });
  }
  return names;
}

/** Signs that set a unit apart from the whole; a dash without blanks is part of a word. */
const BETWEEN_PARTS = /[,;:]\s|\s[-–—/]\s/;
const MOST_PARTS = 3;

/** The parts of two words or more of a name that has several, where they are not one of its names. One word is a town or a form. */
function profileParts(text: string, names: readonly ProfiledName[], lexicon: NameLexicon): ProfiledName[] {
  const texts = text.split(BETWEEN_PARTS);
  if (texts.length < 2) return [];
  return texts
    .slice(0, MOST_PARTS)
    .map((part) => normaliseName(part, lexicon))
    .filter((part) => part.core.length > 1 && names.every((name) => name.key !== part.key))
    .map((part) => ({
      ...part,
      trigrams: trigramsOf(part.key),
      isAlias: false,
      isPart: true,
      isStandIn: false,
    }));
}
