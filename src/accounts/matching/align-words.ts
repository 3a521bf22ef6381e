import { isSmallWord } from './normalise.ts';
import type { ProfiledName } from './profile.ts';
import { compareWords } from './spelling.ts';

/** How the words of two names pair up, with rarity (nats) as weight. */
export interface Alignment {
  /** Share of the weight of each name's words that found a partner, 0 to 1. */
  readonly shareA: number;
  readonly shareB: number;
  /** Rarity of what was matched, summed. */
  readonly matched: number;
  /** Rarest word of each name without a partner; 0 where all have one. */
  readonly unmatchedA: number;
  readonly unmatchedB: number;
  readonly shortForms: number;
  readonly typos: number;
  /** The first words: equal, alike, found elsewhere, or without partner. */
  readonly first: 'equal' | 'alike' | 'elsewhere' | 'none';
  /** Countries that one name has and the other has not. */
  readonly extraPlaces: readonly string[];
}

/** A name with the rarity of each of its terms. */
export interface WeighedName {
  readonly name: ProfiledName;
  readonly rarity: readonly number[];
}

const TRANSLATED = 0.92;
const LEAST_DEGREE = 0.28;
const INITIALS = 0.85;
const MOST_INITIALS = 6;

/** Position of each word's partner in the other name, -1 for none, and how well the two agree, 0 to 1. */
interface Pairing {
  readonly partnerA: number[];
  readonly partnerB: number[];
  readonly degreeA: number[];
  readonly degreeB: number[];
}

function setPair(
  { partnerA, partnerB, degreeA, degreeB }: Pairing,
  i: number,
  j: number,
  degree: number,
): void {
  partnerA[i] = j;
  partnerB[j] = i;
  degreeA[i] = degree;
  degreeB[j] = degree;
}

/** Pairs equal words first, then words of one class, then words run together, then the most alike. */
export function alignWords(a: WeighedName, b: WeighedName): Alignment {
  const [na, nb] = [a.name.core.length, b.name.core.length];
  // Names are so short that filling arrays beats making typed ones, of which a comparison needs four.
  const pairing: Pairing = {
    partnerA: filled(na, -1),
    partnerB: filled(nb, -1),
    degreeA: filled(na, 0),
    degreeB: filled(nb, 0),
  };
  const { partnerA, partnerB, degreeA, degreeB } = pairing;
  pairEqual(pairing, a.name.core, b.name.core, 1);
  pairEqual(pairing, a.name.terms, b.name.terms, TRANSLATED);
  joinRuns(a.name.core, partnerA, degreeA, { words: b.name.core, partner: partnerB, degree: degreeB });
  joinRuns(b.name.core, partnerB, degreeB, { words: a.name.core, partner: partnerA, degree: degreeA });
  const spelt =
    joinInitials(a.name.core, partnerA, degreeA, { words: b.name.core, partner: partnerB, degree: degreeB }) +
    joinInitials(b.name.core, partnerB, degreeB, { words: a.name.core, partner: partnerA, degree: degreeA });
  const { shortForms, typos } = pairAlike(a, b, pairing);
  const sideA = weigh(a.rarity, partnerA, degreeA);
  const sideB = weigh(b.rarity, partnerB, degreeB);
  return {
    shareA: sideA.share,
    shareB: sideB.share,
    matched: (sideA.matched + sideB.matched) / 2,
    unmatchedA: sideA.unmatched,
    unmatchedB: sideB.unmatched,
    shortForms: shortForms + spelt,
    typos,
    first: compareFirst({ partnerA, partnerB, degree: degreeA[0] ?? 0 }),
    extraPlaces: compareExtraPlaces(a.name.places, b.name.places),
  };
}

function filled(length: number, one: number): number[] {
  const all: number[] = [];
  for (let i = 0; i < length; i++) all.push(one);
  return all;
}

function pairEqual(
  pairing: Pairing,
  left: readonly string[],
  right: readonly string[],
  degree: number,
): void {
  const { partnerA, partnerB } = pairing;
  for (let i = 0; i < partnerA.length; i++) {
    const word = left[i];
    if (partnerA[i] !== -1 || word === '') continue;
    for (let j = 0; j < partnerB.length; j++) {
      if (partnerB[j] === -1 && word === right[j]) {
        setPair(pairing, i, j, degree);
        break;
      }
    }
  }
}

/** 'it way' against 'itway': two words of `one` that are one word of the other. */
function joinRuns(
  words: readonly string[],
  partner: number[],
  degree: number[],
  other: { words: readonly string[]; partner: number[]; degree: number[] },
): void {
  for (let j = 0; j < other.words.length; j++) {
    if (other.partner[j] !== -1) continue;
    for (let i = 0; i + 1 < words.length; i++) {
      if (partner[i] !== -1 || partner[i + 1] !== -1) continue;
      if ((words[i] ?? '') + (words[i + 1] ?? '') !== other.words[j]) continue;
      partner[i] = j;
      partner[i + 1] = j;
      other.partner[j] = i;
      degree[i] = 0.97;
      degree[i + 1] = 0.97;
      other.degree[j] = 0.97;
      break;
    }
  }
}

/** 'INSA de Rennes' against 'Institut National des Sciences Appliquées de Rennes': a word of `other` that is the initials of a run. */
function joinInitials(
  words: readonly string[],
  partner: number[],
  degree: number[],
  other: { words: readonly string[]; partner: number[]; degree: number[] },
): number {
  let joined = 0;
  for (let j = 0; j < other.words.length; j++) {
    const short = other.words[j] ?? '';
    if (other.partner[j] !== -1 || short.length < 2 || short.length > MOST_INITIALS) continue;
    const run = findInitials(short, words, partner);
    // A name that is nothing but the other's initials is an acronym, which is evidence of its own.
    if (!run || (other.words.length === 1 && run[0] === 0 && run.at(-1) === words.length - 1)) continue;
    for (const i of run) {
      partner[i] = j;
      degree[i] = INITIALS;
    }
    other.partner[j] = run[0] ?? -1;
    other.degree[j] = INITIALS;
    joined += 1;
  }
  return joined;
}

/** Positions of the unpaired words that a short word is the initials of, small words between them passed over. */
function findInitials(short: string, words: readonly string[], partner: number[]): number[] | null {
  for (let start = 0; start + short.length <= words.length; start++) {
    const run: number[] = [];
    for (let i = start; i < words.length && run.length < short.length; i++) {
      const word = words[i] ?? '';
      if (partner[i] === -1 && word.length > 1 && word[0] === short[run.length]) run.push(i);
      else if (run.length === 0 || !isSmallWord(word)) break;
    }
    if (run.length === short.length) return run;
  }
  return null;
}

function pairAlike(a: WeighedName, b: WeighedName, state: Pairing): { shortForms: number; typos: number } {
  const options: { i: number; j: number; degree: number; kind: 'short' | 'typo' }[] = [];
  for (let i = 0; i < a.name.core.length; i++) {
    if (state.partnerA[i] !== -1) continue;
    for (let j = 0; j < b.name.core.length; j++) {
      if (state.partnerB[j] !== -1) continue;
      const alike = compareWords(a.name.core[i] ?? '', b.name.core[j] ?? '');
      if (alike && alike.degree >= LEAST_DEGREE) options.push({ i, j, ...alike });
    }
  }
  if (options.length > 1)
    options.sort((x, y) => y.degree - x.degree || Math.abs(x.i - x.j) - Math.abs(y.i - y.j) || x.i - y.i);
  let [shortForms, typos] = [0, 0];
  for (const { i, j, degree, kind } of options) {
    if (state.partnerA[i] !== -1 || state.partnerB[j] !== -1) continue;
    setPair(state, i, j, degree);
    if (kind === 'short') shortForms += 1;
    else typos += 1;
  }
  return { shortForms, typos };
}

const NO_PLACES: readonly string[] = [];

function compareExtraPlaces(a: readonly string[], b: readonly string[]): readonly string[] {
  if (a.length === 0 && b.length === 0) return NO_PLACES;
  return [...a.filter((place) => !b.includes(place)), ...b.filter((place) => !a.includes(place))];
}

function weigh(rarity: readonly number[], partner: number[], degree: number[]) {
  let [total, matched, unmatched] = [0, 0, 0];
  for (let i = 0; i < rarity.length; i++) {
    const weight = rarity[i] ?? 0;
    total += weight;
    if (partner[i] === -1) unmatched = Math.max(unmatched, weight);
    else matched += weight * (degree[i] ?? 0);
  }
  return { share: total > 0 ? matched / total : 0, matched, unmatched };
}

function compareFirst(state: {
  partnerA: readonly number[];
  partnerB: readonly number[];
  degree: number;
}): Alignment['first'] {
  const [a, b] = [state.partnerA[0] ?? -1, state.partnerB[0] ?? -1];
  if (a === 0 && b === 0) return state.degree > 0.9 ? 'equal' : 'alike';
  return a !== -1 || b !== -1 ? 'elsewhere' : 'none';
}
