import type { Access } from '../../access/access.ts';
import { refuseInWords } from '../../access/refusals.ts';
import type { Scope } from '../../access/types.ts';
import type { CompanyService } from '../../company/service.ts';
import { measureFairness } from '../fairness/fairness.ts';
import type { FairnessReport, FairnessRequest } from '../fairness/types.ts';
import { readHistoryWithin, replayHistory } from './replay.ts';
import type { ReplayReport, ReplayRequest } from './types.ts';

/** What the history of registrations teaches, for those who decide on them: others are refused with `not_allowed`. */
export interface HistoryReviews {
  /** The company's own history under other rules of engagement. Writes nothing. Throws `bad_input`. */
  replay(scope: Scope, request: ReplayRequest): Promise<ReplayReport>;
  /** How evenly partners and the direct team were treated. Writes nothing. Throws `bad_input`. */
  fairness(scope: Scope, request: FairnessRequest): Promise<FairnessReport>;
}

const REFUSED = 'Only a partner manager may look at how registrations were decided.';

export function createHistoryReviews(dependencies: {
  readonly access: Access;
  readonly company: CompanyService;
}): HistoryReviews {
  const { access, company } = dependencies;
  const read = async (scope: Scope) => {
    const settings = await company.settings();
    const today = await company.today();
    const history = await refuseInWords(REFUSED, () =>
      access.open(scope, (connection) => readHistoryWithin(connection, settings)),
    );
    return [history, { settings, today }] as const;
  };
  return {
    async replay(scope, request) {
      const [history, terms] = await read(scope);
      return replayHistory(history, request, terms);
    },
    async fairness(scope, request) {
      const [history, terms] = await read(scope);
      return measureFairness(history, request, terms);
    },
  };
}
