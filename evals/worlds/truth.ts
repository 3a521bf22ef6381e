import type { Ledger } from './ledger.ts';
import type { PartnerRecord } from './partner-lists.ts';
import type { PlantedCase } from './planted.ts';
import { DELIBERATE_DISAGREEMENT, playbookFacts } from './playbook-pages.ts';
import { WIN_TERMS } from './win-model.ts';

/** What the generator knows and the company folder does not say: for grading alone, and never inside the folder. */
export function describeTruth(
  ledger: Ledger,
  parts: {
    readonly records: readonly PartnerRecord[];
    readonly cases: readonly PlantedCase[];
    readonly notable: object;
  },
): object {
  return {
    seed: ledger.company.seed,
    company: ledger.company.name,
    today: ledger.company.today,
    notable: parts.notable,
    conflicts: parts.cases,
    matches: parts.records.map((one) => ({
      partner_id: one.partnerId,
      partner_record_id: one.partnerRecordId,
      name: one.name,
      account_id: one.trueAccountId,
      spelling: one.spelling,
    })),
    sources: Object.fromEntries(ledger.sources),
    win_model: { terms: WIN_TERMS, partners: Object.fromEntries(ledger.winModel.traits) },
    open_deals: describeOpenDeals(ledger),
    playbook: {
      facts: playbookFacts(ledger.company, ledger.partners),
      superseded: { path: 'playbook/archive/deal-registration.md', by: 'playbook/deal-registration.md' },
      disagreement: DELIBERATE_DISAGREEMENT,
    },
  };
}

/** For each open deal the chance without a partner and with each active one, at average quality. */
function describeOpenDeals(ledger: Ledger): object[] {
  const active = ledger.partners.partners.filter((one) => one.status === 'active');
  return ledger.opportunities
    .filter((one) => !one.stage.startsWith('closed'))
    .map((deal) => {
      const account = ledger.accounts.accounts.find((one) => one.accountId === deal.accountId)!;
      const shape = { account, product: deal.product, needs: deal.needs, kind: deal.kind, quality: 0 };
      const chance = (partnerIds: readonly string[]) =>
        Math.round(ledger.winModel.chance(shape, partnerIds) * 1e4) / 1e4;
      return {
        opportunity_id: deal.opportunityId,
        without_partner: chance([]),
        with_partner: Object.fromEntries(active.map((one) => [one.partnerId, chance([one.partnerId])])),
      };
    });
}
