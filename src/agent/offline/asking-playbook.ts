import type { Rule } from './asking.ts';

/** What the programme holds for partners of a tier or for one partner; other words of such questions mean other things. */
const HOLDS: Rule = [
  /\bentitle(?:d|ment)s?\b|\b(?:what|how (?:much|many)|which)\b.{0,40}\b(?:do|does|can|could|would|will)\b.{1,40}\b(?:partners?|tier)\b \b(?:get|gets|receive|earn|have|pay)\b|\b(?:what|which|how (?:much|many))\b.{0,15}\b(?:margin|discount|uplift|rebate|seats|licen[cs]es|nfr|benefits?|mdf budget)\b.{0,20}\b(?:do|does|can|could|would|will|is|are)\b.{1,50}\b(?:gets?|have|earn|receive|entitled|allowed)\b/,
  'playbook',
];

/** Limits are the programme's, though they speak of registering. */
const LIMIT: Rule = [
  /\b(?:minim\w+|maxim\w+|smallest|largest|least|most)\b.{0,20}\b(?:deals?|amounts?|sizes?|orders?|requests?|values?)\b.{0,30}\b(?:regist\w+|claim\w*|ask|request|submit)\b/,
  'playbook',
];

/** The playbook's keepers ask what it lacks and what in it is wrong. */
const REVIEW: Rule = [
  /\b(?:what|which questions?|questions?|anything|where)\b.{0,40}\bplaybook\b.{0,20}\b(?:not|never|fail\w*|unable|couldn'?t|can'?t|does not|doesn'?t|lacks?|miss\w*)\b.{0,20}(?:\banswer\w*|\bcover\w*|\bsay|$)|\bunanswered questions?\b|\bquestions? (?:without|with no|that (?:have|got|had) no) (?:an? |clear )*answers?\b|\b(?:questions?|what)\b.{0,30}\b(?:without|no|not)\b.{0,15}\banswer(?:ed|s)?\b.{0,30}\bplaybook\b|\b(?:stale|outdated|obsolete|out of date|unread|unreached|unused)\b.{0,20}\b(?:pages?|playbook)\b|\b(?:pages?|playbook)\b.{0,30}\b(?:stale|outdated|obsolete|out of date|past (?:its|their) date|unread|unreached|never (?:read|reached|quoted|used))\b|\bplaybook\b.{0,30}\b(?:settings?|company\.?yaml|configur\w+)\b|\b(?:settings?|company\.?yaml|configur\w+)\b.{0,40}\b(?:playbook|pages?)\b|\b(?:review|check|audit)\b.{0,12}\bplaybook\b|\bgaps? (?:in|of) (?:the |our )?playbook\b|\bplaybook (?:gaps?|review)\b/,
  'playbook_review',
];

const LEARN: Rule = [
  /\b(?:what|which)\b.{0,60}\b(?:learn|study|train(?:ed|ing)? (?:on|for|in|next|do|should|would)|get certified|courses?|certificates?|certifications?)\b.{0,30}\b(?:next|first|missing|renew|take)\b|\b(?:what|which)\b.{0,20}\b(?:should|could|must|do|does)\b.{1,50}\b(?:learn|study|train (?:on|in|for)|get certified)\b|\b(?:training|learning|enablement|certification) (?:plan|path|gaps?|needs?)\b|\b(?:which|what) (?:courses?|training) (?:should|do|does|would|could)\b|\bsuggest\b.{0,20}\b(?:courses?|training)\b/,
  'learning',
];

export const STAFF_PLAYBOOK_RULES: readonly Rule[] = [REVIEW, LEARN, HOLDS];
export const PARTNER_PLAYBOOK_RULES: readonly Rule[] = [LEARN, LIMIT, HOLDS];
