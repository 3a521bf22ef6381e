/** What waits for one person, as far as that person may see it; the Home tab and the weekly digest are drawn from it. */
export interface Worklist {
  /** In the order of what is most pressing; empty for people who are on no list of the company's. */
  readonly sections: readonly WorkSection[];
}

export interface WorkSection {
  readonly key: WorkKey;
  readonly title: string;
  /** The first few. */
  readonly lines: readonly WorkLine[];
  /** All there are. */
  readonly total: number;
  /** What is said where there are none. */
  readonly none: string;
  /** How the digest counts them, such as 'decisions due'; null where a number would say nothing. */
  readonly counted: string | null;
  /** Leads to all of them, or goes on from there. */
  readonly more: WorkStep | null;
}

export type WorkKey =
  | 'deals_without_partner'
  | 'asks'
  | 'decisions'
  | 'expiring'
  | 'disputes'
  | 'matches'
  | 'unanswered'
  | 'registrations'
  | 'deadlines'
  | 'certifications'
  | 'sight';

export interface WorkLine {
  /** Whom or what it is about. */
  readonly what: string;
  /** Where it stands. */
  readonly stands: string;
  readonly step: WorkStep | null;
}

/** What a click leads to: a question to the assistant, or a form about one thing. It names ids and does nothing itself. */
export type WorkStep =
  | { readonly act: 'ask'; readonly words: string; readonly question: string }
  | { readonly act: 'decide'; readonly words: string; readonly registrationId: string }
  | { readonly act: 'intro'; readonly words: string; readonly opportunityId: string }
  | { readonly act: 'register'; readonly words: string }
  | {
      readonly act: 'review';
      readonly words: string;
      readonly partnerId: string;
      readonly recordId: string;
      readonly accountId: string;
    };
