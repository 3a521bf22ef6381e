import type { AccountRecord } from '../../src/accounts/matching/types.ts';
import { createRandom, type Random } from '../worlds/random.ts';
import {
  CLOSINGS,
  EPITHETS,
  FOUNDERS,
  LANDS,
  type Land,
  MAIL_HOSTS,
  MIDDLES,
  OPENINGS,
  THINGS,
  TRADES,
} from './list-words.ts';
import { type Difference, dropMarks, type Firm, respell, writeFirm } from './respell.ts';

export interface ListSizes {
  readonly left: number;
  readonly right: number;
}

export interface TruePair {
  readonly left: string;
  readonly right: string;
  readonly difference: Difference;
}

/** Two lists and the pairs that are one company; a left row has one partner or none, a right row none or several. */
export interface BenchLists {
  readonly left: readonly AccountRecord[];
  readonly right: readonly AccountRecord[];
  readonly truth: readonly TruePair[];
}

/** What lists of a real company and a partner are guessed to be like. */
const SHARES = {
  rightInLeft: 0.7,
  secondRow: 0.2,
  thirdRow: 0.05,
  /** Of the right list's companies: somebody else on the left is called so. */
  namesake: 0.05,
  noTrade: 0.12,
  hasDomain: 0.65,
  otherDomain: 0.1,
  personalMail: 0.04,
  hasCountry: 0.85,
  otherCountry: 0.04,
} as const;

/**
 * Makes two lists that the seed and the sizes decide wholly. Ids carry no hint of the pairing, and the rows stand in no
 * order. Throws where the left list is shorter than the right one.
 */
export function generateLists(seed: number, sizes: ListSizes): BenchLists {
  if (sizes.left < sizes.right) throw new Error('The left list is the longer one');
  const random = createRandom(seed).fork(`${sizes.left} x ${sizes.right}`);
  const { found, foundNamesake } = createRegister(random);
  const firms = Array.from({ length: sizes.right }, found);
  const rename = () => writeFirm(found());
  const right = firms.map((firm, i) => ({ id: `r${i}`, name: writeFirm(firm), ...fieldsOf(firm, random) }));
  const rows: { record: Omit<AccountRecord, 'id'>; partner: number; difference: Difference }[] = [];
  firms.forEach((firm, partner) => {
    if (!random.chance(SHARES.rightInLeft)) return;
    const count = random.chance(SHARES.thirdRow) ? 3 : random.chance(SHARES.secondRow) ? 2 : 1;
    for (let i = 0; i < count && rows.length < sizes.left; i += 1) {
      const { name, difference } = respell(firm, rename, random);
      const fields = fieldsOf(firm, random);
      // Nothing but the domain could link a renamed company.
      const record = difference === 'renamed' ? { ...fields, domain: firm.domain } : fields;
      rows.push({ record: { name, ...record }, partner, difference });
    }
  });
  const addStranger = (firm: Firm) =>
    rows.push({
      record: { name: writeFirm(firm), ...fieldsOf(firm, random) },
      partner: -1,
      difference: 'equal',
    });
  for (const firm of firms) {
    if (rows.length < sizes.left && random.chance(SHARES.namesake)) addStranger(foundNamesake(firm));
  }
  while (rows.length < sizes.left) addStranger(found());
  const shuffled = random.shuffle(rows);
  const places = random.shuffle(right.map((_, i) => i));
  return {
    left: shuffled.map(({ record }, i) => ({ id: `l${i}`, ...record })),
    right: places.map((place) => right[place] as AccountRecord),
    truth: shuffled.flatMap(({ partner, difference }, i) =>
      partner < 0 ? [] : [{ left: `l${i}`, right: `r${partner}`, difference }],
    ),
  };
}

interface Register {
  /** A company that differs from every earlier one in name or trade, with a domain of its own. */
  found(): Firm;
  /** Somebody else of the same name: in another country, or in another trade. */
  foundNamesake(of: Firm): Firm;
}

function createRegister(random: Random): Register {
  const names = new Set<string>();
  const domains = new Set<string>();
  const lands = LANDS.map((one) => [one, one.weight] as const);
  const settle = (stem: string, trade: string, land: Land): Firm => ({
    stem,
    trade,
    land,
    form: random.pick(land.forms),
    domain: makeDomain({ stem, trade, ending: land.ending }, domains, random),
  });
  return {
    found() {
      for (;;) {
        const stem = makeStem(random);
        const trade = random.chance(SHARES.noTrade) ? '' : random.pick(TRADES)[0];
        const key = `${stem} ${trade}`.toLowerCase();
        if (names.has(key)) continue;
        names.add(key);
        return settle(stem, trade, random.weighted(lands));
      }
    },
    foundNamesake(of) {
      if (random.chance(0.5)) {
        return settle(of.stem, of.trade, random.pick(LANDS.filter((one) => one !== of.land)));
      }
      return settle(of.stem, random.pick(TRADES.filter(([name]) => name !== of.trade))[0], of.land);
    },
  };
}

function makeStem(random: Random): string {
  const kind = random.next();
  if (kind < 0.5) return coin(random);
  if (kind < 0.64) return `${random.pick(EPITHETS)} ${random.pick(THINGS)}`;
  if (kind < 0.78) return `${random.pick(FOUNDERS)} ${coin(random)}`;
  if (kind < 0.88) return `${random.pick(FOUNDERS)} & ${random.pick(FOUNDERS)}`;
  if (kind < 0.96) return `${random.pick(EPITHETS)} ${coin(random)}`;
  return `${coin(random)} ${coin(random)}`;
}

/** Short words are few, so that long lists have them in several trades, as real ones have. */
const MIDDLES_OF_A_WORD: readonly (readonly [number, number])[] = [
  [0, 12],
  [1, 55],
  [2, 33],
];

function coin(random: Random): string {
  const middles = Array.from({ length: random.weighted(MIDDLES_OF_A_WORD) }, () => random.pick(MIDDLES));
  const word = `${random.pick(OPENINGS)}${middles.join('')}${random.pick(CLOSINGS)}`;
  return `${word[0]?.toUpperCase()}${word.slice(1)}`;
}

function makeDomain(
  from: { stem: string; trade: string; ending: string },
  taken: Set<string>,
  random: Random,
): string {
  const stem = slug(from.stem);
  const ending = random.chance(0.4) ? 'com' : from.ending;
  const wishes = [`${stem}.${ending}`, `${stem}${slug(from.trade).slice(0, 6)}.${ending}`];
  if (random.chance(0.3)) wishes.shift();
  let domain = wishes.find((one) => !taken.has(one));
  for (let number = 2; !domain; number += 1) {
    const wish = `${stem}-${number}.${ending}`;
    if (!taken.has(wish)) domain = wish;
  }
  taken.add(domain);
  return domain;
}

function slug(text: string): string {
  return dropMarks(text)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

function fieldsOf(firm: Firm, random: Random): { domain: string | null; country: string | null } {
  const country = random.chance(SHARES.otherCountry) ? random.pick(LANDS).code : firm.land.code;
  return {
    domain: random.chance(SHARES.hasDomain) ? writeDomain(firm, random) : null,
    country: random.chance(SHARES.hasCountry) ? country : null,
  };
}

function writeDomain(firm: Firm, random: Random): string {
  if (random.chance(SHARES.personalMail)) return random.pick(MAIL_HOSTS);
  if (random.chance(SHARES.otherDomain))
    return `${slug(firm.stem)}-${random.pick(['group', 'global', 'online'])}.com`;
  return random.weighted([
    [firm.domain, 80],
    [`www.${firm.domain}`, 8],
    [`https://www.${firm.domain}/about`, 6],
    [`info@${firm.domain}`, 6],
  ]);
}
