import type { Rule } from './asking.ts';

const DEALS = '(?:deals?|opportunit(?:y|ies)|wins)';

/** 'Which deals are behind that?' */
export const ASKS_FOR_DEALS = new RegExp(
  `\\b${DEALS}\\b.{0,40}\\b(?:behind|make up|made up|count(?:ed)? (?:as|for|in|there)|(?:is|are|was|were) in (?:that|this|it)|add up to|(?:was|were|did) .{2,40} (?:source|influence)d?)\\b|\\bbehind (?:that|this|it|them|the (?:figure|number|amount|sum|total))\\b|\\bdrill\\b|\\bbreak (?:that|it|this) down (?:by|to|into) ${DEALS}\\b|\\b(?:which|what|show|list)\\b.{0,20}\\b(?:sourced|influenced|attached|direct|won)\\b.{0,12}\\b${DEALS}\\b|\\b${DEALS}\\b.{0,30}\\b(?:sourced|influenced) by\\b|\\b${DEALS}\\b.{0,30}\\b(?:source|sourced|influence|influenced)\\s*(?:in|last|this|since|\\?|$)`,
  'i',
);

/** 'Why does OPP-7 count for Kestrel?' */
export const ASKS_WHY_COUNTED =
  /\b(?:why|how come)\b.{0,60}\b(?:counts?|counted|credited|attributed|sourced|influenced|the source)\b|\bwho (?:sourced|influenced)\b|\bwho is (?:recorded as )?the source\b/i;

/** Deals whose source somebody should name. */
export const ASKS_FOR_CLAIMS =
  /\b(?:deals?|opportunit(?:y|ies)|wins?)\b.{0,20}\b(?:disputed|contested|in dispute)\b|\b(?:disputed?|dispute|contested|late)\b.{0,30}\b(?:sources?|claims?|credit|deals?|attribution)\b|\b(?:source|attribution|credit|sourcing)\b.{0,20}\b(?:disputes?|disputed|claims?)\b|\bwho(?:se)? .{0,30}\bsource\b.{0,30}\b(?:open|unclear|disputed|undecided)\b/i;

/** 'By tier, please' or 'compared with the year before?' after a report asks for more of it. */
export const CONTINUES_REPORT =
  /^(?:(?:and |now |please )?(?:by|per) (?:partner|archetype|tier|region|product|quarter)|compared?|against|versus|vs|with (?:a |the )?(?:chart|graph)|(?:(?:give|show|list|tell) (?:me )?)?(?:the|which|what) deals)\b/;

/** 'Record Kestrel as the source of OPP-7 because …' */
export const SETTLES_SOURCE =
  /^(?!(?:who|which|what|was|is|did|how|why|when)\b).*(?:\b(?:record|set|mark|make|name|credit|count|decide|settle|put)\b.{0,60}\bsource[dr]?\b|\bno (?:partner|one|body) sourced\b|\b(?:is|was) the source of\b|\bsourced (?:opp|deal)\b.{0,60}\b(?:because|since|as they)\b)/i;

/** How our own people ask about figures of a report and one partner's standing. */
export const STAFF_REVENUE_RULES: readonly Rule[] = [
  [SETTLES_SOURCE, 'attribution'],
  [ASKS_FOR_CLAIMS, 'attribution'],
  [ASKS_FOR_DEALS, 'attribution'],
  [ASKS_WHY_COUNTED, 'attribution'],
  [
    /\b(?:brings|brought) in\b|\b(?:did|do|does|have|has) (?!we\b|i\b).{2,40}\bbr(?:ing|ought) in\b/,
    'attribution',
  ],
  [
    /\b(?:best|top|strongest|biggest|most productive)\b.{0,12}\bpartners?\b.*\b(?:quarters?|years?|months?|q[1-4])\b|\b(?:share|percentage|part|how much|how many)\b.{0,60}\b(?:came|come|won|is|was|were) (?:through|from|via|with|direct)\b|\b(?:did|has|have|is|are|do)\b.*\b(?:grow|grown|growing|shrink|shrunk|shrinking|improved?|improving)\b/,
    'attribution',
  ],
  [
    /\b(?:against|versus|vs|compared (?:to|with))\b.{0,30}\b(?:one before|before that|previous|last year|years?|quarters?|q[1-4])\b/,
    'attribution',
  ],
  [/\bscore ?cards?\b|\bwin rates\b|\bsurvival curves?\b/, 'measures'],
  [
    /\bcompare\b.{0,60}\b(?:quarters?|q[1-4]|years?|months?|periods?|fy ?'?\d{2,4})\b|\b(?:markov|shapley|time[- ]decay|w[- ]shaped|first[- ]touch|last[- ]touch)\b/,
    'attribution',
  ],
];

export const PARTNER_REVENUE_RULES: readonly Rule[] = [
  [ASKS_FOR_DEALS, 'attribution'],
  [
    /\b(?:our|my|a|the)\b.{0,20}\bscore ?cards?\b|^score ?card\b|\bour (?:win rate|psat|time to value|measures|kpis|metrics)\b/,
    'measures',
  ],
];
