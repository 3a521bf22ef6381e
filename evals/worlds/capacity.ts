import { addRole } from './deal-trail.ts';
import type { Ledger } from './ledger.ts';
import type { Random } from './random.ts';

const LEAST_LOAD = 3;

/** Gives partners a capacity above what they carry, some none, and the busy one exactly what it carries. */
export function setCapacities(ledger: Ledger, random: Random): void {
  const { parts, partners } = ledger.partners;
  keepBusy(ledger, parts.busy.partnerId, random);
  for (const partner of partners) {
    const load = openLoad(ledger, partner.partnerId);
    if (partner === parts.busy) partner.capacity = load;
    else if (partner === parts.lead) partner.capacity = load + 5;
    else partner.capacity = random.chance(0.25) ? null : load + random.int(1, 6);
  }
}

function keepBusy(ledger: Ledger, partnerId: string, random: Random): void {
  const open = ledger.opportunities.filter(
    (one) =>
      !one.stage.startsWith('closed') && !ledger.reserved.has(one.accountId) && one.stage !== 'prospecting',
  );
  for (const deal of random.shuffle(open)) {
    if (openLoad(ledger, partnerId) >= LEAST_LOAD) return;
    const taken = ledger.roles.some(
      (one) => one.opportunityId === deal.opportunityId && one.partnerId === partnerId,
    );
    if (!taken)
      addRole(ledger, { deal, partnerId, role: 'deliver', addedOn: deal.createdOn, accepted: true });
  }
}

function openLoad(ledger: Ledger, partnerId: string): number {
  const open = new Set(
    ledger.opportunities.filter((one) => !one.stage.startsWith('closed')).map((one) => one.opportunityId),
  );
  const carried = ledger.roles.filter(
    (one) => one.partnerId === partnerId && one.accepted === true && open.has(one.opportunityId),
  );
  return new Set(carried.map((one) => one.opportunityId)).size;
}
