import type { TurnFacts } from '../turn-facts.ts';
import { asksForRule, PARTNER_RULES, PROGRAMME, plainQuestion, readsAsOrder, STAFF_RULES } from './asking.ts';
import { PARTNER_PLAYBOOK_RULES, STAFF_PLAYBOOK_RULES } from './asking-playbook.ts';
import { CONTINUES_REPORT, STAFF_REVENUE_RULES } from './asking-revenue.ts';
import { type Concept, createConceptReader } from './concepts.ts';
import { type Feature, PARTNER_CUES, STAFF_CUES } from './cues.ts';
import type { Intent, IntentKind } from './intent.ts';
import { readPastedId } from './pasted-ids.ts';
import { createPlainWords } from './plain-words.ts';
import { ASKS_ADVICE } from './plan-decision-advice.ts';
import { readCountry } from './read-country.ts';
import { readChange, readDecision } from './read-decision.ts';
import { readProductName } from './read-words.ts';
import { readAmount, speaksOfTime } from './resolve.ts';
import { scoreIntents } from './score-intents.ts';
import type { Exchange } from './sight.ts';
import { readSmallTalk } from './small-talk.ts';
import { cutsOf, splitSentences } from './split-questions.ts';

/** Reads what is asked, at most three things. */
export type Understand = (question: string, facts: TurnFacts, before?: Exchange | null) => Intent[];

/** How registrations are usually numbered, in whatever system. */
const REGISTRATION_LIKE = /reg|^dr[-_]?\d|^r[-_]\d/i;
/** From this score on a sentence speaks of something by itself. */
const CLEAR = 3;
/** What the first fitting pattern weighs beside the cues. */
const RULE_WEIGHT = 3;

interface Reader {
  readonly conceptsOf: (plain: string) => ReadonlySet<Concept>;
  readonly mend: (plain: string, asWritten: string) => string;
  readonly namesIn: (plain: string) => readonly string[];
}

/** Makes what reads questions. Control comes from the question and from nothing that other people wrote. */
export function createUnderstanding(): Understand {
  const { mend, namesIn } = createPlainWords();
  const reader: Reader = { conceptsOf: createConceptReader(), mend, namesIn };
  return (question, facts, before = null) => {
    const flat = question.replace(/\s+/g, ' ').trim();
    const completed = before ? completeQuestion(reader, { flat, facts, before }) : null;
    const asked = completed ?? flat;
    const intents = (completed ? [asked] : splitSentences(asked)).flatMap((text) =>
      readSentence(reader, text, facts),
    );
    // An order may take several sentences, such as its reason: the rest is no question of its own.
    const order = intents.find(
      (one) => one.registrationId && ['decide', 'change_registration'].includes(one.kind),
    );
    if (order) return [understandPart(reader, asked, facts).intent];
    const telling = intents.filter((intent) => !['greeting', 'thanks'].includes(intent.kind));
    const chosen = telling.length > 0 ? telling : intents;
    return chosen.filter((intent, i) => chosen.findIndex((one) => isSame(one, intent)) === i).slice(0, 3);
  };
}

/** The words that answer a question back are read with the question that they complete; null where they stand alone. */
function completeQuestion(
  reader: Reader,
  said: { readonly flat: string; readonly facts: TurnFacts; readonly before: Exchange },
): string | null {
  const { flat, facts, before } = said;
  const asksBack = /\?["”’']?\s*$|\bdo you mean\b|\bstill open: |\btell me\b.*\bprepare\b/i.test(
    before.answer,
  );
  if (!asksBack || flat.split(' ').length > 10 || flat.endsWith('?')) return null;
  const { score, intent } = understandPart(reader, flat, facts);
  const standsAlone = score >= CLEAR || ['greeting', 'thanks', 'elsewhere', 'puzzled'].includes(intent.kind);
  return standsAlone ? null : `${before.question.replace(/[?.!\s]+$/, '')}, ${flat}`;
}

function isSame(a: Intent, b: Intent): boolean {
  return (
    a.kind === b.kind &&
    a.registrationId === b.registrationId &&
    (a.kind !== 'playbook' || a.text === b.text) &&
    JSON.stringify(a.names ?? []) === JSON.stringify(b.names ?? [])
  );
}

/** A sentence, or its halves where each asks clearly for a thing of its own. */
function readSentence(reader: Reader, text: string, facts: TurnFacts): Intent[] {
  const whole = understandPart(reader, text, facts);
  if (ORDERS.has(whole.intent.kind)) return [whole.intent];
  for (const [left, right] of cutsOf(text)) {
    const first = understandPart(reader, left, facts);
    const second = understandPart(reader, right, facts);
    const differ = first.intent.kind !== second.intent.kind;
    if (!differ || first.score < CLEAR || second.score < CLEAR || ORDERS.has(second.intent.kind)) continue;
    const halves = [first, second].map((half, i) =>
      leanOn(half.intent, i === 0 ? second.intent : first.intent),
    );
    return halves;
  }
  return [whole.intent];
}

const ORDERS: ReadonlySet<IntentKind> = new Set<IntentKind>([
  'register',
  'decide',
  'change_registration',
  'ask_answer',
  'match_word',
  'draft_intro',
  'elsewhere',
]);

/** Half a question that names nobody means whom the other half names. */
function leanOn(half: Intent, other: Intent): Intent {
  const rest: Intent = { ...half };
  if ((half.names ?? []).length > 0 || half.kind === 'playbook') return rest;
  return { ...rest, beside: other.text, names: other.names ?? [] };
}

interface Part {
  readonly intent: Intent;
  /** How clearly its words ask for this. */
  readonly score: number;
}

function understandPart(reader: Reader, text: string, facts: TurnFacts): Part {
  const plain = plainQuestion(text);
  const small = readSmallTalk(plain, { ongoing: facts.last !== null });
  if (small) return { intent: { kind: small, text }, score: CLEAR };
  const lower = reader.mend(plain, text);
  const seen = readFeatures(reader, { text, lower, facts });
  if (facts.asker.role === 'public')
    return { intent: { kind: seen.has('can') ? 'access' : 'playbook', text }, score: CLEAR };
  const staff = facts.asker.role !== 'partner';
  const registrationId = readRegistrationId(text, { lower, staff, seen });
  const goesOn = facts.last !== null && (isFollowUp(lower) || continuesReport(lower, facts));
  const { kind, score } = chooseKind(lower, { staff, registrationId, goesOn, facts, seen });
  const names = reader.namesIn(lower);
  return {
    score,
    intent: {
      kind,
      text,
      ...(names.length > 0 ? { names } : {}),
      ...(goesOn ? { goesOn } : {}),
      ...(registrationId ? { registrationId } : {}),
      ...(kind === 'decide' ? readDecision(lower, text) : {}),
      ...(kind === 'change_registration' ? { change: readChange(lower) } : {}),
    },
  };
}

function readFeatures(
  reader: Reader,
  said: { readonly text: string; readonly lower: string; readonly facts: TurnFacts },
): ReadonlySet<Feature> {
  const { text, lower, facts } = said;
  const seen = new Set<Feature>(reader.conceptsOf(lower));
  if (readAmount(text)) seen.add('amount');
  if (readProductName(facts.products, text)) seen.add('product');
  if (speaksOfTime(text)) seen.add('period');
  if (readCountry(lower)) seen.add('country');
  if (reader.namesIn(lower).length > 0) seen.add('named');
  if (
    /\?|^(?:and |so |ok )?(?:who|what|which|when|where|why|how|did|do|does|has|have|is|are|was|were|can|any|show|list)\b/.test(
      lower,
    )
  )
    seen.add('asking');
  return seen;
}

/** An id that is a registration's by its look, or by what is asked of it. */
function readRegistrationId(
  text: string,
  said: { readonly lower: string; readonly staff: boolean; readonly seen: ReadonlySet<Feature> },
): string | undefined {
  const id = readPastedId(text);
  if (!id) return undefined;
  // A partner knows of no ids but its registrations'.
  const isOne = !said.staff || REGISTRATION_LIKE.test(id) || /\bregistration\b/.test(said.lower);
  return isOne || (readsAsOrder(said.lower, true) && !/^opp|^acc/i.test(id)) ? id : undefined;
}

interface Reading {
  readonly staff: boolean;
  readonly registrationId: string | undefined;
  readonly goesOn: boolean;
  readonly facts: TurnFacts;
  readonly seen: ReadonlySet<Feature>;
}

function chooseKind(lower: string, reading: Reading): { kind: IntentKind; score: number } {
  const { staff, registrationId, goesOn, facts, seen } = reading;
  const registration = registrationId ?? (goesOn ? facts.focus?.registrations?.[0] : undefined);
  const ordered = chooseOrder(lower, { ...reading, registration });
  if (ordered) return { kind: ordered, score: 2 * CLEAR };
  if (registrationId && !seen.has('recommend')) return { kind: 'show_registration', score: 2 * CLEAR };
  const fitting = weigh(lower, { staff, seen });
  const clear = fitting && fitting.score >= CLEAR ? fitting : null;
  const earlier = goesOn ? kindOfLast(facts) : undefined;
  if (goesOn && continuesReport(lower, facts)) return { kind: 'attribution', score: 2 * CLEAR };
  // 'And Kestrel?' or 'how much of that was theirs' ask again what was asked before.
  if (earlier && !clear) return { kind: earlier, score: 1 };
  // 'And our MSPs?' names whom the question before is asked of now.
  const names = clear?.kind === 'recommend' || clear?.kind === 'partners';
  if (earlier && names && NAMES_WHOM.test(lower)) return { kind: earlier, score: 1 };
  // A word of the programme beside a name is rather about who is named.
  if (staff && fitting?.kind === 'playbook' && fitting.score < CLEAR && seen.has('named'))
    return { kind: 'mention', score: 0 };
  return fitting ?? { kind: staff ? 'mention' : 'playbook', score: 0 };
}

/** Advice on a decision, a decision or a change: about a registration that is named, or that was spoken of. */
function chooseOrder(
  lower: string,
  reading: Reading & { readonly registration: string | undefined },
): IntentKind | null {
  const { staff, registrationId, registration, seen } = reading;
  const aboutOne = registration !== undefined || /\b(?:registration|decision)s?\b/.test(lower);
  const pending = seen.has('waiting') || seen.has('registration') || /\bsubmitted\b/.test(lower);
  const asksAdvice =
    (ASKS_ADVICE.test(lower) && !/^(?:please )?(?:can|could|will) you\b/.test(lower)) || seen.has('advice');
  if (staff && asksAdvice && (aboutOne || pending)) return 'decision_advice';
  const order = readsAsOrder(lower, registrationId !== undefined);
  if (order) return order;
  if (!registration || /^(?:why|who|when|did|was|is|has|have)\b/.test(lower)) return null;
  if (seen.has('extend') || seen.has('withdraw')) return 'change_registration';
  return seen.has('approve') || seen.has('reject') ? 'decide' : null;
}

/** The kind that most speaks for, by the first pattern that fits and by all cues together. */
function weigh(
  lower: string,
  reading: { readonly staff: boolean; readonly seen: ReadonlySet<Feature> },
): { kind: IntentKind; score: number } | null {
  const { staff, seen } = reading;
  const rule = chooseByRules(lower, staff);
  const asked = rule?.kind === 'playbook' && rule.weight > 1 ? new Set([...seen, 'rule' as const]) : seen;
  const scored = scoreIntents(asked, staff ? STAFF_CUES : PARTNER_CUES).map((one) =>
    one.kind === rule?.kind ? { ...one, score: one.score + rule.weight } : one,
  );
  if (rule && !scored.some((one) => one.kind === rule.kind))
    scored.push({ kind: rule.kind, score: rule.weight });
  const [best] = scored.sort((a, b) => b.score - a.score || rank(b, rule) - rank(a, rule));
  return best && best.score > 0 ? best : null;
}

function rank(one: { kind: IntentKind }, rule: { kind: IntentKind } | null): number {
  return one.kind === rule?.kind ? 1 : 0;
}

const EXACT_STAFF_RULES = [...STAFF_REVENUE_RULES, ...STAFF_PLAYBOOK_RULES];

function chooseByRules(lower: string, staff: boolean): { kind: IntentKind; weight: number } | null {
  // Written for one thing each, these need no other sign, and their words speak of rules, pages and partners besides.
  const exact = (staff ? EXACT_STAFF_RULES : PARTNER_PLAYBOOK_RULES).find(([pattern]) => pattern.test(lower));
  if (exact) return { kind: exact[1], weight: 3 * RULE_WEIGHT };
  const fitting = (staff ? STAFF_RULES : PARTNER_RULES).find(([pattern]) => pattern.test(lower))?.[1];
  if (fitting && !(RULE_BOUND.has(fitting) && asksForRule(lower)))
    // 'What is' and 'who is' begin questions about anything: as a sign of a profile they weigh less.
    return { kind: fitting, weight: fitting === 'profile' ? RULE_WEIGHT - 1 : RULE_WEIGHT };
  // A question for a rule names what the rule is about, and so speaks for other things as well.
  if (fitting) return { kind: 'playbook', weight: 2 * RULE_WEIGHT };
  return PROGRAMME.test(lower) ? { kind: 'playbook', weight: 1 } : null;
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

const NAMES_WHOM = /^(?:and|what about|how about|same)(?: \S+){1,3}$/;

function isFollowUp(lower: string): boolean {
  const words = lower.split(' ').length;
  if (words <= 3) return true;
  return (
    words <= 12 &&
    /^(?:and|what about|how about|what if|same|also|or|now|then|why|for|ok|only|by|as|the|which one|who|just|more|next|show (?:me )?more)\b|\b(?:of (?:that|those|them|these)|it|them|they|their|there|that one|instead|that|the (?:first|second|third) one)\b/.test(
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
  report_asks: 'asks',
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
