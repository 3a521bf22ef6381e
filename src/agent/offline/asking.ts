import { PARTNER_ASK_RULES, STAFF_ASK_RULES } from './asking-asks.ts';
import { PARTNER_PLAYBOOK_RULES, STAFF_PLAYBOOK_RULES } from './asking-playbook.ts';
import { PARTNER_REVENUE_RULES, STAFF_REVENUE_RULES } from './asking-revenue.ts';
import type { IntentKind } from './intent.ts';

/** A way to ask, and what it asks for. Patterns read lower case with short forms written out. */
export type Rule = readonly [RegExp, IntentKind];

/** Matches that wait for a person. */
const MATCH_REVIEWS =
  /\b(?:doubtful|unsure|uncertain|unclear|possible|pending|open|undecided|all(?: the)?|next|which|any|what|show|list)\b.{0,30}\b(?:match(?:es)?|overlaps)\b.{0,30}\b(?:review|doubt|waiting|wait|decide|decision|confirm)|\b(?:doubtful|uncertain|unclear|undecided)\b.{0,20}\b(?:match(?:es)?|overlaps)\b|\breview\b.{0,30}\bmatch(?:es)?\b|\bmatch(?:es)? (?:to|in|for|waiting for) (?:review|doubt)\b|\bmatch reviews?\b|\b(?:confirm|reject|decide)\b.{0,10}\ball\b.{0,20}\bmatches\b/;
/** One match is called right or wrong. */
const MATCH_WORD =
  /^(?!(?:are|is|was|were|do|does|did|what|why|when|if|how)\b)(?:.*\b(?:match|overlap)\b.{0,80}\b(?:wrong|incorrect|false|not right|a mistake|mistaken)\b|.*\b(?:wrong|false|incorrect) (?:match|overlap)\b|.*(?:\bnot|n't) (?:the same|one) (?:company|companies|account|firm|business|organi[sz]ation)\b|(?:please )?(?:confirm|reject)\b.{0,80}\b(?:match|overlap)\b|.*\b(?:are|is) (?:really |indeed )?the same (?:company|firm|business|organi[sz]ation)\b(?! as\b.*\?)[^?]*$)/;

/** Orders to decide; 'was it approved' and 'why did you reject it' are questions. */
const DECIDE =
  /^(?!(?:why|who|when|did|was|is|has|have)\b).*\b(?:approve|accept|reject|deny|decline|turn down|(?:prepare|draft) (?:the |an? )?(?:approval|rejection)|return|(?:send|hand|give|go|goes)\b.{0,60}\bback)\b/;
const WITHDRAW_OR_EXTEND =
  /^(?!(?:why|who|when|did|was|has|have)\b).*\b(?:withdraw|extend|prolong|resubmit|cancel|take back|pull back|another (?:month|\w+ days|\d+ days)|more time)\b/;
/** Spoken as an order or a wish: the verb comes first, or after the words that people put before it. */
const ORDER =
  /^(?:(?:please|ok|okay|yes|then|and|now|can you|could you|would you|let'?s|go ahead and|i|we|(?:want|need|like|would like) to|'d like to)[ ,]+)*(?:approve|accept|reject|deny|decline|turn down|return|send|hand|prepare|draft|withdraw|extend|prolong|resubmit|cancel|take back|pull back)\b/;
/** Things that one registration is called by. */
const ONE_REGISTRATION = /\b(?:registration|it|this|that|protection|deal)\b/;

/** An order about a registration that is named by its id, or by a word for it. */
export function readsAsOrder(lower: string, hasId: boolean): 'decide' | 'change_registration' | null {
  if (!hasId && MATCH_WORD.test(lower)) return null;
  if (!hasId && !(ORDER.test(lower) && ONE_REGISTRATION.test(lower) && !GENERAL.test(lower))) return null;
  if (
    WITHDRAW_OR_EXTEND.test(lower) &&
    !/\bcan (?:it|we|you|they|i|that|protection|a registration)\b/.test(lower)
  )
    return 'change_registration';
  return DECIDE.test(lower) ? 'decide' : null;
}

const REGISTER =
  /^(?:(?:please|hi|hello|hey|can you|could you|would you|i(?:'d| would) like to|we(?:'d| would) like to|i want to|we want to|i need to|we need to|let'?s),? )*(?:register|submit|log)\b(?! for)|^(?:please )?(?:a )?new (?:deal )?registration\b|\bregister (?:a |an |this |the )?(?:\w+ )?(?:deal|opportunity)\b|\b(?:submit|file|log|make|start|draft|open) (?:a |the |an? new |our )?(?:deal )?registration\b/;

const ARCHETYPE_WORDS =
  'partners|sis|msps|isvs|resellers|integrators|system integrators|managed service providers|technology partners|referral partners|influence partners';

/** How our own people ask for each thing, the most telling first. The first that fits a sentence decides. */
export const STAFF_RULES: readonly Rule[] = [
  [MATCH_REVIEWS, 'match_reviews'],
  [MATCH_WORD, 'match_word'],
  ...STAFF_REVENUE_RULES,
  ...STAFF_PLAYBOOK_RULES,
  ...STAFF_ASK_RULES,
  [
    /\bwhat (?:can|could) (?:you|i|we|they) (?:see|do)\b|\bwhat do (?:you|they) (?:do|see|know about (?:us|me))\b|\bwho (?:can|else can) (?:read|see) (?:this|that)\b|\bhow can you help\b/,
    'access',
  ],
  [
    /\b(?:draft|write|prepare|request|ask for|set up|make|get|want|need|like|arrange)\b.{0,40}\bintro(?:duction)?s?\b|\bintroduce (?:me|us)\b|\bintro(?:duction)?s?\b.{0,60}\b(?:through|via|from)\b/,
    'draft_intro',
  ],
  [new RegExp(`${REGISTER.source}|\\bon behalf of\\b`), 'register'],
  [
    /\b(?:sourced|influenced|revenue|bookings)\b|\bas (?:a |the |our )?source\b|\bsourc(?:e|ing)\b.*\b(?:quarters?|months?|years?|since|most|best)\b|\b(?:quarters?|months?|years?|most|best)\b.*\bsourc(?:e|ing)\b/,
    'attribution',
  ],
  [
    /\b(?:has|have|did|is) (?:any|some)(?:body|one)(?: else)?\b.*\bregister|\bwho\b.{0,60}\bregistered\b|\b(?:anything|something|what) (?:is |stands |speaks |there )*against\b/,
    'conflicts',
  ],
  [/\bwho (?:else )?(?:has|have|holds)\b.{0,20}\bregistrations?\b/, 'registrations'],
  [
    /\bwho(?:'s| is| are|'d| would)? (?:should|could|can|do|would|might|knows?|best|be)\b.*\b(?:bring|involve|help|get|use|loop|intro|introduce|pull|partner|into|in to|open|add|invite)\b|\b(?:which|what|best|right|any|recommend|suggest|rank|top|need|want|good)\b.{0,25}\bpartners?\b.{0,60}\b(?:for|into|in to|on|bring|pull|help|fits?|way in|get us|best|involve|use|should|could|win)\b|\b(?:recommend|suggest)\b|\bway in(?:to)?\b|\bwhom? (?:to|should we|do we) (?:bring|involve|call)\b|\bget (?:us|me) in(?:to)?\b|\bshould (?:we|i) (?:involve|bring|use|pull|loop)\b|\bhelp\b.{0,20}\b(?:on|with|at)\b.{0,40}\bwho\b|\bwhy not\b|\bwhy (?:is|was|did)n'?t\b/,
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
    /\b(?:overlaps?|in common|shares? with|mutual|account mapping|white ?space|greenfield|who (?:else )?(?:knows|has)|have .{0,40}as (?:a )?customers?|know(?:s)? (?:anyone|someone|people)|work(?:s)? with|on .{1,40} lists?|in .{1,20}lists?|customers? of)\b|\bshares?\b.{1,60}\bwith (?:us|\w+)\b|\b(?:which|any|among our) partners?\b.{0,25}\b(?:knows?|have|has|is|are|already)\b|\b(?:does|do)\b.{1,60}\bknow\b|\baccounts?\b.*\bboth\b|\bboth\b.*\baccounts?\b|\b(?:customers|accounts|prospects)\b.{0,30}\b(?:of ours|of theirs|our|their)\b|\b(?:sell(?:s|ing)?|active|work(?:s|ing)?|present) (?:in)?to\b|\b(?:active|working|present) (?:at|in|with)\b/,
    'overlaps',
  ],
  [
    /\b(?:win rate|ropi|roi|return on|cltv|lifetime value|psat|satisfaction|satisfied|survey scores?|time to (?:value|first)|ttv|attach rate|scorecard|measures|metrics|kpis?)\b/,
    'measures',
  ],
  [
    /\b(?:sourc(?:e|es|ing)|influenc(?:e|es|ing)|attached|attribut\w*|brought in|bring in this|contribut\w*|credit)\b|\bhow much\b.*\b(?:bring|brought)\b|\bhow (?:did|do|does|have|has|are|is|well)\b.*\b(?:do|doing|done|perform\w*|quarter|year|month)\b/,
    'attribution',
  ],
  [
    /\b(?:conflicts?|clash|collision|protected|is .{1,60}\b(?:free|taken|registered|available|blocked)\b|(?:can|could|may) .{1,60}\bregister|already registered|anyone else on|who(?:'s| is| has) (?:registered|on)|someone else|stands? in (?:the|our|my) way|(?:rules of engagement )?issues? (?:on|at|with)|(?:a )?problem (?:if|for|with)|protecting|issues? (?:on|at|with|for)|rules of engagement (?:for|on)|safe to)\b/,
    'conflicts',
  ],
  [
    /\bregistrations?\b|\b(?:what|which|anything|everything)\b.*\bexpir(?:es?|ing)\b(?!.*certif)|\bdecisions?\b.{0,20}\b(?:due|overdue|waiting|late|open|pending)\b|\b(?:due|waiting|overdue|late|pending) (?:for |a )?decisions?\b|\bsubmit(?:ted|s)?\b.*\b(?:rejected|approved|returned|withdrawn|week|month)\b|\b(?:what|which|did)\b.{1,40}\bsubmit(?:ted)?\b|\bprotections?\b.{0,20}\b(?:end|ends|ending|run|running|expir\w*)\b/,
    'registrations',
  ],
  [
    new RegExp(`\\b(?:list|which|show|what|how many|all|our|who are)\\b.*\\b(?:${ARCHETYPE_WORDS})\\b`),
    'partners',
  ],
  [new RegExp(`^(?:\\w+ ){0,3}(?:${ARCHETYPE_WORDS})\\W*$`), 'partners'],
  [
    /\b(?:tell me about|profile|who is|who are|what is|certif\w+|tier|competenc\w+|onboarding|mdf requests?|partner manager|contacts? (?:at|for)|capacity|manages|look(?:s|ing)? after|responsible for)\b/,
    'profile',
  ],
  [/\b(?:conflict|register)\b/, 'conflicts'],
];

/** How a partner's people ask. */
export const PARTNER_RULES: readonly Rule[] = [
  ...PARTNER_REVENUE_RULES,
  ...PARTNER_PLAYBOOK_RULES,
  ...PARTNER_ASK_RULES,
  [
    /\bwho (?:should|could|can) (?:we|i) (?:bring|involve|loop|pull)\b|\b(?:which|what|best|recommend)\b.{0,20}\bpartners?\b.{0,40}\b(?:bring|involve|for (?:the|this|that) .{1,40}deal)\b/,
    'recommend',
  ],
  [
    /\b(?:other|another|different|competing) partners?\b(?!.*\b(?:first|protected|already|registers?|same)\b)|\b(?:what|which|who|how many|how much)\b(?!.*\b(?:we|our|us|i|my)\b).*\b(?:registered|register|sourced|won|pipeline|revenue)\b(?!.*\b(?:before|first|allowed|must|may|need)\b)/,
    'access',
  ],
  [
    /^(?!.*\b(?:protection|first)\b)(?:has|have|did) (?!you\b|we\b|our\b).{2,60}\bregister(?:ed)?\b|\bgo after\b/,
    'conflicts',
  ],
  [/\bdid you (?:approve|reject|decide|accept)\b/, 'registrations'],
  [
    /\bcertif\w+\b.*\b(?:expire|expires|expiring|lapse|valid)\b.*\b(?:soon|next|this|when|our|we)\b|\b(?:our|my)\b.*\bcertif\w+/,
    'profile',
  ],
  [
    /\bwhat (?:can|could) (?:you|i|we|they) (?:see|do|know)\b|\bwhat do you (?:do|see|know)\b|\bknow about (?:us|me)\b|\bsee about (?:us|me)\b|\bhow can you help\b/,
    'access',
  ],
  [REGISTER, 'register'],
  [
    /\b(?:sourced?|influenced|revenue|bookings|brought in|contribut\w*)\b|\bhow (?:did|have|are) we (?:do|doing|done|perform\w*)\b/,
    'attribution',
  ],
  [
    /\b(?:is|are|was) .{1,60}\b(?:free|taken|registered|available|protected)\b|\b(?:can|could|may) we register\b|\bwho (?:else )?(?:has|is|registered)\b.*\bregist\w+|\b(?:any|some)(?:one|body) else\b|\bconflicts?\b/,
    'conflicts',
  ],
  [
    /\b(?:our|my|we|us|ours)\b.*\bregistrations?\b|\bregistrations?\b.*\b(?:our|my|we|us|ours|i)\b|\b(?:status|state|where .* stand|what happened)\b.*\b(?:registration|deal)\b|\bregistrations? (?:expir\w+|status|list|open)\b|\b(?:list|show) .{0,20}registrations?\b|\bdeals? registered\b/,
    'registrations',
  ],
  [
    /\b(?:overlaps?|in common|account mapping|white ?space)\b|\baccounts?\b.*\b(?:we (?:both )?share|both)\b|\bboth\b.*\baccounts?\b|\bshared accounts?\b|\bour (?:accounts|customers|prospects)\b.*\b(?:yours?|you|common)\b/,
    'overlaps',
  ],
  [
    /\bcertif\w+\b.{0,20}\b(?:do we|we have|our)\b|\b(?:our|my|are we|do we have|we have|which of us|who of us)\b.*\b(?:certif\w+|tier|profile|onboarding|mdf requests?|partner manager|manager|competenc\w+)\b(?!.*\b(?:need|requirement|benefit|become|reach|get to|for (?:gold|platinum|silver))\b)|\bwho do (?:we|i) (?:talk|speak|turn) to\b|\b(?:manages|look(?:s|ing)? after) us\b|\b(?:which|what) tier\b.*\b(?:we|us)\b|\bmdf requests?\b.*\b(?:we|our|us)\b/,
    'profile',
  ],
];

/** Words of general rules: a question with them asks how the programme works, not about one deal. */
export const PROGRAMME =
  /\b(?:(?:can|may|could|should) (?:a|an|any) (?:partner|reseller|registration|deal)|how long|how (?:do|does|can|many days|many times|much|often)|what (?:is|are|counts|happens|do (?:we|i|you) need|does)|when (?:do|does|is|are|must|will)|policy|polic(?:y|ies)|rules?|programme|program|allowed|may (?:we|i|a partner|partners)|must|requirements?|benefits?|discounts?|margins?|fees?|commission|mdf|training|nfr|claim|deadline|process|procedure|eligible|payout|reimburs\w*|protection|extension|minimum|playbook|guide)\b/;

/** Questions about how something is done or reckoned in general, though they speak of registrations or partners. */
const GENERAL =
  /\b(?:(?:when|if|where) (?:two|another|several|both|a second)\b|what do (?:we|i) do|how (?:do|should|can|would) (?:i|we|you) (?:escalate|handle|resolve|report|apply|claim|become|join|get paid)|how long|how often|how \w+ (?:do|does|is|are|can) (?:an?|any|each|every)\b|how many (?:days|weeks|months|years|hours|times|percent|points|seats|working days)|how (?:do|does|can|is|are|much)\b.*\b(?:work|calculated|defined|paid|get|extend\w*|protect\w*|register|claim|apply|decided)|(?:higher|lower|more|extra|better) (?:margin|discount|fee|mdf|price)|what (?:margin|discount|fee|rebate|bonus|commission|benefits?|budget|uplift)|what (?:counts|happens|do (?:we|i|you|partners) need|does|is (?:the|a|an|our)\b.*\b(?:policy|rule|(?<!win |attach )rate|fee|margin|discount|minimum|smallest|largest|maximum|process|deadline|difference|definition)|are the (?:rules|requirements|benefits|conditions|tiers))|(?:can|may) (?:a|an|any|the) (?:deal )?(?:registration|protection|partner)s? (?:be|have|get)|(?:minimum|maximum|smallest|largest)\b|policy|policies|according to|playbook|rules? (?:for|on|of|about)|allowed to|are (?:we|partners) allowed|may (?:we|a partner|partners)|requirements?|benefits?|eligible|when (?:do|does|must|will|are|is|can) (?:we|an?|any|partners|i|fees?)\b|what if|does .* (?:need|require|count)|do (?:we|partners|i) (?:need|have) to)\b/;

const BESIDES =
  /\bissues? (?:on|at|with)\b|\b(?:reg-|our registrations|my registrations|last quarter|this quarter|last four quarters|q[1-4]|lift|markov|shapley|time[- ]decay|w[- ]shaped|(?:first|last)[- ]touch)\b/;

/** 'How long does protection last' speaks of registrations but asks for a rule. */
export function asksForRule(lower: string): boolean {
  return GENERAL.test(lower) && !BESIDES.test(lower);
}

const SHORT_FORMS: readonly (readonly [RegExp, string])[] = [
  [/\bregs\b/g, 'registrations'],
  [/\breg(?= )(?! ?\d)/g, 'registration'],
  [/\bopps\b/g, 'opportunities'],
  [/\bopp(?= )(?! ?\d)/g, 'opportunity'],
  [/\bp(?:ls|lz)\b/g, 'please'],
  [/\bintros?\b/g, 'intro'],
  [/\bcerts?\b/g, 'certificates'],
  [/\b(?:whats|what's)\b/g, 'what is'],
  [/\bwho's\b/g, 'who is'],
];

/** Lower case, plain apostrophes, short forms written out. */
export function plainQuestion(text: string): string {
  const lower = text.toLowerCase().replace(/[’]/g, "'");
  return SHORT_FORMS.reduce((sofar, [pattern, long]) => sofar.replace(pattern, long), lower);
}
