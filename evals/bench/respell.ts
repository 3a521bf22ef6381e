import type { Random } from '../worlds/random.ts';
import { LANDS, type Land, TRADES } from './list-words.ts';

/** A company as it is, before anybody writes it down. */
export interface Firm {
  /** Without trade and legal form. */
  readonly stem: string;
  /** '' for none. */
  readonly trade: string;
  readonly land: Land;
  readonly form: readonly string[];
  /** Registrable. */
  readonly domain: string;
}

/** How a spelling differs from the company's name in full. */
export type Difference =
  | 'equal'
  | 'legal form'
  | 'letter case'
  | 'punctuation'
  | 'marks lost'
  | 'typo'
  | 'spacing'
  | 'abbreviated'
  | 'without its trade'
  | 'with an addition'
  | 'acronym'
  | 'formerly'
  | 'renamed';

const OFTEN: readonly (readonly [Difference, number])[] = [
  ['equal', 20],
  ['legal form', 27],
  ['letter case', 9],
  ['punctuation', 6],
  ['marks lost', 3],
  ['typo', 8],
  ['spacing', 3],
  ['abbreviated', 8],
  ['without its trade', 6],
  ['with an addition', 4],
  ['acronym', 2],
  ['formerly', 2],
  ['renamed', 2],
];

/** The name in full, as the company itself writes it. */
export function writeFirm(firm: Firm): string {
  return withForm(coreOf(firm), firm.form[0] ?? '');
}

/** Writes a company as another list has it. `renamed` is a name that only the other one's history would explain. */
export function respell(
  firm: Firm,
  rename: () => string,
  random: Random,
): { name: string; difference: Difference } {
  const difference = random.weighted(OFTEN);
  return { name: WAYS[difference](firm, random, rename), difference };
}

const WAYS: Readonly<Record<Difference, (firm: Firm, random: Random, rename: () => string) => string>> = {
  equal: writeFirm,
  'legal form': (firm, random) => {
    const forms = random.chance(0.15) ? random.pick(random.pick(LANDS).forms) : firm.form;
    return random.chance(0.45) ? coreOf(firm) : withForm(coreOf(firm), random.pick(forms));
  },
  'letter case': (firm, random) =>
    random.chance(0.5) ? writeFirm(firm).toUpperCase() : coreOf(firm).toLowerCase(),
  punctuation: (firm, random) => {
    const name = writeFirm(firm).replace(' & ', random.pick([' and ', '+', ' & ']));
    return random.chance(0.5) ? name.replace(/[.,]/g, '') : name.replaceAll(' ', random.pick(['-', '  ']));
  },
  'marks lost': (firm) => dropMarks(writeFirm(firm)),
  typo: (firm, random) => slip(random.chance(0.5) ? coreOf(firm) : writeFirm(firm), random),
  spacing: (firm, random) => coreOf(firm).replace(' ', random.pick(['', '', '_'])),
  abbreviated: (firm) => withForm(`${firm.stem} ${shortTrade(firm.trade)}`.trim(), firm.form.at(-1) ?? ''),
  'without its trade': (firm, random) =>
    random.chance(0.5) ? firm.stem : withForm(firm.stem, firm.form[0] ?? ''),
  'with an addition': (firm, random) =>
    `${coreOf(firm)} ${random.pick([firm.land.called, `(${firm.land.called})`, 'Group', 'HQ', '- do not call'])}`,
  acronym: (firm) => {
    const initials = coreOf(firm)
      .split(/[\s-]+/)
      .map((word) => word[0] ?? '')
      .join('')
      .toUpperCase();
    return initials.length > 2 ? withForm(initials, firm.form[0] ?? '') : writeFirm(firm);
  },
  formerly: (firm, random, rename) =>
    `${rename()} ${random.pick(['(formerly ', '(ex ', '(previously '])}${coreOf(firm)})`,
  renamed: (_firm, _random, rename) => rename(),
};

function coreOf(firm: Firm): string {
  return firm.trade ? `${firm.stem} ${firm.trade}` : firm.stem;
}

function withForm(name: string, form: string): string {
  return form ? `${name}${form.startsWith('Inc') || form === 'LLC' ? ', ' : ' '}${form}` : name;
}

function shortTrade(trade: string): string {
  return TRADES.find(([name]) => name === trade)?.[1] ?? trade;
}

/** Letters without marks, those that do not come apart included. */
export function dropMarks(text: string): string {
  const others: Readonly<Record<string, string>> = { ø: 'o', Ø: 'O', ł: 'l', Ł: 'L', å: 'a', ß: 'ss' };
  return text
    .replace(/[øØłŁß]/g, (letter) => others[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '');
}

/** One slip of the fingers past the first letter: a letter lost, doubled, changed or swapped with the next. */
function slip(name: string, random: Random): string {
  if (name.length < 4) return name;
  const at = random.int(1, name.length - 3);
  const [before, letter, next, rest] = [
    name.slice(0, at),
    name[at] ?? '',
    name[at + 1] ?? '',
    name.slice(at + 2),
  ];
  return random.pick([
    `${before}${next}${rest}`,
    `${before}${letter}${letter}${next}${rest}`,
    `${before}${random.pick([...'aeinorst'])}${next}${rest}`,
    `${before}${next}${letter}${rest}`,
  ]);
}
