import { createDomainReader, domainStem } from './domains.ts';
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
  /** True for the label of a domain, where the record says no name. */
  readonly isStandIn: boolean;
}

/** A record as the matcher compares it. */
export interface Profile {
  readonly names: readonly ProfiledName[];
  readonly domains: readonly string[];
  readonly stems: readonly string[];
  readonly country: string | null;
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
      domains: read,
      stems: [...new Set(read.map(domainStem).filter((stem) => stem.length > 1))],
      country: country || null,
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
    names.push({ ...name, trigrams: trigramsOf(name.key), isAlias: i > 0, isStandIn: false });
  }
  return names;
}
