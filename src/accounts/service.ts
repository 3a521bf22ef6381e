import type { Access } from '../access/access.ts';
import type { Scope, SystemScope } from '../access/types.ts';
import type { CompanyService } from '../company/service.ts';
import type { Mention } from '../names.ts';
import { type AccountFinder, createAccountFinder } from './account-finder.ts';
import * as accountStore from './account-store.ts';
import { createRecordComparer } from './compare-records.ts';
import { type AccountQuery, toRecord } from './directory.ts';
import { learnFromDecisions } from './learning.ts';
import { hashOf, type LinkBasis, readLinkBasis } from './link-basis.ts';
import * as linkStateStore from './link-state-store.ts';
import { linkPartnerRecords } from './linking.ts';
import * as listStore from './list-store.ts';
import { createOverlapReader, type OverlapReader } from './overlaps.ts';
import * as registrationStore from './registration-store.ts';
import type { AccountCandidate } from './types.ts';
import { readMatchWeights } from './weight-store.ts';

/** Our accounts and deals, which of them partners know, and what may be said of it. */
export interface AccountsService extends OverlapReader {
  /** The accounts that a text, a spelling or an id may mean, best first; empty where nothing visible fits. */
  find(scope: Scope, query: AccountQuery, limit?: number): Promise<AccountCandidate[]>;
  /** The same for many queries at one state of the rows, in their order; one look at the database for all of them. */
  findMany(scope: Scope, queries: readonly AccountQuery[], limit?: number): Promise<AccountCandidate[][]>;
  /** The accounts named somewhere in a sentence. */
  findMentions(scope: Scope, text: string): Promise<Mention[]>;
  get(scope: Scope, accountId: string): Promise<accountStore.AccountProfile | null>;
  opportunities(scope: Scope, filter: accountStore.OpportunityFilter): Promise<accountStore.OpportunityRow[]>;
  /** Matches every partner's list and every registration against our accounts; after an import. */
  link(system: SystemScope): Promise<LinkSummary>;
  /** Matches one partner's list anew, with the weights as they are. */
  linkPartner(system: SystemScope, partnerId: string): Promise<void>;
  /** Finds the account of the registration that a submission made. */
  linkSubmission(system: SystemScope, submissionKey: string): Promise<void>;
}

export interface LinkSummary {
  readonly partners: number;
  readonly matches: number;
  readonly reviews: number;
  readonly registrations: number;
}

export function createAccountsService(dependencies: {
  access: Access;
  company: CompanyService;
}): AccountsService {
  const { access, company } = dependencies;
  const finder = createAccountFinder({ access, company });
  const { findMany } = finder;

  return {
    async find(scope, query, limit) {
      return (await findMany(scope, [query], limit))[0] ?? [];
    },
    findMany,
    findMentions: finder.findMentions,
    get: (scope, accountId) =>
      access.open(scope, (connection) => accountStore.getAccount(connection, accountId)),
    ...createOverlapReader({ access, company }),
    opportunities: (scope, filter) =>
      access.open(scope, (connection) => accountStore.listOpportunities(connection, filter)),
    link: (system) => linkAll({ access, company, finder }, system),
    async linkPartner(system, partnerId) {
      const today = await company.today();
      await access.open(system, async (connection) => {
        const accounts = await accountStore.listAccounts(connection);
        const { weights, version } = await readMatchWeights(connection);
        const basis = await readLinkBasis(connection, { accounts, weightsVersion: version });
        const compare = createRecordComparer(accounts.map(toRecord), weights);
        await linkPartnerRecords(connection, { partnerId, accounts, basis, compare, today });
      });
    },
    async linkSubmission(system, submissionKey) {
      const registrationIds = await access.open(system, (connection) =>
        registrationStore.listSubmitted(connection, submissionKey),
      );
      if (registrationIds.length > 0) await linkRegistrationRows({ access, finder }, system, registrationIds);
    },
  };
}

async function linkAll(
  parts: {
    access: Access;
    company: CompanyService;
    finder: AccountFinder;
  },
  system: SystemScope,
): Promise<LinkSummary> {
  const { access, company, finder } = parts;
  const today = await company.today();
  const { partnerIds, accounts, weights, basis } = await access.open(system, async (connection) => {
    const all = await accountStore.listAccounts(connection);
    const learnt = await learnFromDecisions(connection, all, today);
    return {
      partnerIds: await listStore.listMappedPartners(connection),
      accounts: all,
      weights: learnt.weights,
      basis: await readLinkBasis(connection, { accounts: all, weightsVersion: learnt.version }),
    };
  });
  const compare = createRecordComparer(accounts.map(toRecord), weights);
  let matches = 0;
  let reviews = 0;
  for (const partnerId of partnerIds) {
    const counts = await access.open(system, (connection) =>
      linkPartnerRecords(connection, { partnerId, accounts, basis, compare, today }),
    );
    matches += counts.matches;
    reviews += counts.reviews;
  }
  await finder.keepKeys();
  const registrations = await linkAllRegistrations({ access, finder }, system, basis);
  return { partners: partnerIds.length, matches, reviews, registrations };
}

/** Finds the account of every registration anew, unless nothing moved since that was last done. */
async function linkAllRegistrations(
  parts: { access: Access; finder: AccountFinder },
  system: SystemScope,
  basis: LinkBasis,
): Promise<number> {
  const { access } = parts;
  const readState = async (connection: OpenConnection) => ({
    list: 'registrations',
    state: hashOf([basis, await linkStateStore.hashRegistrationLinks(connection)]),
  });
  const isCurrent = await access.open(system, async (connection) =>
    linkStateStore.isLinkState(connection, await readState(connection)),
  );
  if (!isCurrent) {
    await linkRegistrationRows(parts, system, null);
    await access.open(system, async (connection) =>
      linkStateStore.putLinkState(connection, await readState(connection)),
    );
  }
  return access.open(system, registrationStore.countLinked);
}

type OpenConnection = Parameters<typeof accountStore.listAccounts>[0];

async function linkRegistrationRows(
  { access, finder }: { access: Access; finder: AccountFinder },
  system: SystemScope,
  registrationIds: readonly string[] | null,
): Promise<void> {
  const rows = await access.open(system, (connection) =>
    registrationStore.listRegistrationsToLink(connection, registrationIds),
  );
  const found = await finder.findMany(
    system,
    rows.map((row) => ({ text: row.accountName, domain: row.accountDomain, country: row.country })),
  );
  const links = rows.map((row, i) => {
    const best = found[i]?.[0];
    // What the partner wrote is the claim; the linked deal settles it where the spelling leaves a doubt.
    if (best?.decision === 'match') {
      return { registration_id: row.registrationId, account_id: best.accountId, matched_by: best.matchedBy };
    }
    const linked = row.opportunityAccountId;
    return {
      registration_id: row.registrationId,
      account_id: linked,
      matched_by: linked ? 'the linked opportunity' : null,
    };
  });
  await access.open(system, (connection) => registrationStore.linkRegistrations(connection, links));
}
