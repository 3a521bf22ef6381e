import { createDomainReader, domainStem } from './domains.ts';
import type { NameLexicon } from './name-lexicon.ts';
import { type NormalName, normaliseName, normaliseNames } from './normalise.ts';
import { trigramsOf } from './spelling.ts';
import type { AccountQuery } from './types.ts';

/** One of a record's names, with what comparing it needs. */
export interface ProfiledName extends NormalName {
  readonly trigrams: Uint16Array;
  /** False for the name of the record itself. */
  readonly isAlias: boolean;
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

/** What people write where they know no name: it says nothing, and is nobody's. */
const NO_NAME = new Set(
  (
    'na,n a,unknown,null,none,nil,tbd,tba,tbc,self,undefined,empty,blank,test,xxx,xx,dummy,no name,no company,not available,' +
    'not applicable,to be determined,to be defined,not provided,not specified,unspecified,private,individual,self employed,' +
    'unbekannt,keine angabe,ohne,inconnu,desconocido,sconosciuto,onbekend,okand,ukjent,nieznany'
  ).split(','),
);

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
  return profileNames({ name: text }, lexicon);
}

function profileNames(record: AccountQuery, lexicon: NameLexicon): ProfiledName[] {
  const normal = normaliseNames(record.name, lexicon);
  for (const alias of record.aliases ?? []) normal.push(...normaliseNames(alias, lexicon));
  const seen = new Set<string>();
  const names: ProfiledName[] = [];
  for (const [i, name] of normal.entries()) {
    if (name.key === '' || NO_NAME.has(name.full) || seen.has(name.full) || names.length === MOST_NAMES)
      continue;
    seen.add(name.full);
    names.push({ ...name, trigrams: trigramsOf(name.key), isAlias: i > 0 });
  }
  return names;
}
