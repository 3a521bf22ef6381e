import type { TurnFacts } from '../turn-facts.ts';
import { asksForRule, PARTNER_RULES, PROGRAMME, plainQuestion, readsAsOrder, STAFF_RULES } from './asking.ts';
import { CONTINUES_REPORT } from './asking-revenue.ts';
import type { Intent, IntentKind } from './intent.ts';
import { readPastedId } from './pasted-ids.ts';
import { ASKS_ADVICE } from './plan-decision-advice.ts';

/** How registrations are usually numbered, in whatever system. */
const REGISTRATION_LIKE = /reg|^dr[-_]?\d|^r[-_]\d/i;

const ELSEWHERE =
  /\b(?:weather|joke|poem|recipe|translate|football|stock price|python|javascript|write code|lyrics|movie|holiday|vacation|salary|tweet|linkedin post|flight|hotel|restaurant|pizza|taxi|lunch|dinner|news|bitcoin|horoscope|songs?|birthday)\b/;
const GREETING =
  /^(?:hi|hello|hey|good (?:morning|afternoon|evening)|thanks?|thank you|thx|cheers|ok(?:ay)?|great|cool)\b[\s!.,]*(?:there|team|all|cosell|again|a lot|so much)?[\s!.]*$/;

/**
 * Reads what is asked, sentence by sentence; at most three things. Control comes from the question and from nothing that
 * other people wrote.
 */
export function understand(question: string, facts: TurnFacts): Intent[] {
  const flat = question.replace(/\s+/g, ' ').trim();
  const sentences = splitQuestions(flat);
  const intents = sentences.map((text) => understandSentence(text, facts));
  // An order may take several sentences, such as its reason: the rest is no question of its own.
  const order = intents.find(
    (one) => one.registrationId && ['decide', 'change_registration'].includes(one.kind),
  );
  if (order) return [understandSentence(flat, facts)];
  const telling = intents.filter((intent) => intent.kind !== 'greeting');
  const chosen = telling.length > 0 ? telling : intents;
  return chosen.filter((intent, i) => chosen.findIndex((one) => isSame(one, intent)) === i).slice(0, 3);
}

function isSame(a: Intent, b: Intent): boolean {
  return (
    a.kind === b.kind && (a.kind !== 'playbook' || a.text === b.text) && a.registrationId === b.registrationId
  );
}

const FINITE_VERB =
  /\b(?:is|are|was|were|do|does|did|can|could|may|should|will|has|have|had|show|list|tell|approve|reject|register|knows?|gets?)\b/i;

/** Sentences that ask; half a sentence that leans on the one before stays with it. */
function splitQuestions(flat: string): string[] {
  const parts = flat.split(/(?<=[?!])\s+|(?<=[.;])\s+(?=[A-Z])/).map((part) => part.trim());
  const asking = parts.filter((part) => part.length > 0);
  if (asking.length < 2 || !asking.some((part) => part.endsWith('?'))) return [flat];
  const whole: string[] = [];
  for (const part of asking) {
    // 'Can it be extended? By how long?' is one question: the second half names nothing to look for.
    const leans = part.split(' ').length <= 8 && !FINITE_VERB.test(part);
    const before = leans ? whole.pop() : undefined;
    whole.push(before ? `${before} ${part}` : part);
  }
  return whole;
}

function understandSentence(text: string, facts: TurnFacts): Intent {
  const lower = plainQuestion(text);
  const staff = facts.asker.role !== 'partner' && facts.asker.role !== 'public';
  if (GREETING.test(lower)) return { kind: 'greeting', text };
  if (ELSEWHERE.test(lower)) return { kind: 'elsewhere', text };
  if (facts.asker.role === 'public')
    return { kind: /what can you/.test(lower) ? 'access' : 'playbook', text };
  const registrationId = readRegistrationId(text, lower, staff);
  const goesOn = facts.last !== null && (isFollowUp(lower) || continuesReport(lower, facts));
  const kind = chooseKind(lower, { staff, registrationId, goesOn, facts });
  return {
    kind,
    text,
    ...(goesOn ? { goesOn } : {}),
    ...(registrationId ? { registrationId } : {}),
    ...(kind === 'decide' ? readDecision(lower, text) : {}),
    ...(kind === 'change_registration' ? { change: readChange(lower) } : {}),
  };
}

/** An id that is a registration's by its look, or by what is asked of it. */
function readRegistrationId(text: string, lower: string, staff: boolean): string | undefined {
  const id = readPastedId(text);
  if (!id) return undefined;
  // A partner knows of no ids but its registrations'.
  const isOne = !staff || REGISTRATION_LIKE.test(id) || /\bregistration\b/.test(lower);
  return isOne || readsAsOrder(lower, true) ? id : undefined;
}

interface Reading {
  readonly staff: boolean;
  readonly registrationId: string | undefined;
  readonly goesOn: boolean;
  readonly facts: TurnFacts;
}

function chooseKind(lower: string, reading: Reading): IntentKind {
  const { staff, registrationId, goesOn, facts } = reading;
  if (staff && (registrationId || /\b(?:registration|decision)s?\b/.test(lower)) && ASKS_ADVICE.test(lower))
    return 'decision_advice';
  const order = readsAsOrder(lower, registrationId !== undefined);
  if (order) return order;
  if (registrationId) return 'show_registration';
  const fitting = (staff ? STAFF_RULES : PARTNER_RULES).find(([pattern]) => pattern.test(lower))?.[1];
  const earlier = goesOn ? kindOfLast(facts) : undefined;
  if (goesOn && continuesReport(lower, facts)) return 'attribution';
  // 'And Kestrel?' or 'how much of that was theirs' ask again what was asked before.
  if (earlier && (!fitting || /^(?:and|what about|how about|same)\b/.test(lower))) {
    // 'And our MSPs?' names whom the question before is asked of now.
    const names = fitting === 'recommend' || fitting === 'partners';
    return fitting && !names ? fitting : earlier;
  }
  // An id makes it a question about that thing, whatever rules there are.
  const rule = RULE_BOUND.has(fitting ?? 'mention') && asksForRule(lower) && !readPastedId(lower);
  if (fitting && !rule) return fitting;
  if (fitting || PROGRAMME.test(lower)) return 'playbook';
  return staff ? 'mention' : 'playbook';
}

/** Things about which the programme has rules, so that a question with their words may ask for one. */
const RULE_BOUND: ReadonlySet<IntentKind> = new Set<IntentKind>([
  'registrations',
  'conflicts',
  'profile',
  'partners',
  'measures',
  'attribution',
  'register',
  'overlaps',
]);

function isFollowUp(lower: string): boolean {
  return (
    lower.split(' ').length <= 12 &&
    /^(?:and|what about|how about|same|also|or|now|then|why|for|ok|the|which one|who|more|next|show (?:me )?more)\b|\b(?:of (?:that|those|them|these)|them|they|their|there|that one|the (?:first|second|third) one)\b/.test(
      lower,
    )
  );
}

const REPORTS: ReadonlySet<string> = new Set(['report_attribution', 'list_report_deals', 'show_scorecard']);

function continuesReport(lower: string, facts: TurnFacts): boolean {
  return REPORTS.has(facts.last?.tool ?? '') && CONTINUES_REPORT.test(lower);
}

const KIND_OF_TOOL: Readonly<Record<string, IntentKind>> = {
  recommend_partners: 'recommend',
  draft_intro: 'draft_intro',
  list_overlaps: 'overlaps',
  list_match_reviews: 'match_reviews',
  check_conflicts: 'conflicts',
  list_registrations: 'registrations',
  show_registration: 'show_registration',
  advise_decision: 'decision_advice',
  report_attribution: 'attribution',
  list_report_deals: 'attribution',
  draft_source_decision: 'attribution',
  show_scorecard: 'measures',
  report_measures: 'measures',
  show_partner: 'profile',
  list_partners: 'partners',
  list_opportunities: 'opportunities',
  search_playbook: 'playbook',
  review_playbook: 'playbook_review',
};

/** What the turn before was about. An intro beside a ranking was prepared with it and is not what was asked. */
function kindOfLast(facts: TurnFacts): IntentKind | undefined {
  const tool = facts.last?.tool ?? '';
  if (tool === 'draft_intro' && (facts.focus?.partners?.length ?? 0) > 1) return 'recommend';
  return KIND_OF_TOOL[tool];
}

function readDecision(lower: string, text: string): Pick<Intent, 'decision' | 'reason'> {
  const decision = /\b(?:reject|rejection|deny|decline|turn down)\b/.test(lower)
    ? 'reject'
    : /\b(?:return|back|ask for more)\b/.test(lower)
      ? 'return'
      : 'approve';
  const reason = decision === 'approve' ? undefined : readReason(text);
  return { decision, ...(reason ? { reason } : {}) };
}

/** Why, or what to ask: what follows the word that announces it, else what stands beside the order. */
function readReason(text: string): string | undefined {
  const announced =
    /\b(?:because|since|reason:?|as|and ask(?: them)?|asking|with the question|(?:we )?need to know|tell them)\s+(.{3,300})$/i.exec(
      text,
    )?.[1];
  if (announced) return announced.replace(/[.!?]+$/, '');
  const beside = text
    .split(/\s*[,;:–]\s+|(?<=[.!?])\s+/)
    .filter((part) => !/\b(?:reject|deny|decline|return|turn down|back)\b/i.test(part))
    .filter((part) => part.split(' ').length >= 3);
  return beside[0]?.replace(/[.!?]+$/, '');
}

function readChange(lower: string): 'withdraw' | 'extend' | 'resubmit' {
  if (/\b(?:extend|prolong|another|more time)\b/.test(lower)) return 'extend';
  return /\bresubmit\b/.test(lower) ? 'resubmit' : 'withdraw';
}
