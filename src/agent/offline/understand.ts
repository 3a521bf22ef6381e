import type { TurnFacts } from '../turn-facts.ts';

/** What a sentence asks for, as far as its words alone tell. */
export type IntentKind =
  | 'recommend'
  | 'draft_intro'
  | 'overlaps'
  | 'conflicts'
  | 'registrations'
  | 'show_registration'
  | 'register'
  | 'decide'
  | 'change_registration'
  | 'attribution'
  | 'measures'
  | 'profile'
  | 'partners'
  | 'opportunities'
  | 'playbook'
  | 'access'
  | 'greeting'
  | 'elsewhere';

export interface Intent {
  readonly kind: IntentKind;
  /** The sentence that asks for it. */
  readonly text: string;
  readonly registrationId?: string;
  readonly decision?: 'approve' | 'reject' | 'return';
  readonly change?: 'withdraw' | 'extend' | 'resubmit';
  readonly reason?: string;
}

type Rule = readonly [RegExp, IntentKind];

const REGISTRATION_ID = /\b(?:reg|dr)[-_ ]?[a-z0-9]*\d[a-z0-9-]*\b/i;

/** How people ask for each thing, the most telling first. The first that fits a sentence decides. */
const STAFF_RULES: readonly Rule[] = [
  [
    /\bwhat (?:can|do|could) (?:you|i|we|they) (?:see|do|know about (?:us|me))\b|\bwho (?:can|else can) (?:read|see) (?:this|that)\b|\bhow can you help\b/,
    'access',
  ],
  [
    /\b(?:approve|reject|deny|decline|return|accept|send back)\b.*\b(?:reg(?:istration)?|dr)\b|\b(?:approve|reject|decline) (?:it|this|that)\b/,
    'decide',
  ],
  [
    /\b(?:withdraw|extend|prolong|resubmit|cancel)\b.*\b(?:reg(?:istration)?|protection|dr|it)\b/,
    'change_registration',
  ],
  [
    /\b(?:draft|write|prepare|request|ask for|set up|make|get)\b.{0,30}\bintro(?:duction)?s?\b|\bintroduce (?:me|us)\b/,
    'draft_intro',
  ],
  [
    /^(?:please |can you |could you |i(?:'d| would) like to |we(?:'d| would) like to |i want to |we want to |let'?s )*(?:register|submit|log)\b(?! for)|\bregister (?:a |this |the )?(?:deal|opportunity)\b|\b(?:submit|file|log|make|start|draft) (?:a |the |an? new )?(?:deal )?registration\b|\bon behalf of\b/,
    'register',
  ],
  [
    /\bwho(?:'s| is| are)? (?:should|could|can|do|would|might|knows?|best)\b.*\b(?:bring|involve|help|get|use|loop|intro|introduce|pull|partner|into|in to|open|add|invite)\b|\b(?:which|what|best|right|any|recommend|suggest|rank|top)\b.{0,25}\bpartners?\b.{0,60}\b(?:for|into|in to|on|bring|help|fit|way in|get us|best|involve|use|should|could|win)\b|\b(?:recommend|suggest)\b|\bway in(?:to)?\b|\bwhom? (?:to|should we|do we) (?:bring|involve|call)\b|\bget (?:us|me) in(?:to)?\b|\bwhy not\b|\bwhy (?:is|was|did)n'?t\b/,
    'recommend',
  ],
  [
    /\b(?:deals?|opportunit(?:y|ies)|pipeline)\b.*\b(?:no|without|lack|missing|have no|has no)\b.{0,12}\bpartners?\b|\b(?:my|our|open|list|show|which) (?:\w+ )?(?:deals|opportunities|pipeline)\b/,
    'opportunities',
  ],
  [
    /\bwhich partners\b.*\b(?:onboarding|inactive|recruits?|active|gold|silver|platinum|bronze|certified|resellers?|sis?|msps?|isvs?)\b/,
    'partners',
  ],
  [
    /\b(?:relationships?|connections?|ties|foothold|contacts?)\b.{0,20}\b(?:with|at|into|to|in)\b|\bour (?:customers?|accounts?|prospects?)\b.*\b(?:do|does|also|already)\b/,
    'overlaps',
  ],
  [
    /\b(?:overlaps?|in common|share with|mutual|account mapping|whitespace|who (?:else )?(?:knows|has)|have .{0,40}as (?:a )?customers?|know(?:s)? (?:anyone|someone|people)|work(?:s)? with|on (?:their|its) list)\b|\bwhich partners? (?:knows?|have|has|is|are|already)\b/,
    'overlaps',
  ],
  [
    /\b(?:win rate|ropi|roi|return on|cltv|lifetime value|psat|satisfaction|survey scores?|time to (?:value|first)|ttv|attach rate|scorecard|measures|metrics|kpis?)\b/,
    'measures',
  ],
  [
    /\b(?:sourc(?:e|ed|es|ing)|influenc(?:e|ed|es|ing)|attached|attribut\w*|revenue|brought in|contribut\w*|bookings|credit)\b|\bhow (?:did|do|does|have|has|are|is|well)\b.*\b(?:do|doing|done|perform\w*|quarter|year|month)\b/,
    'attribution',
  ],
  [
    /\b(?:conflicts?|clash|collision|protected|is .{1,60}\b(?:free|taken|registered|available|blocked)\b|can .{1,60}\bregister|already registered|anyone else on|who(?:'s| is| has) (?:registered|on)|someone else|stands? in (?:the|our|my) way|rules of engagement (?:for|on)|safe to)\b/,
    'conflicts',
  ],
  [
    /\bregistrations?\b|\b(?:what|which|anything|everything)\b.*\bexpir(?:es?|ing)\b(?!.*certif)|\bdecisions? (?:due|overdue|waiting)\b|\b(?:due|waiting|overdue) (?:for |a )?decisions?\b/,
    'registrations',
  ],
  [/\b(?:list|which|show|what|how many|all|our)\b.*\b(?:partners|sis|msps|isvs|resellers)\b/, 'partners'],
  [
    /\b(?:tell me about|profile|who is|who are|what is|certif\w+|tiers? (?:of|is|does|has)|(?:what|which) tier|competenc\w+|onboarding|mdf requests?|partner manager (?:of|for)|contacts? (?:at|for)|capacity)\b/,
    'profile',
  ],
  [/\b(?:conflict|register)\b/, 'conflicts'],
];

const PARTNER_RULES: readonly Rule[] = [
  [
    /\bwho (?:should|could|can) (?:we|i) (?:bring|involve|loop|pull)\b|\b(?:which|what|best|recommend)\b.{0,20}\bpartners?\b.{0,40}\b(?:bring|involve|for (?:the|this|that) .{1,40}deal)\b/,
    'recommend',
  ],
  [
    /\b(?:other|another|different|competing) partners?\b(?!.*\b(?:first|protected|already|registers?|same)\b)|\b(?:what|which|who|how many|how much)\b(?!.*\b(?:we|our|us|i|my)\b).*\b(?:registered|register|sourced|won|pipeline|revenue)\b(?!.*\b(?:before|first|allowed|must|may|need)\b)/,
    'access',
  ],
  [
    /\bcertif\w+\b.*\b(?:expire|expires|expiring|lapse|valid)\b.*\b(?:soon|next|this|when|our|we)\b|\b(?:our|my)\b.*\bcertif\w+/,
    'profile',
  ],
  [
    /\bwhat (?:can|do|could) (?:you|i|we|they) (?:see|do|know)\b|\bknow about (?:us|me)\b|\bsee about (?:us|me)\b|\bhow can you help\b/,
    'access',
  ],
  [
    /\b(?:withdraw|extend|prolong|resubmit|cancel)\b.*\b(?:reg(?:istration)?|protection|dr|it)\b(?!.*\bcan (?:it|we|you|they|i|that|protection)\b)/,
    'change_registration',
  ],
  [
    /^(?:please |can you |could you |i(?:'d| would) like to |we(?:'d| would) like to |i want to |we want to |let'?s |hi,? |hello,? )*(?:register|submit|log)\b(?! for)|\b(?:submit|file|log|make|start|draft) (?:a |the |an? new |our )?(?:deal )?registration\b/,
    'register',
  ],
  [
    /\b(?:is|are|was) .{1,60}\b(?:free|taken|registered|available|protected)\b|\bcan we register\b|\bcould we register\b|\bwho (?:else )?(?:has|is|registered)\b.*\bregist\w+|\banyone else\b|\bconflicts?\b/,
    'conflicts',
  ],
  [
    /\b(?:our|my|we|us)\b.*\b(?:registrations?|deals? registered|regs?)\b|\b(?:status|state|where .* stand|what happened)\b.*\b(?:registration|deal|reg)\b|\bregistrations? (?:expir\w+|status|list|open)\b|\b(?:list|show) .{0,20}registrations?\b/,
    'registrations',
  ],
  [
    /\b(?:our|we|us|my|did we|have we)\b.*\b(?:revenue|sourc\w+|influenc\w+|brought|bookings|contribut\w*)\b|\bhow (?:did|have|are) we (?:do|doing|done|perform\w*)\b/,
    'attribution',
  ],
  [/\b(?:overlaps?|in common|account mapping|accounts? (?:do )?we (?:both )?share)\b/, 'overlaps'],
  [
    /\bcertif\w+\b.{0,20}\b(?:do we|we have|our)\b|\b(?:our|my|are we|do we have|we have|which of us|who of us)\b.*\b(?:certif\w+|tier|profile|onboarding|mdf requests?|partner manager|competenc\w+)\b(?!.*\b(?:need|requirement|benefit|become|reach|get to|for (?:gold|platinum|silver))\b)|\bwho is our partner manager\b/,
    'profile',
  ],
];

const ELSEWHERE =
  /\b(?:weather|joke|poem|recipe|translate|football|stock price|python|javascript|write code|lyrics|movie|holiday|vacation|salary|tweet|linkedin post|flight|hotel|restaurant|pizza|taxi|lunch|dinner|news|bitcoin|horoscope|songs?|birthday)\b/;
const GREETING =
  /^(?:hi|hello|hey|good (?:morning|afternoon|evening)|thanks?|thank you|thx|cheers|ok(?:ay)?|great|cool)\b[\s!.,]*(?:there|team|all|cosell|again|a lot|so much)?[\s!.]*$/;
/** Words of general rules: a question with them asks how the programme works, not about one deal. */
const PROGRAMME =
  /\b(?:how long|how (?:do|does|can|many days|much)|what (?:is|are|counts|happens|do (?:we|i|you) need|does)|when (?:do|does|is|are|must|will)|policy|polic(?:y|ies)|rules?|programme|program|allowed|may (?:we|i|a partner|partners)|must|requirements?|benefits?|discounts?|margins?|fees?|commission|mdf|training|nfr|claim|deadline|process|procedure|eligible|payout|reimburs\w*|protection|extension|minimum|playbook|guide)\b/;

/**
 * Reads what is asked, sentence by sentence; at most three things. Control comes from the question and from nothing that
 * other people wrote.
 */
export function understand(question: string, facts: TurnFacts): Intent[] {
  const sentences = splitQuestions(question);
  const intents = sentences.map((text) => understandSentence(text, facts));
  const telling = intents.filter((intent) => intent.kind !== 'greeting');
  const chosen = telling.length > 0 ? telling : intents;
  return chosen.filter((intent, i) => chosen.findIndex((one) => isSame(one, intent)) === i).slice(0, 3);
}

function isSame(a: Intent, b: Intent): boolean {
  return (
    a.kind === b.kind && (a.kind !== 'playbook' || a.text === b.text) && a.registrationId === b.registrationId
  );
}

/** Sentences that ask; a half sentence like 'and for Kestrel?' stays whole. */
function splitQuestions(question: string): string[] {
  const flat = question.replace(/\s+/g, ' ').trim();
  const parts = flat.split(/(?<=[?!])\s+|(?<=[.;])\s+(?=[A-Z])/).map((part) => part.trim());
  const asking = parts.filter((part) => part.length > 0);
  return asking.length > 1 && asking.some((part) => part.endsWith('?')) ? asking : [flat];
}

function understandSentence(text: string, facts: TurnFacts): Intent {
  const lower = text.toLowerCase().replace(/[’]/g, "'");
  const staff = facts.asker.role !== 'partner' && facts.asker.role !== 'public';
  if (GREETING.test(lower)) return { kind: 'greeting', text };
  if (ELSEWHERE.test(lower)) return { kind: 'elsewhere', text };
  if (facts.asker.role === 'public')
    return { kind: /what can you/.test(lower) ? 'access' : 'playbook', text };
  const registrationId = REGISTRATION_ID.exec(text)?.[0];
  const kind = chooseKind(lower, { rules: staff ? STAFF_RULES : PARTNER_RULES, registrationId, facts });
  return {
    kind,
    text,
    ...(registrationId ? { registrationId } : {}),
    ...(kind === 'decide' ? readDecision(lower, text) : {}),
    ...(kind === 'change_registration' ? { change: readChange(lower) } : {}),
  };
}

function chooseKind(
  lower: string,
  reading: { rules: readonly Rule[]; registrationId: string | undefined; facts: TurnFacts },
): IntentKind {
  const { rules, registrationId, facts } = reading;
  const fitting = rules.find(([pattern]) => pattern.test(lower))?.[1];
  if (registrationId && fitting !== 'decide' && fitting !== 'change_registration') return 'show_registration';
  if (fitting && !isAboutTheProgramme(lower, fitting)) return fitting;
  if (PROGRAMME.test(lower)) return 'playbook';
  if (fitting) return fitting;
  return isFollowUp(lower) && facts.last ? (kindOfTool(facts.last.tool) ?? 'playbook') : 'playbook';
}

/** 'How long does protection last' speaks of registrations but asks for a rule. */
function isAboutTheProgramme(lower: string, kind: IntentKind): boolean {
  if (
    ![
      'registrations',
      'conflicts',
      'profile',
      'partners',
      'measures',
      'attribution',
      'register',
      'change_registration',
      'overlaps',
    ].includes(kind)
  ) {
    return false;
  }
  const general =
    /\b(?:how (?:do|should|can|would) (?:i|we|you) (?:escalate|handle|resolve|report|apply|claim|become|join|get paid)|how long|how (?:do|does|can|is|are|much)\b.*\b(?:work|calculated|defined|paid|get|extend\w*|protect\w*|register|claim|apply|decided)|what (?:counts|happens|do (?:we|i|you|partners) need|does|is (?:the|a|an|our)\b.*\b(?:policy|rule|(?<!win )rate|fee|margin|discount|minimum|process|deadline|difference|definition)|are the (?:rules|requirements|benefits|conditions|tiers))|policy|policies|according to|playbook|rules? (?:for|on|of|about)|allowed to|are (?:we|partners) allowed|may (?:we|a partner|partners)|requirements?|benefits?|eligible|when (?:do|does|must|will|are|is|can) (?:we|an?|any|partners|i|fees?)\b|what if|does .* (?:need|require|count)|do (?:we|partners|i) (?:need|have) to)\b/;
  return (
    general.test(lower) &&
    !/\b(?:reg-|our registrations|my registrations|last quarter|this quarter|q[1-4])\b/.test(lower)
  );
}

function isFollowUp(lower: string): boolean {
  return (
    lower.split(' ').length <= 9 &&
    /^(?:and|what about|how about|same|also|or|now|then|why|for|ok|the|which one|who)\b/.test(lower)
  );
}

const KIND_OF_TOOL: Readonly<Record<string, IntentKind>> = {
  recommend_partners: 'recommend',
  draft_intro: 'draft_intro',
  list_overlaps: 'overlaps',
  check_conflicts: 'conflicts',
  list_registrations: 'registrations',
  show_registration: 'show_registration',
  report_attribution: 'attribution',
  report_measures: 'measures',
  show_partner: 'profile',
  list_partners: 'partners',
  list_opportunities: 'opportunities',
  search_playbook: 'playbook',
};

function kindOfTool(tool: string): IntentKind | undefined {
  return KIND_OF_TOOL[tool];
}

function readDecision(lower: string, text: string): Pick<Intent, 'decision' | 'reason'> {
  const decision = /\b(?:reject|deny|decline)\b/.test(lower)
    ? 'reject'
    : /\b(?:return|send back|ask for more)\b/.test(lower)
      ? 'return'
      : 'approve';
  const reason = /(?:\b(?:because|since|reason:?|as)|[:,;–-])\s+(.{3,300})$/i.exec(text)?.[1];
  return { decision, ...(reason ? { reason } : {}) };
}

function readChange(lower: string): 'withdraw' | 'extend' | 'resubmit' {
  if (/\b(?:extend|prolong)\b/.test(lower)) return 'extend';
  return /\bresubmit\b/.test(lower) ? 'resubmit' : 'withdraw';
}
