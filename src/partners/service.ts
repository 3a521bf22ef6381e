import type { Access } from '../access/access.ts';
import type { Scope } from '../access/types.ts';
import type { CompanyService } from '../company/service.ts';
import { AppError } from '../errors.ts';
import { createNameIndex, type Mention, type NameIndex } from '../names.ts';
import * as store from './store.ts';
import type { Partner, PartnerCandidate, PartnerFilter, PartnerProfile } from './types.ts';

/** Partner firms, their people, certificates and onboarding. */
export interface PartnersService {
  /** The partners that a text, a spelling or an id may mean, best first. */
  find(scope: Scope, text: string, limit?: number): Promise<PartnerCandidate[]>;
  /** The partners named somewhere in a sentence. */
  findMentions(scope: Scope, text: string): Promise<Mention[]>;
  list(scope: Scope, filter?: PartnerFilter): Promise<Partner[]>;
  /** Throws `not_found`, whether the partner does not exist or is not this reader's to see. */
  profile(scope: Scope, partnerId: string): Promise<PartnerProfile>;
}

interface Directory {
  readonly version: number;
  readonly partners: ReadonlyMap<string, Partner>;
  readonly names: NameIndex;
}

export function createPartnersService(dependencies: {
  access: Access;
  company: CompanyService;
}): PartnersService {
  const { access, company } = dependencies;
  const directories = new Map<string, Directory>();

  const directoryOf = async (scope: Scope): Promise<Directory> => {
    const version = await company.dataVersion(scope);
    const known = directories.get(scope.key);
    if (known?.version === version) return known;
    const partners = await access.open(scope, store.listPartners);
    const directory = {
      version,
      partners: new Map(partners.map((partner) => [partner.partnerId, partner])),
      names: createNameIndex(partners.map((p) => ({ id: p.partnerId, names: [p.name, p.partnerId] }))),
    };
    directories.set(scope.key, directory);
    return directory;
  };

  return {
    async find(scope, text, limit = 5) {
      const directory = await directoryOf(scope);
      const exact = directory.partners.get(text.trim());
      if (exact) return [candidate(exact, 1)];
      return directory.names
        .findMentions(text)
        .flatMap((mention) => mention.candidates)
        .flatMap((one) => {
          const partner = directory.partners.get(one.id);
          return partner ? [candidate(partner, one.score)] : [];
        })
        .slice(0, limit);
    },
    async findMentions(scope, text) {
      return (await directoryOf(scope)).names.findMentions(text);
    },
    async list(scope, filter = {}) {
      const { regions } = await company.settings();
      return (await access.open(scope, store.listPartners)).filter((partner) =>
        fits(partner, filter, regions),
      );
    },
    profile: (scope, partnerId) =>
      access.open(scope, async (connection) => {
        const partner = await store.getPartner(connection, partnerId);
        if (!partner)
          throw new AppError('not_found', `There is no partner '${partnerId}' that can be shown here.`);
        return {
          partner,
          people: await store.listPeople(connection, partnerId),
          certifications: await store.listCertifications(connection, partnerId),
          onboarding: await store.listOnboarding(connection, partnerId),
          mdf: await store.listMdfRequests(connection, partnerId),
        };
      }),
  };
}

function candidate(partner: Partner, score: number): PartnerCandidate {
  const { partnerId, name, archetype, tier } = partner;
  return { partnerId, name, score, archetype, tier };
}

function fits(
  partner: Partner,
  filter: PartnerFilter,
  regions: Readonly<Record<string, readonly string[]>>,
): boolean {
  const same = (wanted: string | undefined, actual: string | null) =>
    wanted === undefined || wanted.toLowerCase() === (actual ?? '').toLowerCase();
  const holds = (wanted: string | undefined, actual: readonly string[]) =>
    wanted === undefined || actual.some((one) => one.toLowerCase() === wanted.toLowerCase());
  const covers =
    filter.country === undefined ||
    partner.regions.some(
      (region) => region === filter.country || regions[region]?.includes(filter.country ?? ''),
    );
  return (
    same(filter.status, partner.status) &&
    same(filter.archetype, partner.archetype) &&
    same(filter.tier, partner.tier) &&
    holds(filter.competency, partner.competencies) &&
    holds(filter.industry, partner.industries) &&
    covers
  );
}
