import type { Rule } from './asking.ts';

/** How our own people ask what became of recommendations and requests, and say how a partner answered. */
export const STAFF_ASK_RULES: readonly Rule[] = [
  [
    /\brecommendations?\b.{0,40}\b(?:followed|right|c[ao]me true|calibrat\w+|accura\w+|taken up|acted on|any good)\b|\b(?:follow(?:ed|ing)?|act(?:ed|ing)? on|take up|took up)\b.{0,40}\brecommendations?\b|\bhow (?:good|accurate|right|well calibrated)\b.{0,30}\brecommendations?\b/,
    'followed',
  ],
  [
    /\bfavou?rs?\b.{0,40}\b(?:owe|between|with|ledger|balance)\b|\breciproc\w+|\basks and gives\b|\bgive and take\b|\b(?:who|whom|what) (?:do|does) .{0,30}\bowes?\b|\bwho owes\b|\bdo (?:we|they) owe\b|\bowes? us\b|\bhow (?:often|many times) (?:did|have|has) .{1,40}\bhelp(?:ed)?\b/,
    'ledger',
  ],
  [
    /^(?!(?:did|do|does|has|have|who|which|what|was|were|why|when|if|how|is|are)\b)(?:.*\b(?:accepted|declined|agreed to|said (?:yes|no) to|refused|turned down)\b.{0,60}\b(?:intro|introduction)\b)[^?]*$/,
    'ask_answer',
  ],
  [
    /^(?!.*\b(?:draft|write|prepare|make|set up)\b).*(?:\b(?:which|what|show|list|our|open|any|how many|status of)\b.{0,30}\b(?:intro|introduction) requests?\b|\b(?:did|has|have)\b.{1,60}\b(?:accept|answer|declin|repl)\w*\b.{0,40}\b(?:intro|introduction)\b|\b(?:was|were)\b.{0,40}\b(?:intro|introduction)\b.{0,60}\b(?:accepted|declined|answered)\b)/,
    'asks',
  ],
];

/** How a partner's people ask what we asked of them. */
export const PARTNER_ASK_RULES: readonly Rule[] = [
  [
    /\b(?:which|what|any|open|show|list)\b.{0,20}\b(?:intro|introduction)\b.{0,20}\brequests?\b|\bwhat (?:have|did|do) you (?:ask|want)(?:ed)? (?:of|from) us\b|\b(?:intro|introduction) requests? (?:to|for) us\b/,
    'asks',
  ],
];
