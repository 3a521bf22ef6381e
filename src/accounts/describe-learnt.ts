import type { WeightChange } from './matching/adjust-weights.ts';

const FEATURES: Readonly<Record<WeightChange['feature'], string>> = {
  coverage: 'how much of the names is common',
  trigrams: 'letters in common',
  spelling: 'likeness of spelling',
  matched: 'rare words in common',
  unmatched: 'words that only one name has',
  first: 'the first word',
  length: 'the length of the name',
  words: 'the number of words',
  shortForms: 'abbreviations and typing errors',
  numbers: 'numbers in the names',
  acronym: 'an acronym of the other name',
  legal: 'the legal form',
  sameness: 'how equal the names are',
  places: 'a country in one name only',
  script: 'names in another script',
  alias: 'another name of the account',
  domain: 'the domain',
  stem: 'a domain that is the name',
  country: 'the country',
  city: 'the city',
};

/** By the domain's relation; three bins each, by how alike the names are. */
const DOMAINS = [
  'no domain on either side',
  'a domain on one side only',
  'the same domain',
  'a domain that some rows share',
  'a domain that many rows share',
  'different domains',
  'domains that differ by their ending',
];

/** What was learnt in a line: 'learnt from 34 decisions: a domain that some rows share counts less'. */
export function describeLearnt(learnt: { decisions: number; changes: readonly WeightChange[] }): string {
  const { decisions, changes } = learnt;
  if (decisions === 0) return 'Nothing is learnt yet: matching uses the shipped weights.';
  const from = `learnt from ${decisions} ${decisions === 1 ? 'decision' : 'decisions'}`;
  const sums = new Map<string, number>();
  for (const one of changes) sums.set(nameBin(one), (sums.get(nameBin(one)) ?? 0) + one.change);
  const telling = [...sums]
    .filter(([, change]) => Math.abs(change) >= 0.05)
    .sort(([a, x], [b, y]) => Math.abs(y) - Math.abs(x) || (a < b ? -1 : 1))
    .slice(0, 5)
    .map(([name, change]) => `${name} counts ${change < 0 ? 'less' : 'more'}`);
  return telling.length > 0 ? `${from}: ${telling.join(', ')}` : `${from}: next to nothing moved`;
}

function nameBin({ feature, bin }: WeightChange): string {
  return feature === 'domain' ? (DOMAINS[Math.floor(bin / 3)] ?? FEATURES.domain) : FEATURES[feature];
}
