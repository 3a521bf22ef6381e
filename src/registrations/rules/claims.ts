import { addDays, daysBetween } from '../../dates.ts';
import type { ConflictCase, ConflictTerms, RegistrationFact } from '../conflict-case.ts';
import {
  expiredDay,
  isUndecided,
  protectedDays,
  protectsOn,
  sameProduct,
  submittedDay,
} from '../protection.ts';
import type { Finding } from '../types.ts';
import { type ConflictRule, describeFinding, partnerName, sayDay, sayProduct, sayUntil } from './wording.ts';

type Rule = ConflictRule<ConflictTerms>;

const EXPIRING_DAYS = 14;
const EXPIRED_DAYS = 180;

/** Another partner's approved, unexpired registration: a block on the account itself, a warning on a relative. */
export const findRegisteredByOther: Rule = (about, terms) =>
  claimsOfOthers(about)
    .filter((claim) => protectsOn(claim, terms.rules, terms.today))
    .map((claim) => {
      const holder = partnerName(about.partners, claim.partnerId);
      const { from, until } = protectedDays(claim, terms.rules);
      const relative = about.relatives.find((one) => one.accountId === claim.accountId);
      const where = relative
        ? `${relative.name}, ${kinship(about, relative.accountId)},`
        : about.account.name;
      return describeFinding({
        code: 'registered_by_other',
        severity: relative ? 'warn' : 'block',
        subjects: claimSubjects(claim),
        since: from,
        until,
        why: `${holder} has the approved registration of ${where}${sayProduct(claim.product)}${sayUntil(until)}.`,
        remedy: relative
          ? 'Agree with the partner manager who works with which part of the group before you go on.'
          : `Ask again${until ? ` after ${sayDay(until)}` : ' when it has ended'}, bring ${holder} in, or propose delivery work instead.`,
      });
    });

/** Another partner's undecided registration that came in earlier. */
export const findPendingWithOther: Rule = (about, terms) =>
  claimsOfOthers(about)
    .filter((claim) => claim.accountId === about.account.accountId && isUndecided(claim))
    .filter((claim) => cameEarlier(claim, about.registration, terms.today))
    .map((claim) => {
      const received = submittedDay(claim);
      return describeFinding({
        code: 'pending_with_other',
        severity: 'warn',
        subjects: claimSubjects(claim),
        since: received,
        why: `${partnerName(about.partners, claim.partnerId)} asked to register ${about.account.name}${sayProduct(claim.product)}${received ? ` on ${sayDay(received)}` : ''}, and that is not decided yet.`,
        remedy: 'Decide the earlier one first; evidence of substantial work can outweigh it, with a reason.',
      });
    });

/** The same partner's own undecided or active registration, other than the one under review. */
export const findAlreadyRegistered: Rule = (about, terms) =>
  ownClaims(about)
    .filter((claim) => claim.registrationId !== about.registration?.registrationId)
    .filter((claim) => isStanding(claim, terms))
    .map((claim) => {
      const until = protectsOn(claim, terms.rules, terms.today)
        ? protectedDays(claim, terms.rules).until
        : null;
      const state = isUndecided(claim) ? 'is not decided yet' : `protects it${sayUntil(until)}`;
      return describeFinding({
        code: 'already_registered',
        severity: 'info',
        subjects: claimSubjects(claim),
        since: claim.decidedOn ?? submittedDay(claim),
        until,
        why: `${partnerName(about.partners, claim.partnerId)} has already registered ${about.account.name}${sayProduct(claim.product)}: ${claim.registrationId} ${state}.`,
        remedy: `Go on with ${claim.registrationId} instead of a second one.`,
      });
    });

/** The partner's own protection that ends within two weeks. */
export const findRegistrationExpiring: Rule = (about, terms) =>
  ownClaims(about).flatMap((claim) => {
    const { from, until } = protectedDays(claim, terms.rules);
    if (until === null || !protectsOn(claim, terms.rules, terms.today)) return [];
    const left = daysBetween(terms.today, until);
    if (left > EXPIRING_DAYS) return [];
    return describeFinding({
      code: 'registration_expiring',
      severity: 'warn',
      subjects: claimSubjects(claim),
      since: from,
      until,
      why: `${claim.registrationId} protects ${about.account.name}${sayProduct(claim.product)} only until ${sayDay(until)}: ${sayDaysLeft(left)}.`,
      remedy: `Ask for an extension of ${terms.rules.extension_days} days by ${sayDay(until)}, or close it.`,
    });
  });

/** A protection that ran out in the last 180 days, while no other one protects the account and product. */
export const findRegistrationExpired: Rule = (about, terms) =>
  claimsOnAccount(about).flatMap((claim) => {
    const until = expiredDay(claim, terms.rules, terms.today);
    if (until === null || daysBetween(until, terms.today) > EXPIRED_DAYS) return [];
    const protectedAgain = claimsOnAccount(about).some(
      (other) =>
        protectsOn(other, terms.rules, terms.today) &&
        sameProduct(other.product, about.product ?? claim.product),
    );
    if (protectedAgain) return [];
    return describeFinding({
      code: 'registration_expired',
      severity: 'info',
      subjects: claimSubjects(claim),
      since: addDays(until, 1),
      why: `The registration of ${about.account.name}${sayProduct(claim.product)} by ${partnerName(about.partners, claim.partnerId)} expired on ${sayDay(until)}: the account is free again.`,
      remedy: 'A new registration can be submitted.',
    });
  });

/** As many undecided and active registrations as the programme allows, or more. */
export const findTooManyOpen: Rule = (about, terms) => {
  const { partner } = about;
  if (!partner) return [];
  const standing = partner.claims.filter((claim) => isStanding(claim, terms));
  const most = terms.rules.max_open_registrations;
  if (standing.length < most) return [];
  return [
    describeFinding({
      code: 'too_many_open',
      severity: 'warn',
      subjects: { partner_id: partner.partnerId },
      why: `${partner.name} has ${standing.length} undecided and active registrations; the programme allows ${most}.`,
      remedy: 'Withdraw registrations that are not worked on, or let the partner manager decide.',
    }),
  ];
};

/** The registrations that protect the account and product on the day, by id. */
export function activeHolders(about: ConflictCase, terms: ConflictTerms): RegistrationFact[] {
  return claimsOnAccount(about)
    .filter((claim) => protectsOn(claim, terms.rules, terms.today))
    .sort((a, b) => (a.registrationId < b.registrationId ? -1 : 1));
}

/** Delivery work and claims to the sale never conflict with each other. */
function comparableClaims(about: ConflictCase): RegistrationFact[] {
  return about.registrations.filter(
    (claim) =>
      (claim.kind === 'service') === (about.kind === 'service') && sameProduct(claim.product, about.product),
  );
}

function claimsOnAccount(about: ConflictCase): RegistrationFact[] {
  return comparableClaims(about).filter((claim) => claim.accountId === about.account.accountId);
}

/** Without a partner every claim is another's. */
function claimsOfOthers(about: ConflictCase): RegistrationFact[] {
  return comparableClaims(about).filter((claim) => claim.partnerId !== about.partner?.partnerId);
}

function ownClaims(about: ConflictCase): RegistrationFact[] {
  return claimsOnAccount(about).filter((claim) => claim.partnerId === about.partner?.partnerId);
}

function isStanding(claim: RegistrationFact, terms: ConflictTerms): boolean {
  if (protectsOn(claim, terms.rules, terms.today)) return true;
  return isUndecided(claim) && (submittedDay(claim) ?? terms.today) <= terms.today;
}

/** Before the registration under review was received; where none was, by the end of the day that is looked at. */
function cameEarlier(claim: RegistrationFact, reviewed: RegistrationFact | null, today: string): boolean {
  if (claim.submittedOn === null) return true;
  if (!reviewed?.submittedOn) return claim.submittedOn.slice(0, 10) <= today;
  return Date.parse(claim.submittedOn) < Date.parse(reviewed.submittedOn);
}

function kinship(about: ConflictCase, relativeId: string): string {
  return about.account.parentAccountId === relativeId
    ? `the parent of ${about.account.name}`
    : `a subsidiary of ${about.account.name}`;
}

function claimSubjects(claim: RegistrationFact): Finding['subjects'] {
  return {
    registration_id: claim.registrationId,
    partner_id: claim.partnerId,
    ...(claim.accountId && { account_id: claim.accountId }),
  };
}

function sayDaysLeft(days: number): string {
  return days === 0 ? 'today is its last day' : `${days} ${days === 1 ? 'day' : 'days'} left`;
}
