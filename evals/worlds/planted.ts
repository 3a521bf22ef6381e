import { addDays } from '../../src/dates.ts';
import { toWorkday } from './calendar.ts';
import { addDeal } from './deals.ts';
import { accountOf, type Ledger } from './ledger.ts';
import type { Part } from './partners.ts';
import type { Random } from './random.ts';
import { addRegistration, type RegistrationDraft } from './registration-rows.ts';
import { servesCountry } from './relations.ts';
import type { Account, Opportunity, Partner, Registration, Subscription } from './rows.ts';

/** What is asked of the conflict check, as the command takes it. */
interface PlantedCheck {
  readonly account: string;
  readonly accountId: string;
  readonly product: string;
  readonly partner?: string;
  readonly opportunity?: string;
  readonly registration?: string;
  readonly amount?: number;
  readonly on: string;
}

/** A case whose finding must (or must not) come. */
export interface PlantedCase {
  readonly code: string;
  readonly check: PlantedCheck;
  readonly present: boolean;
  /** In a few words, what was planted. */
  readonly story: string;
}

/** What the planted cases are written with: people of the play, an unused account, and rows with fixed cells. */
export interface Stage {
  readonly ledger: Ledger;
  readonly random: Random;
  readonly cases: PlantedCase[];
  partner(part: Part): Partner;
  /** An account of nobody's relatives that the partners serve and nothing else is written about. */
  account(...partners: readonly Partner[]): Account;
  deal(account: Account, product: string, fixed: Partial<Opportunity>): Opportunity;
  register(draft: RegistrationDraft): Registration;
  subscribe(account: Account, product: string, fixed?: Partial<Subscription>): Subscription;
  plant(
    code: string,
    story: string,
    check: Omit<PlantedCheck, 'account' | 'accountId' | 'on'> & { on?: string; at: Account },
  ): void;
  plantAbsent: Stage['plant'];
  daysAgo(days: number): string;
}

/** A stage over a ledger: whatever is written there keeps its accounts for itself. */
export function createStage(ledger: Ledger, random: Random): Stage {
  const { company } = ledger;
  const cases: PlantedCase[] = [];
  const daysAgo = (days: number) => addDays(company.today, -days);
  const parents = new Set(ledger.accounts.accounts.map((one) => one.parentAccountId));
  const plant =
    (present: boolean): Stage['plant'] =>
    (code, story, { at, ...check }) => {
      cases.push({
        code,
        present,
        story,
        check: { account: at.name, accountId: at.accountId, on: company.today, ...check },
      });
    };
  return {
    ledger,
    random,
    cases,
    daysAgo,
    partner: (part) => ledger.partners.parts[part],
    account: (...partners) => {
      const free = ledger.accounts.accounts.filter(
        (one) =>
          !ledger.reserved.has(one.accountId) &&
          one.parentAccountId === null &&
          one.domain !== null &&
          !parents.has(one.accountId) &&
          !isNamesake(ledger, one) &&
          partners.every((partner) => servesCountry(partner, one.country)),
      );
      const account = random.pick(free);
      ledger.reserved.add(account.accountId);
      return account;
    },
    deal: (account, product, fixed) => plantDeal({ ledger, random, account, product, fixed }),
    register: (draft) => {
      const submittedOn = draft.submittedOn === null ? null : toWorkday(draft.submittedOn);
      // A case is about the rule, not about finding the account: the domain always stands there.
      const fixed = { accountDomain: draft.account.domain, ...draft.fixed };
      const row = addRegistration(ledger, { ...draft, submittedOn, fixed }, random);
      if (!row) throw new Error(`Another protection stands against ${draft.account.name}`);
      return row;
    },
    subscribe: (account, product, fixed = {}) => {
      const row: Subscription = {
        subscriptionId: company.ids('subscription'),
        accountId: account.accountId,
        product,
        annualAmount: 48000,
        currency: company.currency,
        grossMargin: 0.74,
        startedOn: daysAgo(500),
        endedOn: null,
        partnerId: null,
        ...fixed,
      };
      ledger.subscriptions.push(row);
      return row;
    },
    plant: plant(true),
    plantAbsent: plant(false),
  };
}

function isNamesake(ledger: Ledger, account: Account): boolean {
  const stem = ledger.accounts.firms.get(account.accountId)?.stem;
  return ledger.accounts.accounts.some(
    (one) => one !== account && ledger.accounts.firms.get(one.accountId)?.stem === stem,
  );
}

function plantDeal(scene: {
  ledger: Ledger;
  random: Random;
  account: Account;
  product: string;
  fixed: Partial<Opportunity>;
}): Opportunity {
  const { ledger, random, account, product, fixed } = scene;
  const { createdOn: _createdOn, closeOn: _closeOn, ...withoutDates } = fixed;
  return addDeal(
    ledger,
    {
      shape: {
        account: accountOf(ledger, account.accountId),
        product,
        needs: fixed.needs ?? [],
        kind: fixed.kind ?? 'new',
        quality: 0,
      },
      stage: fixed.stage ?? 'qualified',
      createdOn: toWorkday(fixed.createdOn ?? addDays(ledger.company.today, -60)),
      lastActivityOn: fixed.lastActivityOn ?? addDays(ledger.company.today, -5),
      closeOn: fixed.closeOn ?? toWorkday(addDays(ledger.company.today, random.int(20, 90))),
      fixed: { competitor: null, publicTender: false, ...withoutDates },
    },
    random,
  );
}
