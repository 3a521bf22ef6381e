import type { Rule } from './asking.ts';

/** What the programme holds for partners of a tier or for one partner; other words of such questions mean other things. */
const HOLDS: Rule = [
  /\bentitle(?:d|ment)s?\b|\b(?:what|how (?:much|many)|which)\b.{0,40}\b(?:do|does|can|could|would|will)\b.{1,40}\b(?:partners?|tier)\b \b(?:get|gets|receive|earn|have|pay)\b|\b(?:what|which|how (?:much|many))\b.{0,15}\b(?:margin|discount|uplift|rebate|seats|licen[cs]es|nfr|benefits?|mdf budget)\b.{0,20}\b(?:do|does|can|could|would|will|is|are)\b.{1,50}\b(?:gets?|have|earn|receive|entitled|allowed)\b/,
  'playbook',
];

export const STAFF_PLAYBOOK_RULES: readonly Rule[] = [HOLDS];
export const PARTNER_PLAYBOOK_RULES: readonly Rule[] = [HOLDS];
