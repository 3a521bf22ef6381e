import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addDays, type IsoDate } from '../../src/dates.ts';
import { columnsOf, type FileName, toCsv } from '../worlds/csv.ts';
import { createRandom, type Random } from '../worlds/random.ts';

/**
 * A company folder of any size with only what bears on which partner helps, and the true chances of its open deals. Made
 * apart from the sample companies, with other terms, so that a model tuned to those shows it here.
 */
export interface LiftWorldOptions {
  readonly seed: number;
  readonly folder: string;
  readonly deals: number;
  readonly partners: number;
  /** 1: partners matter; 0: none matters at all, whatever reps believe. */
  readonly effect: number;
}

export interface LiftTruth {
  /** Brought into many deals, of no use. */
  readonly useless: readonly string[];
  /** Brought into few deals, of great use. */
  readonly excellent: readonly string[];
  readonly openDeals: readonly {
    readonly opportunityId: string;
    readonly without: number;
    readonly with: Readonly<Record<string, number>>;
  }[];
}

const TODAY: IsoDate = '2026-06-30';
const OPEN_DEALS = 100;
const INDUSTRIES = ['retail', 'health', 'finance', 'energy', 'media', 'public', 'transport', 'education'];
const COUNTRIES = ['US', 'DE', 'GB', 'FR', 'SE', 'JP'];
const SKILLS = [
  'migration',
  'analytics',
  'security',
  'integration',
  'support',
  'design',
  'audit',
  'training',
];
const ARCHETYPES = ['si', 'isv', 'msp', 'reseller', 'referral', 'influence'];

type Account = ReturnType<typeof makeAccount>;
type Partner = ReturnType<typeof makePartner>;
type Known = { population: string; lastActivityOn: string; contacts: number };

/** Writes the folder; one set of options gives the same bytes every time. */
export function writeLiftWorld(options: LiftWorldOptions): LiftTruth {
  const random = createRandom(options.seed);
  const accounts = Array.from({ length: Math.max(150, Math.round(options.deals / 4)) }, (_, i) =>
    makeAccount(i, random),
  );
  const partners = Array.from({ length: options.partners }, (_, i) =>
    makePartner(i, options.partners, random),
  );
  const knows = relate(accounts, partners, random);
  const deals = Array.from({ length: options.deals + OPEN_DEALS }, (_, i) =>
    makeDeal({ i, open: i >= options.deals, accounts, partners, knows, effect: options.effect }, random),
  );
  writeTables(options.folder, { accounts, partners, knows, deals });
  return {
    useless: partners.filter((one) => one.part === 'useless').map((one) => one.partnerId),
    excellent: partners.filter((one) => one.part === 'excellent').map((one) => one.partnerId),
    openDeals: deals
      .filter((one) => one.open)
      .map(({ row, account, needs, base }) => {
        const joined = (partner: Partner) =>
          logistic(base + options.effect * liftOf(partner, account, needs, knows));
        return {
          opportunityId: row.opportunityId,
          without: logistic(base),
          with: Object.fromEntries(partners.map((one) => [one.partnerId, joined(one)])),
        };
      }),
  };
}

function makeAccount(i: number, random: Random) {
  const name = `${syllables(i)} ${random.pick(['Works', 'Holding', 'Group', 'Lines'])}`;
  return {
    accountId: `A${i}`,
    name,
    domain: `${syllables(i).toLowerCase()}.example`,
    country: random.pick(COUNTRIES),
    industry: random.pick(INDUSTRIES),
    ownerEmail: 'rep@liftworld.example',
    status: 'prospect',
  };
}

function makePartner(i: number, of: number, random: Random) {
  const part = i < of * 0.08 ? 'useless' : i < of * 0.16 ? 'excellent' : 'usual';
  const skill = { useless: -0.5, excellent: 1.1, usual: 0.55 * random.normal() }[part];
  const popularity = { useless: 5, excellent: 0.45, usual: Math.exp(0.7 * random.normal()) }[part];
  return {
    partnerId: `P${i}`,
    part,
    skill,
    popularity,
    name: `Partner ${syllables(i + 7000)}`,
    domain: `p${i}.example`,
    archetype: random.pick(ARCHETYPES),
    status: 'active',
    regions: random.sample(COUNTRIES, random.int(1, 4)),
    industries: random.sample(INDUSTRIES, random.int(1, 3)),
    competencies: random.sample(SKILLS, random.int(1, 4)),
    joinedOn: '2020-01-01',
  };
}

function relate(accounts: readonly Account[], partners: readonly Partner[], random: Random) {
  const knows = new Map<string, Known>();
  const share = Math.min(0.16, 7 / partners.length);
  for (const partner of partners)
    for (const account of accounts) {
      const home = partner.regions.includes(account.country) ? 1.5 : 0.5;
      if (!random.chance(share * home)) continue;
      knows.set(`${partner.partnerId}|${account.accountId}`, {
        population: random.pick(['customer', 'customer', 'open_opportunity', 'prospect', 'prospect']),
        lastActivityOn: addDays(TODAY, -Math.round(20 + 400 * random.next() ** 2)),
        contacts: random.int(0, 4),
      });
    }
  return knows;
}

function liftOf(
  partner: Partner,
  account: Account,
  needs: readonly string[],
  knows: ReadonlyMap<string, Known>,
) {
  const known = knows.get(`${partner.partnerId}|${account.accountId}`);
  const covered = needs.filter((one) => partner.competencies.includes(one)).length;
  const overlap = { customer: 0.75, open_opportunity: 0.4, prospect: 0.1 }[known?.population ?? ''] ?? 0;
  const age = known ? (Date.parse(TODAY) - Date.parse(known.lastActivityOn)) / 86_400_000 : 0;
  return (
    -0.6 +
    partner.skill +
    overlap +
    (known ? 0.4 * Math.exp(-age / 150) + 0.1 * known.contacts : 0) +
    (partner.industries.includes(account.industry) ? 0.4 : 0) +
    (partner.regions.includes(account.country) ? 0.25 : 0) +
    (needs.length > 0 ? (0.5 * covered) / needs.length : 0)
  );
}

function makeDeal(
  from: {
    i: number;
    open: boolean;
    accounts: readonly Account[];
    partners: readonly Partner[];
    knows: ReadonlyMap<string, Known>;
    effect: number;
  },
  random: Random,
) {
  const account = random.pick(from.accounts);
  const needs = random.sample(SKILLS, random.int(0, 3));
  const kind = random.pick(['new', 'new', 'growth', 'renewal']);
  const quality = random.normal();
  const base = -0.7 + { new: 0, growth: 0.4, renewal: 1.1 }[kind as 'new' | 'growth' | 'renewal'];
  const joins = random.chance(logistic(-0.2 + 0.7 * quality));
  const partner = joins ? choose({ ...from, account }, random) : null;
  const lift = partner ? from.effect * liftOf(partner, account, needs, from.knows) : 0;
  const won = random.chance(logistic(base + 0.7 * quality + lift));
  const createdOn = addDays(TODAY, from.open ? -random.int(10, 150) : -random.int(160, 1_250));
  const row = {
    opportunityId: `O${from.i}`,
    accountId: account.accountId,
    name: `${account.name} deal ${from.i}`,
    product: random.pick(['Platform', 'Analytics']),
    amount: Math.round(Math.exp(10.5 + 0.8 * random.normal())),
    currency: 'USD',
    stage: from.open ? 'qualified' : won ? 'closed_won' : 'closed_lost',
    ownerEmail: 'rep@liftworld.example',
    createdOn,
    closeOn: addDays(createdOn, from.open ? 200 : random.int(30, 150)),
    needs,
    kind,
    publicTender: false,
  };
  return { open: from.open, row, account, needs, base, partner: from.open ? null : partner };
}

/** Reps bring in whom they know of, first where that partner knows the account; what it adds does not count. */
function choose(
  from: { partners: readonly Partner[]; knows: ReadonlyMap<string, Known>; account: Account },
  random: Random,
): Partner {
  return random.weighted(
    from.partners.map((one) => {
      const known = from.knows.has(`${one.partnerId}|${from.account.accountId}`) ? 6 : 1;
      return [one, one.popularity * known] as const;
    }),
  );
}

function writeTables(
  folder: string,
  world: {
    accounts: readonly Account[];
    partners: readonly Partner[];
    knows: ReadonlyMap<string, Known>;
    deals: readonly ReturnType<typeof makeDeal>[];
  },
): void {
  mkdirSync(folder, { recursive: true });
  const write = (file: FileName, rows: readonly object[]) =>
    writeFileSync(join(folder, file), toCsv(columnsOf(file), rows));
  writeFileSync(
    join(folder, 'company.yaml'),
    `name: Liftworld\ndomain: liftworld.example\ncurrency: USD\ntoday: ${TODAY}\nproducts: [Platform, Analytics]\n`,
  );
  write('people.csv', [{ email: 'rep@liftworld.example', name: 'Rep', role: 'rep' }]);
  write('accounts.csv', world.accounts);
  write('partners.csv', world.partners);
  write(
    'opportunities.csv',
    world.deals.map((one) => one.row),
  );
  write(
    'opportunity_partners.csv',
    world.deals.flatMap(({ partner, row }) =>
      partner
        ? [
            {
              opportunityId: row.opportunityId,
              partnerId: partner.partnerId,
              role: 'sell',
              addedOn: row.createdOn,
              accepted: 'true',
            },
          ]
        : [],
    ),
  );
  const pairs = [...world.knows].map(([key, known]) => {
    const [partnerId, accountId] = key.split('|') as [string, string];
    const account = world.accounts[Number(accountId.slice(1))]!;
    return { partnerId, account, known };
  });
  write(
    'partner_accounts.csv',
    pairs.map(({ partnerId, account, known }) => ({
      partnerId,
      partnerRecordId: `${partnerId}-${account.accountId}`,
      name: account.name,
      domain: account.domain,
      country: account.country,
      population: known.population,
      lastActivityOn: known.lastActivityOn,
    })),
  );
  write(
    'partner_contacts.csv',
    pairs.flatMap(({ partnerId, account, known }) =>
      Array.from({ length: known.contacts }, (_, i) => ({
        partnerId,
        accountName: account.name,
        accountDomain: account.domain,
        email: `c${i}@${account.domain}`,
        name: `Contact ${i}`,
        role: 'user',
      })),
    ),
  );
}

/** A made-up word for each number, all different. */
function syllables(i: number): string {
  const parts = [
    'ba',
    'ko',
    'mi',
    'tu',
    'le',
    'sa',
    'ro',
    'vi',
    'ne',
    'du',
    'pa',
    'go',
    'fe',
    'zu',
    'la',
    'hi',
  ];
  let rest = i * 40_503 + 7;
  let word = '';
  for (let n = 0; n < 5; n++) {
    word += parts[rest % parts.length];
    rest = Math.floor(rest / parts.length);
  }
  return word[0]!.toUpperCase() + word.slice(1);
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
