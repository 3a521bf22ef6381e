import type { Access } from '../access/access.ts';
import type { Scope } from '../access/types.ts';
import { createRegions } from '../company/regions.ts';
import type { CompanyService } from '../company/service.ts';
import * as countStore from './count-store.ts';
import * as overlapStore from './overlap-store.ts';
import type { Overlap, Population, PopulationCell, SharedCell } from './types.ts';
import * as whitespaceStore from './whitespace-store.ts';

/** Overlaps and whitespace, as far as the sharing rules show them to the reader. */
export interface OverlapReader {
  overlaps(scope: Scope, filter: OverlapQuery): Promise<Overlap[]>;
  /** Certain overlaps counted by what they have in common, most accounts first. */
  overlapGroups(
    scope: Scope,
    by: OverlapGrouping,
    filter: Omit<OverlapQuery, 'decision'>,
  ): Promise<overlapStore.OverlapGroup[]>;
  /** Ours × theirs, by partner. */
  populationMatrix(scope: Scope, partnerId?: string): Promise<PopulationCell[]>;
  /** Partners that hold back rows: an answer without them is partial. */
  withholdingPartners(scope: Scope): Promise<string[]>;
  /** Populations of which a partner shares no rows. */
  withheldPopulations(scope: Scope, partnerId?: string): Promise<countStore.WithheldPopulation[]>;
  /** Companies that a partner has and we have not. */
  partnerWhitespace(
    scope: Scope,
    filter: WhitespaceQuery,
  ): Promise<Listed<whitespaceStore.PartnerWhitespace>>;
  /** Accounts of ours that are not among what a partner shares. */
  ourWhitespace(scope: Scope, filter: WhitespaceQuery): Promise<Listed<whitespaceStore.OurWhitespace>>;
  /** A partner's own view: which of its records we share back as ours. */
  sharedOverlaps(scope: Scope): Promise<overlapStore.SharedOverlap[]>;
  /** A partner's own view: its populations × ours. */
  sharedMatrix(scope: Scope): Promise<SharedCell[]>;
  /** A partner's own view: accounts that we share in full and that it has not. */
  sharedWhitespace(scope: Scope, limit: number): Promise<Listed<whitespaceStore.SharedWhitespace>>;
}

export type OverlapGrouping = 'partner' | 'account' | 'owner' | 'region';

export interface OverlapQuery extends Omit<overlapStore.OverlapFilter, 'countries'> {
  /** A region's label or a country; one that stands for no country finds nothing. */
  readonly region?: string | undefined;
}

export interface WhitespaceQuery {
  readonly partnerId: string;
  readonly population?: Population | undefined;
  readonly region?: string | undefined;
  readonly since?: string | undefined;
  readonly limit: number;
}

interface Listed<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
}

export function createOverlapReader(dependencies: {
  access: Access;
  company: CompanyService;
}): OverlapReader {
  const { access, company } = dependencies;
  const withCountries = async <Query extends { readonly region?: string | undefined }>({
    region,
    ...query
  }: Query) => {
    if (region === undefined) return query;
    const { regions } = await company.settings();
    return { ...query, countries: createRegions(regions).countriesOf(region) };
  };

  return {
    async overlaps(scope, query) {
      const filter = await withCountries(query);
      return access.open(scope, (connection) => overlapStore.listOverlaps(connection, filter));
    },
    async overlapGroups(scope, by, query) {
      const filter = await withCountries(query);
      const groups = await access.open(scope, (connection) =>
        overlapStore.groupOverlaps(connection, { by: by === 'region' ? 'country' : by, filter }),
      );
      if (by !== 'region') return groups;
      const { regions } = await company.settings();
      return mergeCountries(groups, regions);
    },
    populationMatrix: (scope, partnerId) =>
      access.open(scope, (connection) => countStore.listPopulationCells(connection, partnerId ?? null)),
    withholdingPartners: (scope) => access.open(scope, overlapStore.listWithholdingPartners),
    withheldPopulations: (scope, partnerId) =>
      access.open(scope, (connection) => countStore.listWithheldPopulations(connection, partnerId ?? null)),
    async partnerWhitespace(scope, query) {
      const filter = await withCountries(query);
      return access.open(scope, (connection) => whitespaceStore.listPartnerWhitespace(connection, filter));
    },
    async ourWhitespace(scope, query) {
      const filter = await withCountries(query);
      return access.open(scope, (connection) => whitespaceStore.listOurWhitespace(connection, filter));
    },
    sharedOverlaps: (scope) => access.open(scope, overlapStore.listSharedOverlaps),
    sharedMatrix: (scope) => access.open(scope, countStore.listSharedCells),
    sharedWhitespace: (scope, limit) =>
      access.open(scope, (connection) => whitespaceStore.listSharedWhitespace(connection, limit)),
  };
}

/** Countries by the company's own regions; a country outside them stands for itself. An account has one country, so sums hold. */
function mergeCountries(
  groups: readonly overlapStore.OverlapGroup[],
  own: Readonly<Record<string, readonly string[]>>,
): overlapStore.OverlapGroup[] {
  const regions = createRegions(own);
  const labels = Object.keys(own);
  const merged = new Map<string | null, overlapStore.OverlapGroup>();
  for (const group of groups) {
    const country = group.key;
    const key =
      country === null
        ? null
        : (labels.find((label) => regions.countriesOf(label).includes(country)) ?? country);
    const sum = merged.get(key);
    merged.set(key, {
      key,
      name: null,
      accounts: (sum?.accounts ?? 0) + group.accounts,
      records: (sum?.records ?? 0) + group.records,
    });
  }
  return [...merged.values()].sort((a, b) => b.accounts - a.accounts || compareKeys(a.key, b.key));
}

/** Groups without a key come last. */
function compareKeys(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a < b ? -1 : 1;
}
