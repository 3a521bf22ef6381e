import type { Access } from '../access/access.ts';
import type { Scope, SystemScope } from '../access/types.ts';
import type { CompanyService } from '../company/service.ts';
import type { Mention } from '../names.ts';
import * as accountStore from './account-store.ts';
import { createRecordComparer } from './compare-records.ts';
import {
  type AccountQuery,
  buildDirectory,
  type Directory,
  findInDirectory,
  renewDirectory,
  toRecord,
} from './directory.ts';
import { learnFromDecisions } from './learning.ts';
import { hashOf, type LinkBasis, readLinkBasis } from './link-basis.ts';
import * as linkStateStore from './link-state-store.ts';
import { linkPartnerRecords } from './linking.ts';
import * as listStore from './list-store.ts';
import { loadMatchResources, type MatchResources } from './matching/match-index.ts';
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

/** Key of the system's own directory; no audience is called so. */
const SYSTEM_KEY = 'system';

export function createAccountsService(dependencies: {
  access: Access;
  company: CompanyService;
}): AccountsService {
  const { access, company } = dependencies;
  // One directory for each audience: what one reader may see never helps to find a name for another.
  const directories = new Map<string, Directory>();
  let resources: MatchResources | null = null;
  const build = (version: number, accounts: readonly accountStore.AccountRow[]) => {
    resources ??= loadMatchResources();
    return buildDirectory(version, accounts, resources);
  };

  const directoryOf = async (key: string, scope: Scope | SystemScope): Promise<Directory> => {
    const version = await company.dataVersion(scope);
    const known = directories.get(key);
    if (known?.version === version) return known;
    const accounts = await access.open(scope, accountStore.listAccounts);
    const directory = (known && renewDirectory(known, version, accounts)) ?? build(version, accounts);
    directories.set(key, directory);
    return directory;
  };
  const findMany: AccountsService['findMany'] = async (scope, queries, limit = 5) => {
    if (queries.length === 0) return [];
    const directory = await directoryOf(scope.key, scope);
    return queries.map((query) => findInDirectory(directory, query).slice(0, limit));
  };

  return {
    async find(scope, query, limit) {
      return (await findMany(scope, [query], limit))[0] ?? [];
    },
    findMany,
    async findMentions(scope, text) {
      return (await directoryOf(scope.key, scope)).names.findMentions(text);
    },
    get: (scope, accountId) =>
      access.open(scope, (connection) => accountStore.getAccount(connection, accountId)),
    ...createOverlapReader({ access, company }),
    opportunities: (scope, filter) =>
      access.open(scope, (connection) => accountStore.listOpportunities(connection, filter)),
    link: (system) => linkAll({ access, company, build }, system),
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
      if (registrationIds.length === 0) return;
      const directory = await directoryOf(SYSTEM_KEY, system);
      await access.open(system, (connection) => linkRegistrationRows(connection, directory, registrationIds));
    },
  };
}

async function linkAll(
  parts: {
    access: Access;
    company: CompanyService;
    build: (version: number, accounts: readonly accountStore.AccountRow[]) => Directory;
  },
  system: SystemScope,
): Promise<LinkSummary> {
  const { access, company, build } = parts;
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
  const registrations = await access.open(system, (connection) =>
    linkAllRegistrations(connection, basis, () => build(0, accounts)),
  );
  return { partners: partnerIds.length, matches, reviews, registrations };
}

/** Finds the account of every registration anew, unless nothing moved since that was last done. */
async function linkAllRegistrations(
  connection: OpenConnection,
  basis: LinkBasis,
  openDirectory: () => Directory,
): Promise<number> {
  const readState = async () => ({
    list: 'registrations',
    state: hashOf([basis, await linkStateStore.hashRegistrationLinks(connection)]),
  });
  if (!(await linkStateStore.isLinkState(connection, await readState()))) {
    await linkRegistrationRows(connection, openDirectory(), null);
    await linkStateStore.putLinkState(connection, await readState());
  }
  return registrationStore.countLinked(connection);
}

type OpenConnection = Parameters<typeof accountStore.listAccounts>[0];

async function linkRegistrationRows(
  connection: OpenConnection,
  directory: Directory,
  registrationIds: readonly string[] | null,
): Promise<void> {
  const rows = await registrationStore.listRegistrationsToLink(connection, registrationIds);
  const links = rows.map((row) => {
    const best = findInDirectory(directory, {
      text: row.accountName,
      domain: row.accountDomain,
      country: row.country,
    })[0];
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
  await registrationStore.linkRegistrations(connection, links);
}
