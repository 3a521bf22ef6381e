import {
  composeAccess,
  composeChoice,
  composeClosed,
  composeElsewhere,
  composeGreeting,
  composePuzzled,
  composeThanks,
} from './compose.ts';
import { type Intent, type IntentKind, saidBy } from './intent.ts';
import { readPastedId } from './pasted-ids.ts';
import { planAskAnswer, planAsks, planFollowed, planLedger } from './plan-asks.ts';
import { planConflicts } from './plan-conflicts.ts';
import { planIntro, planRecommendation } from './plan-deals.ts';
import { planDecisionAdvice } from './plan-decision-advice.ts';
import { planLearning } from './plan-learning.ts';
import { planMatchReviews, planMatchWord } from './plan-match-reviews.ts';
import { planOpportunities } from './plan-opportunities.ts';
import { planOverlaps } from './plan-overlaps.ts';
import { planPartners } from './plan-partners.ts';
import { planPlaybook } from './plan-playbook.ts';
import { planPlaybookReview } from './plan-playbook-review.ts';
import {
  planChange,
  planDecision,
  planRegister,
  planRegistrations,
  planShownRegistration,
} from './plan-registrations.ts';
import { planProfile } from './plan-reports.ts';
import { planRevenue } from './plan-revenue.ts';
import { planScore } from './plan-scorecard.ts';
import { resolveNamedAccount, resolvePartners, resolvePastedDeal } from './resolve.ts';
import { need, type Sight, type WantedCall } from './sight.ts';
import type { Understand } from './understand.ts';

/** What a plan comes to: facts still to be fetched, or the words. */
export type Step = { readonly calls: readonly WantedCall[] } | { readonly text: string };

export type Planner = (sight: Sight, intent: Intent) => Step;

const PLANNERS: Readonly<Record<IntentKind, Planner>> = {
  recommend: planRecommendation,
  draft_intro: planIntro,
  followed: planFollowed,
  ledger: planLedger,
  asks: planAsks,
  ask_answer: planAskAnswer,
  overlaps: planOverlaps,
  match_reviews: planMatchReviews,
  match_word: planMatchWord,
  conflicts: planConflicts,
  registrations: planRegistrations,
  show_registration: planShownRegistration,
  register: planRegister,
  decide: planDecision,
  decision_advice: planDecisionAdvice,
  change_registration: planChange,
  attribution: planRevenue,
  measures: planScore,
  profile: planProfile,
  partners: planPartners,
  opportunities: planOpportunities,
  playbook: planPlaybook,
  playbook_review: planPlaybookReview,
  learning: planLearning,
  mention: planMention,
  access: planAccess,
  greeting: (sight) => ({ text: composeGreeting(sight.facts) }),
  elsewhere: (sight) => ({ text: composeElsewhere(sight.facts) }),
  closed: planClosed,
  thanks: () => ({ text: composeThanks() }),
  puzzled: (sight) => ({ text: composePuzzled(sight.facts) }),
};

/** The next thing to do in a turn: the calls whose results are missing, or the answer to all that was asked. */
export function nextStep(sight: Sight, understand: Understand): Step {
  const intents = understand(sight.question, sight.facts, sight.before);
  const steps = intents.map((intent) => PLANNERS[intent.kind](sight, intent));
  const calls = steps.flatMap((step) => ('calls' in step ? step.calls : []));
  const distinct = calls.filter(
    (call, i) => calls.findIndex((one) => JSON.stringify(one) === JSON.stringify(call)) === i,
  );
  if (distinct.length > 0) return { calls: distinct };
  const texts = steps.flatMap((step) => ('text' in step ? [step.text] : []));
  return { text: [...new Set(texts)].join('\n\n') };
}

/** No words say what is asked: what it names does. Nothing of ours named makes it a question about the programme. */
function planMention(sight: Sight, intent: Intent): Step {
  const partners = resolvePartners(sight, saidBy(intent));
  if (partners.state === 'wanted') return { calls: [partners.call] };
  const account = resolveNamedAccount(sight, saidBy(intent));
  if (account.state === 'wanted') return { calls: [account.call] };
  if (account.state === 'known') return planOverlaps(sight, intent);
  if (account.state === 'doubtful' && partners.state !== 'known')
    return { text: composeChoice(account.choices, 'account') };
  if (partners.state === 'known') return planProfile(sight, intent);
  const deal = resolvePastedDeal(sight, intent.text);
  if (deal.state === 'wanted') return { calls: [deal.call] };
  if (deal.state === 'known') return planOpportunities(sight, intent);
  const id = readPastedId(intent.text);
  return id ? planShownRegistration(sight, { ...intent, registrationId: id }) : planPlaybook(sight, intent);
}

/** Matters of others, asked by those who may not read them. */
function planClosed(sight: Sight): Step {
  const lookup = need(sight, { name: 'describe_access', args: {} });
  if (lookup.state === 'wanted') return { calls: [lookup.call] };
  return {
    text: lookup.state === 'known' ? composeClosed(lookup.found.output) : composeElsewhere(sight.facts),
  };
}

function planAccess(sight: Sight): Step {
  const lookup = need(sight, { name: 'describe_access', args: {} });
  if (lookup.state === 'wanted') return { calls: [lookup.call] };
  return {
    text: lookup.state === 'known' ? composeAccess(lookup.found.output) : composeElsewhere(sight.facts),
  };
}
