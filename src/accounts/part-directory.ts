import type { ScopedConnection } from '../access/access.ts';
import {
  createNameIndex,
  mostSlips,
  type NameIndex,
  nameWords,
  plainWords,
  type WordFacts,
} from '../names.ts';
import { createNearWords, listNearPieces, type NearWords } from '../near-words.ts';
import * as keyStore from './account-key-store.ts';
import { ACCOUNT_KEY, CALLED_KEY, keyOf, NAME_KEY } from './account-keys.ts';
import type { AccountRow } from './account-store.ts';
import { type AccountQuery, LEAST_MENTION, type SearchedAccounts, toNamed, toRecord } from './directory.ts';
import { cutsOf, keepWithin, limitOf, MOST_SHARING } from './matching/candidates.ts';
import type { ListFacts } from './matching/compare-profiles.ts';
import { createPartIndex, type MatchResources } from './matching/match-index.ts';
import { vectorLength } from './matching/name-index.ts';
import { createProfiler, type Profile, type ProfiledName, type Profiler } from './matching/profile.ts';
import { loadMatchWeights, type MatchWeights } from './matching/score.ts';
import { splitNameAndDomain } from './matching/split-name.ts';

/** A word that more names have is looked up with the words beside it, or as a whole name. */
const MOST_CALLED = 100;

/** Reads of the accounts what a text may mean, by keys kept in the database; null where those have to be brought up to date first. */
export interface PartReader {
  /** As much of the directory as one query needs to be answered as the whole would answer it. */
  readPart(connection: ScopedConnection, query: AccountQuery): Promise<SearchedAccounts | null>;
  /** The names that a sentence may hold. */
  readNames(connection: ScopedConnection, text: string): Promise<NameIndex | null>;
}

export function createPartReader(resources: MatchResources): PartReader {
  const profileOf = createProfiler(resources.lexicon);
  const weights = loadMatchWeights();
  return {
    readPart: (connection, query) => readPart({ connection, resources, profileOf, weights }, query),
    async readNames(connection, text) {
      const words = plainWords(text);
      const counts = await keyStore.readKeyCounts(connection, keysOfText(words));
      if (!counts) return null;
      const spelt = await readSpellings(connection, words, counts);
      const accountIds = await listCalledIn(connection, spelt);
      const accounts = await keyStore.listAccountsById(connection, accountIds);
      return indexPart({ connection, counts, nearWords: spelt.nearWords }, accounts);
    },
  };
}

interface Reading {
  readonly connection: ScopedConnection;
  readonly resources: MatchResources;
  readonly profileOf: Profiler;
  readonly weights: MatchWeights;
}

async function readPart(reading: Reading, query: AccountQuery): Promise<SearchedAccounts | null> {
  const { connection, resources, profileOf } = reading;
  const split = splitNameAndDomain(query.text);
  const domain = query.domain ?? split.domain ?? null;
  const profile = profileOf({ name: split.name, domain, country: query.country ?? null });
  const names = [...profile.names, ...profile.parts];
  const words = plainWords(split.name);
  const counts = await keyStore.readKeyCounts(connection, [
    ACCOUNT_KEY,
    NAME_KEY,
    ...keysOfText(words),
    ...names.flatMap(termKeys),
    ...names.flatMap((name) => [...name.trigrams]),
  ]);
  if (!counts) return null;
  const spelt = await readSpellings(connection, words, counts);
  const exact = await keyStore.listKeyHolders(connection, {
    pairs: exactKeys(profile).map((key) => [key, key]),
    most: MOST_SHARING,
  });
  const wanted = new Set([query.text.trim(), ...exact.map((one) => one.accountId)]);
  for (const name of names) for (const id of await listNearest(reading, name, counts)) wanted.add(id);
  const compared = new Set(wanted);
  for (const id of await listCalledBy(connection, spelt)) wanted.add(id);
  const accounts = await keyStore.listAccountsById(connection, [...wanted]);
  const candidates = accounts
    .filter((account) => compared.has(account.accountId))
    .map((account) => ({ id: account.accountId, profile: profileOf(toRecord(account)) }));
  const called = await indexPart({ connection, counts, nearWords: spelt.nearWords }, accounts, [
    ...candidates.flatMap((one) => one.profile.names.flatMap(termKeys)),
  ]);
  const list: ListFacts = {
    weights: resources.rarity,
    size: counts.get(ACCOUNT_KEY) ?? 0,
    names: counts.get(NAME_KEY) ?? 0,
    countOf: (term) => counts.get(keyOf('term', term)) ?? 0,
    domainUse: (one) => exact.filter(({ key }) => key === keyOf('domain', one)).length,
  };
  return {
    byId: new Map(accounts.map((account) => [account.accountId, account])),
    names: called,
    matches: createPartIndex({ list, profileOf, weights: reading.weights }, candidates),
  };
}

function termKeys(name: ProfiledName): number[] {
  return name.terms.filter((term) => term !== '').map((term) => keyOf('term', term));
}

function keysOfText(words: readonly string[]): number[] {
  return [CALLED_KEY, ...words.map((word) => keyOf('called', word))];
}

/** The keys by which an account is found whatever else is alike. */
function exactKeys(profile: Profile): number[] {
  const keys = new Set<number>();
  for (const domain of profile.domains) keys.add(keyOf('domain', domain));
  for (const stem of profile.stems) keys.add(keyOf('compact', stem));
  for (const part of profile.parts) keys.add(keyOf('compact', part.key));
  for (const name of profile.names) {
    keys.add(keyOf('compact', name.key)).add(keyOf('stem', name.key));
    if (name.key.length > 1 && name.key.length < 8) keys.add(keyOf('acronym', name.key));
    if (name.acronym.length > 1) keys.add(keyOf('compact', name.acronym));
  }
  return [...keys];
}

type KeyCounts = Map<number, number>;

async function listNearest(
  { connection, resources }: Reading,
  name: ProfiledName,
  counts: KeyCounts,
): Promise<string[]> {
  const { rarity } = resources;
  const size = counts.get(NAME_KEY) ?? 0;
  const cuts = cutsOf(size);
  const within = (length: number, limit: number) => length > 0 && length <= limit;
  const terms = [...new Set(name.terms)].filter((term) =>
    within(counts.get(keyOf('term', term)) ?? 0, term === '' ? 0 : limitOf(cuts.word, size)),
  );
  const trigrams = [...name.trigrams]
    .map((code) => ({ code, length: counts.get(code) ?? 0 }))
    .filter(({ length }) => within(length, limitOf(cuts.trigram, size)));
  const weights = [
    ...terms.map((term) => [keyOf('term', term), rarity.term(term) ** 2] as const),
    ...keepWithin(cuts.trigramBudget, trigrams).map(({ code }) => [code, rarity.trigram(code) ** 2] as const),
  ];
  if (weights.length === 0) return [];
  const length = vectorLength(name, rarity);
  const near = await keyStore.listNearestNames(connection, {
    weights,
    least: cuts.leastCosine * length * (1 - ROUNDING),
    most: cuts.most * ROOM_FOR_TIES,
  });
  return near
    .map((one) => ({ one, cosine: sumShared(weights, new Set(one.keys)) / (length * one.length) }))
    .filter(({ cosine }) => cosine >= cuts.leastCosine)
    .sort((a, b) => b.cosine - a.cosine)
    .slice(0, cuts.most)
    .map(({ one }) => one.accountId);
}

/** Names as near as the last that is taken are told apart as the index in memory does it, whose sums are of single precision. */
const ROUNDING = 1e-5;
const ROOM_FOR_TIES = 3;

function sumShared(weights: readonly (readonly [number, number])[], keys: ReadonlySet<number>): number {
  let sum = 0;
  for (const [key, weight] of weights) if (keys.has(key)) sum = Math.fround(sum + weight);
  return sum;
}

/** The words of a text, each as names have it, and how many do. */
interface Spellings {
  readonly words: readonly { readonly word: string; readonly written: string; readonly names: number }[];
  readonly nearWords: NearWords;
}

/** Reads the words that may be meant by those which no name has. Adds their counts. */
async function readSpellings(
  connection: ScopedConnection,
  words: readonly string[],
  counts: KeyCounts,
): Promise<Spellings> {
  const namesOf = (word: string) => counts.get(keyOf('called', word)) ?? 0;
  const unknown = words.filter((word) => namesOf(word) === 0 && mostSlips(word) > 0);
  const pieces = unknown.flatMap((word) => listNearPieces(word, mostSlips(word)));
  const near =
    pieces.length === 0
      ? []
      : await keyStore.listWordsWithPieces(
          connection,
          pieces.map((piece) => keyOf('piece', piece)),
        );
  const nearWords = createNearWords(near);
  const read = words.flatMap((word) => {
    const slips = mostSlips(word);
    const meant = namesOf(word) > 0 || slips === 0 ? word : nearWords.find(word, slips);
    return meant === null ? [] : [{ word: meant, written: word }];
  });
  await addCounts(
    connection,
    counts,
    read.map(({ word }) => keyOf('called', word)),
  );
  return { words: read.map((one) => ({ ...one, names: namesOf(one.word) })), nearWords };
}

/** Accounts that a sentence may call anywhere, by a word alone or two that follow one another. */
function listCalledIn(connection: ScopedConnection, { words }: Spellings): Promise<string[]> {
  return listHolders(
    connection,
    words.flatMap((word, i) => [aloneKeys(word), ...nextKeys(words, i)]),
  );
}

/**
 * Accounts that the text as a whole may call. A name that takes most of it lies across its middle: it is the word there, or has two
 * that follow one another there. A legal form may stand between them.
 */
function listCalledBy(connection: ScopedConnection, { words }: Spellings): Promise<string[]> {
  const letters = words.reduce((sum, one) => sum + one.written.length, 0);
  let [middle, before] = [0, 0];
  while (middle < words.length - 1 && before + (words[middle]?.written.length ?? 0) < letters / 2) {
    before += words[middle]?.written.length ?? 0;
    middle += 1;
  }
  const across = words.slice(0, middle + 1).flatMap((_, i) => nextKeys(words, i, middle));
  const long = words.filter((one) => one.written.length >= letters * LEAST_MENTION);
  return listHolders(connection, [...long.map(aloneKeys), ...across]);
}

type KeyPair = readonly [number, number];

function aloneKeys({ word, names }: Spellings['words'][number]): KeyPair {
  const key = names <= MOST_CALLED ? keyOf('called', word) : keyOf('compact', word);
  return [key, key];
}

/** A word with the next two, those from `until` on. */
function nextKeys(words: Spellings['words'], at: number, until = 0): KeyPair[] {
  return words
    .slice(at + 1, at + 3)
    .filter((_, i) => at + 1 + i >= until)
    .map((one) => [keyOf('called', words[at]?.word ?? ''), keyOf('called', one.word)]);
}

async function listHolders(connection: ScopedConnection, pairs: readonly KeyPair[]): Promise<string[]> {
  if (pairs.length === 0) return [];
  const holders = await keyStore.listKeyHolders(connection, { pairs, most: MOST_CALLED });
  return holders.map((one) => one.accountId);
}

/** Reads the counts of keys that are not known yet. */
async function addCounts(
  connection: ScopedConnection,
  counts: KeyCounts,
  keys: readonly number[],
): Promise<void> {
  const open = [...new Set(keys)].filter((key) => !counts.has(key));
  if (open.length === 0) return;
  for (const [key, names] of (await keyStore.readKeyCounts(connection, open)) ?? []) counts.set(key, names);
}

/** The names of some accounts, weighed as in the whole list. Adds the counts of their words and of `more`. */
async function indexPart(
  known: { connection: ScopedConnection; counts: KeyCounts; nearWords: NearWords },
  accounts: readonly AccountRow[],
  more: readonly number[] = [],
): Promise<NameIndex> {
  const { connection, counts, nearWords } = known;
  const words = accounts.flatMap((account) => toNamed(account).names.flatMap(nameWords));
  await addCounts(connection, counts, [...words.map((word) => keyOf('called', word)), ...more]);
  const facts: WordFacts = {
    names: counts.get(CALLED_KEY) ?? 0,
    frequency: (word) => counts.get(keyOf('called', word)) ?? 0,
    nearWords,
  };
  return createNameIndex(accounts.map(toNamed), facts);
}
