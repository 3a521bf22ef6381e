import { readDates } from '../../named-days.ts';
import { plainWords } from '../../names.ts';
import { type Quantity, readQuantities } from './read-quantities.ts';

/** Where something stands: keys and places in lists from the root. */
export type Path = readonly (string | number)[];

/** One string of the evidence with its words in plain form. */
export interface Leaf {
  readonly path: Path;
  readonly text: string;
  readonly words: readonly string[];
  /** What is asked or known of the turn goes with everything; a result goes with its own record. */
  readonly anywhere: boolean;
}

/** A figure or day of the evidence, with the words around it that say what it counts. */
export interface KnownQuantity extends Pick<Quantity, 'kind' | 'values' | 'unit'> {
  readonly path: Path;
  readonly context: ReadonlySet<string>;
  readonly anywhere: boolean;
}

/** All that an answer may rest on, indexed for look-ups. */
export interface Evidence {
  readonly leaves: readonly Leaf[];
  readonly quantities: readonly KnownQuantity[];
  /** Leaves by each of their words. */
  readonly byWord: ReadonlyMap<string, readonly Leaf[]>;
  /** Leaves by their whole text in plain words. */
  readonly byText: ReadonlyMap<string, readonly Leaf[]>;
  /** Leaves by three words in a row. */
  readonly byTrigram: ReadonlyMap<string, readonly Leaf[]>;
  readonly today: string;
  /** The object that holds a leaf. */
  ownerOf(leaf: Leaf): Readonly<Record<string, unknown>> | null;
}

/** What a turn's tools were asked and gave, with what was asked of the turn. */
export interface EvidenceSource {
  readonly results: readonly { readonly tool: string; readonly input: unknown; readonly output: unknown }[];
  readonly said: readonly string[];
  readonly today: string;
}

/** Reads everything once; a turn's results are a few hundred strings. */
export function collectEvidence(source: EvidenceSource): Evidence {
  const collected: Collected = { leaves: [], quantities: [], owners: new Map() };
  walk(source.results, [], null, collected);
  for (const [i, text] of source.said.entries()) addText(collected, text, ['said', i], true);
  return {
    leaves: collected.leaves,
    quantities: collected.quantities,
    byWord: indexBy(collected.leaves, (leaf) => leaf.words),
    byText: indexBy(collected.leaves, (leaf) => [leaf.words.join(' ')]),
    byTrigram: indexBy(collected.leaves, (leaf) => trigramsOf(leaf.words)),
    today: source.today,
    ownerOf: (leaf) => collected.owners.get(leaf) ?? null,
  };
}

/** Whether two places belong to one record: they do not part at two entries of one list of records. */
export function areTogether(one: Path, other: Path): boolean {
  const length = Math.min(one.length, other.length);
  for (let i = 0; i < length; i++) {
    if (one[i] === other[i]) continue;
    // Entries of a list of plain strings are facts of the record that holds the list.
    if (typeof one[i] !== 'number') return !(isInList(one, i) && isInList(other, i));
    return i === one.length - 1 && i === other.length - 1;
  }
  return true;
}

function isInList(path: Path, from: number): boolean {
  return path.slice(from, -1).some((part) => typeof part === 'number');
}

export function trigramsOf(words: readonly string[]): string[] {
  return words.slice(2).map((word, i) => `${words[i]} ${words[i + 1]} ${word}`);
}

/** The beginning of a word, enough to know 'registration' in 'registrations'. */
export function stemOf(word: string): string {
  return word.replace(/(?:ies|es|ed|ing|s|y|e)$/, '').slice(0, 7);
}

interface Collected {
  readonly leaves: Leaf[];
  readonly quantities: KnownQuantity[];
  readonly owners: Map<Leaf, Readonly<Record<string, unknown>>>;
}

type Owner = Readonly<Record<string, unknown>> | null;

function walk(node: unknown, path: Path, owner: Owner, into: Collected): void {
  if (typeof node === 'string') {
    const leaf = addText(into, node, path, false);
    if (owner) into.owners.set(leaf, owner);
  } else if (typeof node === 'number') addNumber(into, { figure: node, path, owner });
  else if (Array.isArray(node)) {
    if (path.length > 0) addCounts(into, node, path);
    for (const [i, entry] of node.entries()) walk(entry, [...path, i], isRecord(entry) ? null : owner, into);
  } else if (isRecord(node)) {
    for (const [key, entry] of Object.entries(node)) walk(entry, [...path, key], node, into);
  }
}

function addText(into: Collected, text: string, path: Path, anywhere: boolean): Leaf {
  const leaf = { path, text, words: plainWords(text), anywhere };
  into.leaves.push(leaf);
  const keys = keyWords(path);
  for (const { kind, values, unit, start, end } of readQuantities(text)) {
    const around = plainWords(`${text.slice(Math.max(0, start - 60), start)} ${text.slice(end, end + 60)}`);
    into.quantities.push({ kind, values, unit, path, context: stems([...keys, ...around]), anywhere });
  }
  if (/T\d{2}:\d{2}/.test(text)) {
    for (const { day } of readDates(text.slice(0, 10))) {
      into.quantities.push({ kind: 'date', values: [], unit: day, path, context: stems(keys), anywhere });
    }
  }
  return leaf;
}

const POINT_KEYS = /^(?:estimate|low|high|lift|uplift|delta|change|difference)$/;
/** The interval of a share is of the same kind as the share. */
const BOUND_KEYS = /^(?:low|high)$/;
const RATIO_KEYS = /(?:share|rate|probability|percent|fraction|score|mean|weight)/;
const TOTAL_KEYS = /(?:total|count|records)$/;
const AMOUNT_KEYS = /(?:amount|revenue|cost|margin|budget|price|sourced|influenced|attached|attributed)/;

function addNumber(into: Collected, one: { figure: number; path: Path; owner: Owner }): void {
  const { figure, path, owner } = one;
  const key = String(path.findLast((part) => typeof part === 'string') ?? '');
  const context = stems([...keyWords(path), ...(TOTAL_KEYS.test(key) ? listWords(owner) : [])]);
  const base = { path, context, anywhere: false };
  const add = (kind: Quantity['kind'], value: number, unit = '') =>
    into.quantities.push({ ...base, kind, values: [value], unit });
  add('number', figure);
  const ofShare = owner !== null && 'share' in owner;
  if (ofShare && BOUND_KEYS.test(key)) add('percent', figure * 100);
  else if (POINT_KEYS.test(key)) add('points', figure * 100);
  else if (Math.abs(figure) <= 1 && (RATIO_KEYS.test(key) || !Number.isInteger(figure)))
    add('percent', figure * 100);
  else if (/percent/.test(key)) add('percent', figure);
  if (/(?:^|_)days?(?:_|$)/.test(key)) add('duration', figure, 'day');
  if (/(?:^|_)months?(?:_|$)/.test(key)) add('duration', figure, 'month');
  if (AMOUNT_KEYS.test(key)) add('amount', figure);
}

/** The fields of a record that say what it is a record of. */
function namingFields(fields: readonly string[]): string[] {
  return fields.filter((one) => one.endsWith('_id') || one === 'name' || fields.includes(`${one}_id`));
}

/** What the lists beside a total hold: the total counts it. */
function listWords(owner: Owner): string[] {
  return Object.entries(owner ?? {}).flatMap(([key, list]) => {
    if (!Array.isArray(list)) return [];
    const [first] = list as unknown[];
    return [key, ...(isRecord(first) ? namingFields(Object.keys(first)) : [])].flatMap((one) =>
      one.split('_'),
    );
  });
}

/** How many a list has, and how many of its records have each content of a field: '3 of 9 are approved'. */
function addCounts(into: Collected, list: readonly unknown[], path: Path): void {
  const keys = keyWords(path);
  const records = list.filter(isRecord);
  const add = (count: number, words: readonly string[]) =>
    into.quantities.push({
      kind: 'number',
      values: [count],
      unit: '',
      path,
      context: stems(words),
      anywhere: false,
    });
  const fields = [...new Set(records.flatMap((one) => Object.keys(one)))];
  const things = namingFields(fields);
  add(list.length, [...keys, ...things.flatMap((one) => one.split('_'))]);
  for (const text of list.slice(0, 3)) {
    if (typeof text === 'string') add(list.length, [...keys, ...plainWords(text)]);
  }
  for (const field of fields) {
    const contents = records.map((one) => one[field]).filter((one) => typeof one === 'string');
    const counts = new Map<string, number>();
    for (const content of contents) counts.set(content, (counts.get(content) ?? 0) + 1);
    if (things.includes(field)) add(counts.size, field.replace(/_id$/, '').split('_'));
    if (counts.size > 8 || /name|record|account|partner|owner|title|label|text|why/.test(field)) continue;
    for (const [content, count] of counts) {
      if (content.length < 40) add(count, plainWords(content));
    }
  }
}

function isRecord(node: unknown): node is Readonly<Record<string, unknown>> {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

function keyWords(path: Path): string[] {
  return path.flatMap((part) => (typeof part === 'string' ? part.toLowerCase().split('_') : []));
}

function stems(words: Iterable<string>): Set<string> {
  return new Set([...words].map(stemOf));
}

function indexBy(leaves: readonly Leaf[], keysOf: (leaf: Leaf) => readonly string[]): Map<string, Leaf[]> {
  const index = new Map<string, Leaf[]>();
  for (const leaf of leaves) {
    for (const key of new Set(keysOf(leaf))) {
      const list = index.get(key) ?? [];
      list.push(leaf);
      index.set(key, list);
    }
  }
  return index;
}
