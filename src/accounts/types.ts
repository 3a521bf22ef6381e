/** Where an account stands with its owner. */
export type Population = 'customer' | 'open_opportunity' | 'prospect';

export type SharingLevel = 'hidden' | 'count' | 'overlap' | 'full';

export type SharingDirection = 'theirs_to_us' | 'ours_to_them';

/** An account that a text may have meant, best first in lists. */
export interface AccountCandidate {
  readonly accountId: string;
  readonly name: string;
  readonly domain: string | null;
  readonly country: string | null;
  readonly status: Population;
  /** 0 to 1; 1 where the text is the id or the exact name. */
  readonly score: number;
  /** `match`: safe to act on. `review`: a person should look. */
  readonly decision: 'match' | 'review';
  /** In the reader's words: `id`, `same domain globex.com`, `same name but for its legal form`. */
  readonly matchedBy: string;
}

/** A partner's record that is an account of ours, with as much as the sharing level discloses. */
export interface Overlap {
  readonly partnerId: string;
  readonly partnerName: string;
  readonly recordId: string;
  readonly recordName: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly ourPopulation: Population;
  readonly populations: readonly Population[];
  readonly level: SharingLevel;
  readonly score: number;
  readonly decision: 'match' | 'review';
  readonly explanation: string;
  readonly ownerName: string | null;
  readonly ownerEmail: string | null;
  readonly lastActivityOn: string | null;
  readonly customerSince: string | null;
  readonly stage: string | null;
  readonly recordDomain: string | null;
  readonly recordCountry: string | null;
  /** Of our account. */
  readonly accountCountry: string | null;
  readonly accountOwnerEmail: string | null;
  readonly firstSeenOn: string;
  /** Fields that the partner does not share: 'not shared' is not 'none'. */
  readonly withheld: readonly string[];
}

/** One cell of the matrix of populations, as our people may read it. */
export interface PopulationCell {
  readonly partnerId: string;
  readonly ourPopulation: Population;
  /** `unsaid`: the partner shows the records and not where they stand with it. */
  readonly population: Population | 'unsaid';
  readonly level: SharingLevel;
  /** Accounts of ours; null where the number may not be said. */
  readonly accounts: number | null;
  /** Records of theirs for the same companies: more than accounts where they list one several times. */
  readonly records: number | null;
  /** Where only counts are shared: `few` is fewer than 5, `all` every account that we have in this population. */
  readonly said: 'exact' | 'few' | 'all';
  /** All our accounts in this population. */
  readonly ourTotal: number;
  /** All their records in this population; null unless all of them are shared. */
  readonly theirTotal: number | null;
  /** Accounts of ours for which they list several records; null where rows are not shared. */
  readonly several: number | null;
}

/** One cell of a partner's own matrix. */
export interface SharedCell {
  readonly population: Population | 'unsaid';
  readonly ourPopulation: Population;
  readonly level: SharingLevel;
  readonly accounts: number | null;
  readonly records: number | null;
  readonly said: 'exact' | 'few' | 'all';
}
