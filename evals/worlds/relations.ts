import { addDays, type IsoDate } from '../../src/dates.ts';
import { type AccountBook, type Firm, makeFirm } from './accounts.ts';
import { daysBefore } from './calendar.ts';
import type { Company } from './company.ts';
import type { PartnerBook } from './partners.ts';
import type { NamePeople } from './people.ts';
import type { Random } from './random.ts';
import type { Account, Partner } from './rows.ts';
import { COUNTRIES, countryOf } from './words.ts';

type Population = 'customer' | 'open_opportunity' | 'prospect';

/** What a partner has to do with a firm, before anyone wrote it into a list. */
export interface Relation {
  readonly partnerId: string;
  /** Null: a firm that is no account of ours. */
  readonly accountId: string | null;
  readonly firm: Firm;
  readonly populations: readonly Population[];
  readonly owner: { readonly name: string; readonly email: string };
  readonly lastActivityOn: IsoDate;
  readonly customerSince: IsoDate | null;
}

export interface RelationBook {
  readonly relations: readonly Relation[];
  /** Whether and how a partner knows an account of ours. */
  find(partnerId: string, accountId: string): Relation | undefined;
}

/** Which firms each partner knows: more of those in its countries and trades, some of ours and some of nobody's. */
export function makeRelations(
  world: {
    company: Company;
    accounts: AccountBook;
    partners: PartnerBook;
    stems: readonly string[];
    namePerson: NamePeople;
  },
  random: Random,
): RelationBook {
  const { company, accounts, partners } = world;
  const outside = makeOutsideFirms(accounts, world.stems, random);
  const knowHero = new Set(random.sample(partners.partners, 7).map((one) => one.partnerId));
  for (const part of ['lead', 'discreet', 'busy', 'rival'] as const)
    knowHero.add(partners.parts[part].partnerId);
  const relations = partners.partners.flatMap((partner) => {
    if (partner.status === 'recruit' && partner.archetype === 'si') return [];
    const sellers = Array.from({ length: 4 }, () => makeOwner(partner, world.namePerson));
    const relate = (firm: Firm, account: Account | null): Relation =>
      makeRelation({ company, partner, firm, account, owner: random.pick(sellers) }, random);
    const known = chooseAccounts(partner, accounts, random);
    if (knowHero.has(partner.partnerId)) known.add(accounts.hero);
    return [
      ...[...known].map((account) => relate(accounts.firms.get(account.accountId)!, account)),
      ...random.sample(outside, random.int(28, 70)).map((firm) => relate(firm, null)),
    ];
  });
  const index = new Map(relations.map((one) => [`${one.partnerId}|${one.accountId}`, one]));
  return { relations, find: (partnerId, accountId) => index.get(`${partnerId}|${accountId}`) };
}

/** Whether one of a partner's regions holds a country; a partner without regions is at home everywhere. */
export function servesCountry(partner: Partner, country: string): boolean {
  const { territory, code } = countryOf(country);
  const european = territory !== 'AMER' && territory !== 'APAC';
  return (
    partner.regions.length === 0 ||
    partner.regions.some(
      (region) => region === territory || region === code || (region === 'EMEA' && european),
    )
  );
}

/** Firms that we have not, every eighth of them a namesake of an account. */
function makeOutsideFirms(accounts: AccountBook, stems: readonly string[], random: Random): Firm[] {
  const ours = random.sample([...accounts.firms.values()], 50);
  const names = new Set([...accounts.firms.values()].map((one) => `${one.stem} ${one.descriptor}`));
  const namesakes = ours.map((one) => {
    const other = makeFirm(one.stem, random);
    return { ...other, domain: `${one.stem.toLowerCase().replace(/\W/g, '')}-${random.int(2, 99)}.example` };
  });
  const strangers = stems.slice(0, 350).map((stem) => makeFirm(stem, random));
  return [...strangers, ...namesakes].filter((one) => !names.has(`${one.stem} ${one.descriptor}`));
}

function chooseAccounts(partner: Partner, accounts: AccountBook, random: Random): Set<Account> {
  const weighted = accounts.accounts
    .filter((account) => account !== accounts.hero)
    .map((account) => {
      const home = servesCountry(partner, account.country) ? 1 : 0.12;
      const trade = partner.industries.includes(account.industry) ? 2.2 : 1;
      return { account, key: random.next() ** (1 / (home * trade)) };
    });
  weighted.sort((one, other) => other.key - one.key);
  return new Set(weighted.slice(0, random.int(34, 72)).map((one) => one.account));
}

function makeOwner(partner: Partner, namePerson: NamePeople) {
  const { name, local } = namePerson();
  return { name, email: `${local}@${partner.domain}` };
}

function makeRelation(
  subject: {
    company: Company;
    partner: Partner;
    firm: Firm;
    account: Account | null;
    owner: Relation['owner'];
  },
  random: Random,
): Relation {
  const { company, partner, firm, account, owner } = subject;
  const populations: readonly Population[] = random.weighted([
    [['customer'], 40],
    [['open_opportunity'], 16],
    [['prospect'], 36],
    [['customer', 'open_opportunity'], 8],
  ] as const);
  const since = populations.includes('customer') ? addDays(company.today, -random.int(40, 2600)) : null;
  const lastActivityOn = daysBefore(company.today, random, random.chance(0.6) ? [1, 90] : [91, 700]);
  return {
    partnerId: partner.partnerId,
    accountId: account?.accountId ?? null,
    firm,
    populations,
    owner,
    lastActivityOn: since !== null && since > lastActivityOn ? since : lastActivityOn,
    customerSince: since,
  };
}

/** All codes of countries, for those who need one that a partner does not serve. */
export function countriesBeyond(partner: Partner): string[] {
  return COUNTRIES.map((one) => one.code).filter((code) => !servesCountry(partner, code));
}
