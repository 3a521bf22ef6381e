import type { FieldRelations } from './evidence.ts';
import type { Profile } from './profile.ts';

/** How many records of the index carry a domain; what many carry belongs to none of them. */
export type DomainUse = (domain: string) => number;

/** Compares what two records say beside their names. Symmetric but for the index whose domains are counted. */
export function compareFields(a: Profile, b: Profile, domainUse: DomainUse): FieldRelations {
  return {
    domain: compareDomains(a, b, domainUse),
    stem: compareStems(a, b),
    country: compareText(a.country, b.country),
    city: compareText(a.city, b.city),
    seat: compareSeats(a, b),
    countries: [a.country, b.country].filter((country) => country !== null),
  };
}

function compareDomains(a: Profile, b: Profile, domainUse: DomainUse): FieldRelations['domain'] {
  if (a.domains.length === 0 && b.domains.length === 0) return 'unknown';
  if (a.domains.length === 0 || b.domains.length === 0) return 'one';
  let uses = Number.POSITIVE_INFINITY;
  for (const domain of a.domains) if (b.domains.includes(domain)) uses = Math.min(uses, domainUse(domain));
  if (uses < Number.POSITIVE_INFINITY) {
    return uses < 3 ? 'same' : uses < 6 ? 'same_some' : 'same_many';
  }
  return a.stems.some((stem) => stem.length > 2 && b.stems.includes(stem)) ? 'sister' : 'conflict';
}

function compareStems(a: Profile, b: Profile): FieldRelations['stem'] {
  return Math.max(stemAgainstNames(a.stems, b), stemAgainstNames(b.stems, a)) as FieldRelations['stem'];
}

function stemAgainstNames(stems: readonly string[], other: Profile): number {
  let best = 0;
  for (const stem of stems) {
    for (const name of other.names) {
      if (stem === name.key) best = Math.max(best, stem.length > 4 ? 3 : 2);
      else if (stem.length > 2 && (stem === name.acronym || isRunTogether(stem, name.full)))
        best = Math.max(best, 2);
      else if (
        stem.length > 3 &&
        (name.key.startsWith(stem) || (name.key.length > 3 && stem.startsWith(name.key)))
      ) {
        best = Math.max(best, 1);
      }
    }
  }
  return best;
}

/** Where a country is not said, the ending of a domain tells it; a common domain says more than its ending. */
function compareSeats(a: Profile, b: Profile): FieldRelations['seat'] {
  if (a.country !== null && b.country !== null) return 'unknown';
  if (a.domains.some((domain) => b.domains.includes(domain))) return 'unknown';
  const [seatsA, seatsB] = [seatsOf(a), seatsOf(b)];
  if (seatsA.length === 0 || seatsB.length === 0) return 'unknown';
  return seatsA.some((seat) => seatsB.includes(seat)) ? 'same' : 'conflict';
}

function seatsOf(profile: Profile): readonly string[] {
  return profile.country === null ? profile.seats : [profile.country];
}

function compareText(a: string | null, b: string | null): 'unknown' | 'same' | 'conflict' {
  if (a === null || b === null) return 'unknown';
  return a === b ? 'same' : 'conflict';
}

function isRunTogether(stem: string, words: string): boolean {
  return words.length >= stem.length && words.length < stem.length + 8 && words.replaceAll(' ', '') === stem;
}
