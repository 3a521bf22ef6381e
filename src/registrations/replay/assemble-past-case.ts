import type { IsoDate } from '../../dates.ts';
import type { ConflictCase, RegistrationFact } from '../conflict-case.ts';
import { certificatesOn, dealOn, offersOn, partnerOn, rolesOn, type Surroundings } from './facts-on-day.ts';
import type { Life } from './history.ts';
import { type Course, factOf } from './standing.ts';

/**
 * The case of a registration as it stood on a day in one course of history: what the live check reads, out of what was
 * known then. Null where nobody knows which account is meant, as the live check answers nothing there either.
 */
export function assemblePastCase(asked: {
  life: Life;
  on: IsoDate;
  course: Course;
  surroundings: Surroundings;
}): ConflictCase | null {
  const { on, course, surroundings } = asked;
  const { registration } = asked.life;
  const account = surroundings.accounts.get(registration.accountId ?? '');
  const partner = surroundings.partners.get(registration.partnerId);
  const reviewed = course.standings.get(registration.registrationId);
  if (!account || !partner || !reviewed) return null;
  const parent = surroundings.accounts.get(account.parentAccountId ?? '');
  const relatives = [...(parent ? [parent] : []), ...(surroundings.children.get(account.accountId) ?? [])];
  const past = surroundings.deals.get(account.accountId) ?? [];
  const deals = past.flatMap((deal) => dealOn(deal, on) ?? []);
  const opportunity = deals.find((deal) => deal.opportunityId === registration.opportunityId) ?? null;
  return {
    account,
    relatives,
    product: registration.product ?? opportunity?.product ?? null,
    kind: registration.kind,
    partner: {
      ...partnerOn(partner),
      claims: factsOf(course, course.openOf.get(partner.partnerId)),
      certificates: certificatesOn(surroundings.certificates.get(partner.partnerId) ?? [], on),
    },
    opportunity,
    registration: factOf(reviewed),
    amount: registration.amount,
    registrations: [account, ...relatives].flatMap((one) =>
      factsOf(course, course.byAccount.get(one.accountId)),
    ),
    opportunities: deals.filter((deal) => !deal.stage.startsWith('closed_')),
    roles: deals.flatMap((deal) => rolesOn(surroundings.roles.get(deal.opportunityId) ?? [], on)),
    subscriptions: surroundings.subscriptions.get(account.accountId) ?? [],
    offers: offersOn(surroundings.offers.get(account.accountId) ?? [], on),
    partners: surroundings.partners,
    integrations: surroundings.integrations,
  };
}

function factsOf(course: Course, ids: ReadonlySet<string> | undefined): RegistrationFact[] {
  return [...(ids ?? [])].flatMap((id) => {
    const standing = course.standings.get(id);
    return standing ? [factOf(standing)] : [];
  });
}
