/** What a sentence asks for, as far as its words alone tell. */
export type IntentKind =
  | 'recommend'
  | 'draft_intro'
  | 'followed'
  | 'ledger'
  | 'asks'
  | 'ask_answer'
  | 'overlaps'
  | 'match_reviews'
  | 'match_word'
  | 'conflicts'
  | 'registrations'
  | 'show_registration'
  | 'register'
  | 'decide'
  | 'decision_advice'
  | 'change_registration'
  | 'attribution'
  | 'measures'
  | 'profile'
  | 'partners'
  | 'opportunities'
  | 'playbook'
  | 'playbook_review'
  | 'learning'
  | 'mention'
  | 'access'
  | 'greeting'
  | 'elsewhere';

export interface Intent {
  readonly kind: IntentKind;
  /** The sentence that asks for it. */
  readonly text: string;
  /** Whether it is half a sentence that goes on from the turn before. */
  readonly goesOn?: boolean;
  readonly registrationId?: string;
  readonly decision?: 'approve' | 'reject' | 'return';
  readonly change?: 'withdraw' | 'extend' | 'resubmit';
  readonly reason?: string;
}
