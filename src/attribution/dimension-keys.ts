import { readPeriod } from '../company/periods.ts';
import { createRegions } from '../company/regions.ts';
import type { CompanySettings } from '../company/settings.ts';
import type { Partner } from '../partners/types.ts';
import type { ReportDimension } from './types.ts';

/** What a report knows of a won deal; null where the reader sees the ledger alone. */
export interface DealPlace {
  readonly product: string | null;
  readonly country: string | null;
  readonly closedOn: string;
}

export interface KeyFrame {
  readonly settings: CompanySettings;
  readonly partners: ReadonlyMap<string, Partner>;
  readonly deals: ReadonlyMap<string, DealPlace>;
  /** The day that stands for deals whose close the reader does not see. */
  readonly from: string;
}

export type KeyOf = (entry: { readonly partnerId: string; readonly opportunityId: string }) => string;

/** By which row of a report an entry counts. What is not known has a row of its own, so that reports add up. */
export function createDimensionKey(by: ReportDimension, frame: KeyFrame): KeyOf {
  const { partners, deals } = frame;
  switch (by) {
    case 'partner':
      return (entry) => entry.partnerId;
    case 'archetype':
      return (entry) => partners.get(entry.partnerId)?.archetype ?? 'not known';
    case 'tier':
      return (entry) => partners.get(entry.partnerId)?.tier ?? 'none';
    case 'product':
      return (entry) => deals.get(entry.opportunityId)?.product ?? 'not known';
    case 'quarter': {
      const quarterOf = createQuarterReader(frame.settings);
      return (entry) => quarterOf(deals.get(entry.opportunityId)?.closedOn ?? frame.from);
    }
    case 'region': {
      const regionOf = createRegionReader(frame.settings);
      return (entry) => regionOf(deals.get(entry.opportunityId)?.country ?? null);
    }
  }
}

/** The region of the company's own list that a country lies in, else the country. */
function createRegionReader(settings: CompanySettings): (country: string | null) => string {
  const regions = createRegions(settings.regions);
  const labels = Object.keys(settings.regions);
  return (country) => {
    if (!country) return 'not known';
    return labels.find((label) => regions.countriesOf(label).includes(country)) ?? country;
  };
}

function createQuarterReader(settings: CompanySettings): (day: string) => string {
  // A report has many deals a day; a period is read once for each day.
  const quarters = new Map<string, string>();
  return (day) => {
    const known = quarters.get(day);
    if (known !== undefined) return known;
    const calendar = { today: day, fiscalYearStarts: settings.fiscal_year_starts };
    const label = readPeriod('this quarter', calendar)?.label ?? day;
    quarters.set(day, label);
    return label;
  };
}
