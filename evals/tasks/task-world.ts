import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { parse as parseYaml } from 'yaml';
import type { Notable } from '../worlds/notable.ts';

export type CsvRow = Readonly<Record<string, string>>;

/** A planted conflict case of the truth file. */
export interface PlantedConflict {
  readonly code: string;
  readonly present: boolean;
  readonly check: {
    readonly account: string;
    readonly accountId: string;
    readonly product: string;
    readonly partner?: string;
    readonly opportunity?: string;
    readonly registration?: string;
    readonly on: string;
  };
}

interface Truth {
  readonly notable: Notable;
  readonly conflicts: readonly PlantedConflict[];
  readonly matches: readonly {
    readonly partner_id: string;
    readonly partner_record_id: string;
    readonly name: string;
    readonly account_id: string | null;
    readonly spelling: string;
  }[];
  readonly sources: Readonly<Record<string, string>>;
  readonly open_deals: readonly {
    readonly opportunity_id: string;
    readonly without_partner: number;
    readonly with_partner: Readonly<Record<string, number>>;
  }[];
  readonly playbook: { readonly facts: Readonly<Record<string, string | number>> };
}

interface Settings {
  readonly name: string;
  readonly currency: string;
  readonly rates: Readonly<Record<string, number>>;
  readonly fiscal_year_starts: number;
  readonly today: string;
  readonly products: readonly string[];
  readonly rules_of_engagement: Readonly<Record<string, number>>;
}

/** A generated company as its files have it: what tasks expect is worked out from here and from no service. */
export interface TaskWorld {
  readonly settings: Settings;
  readonly truth: Truth;
  /** Rows of a file, such as `rows('partners')`. */
  rows(file: string): readonly CsvRow[];
  /** The row with this id; throws where there is none. */
  row(file: string, id: string): CsvRow;
}

/** Reads a folder that `generateWorld` wrote, and the truth beside it. */
export function readTaskWorld(folder: string): TaskWorld {
  const files = new Map<string, readonly CsvRow[]>();
  const rows = (file: string): readonly CsvRow[] => {
    const known = files.get(file) ?? readRows(folder, file);
    files.set(file, known);
    return known;
  };
  return {
    settings: parseYaml(readFileSync(join(folder, 'company.yaml'), 'utf8')) as Settings,
    truth: JSON.parse(readFileSync(`${folder.replace(/\/+$/, '')}-truth.json`, 'utf8')) as Truth,
    rows,
    row(file, id) {
      const found = rows(file).find((one) => Object.values(one)[0] === id);
      if (!found) throw new Error(`${file}.csv has no row '${id}'.`);
      return found;
    },
  };
}

function readRows(folder: string, file: string): readonly CsvRow[] {
  const path = join(folder, `${file}.csv`);
  if (existsSync(path)) return parseRows(path);
  const parts = join(folder, file);
  if (!existsSync(parts)) throw new Error(`The world has no ${file}.`);
  return readdirSync(parts)
    .sort()
    .flatMap((name) => parseRows(join(parts, name)));
}

function parseRows(path: string): CsvRow[] {
  return parse(readFileSync(path, 'utf8'), { columns: true, bom: true }) as CsvRow[];
}
