import type { Overlap } from '../src/accounts/types.ts';

/** An overlap as tools hand it on: names beside ids, `not_shared` for what the partner withholds. */
export function shapeOverlap(one: Overlap) {
  return {
    partner_id: one.partnerId,
    partner: one.partnerName,
    account_id: one.accountId,
    account: one.accountName,
    our_population: sayPopulation(one.ourPopulation),
    their_populations: one.populations.map(sayPopulation),
    their_record: one.recordName,
    owner: one.ownerName,
    customer_since: one.customerSince,
    last_activity_on: one.lastActivityOn,
    stage: one.stage,
    first_seen_on: one.firstSeenOn,
    why: one.explanation,
    not_shared: [...one.withheld],
  };
}

/** What 'this match is wrong' refers to. */
export function nameMatch(one: Overlap) {
  return {
    partner_id: one.partnerId,
    record_id: one.recordId,
    account_id: one.accountId,
    label: `${one.accountName} at ${one.partnerName}`,
  };
}

export function sayPopulation(population: string): string {
  return population === 'unsaid' ? 'unspecified' : population.replace('_', ' ');
}

export function dedupePartners(partners: { id: string; name: string }[]): { id: string; name: string }[] {
  return partners.filter((one, i) => partners.findIndex((o) => o.id === one.id) === i);
}
