import { addWorkingDays, type IsoDate } from '../../src/dates.ts';
import { drawAmount } from './accounts.ts';
import { atOfficeHour, earlier } from './calendar.ts';
import { alliancePerson, type Ledger, protectedUntil } from './ledger.ts';
import { misspell } from './misspell.ts';
import type { Random } from './random.ts';
import type { Account, Partner, Registration, RegistrationStatus } from './rows.ts';

export interface RegistrationDraft {
  readonly partner: Partner;
  readonly account: Account;
  readonly product: string;
  readonly status: RegistrationStatus;
  /** Null for drafts. */
  readonly submittedOn: IsoDate | null;
  /** Without it, the last day on which the programme lets a decision wait. */
  readonly decidedOn?: IsoDate | null;
  /** What is said outright wins over all that is drawn. */
  readonly fixed?: Partial<Registration>;
}

const DECIDED: ReadonlySet<RegistrationStatus> = new Set(['approved', 'rejected', 'expired', 'won', 'lost']);
const PROTECTED: ReadonlySet<RegistrationStatus> = new Set(['approved', 'expired', 'won', 'lost']);

/** Writes a registration, its name spelt as its partner would; null, and nothing written, where another is protected. */
export function addRegistration(
  ledger: Ledger,
  draft: RegistrationDraft,
  random: Random,
): Registration | null {
  const { company } = ledger;
  const { partner, account, product, status, submittedOn } = draft;
  const decidedOn =
    DECIDED.has(status) && submittedOn !== null
      ? (draft.decidedOn ?? decisionDay(ledger, submittedOn, random))
      : null;
  const expiresOn =
    draft.fixed?.expiresOn ??
    (decidedOn !== null && PROTECTED.has(status) ? protectedUntil(company, decidedOn) : null);
  if (
    decidedOn !== null &&
    expiresOn !== null &&
    draft.fixed?.kind !== 'service' &&
    !ledger.protections.take({
      account,
      product,
      partnerId: partner.partnerId,
      from: decidedOn,
      until: expiresOn,
    })
  ) {
    return null;
  }
  const spelling = misspell(ledger.accounts.firms.get(account.accountId)!, random, spellingKind(random));
  const row: Registration = {
    registrationId: company.ids('registration'),
    partnerId: partner.partnerId,
    accountName: spelling.name.trim(),
    accountDomain: account.domain === null || random.chance(0.1) ? null : account.domain,
    country: account.country,
    product,
    ...drawAmount(company, account, random),
    kind: kindOf(partner, random),
    status,
    submittedOn: submittedOn === null ? null : atOfficeHour(submittedOn, random),
    decidedOn,
    expiresOn,
    opportunityId: null,
    submittedBy: alliancePerson(ledger, partner.partnerId),
    reasonCode: null,
    reason: null,
    privateNote: null,
    ...draft.fixed,
  };
  ledger.registrations.push(row);
  return row;
}

function decisionDay(ledger: Ledger, submittedOn: IsoDate, random: Random): IsoDate {
  const day = addWorkingDays(submittedOn, random.int(0, ledger.company.rules.registrationDecisionDays));
  return earlier(day, ledger.company.today);
}

/** Forms are filled in with more care than spreadsheets. */
function spellingKind(random: Random): string {
  return random.weighted([
    ['exact', 40],
    ['no legal form', 35],
    ['upper case', 5],
    ['lower case', 5],
    ['abbreviated', 8],
    ['typo', 5],
    ['other legal form', 6],
  ]);
}

function kindOf(partner: Partner, random: Random): Registration['kind'] {
  if (partner.archetype === 'referral' || partner.archetype === 'influence') return 'referral';
  if (partner.archetype === 'msp') return random.pick(['msp', 'resale']);
  if (partner.archetype === 'si') return random.pick(['resale', 'referral']);
  return random.chance(0.3) ? null : 'resale';
}
