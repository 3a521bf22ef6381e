import type { MatchReviews } from './accounts/reviews.ts';
import type { AccountsService } from './accounts/service.ts';
import type { AttributionService } from './attribution/service.ts';
import type { CompanyService } from './company/service.ts';
import type { Scorecards } from './insights/scorecards.ts';
import type { InsightsService } from './insights/service.ts';
import type { PartnersService } from './partners/service.ts';
import type { PlaybookService } from './playbook/service.ts';
import type { RecommendationLoop } from './recommendations/loop/service.ts';
import type { RecommendationsService } from './recommendations/service.ts';
import type { RegistrationsService } from './registrations/service.ts';
import type { PreferencesService } from './schedule/preferences.ts';
import type { WorklistService } from './worklist/service.ts';

/** The rooms of the business, as tools and commands may call them. */
export interface Services {
  readonly company: CompanyService;
  readonly accounts: AccountsService;
  readonly matchReviews: MatchReviews;
  readonly partners: PartnersService;
  readonly registrations: RegistrationsService;
  readonly attribution: AttributionService;
  readonly insights: InsightsService;
  readonly scorecards: Scorecards;
  readonly recommendations: RecommendationsService;
  readonly recommendationLoop: RecommendationLoop;
  readonly playbook: PlaybookService;
  readonly worklist: WorklistService;
  readonly preferences: PreferencesService;
}
