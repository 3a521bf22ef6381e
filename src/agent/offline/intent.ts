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
  | 'closed'
  | 'thanks'
  | 'puzzled'
  | 'greeting'
  | 'elsewhere';

export interface Intent {
  readonly kind: IntentKind;
  /** The sentence that asks for it. */
  readonly text: string;
  /** The rest of what was said, where this is a part that names nothing itself: names may stand there. */
  readonly beside?: string;
  /** Words that are probably names. */
  readonly names?: readonly string[];
  /** Whether it is half a sentence that goes on from the turn before. */
  readonly goesOn?: boolean;
  readonly registrationId?: string;
  readonly decision?: 'approve' | 'reject' | 'return';
  readonly change?: 'withdraw' | 'extend' | 'resubmit';
  readonly reason?: string;
}

/** Words in which names are looked for. */
export interface Said {
  readonly text: string;
  /** What in them is probably a name, in lower case. */
  readonly names?: readonly string[];
}

/** Where the names are that an intent is about: in its own words, or beside them. */
export function saidBy(intent: Intent): Said {
  return {
    text: intent.beside ? `${intent.text} (${intent.beside})` : intent.text,
    ...(intent.names ? { names: intent.names } : {}),
  };
}
