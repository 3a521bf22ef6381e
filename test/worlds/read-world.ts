import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import { parse as parseYaml } from 'yaml';
import { generateWorld, type WorldSummary } from '../../evals/worlds/generate.ts';
import type { PlantedCase } from '../../evals/worlds/planted.ts';

type CsvRow = Readonly<Record<string, string>>;

interface Truth {
  readonly conflicts: readonly PlantedCase[];
  readonly matches: readonly { partner_id: string; partner_record_id: string; account_id: string | null }[];
  readonly sources: Readonly<Record<string, string>>;
  readonly open_deals: readonly { opportunity_id: string; with_partner: Readonly<Record<string, number>> }[];
  readonly playbook: { readonly facts: Readonly<Record<string, string | number>> };
}

/** A generated company folder, read back from the disk. */
export interface WorldOnDisk {
  readonly folder: string;
  readonly summary: WorldSummary;
  readonly truth: Truth;
  readonly settings: Readonly<Record<string, unknown>> & {
    readonly name: string;
    readonly today: string;
    readonly products: readonly string[];
    readonly rules_of_engagement: Readonly<Record<string, unknown>>;
  };
  /** Paths below the folder, in order. */
  readonly paths: readonly string[];
  text(path: string): string;
  rows(path: string): readonly CsvRow[];
  /** One for all bytes, the truth's included. */
  digest(): string;
  remove(): void;
}

/** Generates a world into a folder of its own that the caller removes. */
export async function openWorld(seed: number): Promise<WorldOnDisk> {
  const home = mkdtempSync(join(tmpdir(), 'cosell-world-'));
  const folder = join(home, 'company');
  const summary = await generateWorld({ seed, folder });
  const paths = listFiles(folder).map((path) => relative(folder, path));
  const parsed = new Map<string, readonly CsvRow[]>();
  const text = (path: string) => readFileSync(join(folder, path), 'utf8');
  return {
    folder,
    summary,
    truth: JSON.parse(readFileSync(summary.truthFile, 'utf8')),
    settings: parseYaml(text('company.yaml')),
    paths,
    text,
    rows: (path) => {
      const read = parsed.get(path) ?? parseCsv<CsvRow>(text(path), { columns: true, bom: true });
      parsed.set(path, read);
      return read;
    },
    digest: () => {
      const hash = createHash('sha256');
      for (const path of [...paths.map((one) => join(folder, one)), summary.truthFile])
        hash.update(readFileSync(path));
      return hash.digest('hex');
    },
    remove: () => rmSync(home, { recursive: true }),
  };
}

function listFiles(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? listFiles(path) : [path]));
}
