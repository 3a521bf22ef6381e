import type { Scope } from '../../access/types.ts';
import type { CompanyService } from '../../company/service.ts';
import type { RecommendationsService } from '../service.ts';
import { BEYOND_TOP, finishRecommendation } from './finish.ts';
import type { RecommendationLoop } from './service.ts';

/** Five fit a card, and are what people ask for without a number. */
const DEFAULT_TOP = 5;

/** The same service with rankings completed by what the loop knows: exploration, favours, and the verdict. */
export function withLoop(
  recommendations: RecommendationsService,
  parts: {
    readonly loop: RecommendationLoop;
    readonly company: CompanyService;
    readonly withholdingPartners: (scope: Scope) => Promise<readonly string[]>;
  },
): RecommendationsService {
  return {
    ...recommendations,
    async recommend(scope, request) {
      const top = request.top ?? DEFAULT_TOP;
      const found = await recommendations.recommend(scope, { ...request, top: top + BEYOND_TOP });
      const ids = found.partners.map((one) => one.partner_id);
      const settings = await parts.company.settings();
      return finishRecommendation(found, {
        top,
        explorationShare: settings.recommendations.exploration_share,
        ledger: ids.length > 0 ? await parts.loop.ledger(scope, ids) : [],
        withholding: await parts.withholdingPartners(scope),
      });
    },
  };
}
