import { type Company, dealCurrency } from './company.ts';
import { repOf } from './people.ts';
import type { Random } from './random.ts';
import type { Account, Person } from './rows.ts';
import { COUNTRIES, type Country, countryOf, INDUSTRIES, type Industry, PUBLIC_INDUSTRIES } from './words.ts';

/** A company somewhere, whether we have it as an account or not. */
export interface Firm {
  readonly stem: string;
  readonly descriptor: string;
  readonly legalForm: string | null;
  readonly domain: string;
  readonly country: string;
  readonly industry: string;
}

export interface AccountBook {
  readonly accounts: Account[];
  /** By account_id; what the spellings in partners' lists are made from. */
  readonly firms: ReadonlyMap<string, Firm>;
  readonly hero: Account;
}

const TOTAL = 300;
const FAMILIES = 32;
const NAMESAKES = 12;

/** Our 300 accounts: the hero with two subsidiaries and a namesake, families, namesakes in other trades, and single firms. */
export function makeAccounts(
  company: Company,
  people: readonly Person[],
  stems: string[],
  random: Random,
): AccountBook {
  const book = createBook(company, people, random);
  const hero = addHero(book, company);
  for (let family = 0; family < FAMILIES; family += 1) addFamily(book, stems.pop()!, random);
  for (let pair = 0; pair < NAMESAKES; pair += 1) addNamesakes(book, stems.pop()!, random);
  while (book.accounts.length < TOTAL) book.add(makeFirm(stems.pop()!, random));
  return { accounts: book.accounts, firms: book.firms, hero };
}

type Book = ReturnType<typeof createBook>;

function createBook(company: Company, people: readonly Person[], random: Random) {
  const accounts: Account[] = [];
  const firms = new Map<string, Firm>();
  const add = (firm: Firm, parent: Account | null = null, fixed: Partial<Account> = {}): Account => {
    const country = countryOf(firm.country);
    const employees = Math.round(Math.exp(random.normal() * 1.1 + 6.6));
    const account: Account = {
      accountId: company.ids('account'),
      name: random.chance(0.7) ? withLegalForm(firm) : plainName(firm),
      domain: random.chance(0.92) ? firm.domain : null,
      country: firm.country,
      industry: firm.industry,
      employees: random.chance(0.9) ? employees : null,
      annualRevenue: random.chance(0.8) ? Math.round((employees * random.int(90, 420)) / 10) * 10000 : null,
      parentAccountId: parent?.accountId ?? null,
      ownerEmail: repOf(people, country.territory, random),
      status: 'prospect',
      alsoKnownAs: random.chance(0.18) ? [alias(firm, random)] : [],
      ...fixed,
    };
    accounts.push(account);
    firms.set(account.accountId, firm);
    return account;
  };
  return { accounts, firms, add };
}

function addHero(book: Book, company: Company): Account {
  const { stem, descriptor } = company.hero;
  const slug = toSlug(stem);
  const firm = (fields: Partial<Firm>): Firm => ({
    stem,
    descriptor,
    legalForm: null,
    domain: `${slug}.example`,
    country: 'US',
    industry: 'Manufacturing',
    ...fields,
  });
  const hero = book.add(firm({}), null, {
    name: `${stem} ${descriptor}`,
    domain: `${slug}.example`,
    employees: 12400,
    annualRevenue: 3850000000,
    alsoKnownAs: [`${stem} International`, acronymOf(`${stem} ${descriptor}`)],
  });
  const german = firm({
    descriptor: 'Deutschland',
    legalForm: 'GmbH',
    domain: `${slug}-de.example`,
    country: 'DE',
  });
  const freight = firm({
    descriptor: 'Logistics',
    legalForm: 'LLC',
    domain: `${slug}logistics.example`,
    industry: 'Logistics',
  });
  book.add(german, hero, { name: `${stem} Deutschland GmbH`, domain: german.domain });
  book.add(freight, hero, { name: `${stem} Logistics LLC`, domain: freight.domain });
  // No relative: a namesake that a careless match would take for the hero.
  const namesake = firm({
    descriptor: 'Family Bakeries',
    legalForm: 'Ltd',
    domain: `${slug}bakeries.example`,
    country: 'GB',
    industry: 'Retail',
  });
  book.add(namesake, null, { name: `${stem} Family Bakeries Ltd`, domain: namesake.domain });
  return hero;
}

function addFamily(book: Book, stem: string, random: Random): void {
  const head = makeFirm(stem, random);
  const parent = book.add(head);
  for (let child = random.int(1, 3); child > 0; child -= 1) {
    const country = random.weighted(
      COUNTRIES.filter((one) => one.code !== head.country).map((one) => [one, one.weight] as const),
    );
    const firm: Firm = {
      ...head,
      descriptor: `${head.descriptor} ${country.name}`,
      legalForm: random.pick(country.legalForms),
      domain: `${toSlug(stem)}-${country.code.toLowerCase()}.example`,
      country: country.code,
    };
    if (book.accounts.some((one) => book.firms.get(one.accountId)?.domain === firm.domain)) continue;
    book.add(firm, parent);
  }
}

function addNamesakes(book: Book, stem: string, random: Random): void {
  const [one, other] = random.sample(INDUSTRIES, 2) as [Industry, Industry];
  const first = makeFirm(stem, random, one);
  const second = makeFirm(stem, random, other);
  book.add({ ...first, domain: `${toSlug(`${stem} ${first.descriptor}`)}.example` });
  book.add({ ...second, domain: `${toSlug(`${stem} ${second.descriptor}`)}.example` });
}

/** A firm under a first word, in a country and trade drawn at random. */
export function makeFirm(stem: string, random: Random, industry: Industry = random.pick(INDUSTRIES)): Firm {
  const country: Country = random.weighted(COUNTRIES.map((one) => [one, one.weight] as const));
  const descriptor = random.pick(industry.descriptors);
  const slug = random.chance(0.5) ? toSlug(stem) : toSlug(`${stem} ${descriptor}`, random.chance(0.5));
  return {
    stem,
    descriptor,
    legalForm: PUBLIC_INDUSTRIES.has(industry.name) ? null : random.pick(country.legalForms),
    domain: `${slug}.example`,
    country: country.code,
    industry: industry.name,
  };
}

/** The name without its legal form. */
export function plainName(firm: Firm): string {
  return `${firm.stem} ${firm.descriptor}`;
}

/** The name in full. */
export function withLegalForm(firm: Firm): string {
  return firm.legalForm === null ? plainName(firm) : `${plainName(firm)} ${firm.legalForm}`;
}

/** First letters of the words of a name. */
export function acronymOf(name: string): string {
  return name
    .split(/[\s&]+/)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');
}

/** A name as a label of a host name. */
export function toSlug(text: string, hyphens = false): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, hyphens ? '-' : '')
    .replace(/^-|-$/g, '');
}

/** A currency and a deal's size there, as they fit an account. */
export function drawAmount(
  company: Company,
  account: Account,
  random: Random,
): { amount: number; currency: string } {
  const size = Math.log(Math.max(50, account.employees ?? 700) / 700);
  const amount = Math.exp(11.0 + 0.28 * size + 0.75 * random.normal());
  return {
    amount: Math.max(company.rules.minAmount, Math.round(amount / 500) * 500),
    currency: dealCurrency(company, account.country),
  };
}

function alias(firm: Firm, random: Random): string {
  const name = plainName(firm);
  return random.pick([
    acronymOf(name).length > 2 ? acronymOf(name) : `${firm.stem} Group`,
    `${firm.stem} Group`,
    `${name} Holding`,
  ]);
}
