import { createRegions } from '../../src/company/regions.ts';
import { companySettingsSchema } from '../../src/company/settings.ts';
import type {
  AccountFact,
  AskingPartner,
  ConflictCase,
  ConflictTerms,
  OfferFact,
  OpportunityFact,
  PartnerFact,
  RegistrationFact,
  RoleFact,
  SubscriptionFact,
} from '../../src/registrations/conflict-case.ts';
import { findConflicts } from '../../src/registrations/conflicts.ts';

/** The day of every case that names no other: a Tuesday. */
export const TODAY = '2026-06-30';

export const globex: AccountFact = {
  accountId: 'globex',
  name: 'Globex',
  country: 'DE',
  parentAccountId: null,
};

export function partner(partnerId: string, facts: Partial<PartnerFact> = {}): PartnerFact {
  return {
    partnerId,
    name: `Partner ${partnerId}`,
    status: 'active',
    regions: [],
    competesWith: [],
    capacity: null,
    ...facts,
  };
}

export function asking(facts: Partial<AskingPartner> = {}): AskingPartner {
  return {
    ...partner('us'),
    claims: [],
    certificates: [],
    openCoSells: 0,
    overlapWithheld: false,
    ...facts,
  };
}

let serial = 0;
const nextId = (kind: string) => `${kind}-${++serial}`;

/** An approved registration of Globex for Platform by another partner, protected today. */
export function registration(facts: Partial<RegistrationFact> = {}): RegistrationFact {
  return {
    registrationId: nextId('REG'),
    partnerId: 'them',
    accountId: 'globex',
    accountName: 'Globex',
    product: 'Platform',
    amount: null,
    kind: 'resale',
    status: 'approved',
    submittedOn: '2026-05-28T09:00:00.000Z',
    decidedOn: '2026-06-01',
    expiresOn: null,
    opportunityId: null,
    opportunityLost: null,
    ...facts,
  };
}

/** An open, lively opportunity of ours with Globex for Platform. */
export function opportunity(facts: Partial<OpportunityFact> = {}): OpportunityFact {
  return {
    opportunityId: nextId('OPP'),
    accountId: 'globex',
    name: 'Globex rollout',
    product: 'Platform',
    stage: 'qualified',
    createdOn: '2026-05-01',
    lastActivityOn: '2026-06-20',
    needs: [],
    kind: 'new',
    publicTender: false,
    ...facts,
  };
}

export function role(opportunityId: string, partnerId: string, facts: Partial<RoleFact> = {}): RoleFact {
  return { opportunityId, partnerId, role: 'sell', accepted: true, ...facts };
}

export function subscription(facts: Partial<SubscriptionFact> = {}): SubscriptionFact {
  return {
    subscriptionId: nextId('SUB'),
    accountId: 'globex',
    product: 'Platform',
    startedOn: '2025-01-01',
    endedOn: null,
    partnerId: null,
    ...facts,
  };
}

export function offer(facts: Partial<OfferFact> = {}): OfferFact {
  return {
    offerId: nextId('OFF'),
    accountId: 'globex',
    partnerId: 'third',
    marketplace: 'aws',
    status: 'sent',
    sentOn: '2026-06-10',
    expiresOn: '2026-07-31',
    ...facts,
  };
}

/** A question of the partner `us` about Globex and Platform, with nothing in the way. */
export function makeCase(facts: Partial<ConflictCase> = {}): ConflictCase {
  const known = ['us', 'them', 'third'].map((id) => partner(id));
  return {
    account: globex,
    relatives: [],
    product: 'Platform',
    kind: 'resale',
    partner: asking(),
    opportunity: null,
    registration: null,
    amount: null,
    registrations: [],
    opportunities: [],
    roles: [],
    subscriptions: [],
    offers: [],
    partners: new Map(known.map((one) => [one.partnerId, one])),
    integrations: new Set(),
    ...facts,
  };
}

export function makeTerms(
  rules: Readonly<Record<string, unknown>> = {},
  today: string = TODAY,
): ConflictTerms {
  const settings = companySettingsSchema.parse({
    name: 'Northwind',
    rates: { EUR: 2 },
    rules_of_engagement: rules,
  });
  const regions = createRegions({});
  return {
    rules: settings.rules_of_engagement,
    today,
    currency: settings.currency,
    rates: settings.rates,
    regionHolds: (label, country) => {
      const held = regions.countriesOf(label);
      if (held.includes(country)) return true;
      return held.length > 1 || held[0]?.length === 2 ? false : null;
    },
  };
}

/** The codes found, in their order. */
export function codesOf(about: ConflictCase, terms: ConflictTerms = makeTerms()): string[] {
  return findConflicts(about, terms).map((finding) => finding.code);
}

/** `block code` for each finding. */
export function weighedCodesOf(about: ConflictCase, terms: ConflictTerms = makeTerms()): string[] {
  return findConflicts(about, terms).map((finding) => `${finding.severity} ${finding.code}`);
}
