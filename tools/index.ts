import { adviseDecision } from './advise-decision.ts';
import { checkConflicts } from './check-conflicts.ts';
import type { ToolDefinition } from './define.ts';
import { describeAccess } from './describe-access.ts';
import { draftAskAnswer } from './draft-ask-answer.ts';
import { draftChange } from './draft-change.ts';
import { draftDecision } from './draft-decision.ts';
import { draftIntro } from './draft-intro.ts';
import { draftMatchDecision } from './draft-match-decision.ts';
import { draftRegistration } from './draft-registration.ts';
import { draftSourceDecision } from './draft-source-decision.ts';
import { findAccount } from './find-account.ts';
import { findPartner } from './find-partner.ts';
import { findPeriod } from './find-period.ts';
import { listMatchReviews } from './list-match-reviews.ts';
import { listOpportunities } from './list-opportunities.ts';
import { listOverlaps } from './list-overlaps.ts';
import { listPartners } from './list-partners.ts';
import { listRegistrations } from './list-registrations.ts';
import { listReportDeals } from './list-report-deals.ts';
import { listSharedAccounts } from './list-shared-accounts.ts';
import { recommendPartners } from './recommend-partners.ts';
import { reportAsks } from './report-asks.ts';
import { reportAttribution } from './report-attribution.ts';
import { reportMeasures } from './report-measures.ts';
import { reviewPlaybook } from './review-playbook.ts';
import { searchPlaybook } from './search-playbook.ts';
import { showPartner } from './show-partner.ts';
import { showRegistration } from './show-registration.ts';
import { showScorecard } from './show-scorecard.ts';

/** Every tool of the assistant, in the order in which a model is told of them. */
export const TOOLS: readonly ToolDefinition[] = [
  findAccount,
  findPartner,
  findPeriod,
  recommendPartners,
  listOverlaps,
  listSharedAccounts,
  listMatchReviews,
  checkConflicts,
  listRegistrations,
  showRegistration,
  adviseDecision,
  listOpportunities,
  reportAttribution,
  listReportDeals,
  showScorecard,
  reportMeasures,
  reportAsks,
  showPartner,
  listPartners,
  searchPlaybook,
  reviewPlaybook,
  draftIntro,
  draftAskAnswer,
  draftRegistration,
  draftDecision,
  draftChange,
  draftMatchDecision,
  draftSourceDecision,
  describeAccess,
];
