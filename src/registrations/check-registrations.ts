import type { Scope } from '../access/types.ts';
import { isAppError } from '../errors.ts';
import type { ConflictChecker } from './conflict-check.ts';
import type { RegistrationRow, RegistrationView } from './types.ts';

type Checked = Pick<RegistrationView, 'findings' | 'unchecked'>;

/** What stands in the way of each registration that is open or protects, in their order; past ones are history. */
export async function checkRegistrations(
  checker: Pick<ConflictChecker, 'checkMany'>,
  scope: Scope,
  registrations: readonly RegistrationRow[],
): Promise<Checked[]> {
  const open = registrations.filter(({ status }) => OPEN.includes(status));
  const checks = await checker.checkMany(
    scope,
    open.map((registration) => ({
      account: registration.accountId ?? registration.accountName,
      accountDomain: registration.accountDomain,
      country: registration.country,
      registrationId: registration.registrationId,
      opportunityId: registration.opportunityId,
    })),
  );
  const found = new Map(open.map((registration, at) => [registration.registrationId, checks[at]]));
  return registrations.map(({ registrationId }) => {
    const check = found.get(registrationId);
    return isAppError(check)
      ? { findings: [], unchecked: check.message }
      : { findings: check?.findings ?? [], unchecked: null };
  });
}

const OPEN: readonly RegistrationRow['status'][] = ['draft', 'submitted', 'returned', 'approved'];
