import { acronymOf, type Firm, plainName, toSlug, withLegalForm } from './accounts.ts';
import type { Random } from './random.ts';
import { countryOf } from './words.ts';

export interface Spelling {
  readonly name: string;
  readonly domain: string | null;
  /** What was done to the name, for counting errors by kind. */
  readonly kind: string;
}

type Change = (firm: Firm, random: Random) => string;

const SHORT_WORDS: Readonly<Record<string, string>> = {
  Corporation: 'Corp.',
  International: 'Intl',
  Manufacturing: 'Mfg',
  Industries: 'Ind.',
  Services: 'Svcs',
  University: 'Univ.',
  Engineering: 'Eng.',
  Construction: 'Constr.',
  Holdings: 'Hldgs',
  Management: 'Mgmt',
  Transport: 'Transp.',
  Authority: 'Auth.',
  Technology: 'Tech',
  Insurance: 'Ins.',
  Logistics: 'Log.',
};

const CHANGES: Readonly<Record<string, Change>> = {
  exact: withLegalForm,
  'no legal form': plainName,
  'other legal form': (firm, random) =>
    `${plainName(firm)}${random.pick([', ', ' '])}${random.pick(countryOf(firm.country).legalForms).replaceAll('.', '')}`,
  'upper case': (firm) => withLegalForm(firm).toUpperCase(),
  'lower case': (firm) => plainName(firm).toLowerCase(),
  typo: (firm, random) => slip(plainName(firm), random),
  abbreviated: (firm) =>
    withLegalForm(firm)
      .split(' ')
      .map((word) => SHORT_WORDS[word] ?? word)
      .join(' ')
      .replace(' & ', '+'),
  'first word only': (firm) => firm.stem,
  'with a place': (firm, random) => `${plainName(firm)} - ${random.pick(countryOf(firm.country).cities)}`,
  'with a remark': (firm, random) =>
    `${plainName(firm)}${random.pick([' (HQ)', ' (DO NOT USE)', ' - new', ' [prospect]', ' c/o Accounts Payable'])}`,
  'with The': (firm) => `The ${plainName(firm)} Group`,
  acronym: (firm) => acronymOf(plainName(firm)),
  spacing: (firm) => `  ${withLegalForm(firm).replace(' ', '  ')} `,
};

const KINDS: readonly (readonly [string, number])[] = [
  ['exact', 24],
  ['no legal form', 20],
  ['other legal form', 12],
  ['upper case', 7],
  ['lower case', 5],
  ['typo', 8],
  ['abbreviated', 8],
  ['first word only', 4],
  ['with a place', 4],
  ['with a remark', 3],
  ['with The', 2],
  ['acronym', 1],
  ['spacing', 2],
];

/** Changes after which a name alone says too little: such rows keep a clean domain. */
const NEEDS_DOMAIN = new Set(['first word only', 'acronym', 'with The']);

/** How a firm may stand in somebody else's spreadsheet. */
export function misspell(firm: Firm, random: Random, kind: string = random.weighted(KINDS)): Spelling {
  const change = CHANGES[kind];
  if (!change) throw new Error(`No change '${kind}'`);
  return {
    name: change(firm, random),
    domain: NEEDS_DOMAIN.has(kind) ? firm.domain : writeDomain(firm, random),
    kind,
  };
}

function writeDomain(firm: Firm, random: Random): string | null {
  const form = random.weighted([
    ['same', 58],
    ['missing', 22],
    ['address', 7],
    ['host', 5],
    ['upper', 3],
    ['personal', 3],
    ['other', 2],
  ] as const);
  switch (form) {
    case 'same':
      return firm.domain;
    case 'missing':
      return null;
    case 'address':
      return `https://www.${firm.domain}/${random.pick(['', 'en', 'home'])}`;
    case 'host':
      return `${random.pick(['www', 'mail', 'portal'])}.${firm.domain}`;
    case 'upper':
      return firm.domain.toUpperCase();
    case 'personal':
      return random.pick(['gmail.com', 'outlook.com', 'gmx.de', 'yahoo.com']);
    case 'other':
      return `${toSlug(plainName(firm), true)}-group.example`;
  }
}

/** One slip of the fingers, never in the first letter. */
function slip(name: string, random: Random): string {
  const at = random.int(1, Math.max(1, name.indexOf(' ') - 2));
  const [before, one, two, rest] = [
    name.slice(0, at),
    name.charAt(at),
    name.charAt(at + 1),
    name.slice(at + 2),
  ];
  return random.pick([
    `${before}${two}${one}${rest}`,
    `${before}${one}${one}${two}${rest}`,
    `${before}${two}${rest}`,
  ]);
}
