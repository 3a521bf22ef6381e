import { plainWords } from '../../names.ts';
import type { Evidence, Leaf } from './evidence.ts';
import { isNeutral, isPlainOpener, type NameRun, readNames } from './read-names.ts';

/** Something that a sentence names and the evidence knows. */
export interface Entity {
  readonly text: string;
  readonly words: readonly string[];
  readonly start: number;
  readonly end: number;
  /** account, partner, registration …; '' where the evidence does not say. */
  readonly type: string;
  /** Where it stands, under its names and ids. */
  readonly leaves: readonly Leaf[];
  /** Its places in rankings. */
  readonly ranks: readonly number[];
  /** Known from the question or the turn alone. */
  readonly anywhere: boolean;
  /** Only a reading of a name that a look-up put aside for a sure one. */
  readonly putAside: boolean;
}

const ID =
  /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+|(?<![\p{L}\p{N}£€$.,])(?=[\p{L}\p{N}_-]*\p{N}[\p{L}\p{N}_-]*\p{N})(?=[\p{N}_-]*\p{L})[\p{L}\p{N}]+(?:[-_][\p{L}\p{N}]+)*/gu;
const NO_ID =
  /^(?:\d+(?:st|nd|rd|th|k|m|bn|mn|x|d|pp)|q[1-4]|h[12]|fy\d{2,4}|\d+-(?:days?|weeks?|months?|years?|points?|percent)|\d{4}-\d{2}(?:-\d{2})?)$/i;

/** The names and ids of a sentence: those that the evidence knows, and the texts of those that it does not. */
export function readEntities(
  sentence: string,
  evidence: Evidence,
): { entities: Entity[]; unknown: string[] } {
  const entities: Entity[] = [];
  const unknown: string[] = [];
  const ids = [...sentence.matchAll(ID)].filter((match) => !NO_ID.test(match[0]));
  for (const match of ids) {
    const text = match[0].replace(/[.-]+$/, '');
    const words = plainWords(text);
    const leaves = findLeaves(words, evidence);
    if (leaves.length === 0) unknown.push(text);
    else
      entities.push(
        describe({ text, words, start: match.index, end: match.index + text.length }, leaves, evidence),
      );
  }
  for (const run of joinRuns(readNames(sentence), sentence, evidence)) {
    if (ids.some((match) => run.start < match.index + match[0].length && match.index < run.end)) continue;
    const pieces = resolve(run.words, run.opens, evidence);
    if (pieces === null) unknown.push(run.text);
    // Several names in one run stand at one place: the first is what the run is about.
    else for (const [words, leaves] of pieces) entities.push(describe({ ...run, words }, leaves, evidence));
  }
  return { entities: entities.sort((a, b) => a.start - b.start), unknown };
}

/** 'Quarrybeck Semiconductors, SAS' is one name where the results write it so. */
function joinRuns(runs: readonly NameRun[], sentence: string, evidence: Evidence): NameRun[] {
  const joined: NameRun[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    const words = last ? [...last.words, ...run.words] : run.words;
    const touches = last && /^[,.]? ?$/.test(sentence.slice(last.end, run.start));
    if (last && touches && findLeaves(words, evidence).length > 0) {
      joined[joined.length - 1] = { ...last, words, text: sentence.slice(last.start, run.end), end: run.end };
    } else joined.push(run);
  }
  return joined;
}

type Piece = readonly [words: readonly string[], leaves: readonly Leaf[]];

/** The known names of a run; empty where it holds none, null where it holds an unknown one. */
function resolve(words: readonly string[], opens: boolean, evidence: Evidence): Piece[] | null {
  const [first, ...rest] = words;
  if (first === undefined) return [];
  const whole = findLeaves(words, evidence);
  const plain = opens && isPlainOpener(first);
  if (plain && rest.length === 0) return [];
  if (whole.length > 0 && !(words.length === 1 && isNeutral(first))) return [[words, whole]];
  if (isNeutral(first) || plain) return resolve(rest, false, evidence);
  if (isNeutral(words.at(-1) ?? '')) return resolve(words.slice(0, -1), opens, evidence);
  return splitRun(words, evidence);
}

/** Keys of what qualifies a name: 'the Hooliway Ledger deal', 'Gold partner Acme'. */
const QUALIFIERS =
  /^(?:products?|tier|stage|status|archetype|regions?|industry|country|said|role|play|competenc\w+)$/;

function splitRun(words: readonly string[], evidence: Evidence): Piece[] | null {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < words.length) {
    let length = words.length - at;
    let leaves: readonly Leaf[] = [];
    for (; length > 0; length--) {
      leaves = findLeaves(words.slice(at, at + length), evidence);
      if (leaves.length > 0) break;
    }
    if (length === 0) return null;
    pieces.push([words.slice(at, at + length), leaves]);
    at += length;
  }
  const names = pieces.filter(
    ([piece, leaves]) => !isNeutral(piece[0] ?? '') && !leaves.some((leaf) => QUALIFIERS.test(keyOf(leaf))),
  );
  return names.length <= 1 ? pieces : null;
}

function findLeaves(words: readonly string[], evidence: Evidence): readonly Leaf[] {
  const [first] = words;
  if (first === undefined) return [];
  const phrase = ` ${words.join(' ')} `;
  return (evidence.byWord.get(first) ?? []).filter((leaf) => ` ${leaf.words.join(' ')} `.includes(phrase));
}

function describe(
  run: Pick<Entity, 'text' | 'words' | 'start' | 'end'>,
  leaves: readonly Leaf[],
  evidence: Evidence,
): Entity {
  const bound = leaves.filter((leaf) => !leaf.anywhere);
  const ids = new Set(bound.flatMap((leaf) => idOf(leaf, evidence) ?? []));
  const aliases = [...ids].flatMap((id) => evidence.byText.get(plainWords(id).join(' ')) ?? []);
  const all = [...new Set([...bound, ...aliases])];
  const types = all.map((leaf) => typeOf(leaf, evidence)).filter((type) => type !== '');
  return {
    text: run.text,
    words: run.words,
    start: run.start,
    end: run.end,
    type: types[0] ?? '',
    leaves: keepRecords(all.filter((leaf) => !leaf.anywhere)),
    ranks: all.flatMap((leaf) => rankOf(leaf, evidence)),
    anywhere: bound.length === 0,
    putAside:
      all.length > 0 &&
      leaves.length === bound.length &&
      all.every((leaf) => isPutAside(leaf, all, evidence)),
  };
}

function isPutAside(leaf: Leaf, all: readonly Leaf[], evidence: Evidence): boolean {
  if (!leaf.path.includes('candidates') || evidence.ownerOf(leaf)?.sure !== false) return false;
  return evidence.leaves.some(
    (other) =>
      other.path[0] === leaf.path[0] &&
      evidence.ownerOf(other)?.sure === true &&
      !all.some((one) => one.path.join() === other.path.join()),
  );
}

/** A mention in a list of plain sentences says nothing of where somebody belongs, where records do. */
function keepRecords(leaves: readonly Leaf[]): readonly Leaf[] {
  const records = leaves.filter((leaf) => typeof leaf.path.at(-1) !== 'number');
  return records.length > 0 ? records : leaves;
}

function rankOf(leaf: Leaf, evidence: Evidence): number[] {
  const rank = evidence.ownerOf(leaf)?.rank;
  return typeof rank === 'number' ? [rank] : [];
}

function keyOf(leaf: Leaf): string {
  return String(leaf.path.findLast((step) => typeof step === 'string') ?? '');
}

const NAME_KEYS = /^(?:name|label)$/;

/** The id beside a name, in the same record. */
function idOf(leaf: Leaf, evidence: Evidence): string | null {
  const owner = evidence.ownerOf(leaf);
  if (!owner) return null;
  const key = keyOf(leaf);
  if (key === 'key' || key.endsWith('_id')) return leaf.text;
  const idKey = NAME_KEYS.test(key)
    ? Object.keys(owner).find((one) => one.endsWith('_id') || one === 'key')
    : `${key}_id`;
  const id = idKey ? owner[idKey] : undefined;
  return typeof id === 'string' ? id : null;
}

function typeOf(leaf: Leaf, evidence: Evidence): string {
  const key = keyOf(leaf);
  if (/^(?:products?)$/.test(key)) return 'product';
  if (/^(?:owner|email|owner_email|manager_email|addressed_to)$/.test(key)) return 'person';
  if (key.endsWith('_id')) return key.slice(0, -3);
  const owner = evidence.ownerOf(leaf);
  if (owner && NAME_KEYS.test(key)) {
    const idKey = Object.keys(owner).find((one) => one.endsWith('_id') || one === 'key');
    if (idKey === 'key') return 'partner';
    return idKey ? idKey.slice(0, -3) : '';
  }
  if (owner && owner[`${key}_id`] !== undefined) return key;
  return key === 'account' || key === 'partner' ? key : '';
}
