import { addDays, type IsoDate } from '../../src/dates.ts';
import type { AccountBook } from './accounts.ts';
import type { Company } from './company.ts';
import type { PartnerBook } from './partners.ts';
import type { RelationBook } from './relations.ts';
import type {
  Account,
  MarketplaceOffer,
  Opportunity,
  OpportunityPartner,
  PartnerPerson,
  Person,
  Registration,
  Subscription,
  Touchpoint,
} from './rows.ts';
import type { WinModel } from './win-model.ts';

/** What happened with accounts and partners so far; each maker adds its rows. */
export interface Ledger {
  readonly company: Company;
  readonly people: readonly Person[];
  readonly accounts: AccountBook;
  readonly partners: PartnerBook;
  readonly partnerPeople: readonly PartnerPerson[];
  readonly relations: RelationBook;
  readonly winModel: WinModel;
  readonly opportunities: Opportunity[];
  readonly stages: { opportunityId: string; stage: string; enteredOn: IsoDate }[];
  readonly roles: OpportunityPartner[];
  readonly touchpoints: Touchpoint[];
  readonly subscriptions: Subscription[];
  readonly registrations: Registration[];
  readonly offers: MarketplaceOffer[];
  /** Who truly sourced an opportunity, where anyone did. */
  readonly sources: Map<string, string>;
  /** Accounts that only the planted cases may write about. */
  readonly reserved: Set<string>;
  readonly protections: ProtectionBook;
}

/** Who was protected when, so that no two partners ever hold one account and product at once. */
export interface ProtectionBook {
  /** Takes the days for the partner; false, and nothing taken, where another partner holds one of them. */
  take(right: ProtectedRight): boolean;
}

interface ProtectedRight {
  readonly account: Account;
  readonly product: string;
  readonly partnerId: string;
  readonly from: IsoDate;
  readonly until: IsoDate;
}

/** An empty book of protections. */
export function createProtectionBook(): ProtectionBook {
  const held = new Map<string, ProtectedRight[]>();
  return {
    take: (right) => {
      const key = `${right.account.accountId}|${right.product}`;
      const rights = held.get(key) ?? [];
      const clash = rights.some(
        (one) => one.partnerId !== right.partnerId && one.from <= right.until && right.from <= one.until,
      );
      if (!clash) held.set(key, [...rights, right]);
      return !clash;
    },
  };
}

/** The last day of a protection that begins on a day. */
export function protectedUntil(company: Company, decidedOn: IsoDate): IsoDate {
  return addDays(decidedOn, company.rules.registrationProtectionDays);
}

/** The first person of a partner, who hands in its forms. */
export function alliancePerson(ledger: Ledger, partnerId: string): string {
  return ledger.partnerPeople.find((one) => one.partnerId === partnerId)!.email;
}

/** An account by its id. */
export function accountOf(ledger: Ledger, accountId: string): Account {
  const found = ledger.accounts.accounts.find((one) => one.accountId === accountId);
  if (!found) throw new Error(`No account ${accountId}`);
  return found;
}

/** The subscription of an account to a product that runs on a day. */
export function runningSubscription(
  ledger: Ledger,
  subject: { accountId: string; product: string; on: IsoDate },
): Subscription | undefined {
  return ledger.subscriptions.find(
    (one) =>
      one.accountId === subject.accountId &&
      one.product === subject.product &&
      one.startedOn <= subject.on &&
      (one.endedOn === null || one.endedOn >= subject.on),
  );
}
