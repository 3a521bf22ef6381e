/** A row of an account list, as messy as it comes. `domain` may hold a URL, an e-mail address or several joined by `;`. */
export interface AccountRecord {
  readonly id: string;
  readonly name: string;
  readonly domain?: string | null;
  /** ISO 3166 alpha-2 where known. */
  readonly country?: string | null;
  readonly city?: string | null;
  readonly aliases?: readonly string[];
}

export type AccountQuery = Omit<AccountRecord, 'id'>;

export type MatchDecision = 'match' | 'review';

/** What spoke for a link, strongest first where listed. */
export type MatchReason =
  | 'domain'
  | 'domain_stem'
  | 'name'
  | 'legal_form'
  | 'spelling'
  | 'abbreviation'
  | 'part_of_name'
  | 'alias'
  | 'acronym'
  | 'country'
  | 'city';

/** One row of a list and the account that it is, or may be. */
export interface Link {
  readonly left: string;
  readonly right: string;
  /** 0 to 1: the share of such links that were right on labelled lists. */
  readonly score: number;
  readonly logOdds: number;
  readonly decision: MatchDecision;
  readonly why: readonly MatchReason[];
  /** One sentence: 'same domain globex.com; name differs only by legal form'. */
  readonly explanation: string;
}
