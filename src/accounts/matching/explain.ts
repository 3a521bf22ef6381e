import type { Comparison } from './compare-profiles.ts';
import type { Doubt } from './doubt.ts';
import type { FamilyReason } from './families.ts';
import type { MatchReason } from './types.ts';

/** What spoke for a pair, and one sentence a salesperson understands, with what speaks against it at the end. */
export function explainComparison(
  comparison: Comparison,
  sharedDomain: string | null,
): { why: MatchReason[]; explanation: string } {
  const parts: { reason: MatchReason | null; text: string }[] = [];
  const { fields, left, right, names } = comparison;
  if (sharedDomain) {
    const many = fields.domain === 'same_many' ? ', which many rows share' : '';
    parts.push({ reason: 'domain', text: `same domain ${sharedDomain}${many}` });
  } else if (fields.stem >= 2) parts.push({ reason: 'domain_stem', text: 'the domain is the name' });
  if (fields.domain === 'sister')
    parts.push({ reason: 'domain_stem', text: 'domains differ only by their ending' });
  parts.push(...explainNames(comparison));
  if (left.isAlias || right.isAlias) parts.push({ reason: 'alias', text: 'by another name of the account' });
  if (fields.country === 'same') parts.push({ reason: 'country', text: `both in ${fields.countries[0]}` });
  if (fields.city === 'same') parts.push({ reason: 'city', text: 'same city' });
  if (fields.country === 'conflict')
    parts.push({ reason: null, text: `but ${fields.countries.join(' against ')}` });
  if (fields.domain === 'conflict') parts.push({ reason: null, text: 'but domains differ' });
  if (names.alignment.extraPlaces.length > 0)
    parts.push({ reason: null, text: 'but only one name says a country' });
  if (comparison.doubt) parts.push({ reason: null, text: explainDoubt(comparison.doubt, comparison.family) });
  const why = parts.flatMap((part) => (part.reason ? [part.reason] : []));
  return { why: [...new Set(why)], explanation: parts.map((part) => part.text).join('; ') };
}

const DOUBT_TEXTS: Readonly<Record<Doubt, string>> = {
  own_word: 'but one name says more, so it may be another company',
  own_words_each: 'but each name has a word of its own, so they may be two companies',
  word_order: 'but the order of words may tell two companies apart',
  one_letter: 'but one letter may tell two companies apart',
  short_name: 'but so short a name is no proof',
  generic_name: 'but many bodies have a name of such common words',
  only_domain: 'but nothing else agrees, not even the country',
  name_from_domain: 'but one row has no name, only a domain',
};

function explainDoubt(doubt: Doubt, family: FamilyReason | null): string {
  const text = DOUBT_TEXTS[doubt];
  const isRelative = family !== null && (doubt === 'own_word' || doubt === 'own_words_each');
  return isRelative ? `${text} of the same group` : text;
}

function explainNames(comparison: Comparison): { reason: MatchReason; text: string }[] {
  const { names, left, right } = comparison;
  const { alignment } = names;
  if (left.isPart) {
    return [{ reason: 'part_of_name', text: `'${left.core.join(' ')}' is part of the other name` }];
  }
  if (names.sameness === 3) return [{ reason: 'name', text: 'same name' }];
  if (names.sameness === 2 && left.core.join(' ') !== right.core.join(' ')) {
    return [{ reason: 'spelling', text: 'name differs only by spacing' }];
  }
  if (names.sameness === 2) return [{ reason: 'legal_form', text: 'name differs only by legal form' }];
  if (names.sameness === 1) return [{ reason: 'name', text: 'same words in another order' }];
  if (names.acronym > 0) {
    return [{ reason: 'acronym', text: `${shorter(left.core, right.core)} is the other name's acronym` }];
  }
  if (alignment.shareA >= 0.999 || alignment.shareB >= 0.999) {
    return [
      { reason: 'part_of_name', text: `'${shorter(left.core, right.core)}' is part of the other name` },
    ];
  }
  if (alignment.shortForms > 0) return [{ reason: 'abbreviation', text: 'name is abbreviated' }];
  if (alignment.typos > 0) return [{ reason: 'spelling', text: 'name is spelt differently' }];
  return Math.max(alignment.shareA, alignment.shareB) >= 0.5
    ? [{ reason: 'part_of_name', text: 'names share most words' }]
    : [];
}

function shorter(a: readonly string[], b: readonly string[]): string {
  const [x, y] = [a.join(' '), b.join(' ')];
  return x.length <= y.length ? x : y;
}
