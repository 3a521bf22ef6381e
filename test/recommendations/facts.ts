import { SIGNAL_NAMES } from '../../src/recommendations/signals.ts';
import type { DealFacts, PartnerFacts, Relation, Signals } from '../../src/recommendations/types.ts';

export function makeDeal(facts: Partial<DealFacts>): DealFacts {
  return {
    opportunityId: 'o1',
    accountId: 'a1',
    accountName: 'Account',
    industry: null,
    country: null,
    product: null,
    kind: 'new',
    stage: null,
    amountMinor: null,
    intent: null,
    needs: [],
    competitor: null,
    createdOn: null,
    won: null,
    closedOn: null,
    partnerIds: [],
    ...facts,
  };
}

export function makePartner(facts: Partial<PartnerFacts>): PartnerFacts {
  return {
    partnerId: 'p1',
    name: 'Partner',
    archetype: null,
    tier: null,
    status: 'active',
    regions: [],
    industries: [],
    competencies: [],
    products: [],
    integrations: [],
    marketplaces: [],
    capacity: null,
    joinedOn: null,
    load: 0,
    certificates: [],
    ...facts,
  };
}

export function makeRelation(facts: Partial<Relation>): Relation {
  return {
    partnerId: 'p1',
    accountId: 'a1',
    recordId: 'r1',
    populations: ['prospect'],
    ownerName: null,
    ownerEmail: null,
    customerSince: null,
    lastActivityOn: '2026-06-01',
    contacts: 0,
    newContacts: 0,
    seniorContacts: 0,
    integrationRequests: [],
    ...facts,
  };
}

export function noSignals(): Signals {
  return Object.fromEntries(SIGNAL_NAMES.map((name) => [name, 0])) as Signals;
}
