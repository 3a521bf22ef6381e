import type { FindingJson, RecommendedPartnerJson } from '../agent/types.ts';
import { explainGrade, gradePlay } from './plays.ts';
import type { PartnerFacts, Relation } from './types.ts';

/** What to do next: ask the partner's owner of the account, where the play is strong enough for it. */
export function nextSteps(
  partner: PartnerFacts,
  relation: Relation | undefined,
  findings: readonly FindingJson[],
): RecommendedPartnerJson['next'] {
  if (findings.some((one) => one.severity === 'block')) {
    return [
      {
        action: 'clear_conflict',
        text: findings.find((one) => one.severity === 'block')?.remedy ?? 'Clear the conflict first.',
      },
    ];
  }
  const who = relation?.ownerName ?? `the partner team of ${partner.name}`;
  if (gradePlay(relation) === 'weak') {
    return [
      {
        action: 'ask_partner_manager',
        text: `Ask the partner manager of ${partner.name} first: ${explainGrade(relation)}.`,
      },
    ];
  }
  return [{ action: 'draft_intro', text: `Ask ${who} at ${partner.name} for an introduction.` }];
}
