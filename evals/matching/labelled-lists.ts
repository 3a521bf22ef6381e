import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { AccountRecord } from '../../src/accounts/matching/types.ts';

/** Two lists with the pairs that are one account. Keys of pairs are `a_id b_id`. */
export interface LabelledLists {
  readonly name: string;
  readonly left: readonly AccountRecord[];
  readonly right: readonly AccountRecord[];
  readonly truth: ReadonlyMap<string, string>;
  /** Relatives: neither right nor wrong. */
  readonly related: ReadonlySet<string>;
  /** Truth lists several partners a row, of which one is enough. */
  readonly anyOf: boolean;
}

type Row = Record<string, string>;

/** Every folder inside `folder` that holds a.csv, b.csv and truth.csv. */
export function readLabelledLists(folder: string): LabelledLists[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'truth.csv')))
    .map((name) => readLists(join(folder, name), name));
}

function readLists(folder: string, name: string): LabelledLists {
  const truth = readRows(join(folder, 'truth.csv'));
  const relatedFile = join(folder, 'related.csv');
  const related = existsSync(relatedFile) ? readRows(relatedFile) : [];
  const lefts = new Set(truth.map((row) => row.a_id));
  return {
    name,
    left: readRows(join(folder, 'a.csv')).map(toRecord),
    right: readRows(join(folder, 'b.csv')).map(toRecord),
    truth: new Map(truth.map((row) => [`${row.a_id} ${row.b_id}`, row.kind ?? 'pair'])),
    related: new Set(related.map((row) => `${row.a_id} ${row.b_id}`)),
    anyOf: truth.length > lefts.size * 1.2 && related.length === 0,
  };
}

function readRows(file: string): Row[] {
  return parse(readFileSync(file), { columns: true, bom: true }) as Row[];
}

function toRecord(row: Row): AccountRecord {
  return {
    id: row.id ?? '',
    name: row.name ?? '',
    domain: row.domain || null,
    country: row.country || null,
    city: row.city || null,
    aliases: (row.aliases ?? '').split('|').filter(Boolean),
  };
}

/** The same lists with nothing but names. */
export function nameOnly(lists: LabelledLists): LabelledLists {
  const bare = ({ id, name }: AccountRecord): AccountRecord => ({ id, name });
  return {
    ...lists,
    name: `${lists.name} by name`,
    left: lists.left.map(bare),
    right: lists.right.map(bare),
  };
}
