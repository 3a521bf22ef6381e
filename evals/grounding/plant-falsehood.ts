import type { Random } from '../worlds/random.ts';
import type { TrueTurn } from './collect-turns.ts';

export type FalsehoodKind = 'name' | 'partner' | 'digit' | 'date' | 'unit';

export interface Falsehood {
  readonly kind: FalsehoodKind;
  readonly words: string;
  readonly was: string;
  readonly is: string;
}

export interface NamePool {
  readonly partners: readonly string[];
  readonly others: readonly string[];
}

export function plantFalsehood(
  words: string,
  kind: FalsehoodKind,
  from: { turn: TrueTurn; strangers: NamePool; random: Random },
): Falsehood | null {
  switch (kind) {
    case 'name':
    case 'partner':
      return swapName(words, kind, from);
    case 'digit':
      return swapDigit(words, from.random);
    case 'date':
      return swapDate(words, from.random);
    case 'unit':
      return swapUnit(words, from.random);
  }
}

export function namesOf(turn: TrueTurn): NamePool {
  const partners = new Set<string>();
  const others = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const one of node) visit(one);
    else if (typeof node === 'object' && node !== null) {
      const row = node as Record<string, unknown>;
      for (const [key, one] of Object.entries(row)) {
        if (typeof one !== 'string') visit(one);
        else if (
          key === 'partner' ||
          (key === 'name' && 'partner_id' in row) ||
          (key === 'label' && 'sourced' in row)
        )
          partners.add(one);
        else if (key === 'account' || (key === 'name' && 'account_id' in row)) others.add(one);
      }
    }
  };
  visit(turn.outputs);
  return { partners: [...partners], others: [...others] };
}

type From = { turn: TrueTurn; strangers: NamePool; random: Random };

function swapName(
  words: string,
  kind: 'name' | 'partner',
  { turn, strangers, random }: From,
): Falsehood | null {
  const own = namesOf(turn);
  const pool = kind === 'partner' ? own.partners : own.others;
  const outside = kind === 'partner' ? strangers.partners : strangers.others;
  const said = pool.filter((name) => words.includes(name));
  if (said.length === 0) return null;
  const was = random.pick(said);
  const inside = pool.filter(
    (name) => !words.includes(name) && !was.startsWith(name) && !name.startsWith(was),
  );
  // What is written without a capital, or is the same name in another spelling, makes no falsehood of its own.
  const fits = (name: string) => /^\p{Lu}/u.test(name) && !likeName(name, was);
  const within = inside.filter(fits);
  const beyond = outside.filter((name) => name !== was && fits(name));
  const is = random.pick(within.length > 0 && random.chance(0.5) ? within : beyond);
  return { kind, was, is, words: replaceOne(words, was, is, random) };
}

function likeName(one: string, other: string): boolean {
  const bare = (name: string) =>
    name
      .toLowerCase()
      .replace(/[^a-z ]/g, '')
      .replace(/ (?:inc|corp|corporation|company|group|ltd|llc|gmbh|sa|ag|ab|plc|co)$/, '');
  return bare(one) === bare(other);
}

function swapDigit(words: string, random: Random): Falsehood | null {
  // Figures with a claim: no list numbers, no 90% interval, no dates, no ids.
  const figures = [
    ...words.matchAll(/(?<![\p{L}\d\-.,_])\d[\d,]*(?:\.\d+)?(?![\d\-_]|[.,]\d)(?!% interval)/gu),
  ].filter(
    (match) =>
      !/^(?:19|20)\d\d$/.test(match[0]) &&
      !/^ (?:January|February|March|April|May|June|July|August|September|October|November|December)/.test(
        words.slice(match.index + match[0].length),
      ),
  );
  const chosen = figures.length > 0 ? random.pick(figures) : null;
  if (!chosen) return null;
  const digits = [...chosen[0]].flatMap((char, i) => (/\d/.test(char) ? [i] : []));
  const at = random.pick(digits);
  const digit = Number(chosen[0][at]);
  let other = random.int(at === 0 && digits.length > 1 ? 1 : 0, 9);
  if (other === digit) other = (digit % 9) + 1;
  const is = `${chosen[0].slice(0, at)}${other}${chosen[0].slice(at + 1)}`;
  return { kind: 'digit', was: chosen[0], is, words: splice(words, chosen.index, chosen[0], is) };
}

const MONTHS = 'January|February|March|April|May|June|July|August|September|October|November|December';

function swapDate(words: string, random: Random): Falsehood | null {
  const dates = [
    ...words.matchAll(
      new RegExp(
        `(?<![\\dA-Za-z])\\d{4}-\\d{2}-\\d{2}(?!\\d)|\\b\\d{1,2} (?:${MONTHS})\\b|\\b(?:${MONTHS}) \\d{1,2}\\b`,
        'g',
      ),
    ),
  ];
  if (dates.length === 0) return null;
  const chosen = random.pick(dates);
  const was = chosen[0];
  const shift = random.pick([1, 2, 7, 10]);
  const is = was.includes('-')
    ? random.chance(0.3)
      ? `${Number(was.slice(0, 4)) + random.pick([-1, 1])}${was.slice(4)}`
      : `${was.slice(0, 8)}${String(((Number(was.slice(8)) + shift - 1) % 28) + 1).padStart(2, '0')}`
    : was.replace(/\d+/, (day) => String(((Number(day) + shift - 1) % 28) + 1));
  return is === was ? null : { kind: 'date', was, is, words: splice(words, chosen.index, was, is) };
}

const UNITS: readonly (readonly [RegExp, (match: string) => string])[] = [
  [/£(?=\d)/g, () => '€'],
  [/\$(?=\d)/g, () => '£'],
  [/€(?=\d)/g, () => '$'],
  [/(?<=\d )days\b/g, () => 'weeks'],
  [/(?<=\d )(?:percentage )?points\b/g, () => 'percent'],
  [/(?<=\d)(?: ?%| percent\b)(?! interval)/g, () => ' points'],
  [/\b(?:GBP|USD|EUR)\b/g, (code) => (code === 'EUR' ? 'GBP' : 'EUR')],
  [/(?<=\d)k\b/g, () => 'M'],
  [/(?<=\d)M\b/g, () => 'k'],
];

function swapUnit(words: string, random: Random): Falsehood | null {
  const found = UNITS.flatMap(([pattern, change]) =>
    [...words.matchAll(pattern)].map((match) => ({ match, is: change(match[0]) })),
  );
  if (found.length === 0) return null;
  const { match, is } = random.pick(found);
  return { kind: 'unit', was: match[0], is, words: splice(words, match.index, match[0], is) };
}

function replaceOne(words: string, was: string, is: string, random: Random): string {
  const places: number[] = [];
  for (let at = words.indexOf(was); at >= 0; at = words.indexOf(was, at + 1)) places.push(at);
  return splice(words, random.pick(places), was, is);
}

function splice(words: string, at: number, was: string, is: string): string {
  return words.slice(0, at) + is + words.slice(at + was.length);
}
