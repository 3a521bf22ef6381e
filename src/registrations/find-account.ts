import type { Scope } from '../access/types.ts';
import type { AccountCandidate } from '../accounts/types.ts';
import { AppError } from '../errors.ts';

/** How the accounts room finds the accounts that texts mean, one answer a query in their order. */
export type FindAccounts = (
  scope: Scope,
  queries: readonly {
    readonly text: string;
    readonly domain?: string | null;
    readonly country?: string | null;
  }[],
  limit?: number,
) => Promise<readonly (readonly AccountCandidate[])[]>;

/** A doubtful reading counts where nothing else comes near it; the answer then says that it is one. */
const CLEAR_LEAD = 0.1;

/**
 * The one account that a spelling stands for. Throws `not_found` where nothing visible fits, and `ambiguous`, naming
 * what it may be, where several do.
 */
export function chooseAccount(
  candidates: readonly AccountCandidate[],
  text: string,
): { readonly accountId: string; readonly matchedBy: string } {
  const [best, second] = candidates;
  if (!best) throw new AppError('not_found', `I know no account called '${text}'.`);
  if (best.decision === 'match') return { accountId: best.accountId, matchedBy: best.matchedBy };
  if (second && best.score - second.score < CLEAR_LEAD) {
    const names = candidates.slice(0, 3).map((one) => `${one.name} (${one.accountId})`);
    throw new AppError('ambiguous', `'${text}' may be ${names.join(', ')}. Say which, by its id.`);
  }
  return { accountId: best.accountId, matchedBy: `perhaps: ${best.matchedBy}` };
}
