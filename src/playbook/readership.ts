import { parse } from 'yaml';
import { type IsoDate, isIsoDate } from '../dates.ts';
import { AppError } from '../errors.ts';
import type { Readership, Visibility } from './types.ts';

/** What a page's front matter or a folder's `_visibility.yaml` may say, as written. */
export type PageSettings = Readonly<Record<string, unknown>>;

export interface PageRules {
  readonly title: string | null;
  readonly readership: Readership;
  readonly effectiveOn: IsoDate | null;
  readonly url: string | null;
  readonly warnings: readonly string[];
}

const VISIBILITIES: readonly Visibility[] = ['internal', 'partner', 'public'];
const INTERNAL: Readership = { visibility: 'internal', partners: [], tiers: [], archetypes: [] };

/** Reads a YAML mapping; an empty text is an empty one. Throws `bad_input` for anything else. */
export function parseSettings(text: string): PageSettings {
  let parsed: unknown;
  try {
    parsed = parse(text, { maxAliasCount: 20 });
  } catch (cause) {
    throw new AppError('bad_input', 'Its YAML settings cannot be read.', { cause });
  }
  if (parsed === null || parsed === undefined) return {};
  if (typeof parsed !== 'object' || Array.isArray(parsed)) {
    throw new AppError('bad_input', 'Its YAML settings are not a list of names and values.');
  }
  return parsed as PageSettings;
}

/**
 * What holds for a page: for each key the nearest setting counts, the page's own before its folder's before the folders
 * above. Whatever can't be understood makes the page internal, with a warning: a slip must not publish.
 */
export function resolveRules(folders: readonly PageSettings[], own: PageSettings): PageRules {
  const merged = Object.assign({}, ...folders, own) as PageSettings;
  const warnings: string[] = [];
  const title = text(own.title);
  const url = readUrl(own.url, warnings);
  return {
    title,
    readership: readReadership(merged, warnings),
    effectiveOn: readDate(merged.effective_on, warnings),
    url,
    warnings,
  };
}

function readReadership(settings: PageSettings, warnings: string[]): Readership {
  const visibility = readVisibility(settings.visibility, warnings);
  if (visibility !== 'partner') return { ...INTERNAL, visibility };
  const partners = readNames('partners', settings, warnings);
  const tiers = readNames('tiers', settings, warnings);
  const archetypes = readNames('archetypes', settings, warnings);
  if (!partners || !tiers || !archetypes) return INTERNAL;
  return {
    visibility,
    partners,
    tiers: tiers.map((tier) => tier.toLowerCase()),
    archetypes: archetypes.map((archetype) => archetype.toLowerCase()),
  };
}

function readVisibility(written: unknown, warnings: string[]): Visibility {
  if (written === undefined || written === null) return 'internal';
  const known = VISIBILITIES.find((one) => one === text(written)?.toLowerCase());
  if (!known) warnings.push('The visibility is none of internal, partner and public: taken as internal.');
  return known ?? 'internal';
}

/** Null where the list can't be understood. An empty list would mean 'nobody' as well as 'everybody'. */
function readNames(key: string, settings: PageSettings, warnings: string[]): string[] | null {
  const written = settings[key];
  if (written === undefined || written === null) return [];
  const parts = Array.isArray(written) ? written : typeof written === 'string' ? written.split(';') : [];
  const names = parts.map((part) => text(part));
  if (names.length === 0 || names.some((name) => name === null)) {
    warnings.push(`The list '${key}' cannot be understood: the page is taken as internal.`);
    return null;
  }
  return [...new Set(names as string[])].sort();
}

function readDate(written: unknown, warnings: string[]): IsoDate | null {
  if (written === undefined || written === null) return null;
  const day = written instanceof Date ? written.toISOString().slice(0, 10) : text(written);
  if (day && isIsoDate(day)) return day;
  warnings.push('effective_on is not a date such as 2026-02-01: passed over.');
  return null;
}

function readUrl(written: unknown, warnings: string[]): string | null {
  if (written === undefined || written === null) return null;
  const address = text(written);
  if (address && /^https?:\/\//i.test(address) && URL.canParse(address)) return address;
  warnings.push('url is not a web address: passed over.');
  return null;
}

function text(written: unknown): string | null {
  if (typeof written === 'number') return String(written);
  return typeof written === 'string' && written.trim() ? written.trim() : null;
}
