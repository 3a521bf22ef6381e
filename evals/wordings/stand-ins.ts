import { addDays } from '../../src/dates.ts';
import {
  isPlainSpelling,
  isShared,
  lastQuarters,
  misspell,
  namesakes,
  openDealsOf,
  plainName,
  quietAccount,
  shortName,
  trueOverlaps,
  unmistakableAccounts,
} from '../tasks/expected.ts';
import type { CsvRow, TaskWorld } from '../tasks/task-world.ts';

/** What stands for a placeholder such as `a1.s` in a world; a placeholder without an entry has nothing to stand for it. */
export type StandIns = Readonly<Record<string, string>>;

/** Chooses the accounts, partners, people and days of a world that the wordings ask about. */
export function chooseStandIns(world: TaskWorld): StandIns {
  const cast = castPartners(world);
  return {
    ...nameAccounts(world, cast),
    ...namePartners(world, cast),
    ...namePeople(world),
    ...nameHero(world),
    ...nameRegistrations(world, cast.me),
    ...nameProgramme(world),
    ...nameDays(world),
  };
}

interface Cast {
  readonly p1: string;
  readonly p2: string;
  /** The partner that asks. */
  readonly me: string;
}

function castPartners(world: TaskWorld): Cast {
  const { parts } = world.truth.notable;
  const protectedOnes = (id: string) =>
    world.rows('registrations').filter((one) => one.partner_id === id && one.status === 'approved');
  const candidates = [parts.second, ...Object.keys(world.truth.notable.sharedChannels)];
  const me = candidates.find((id) => id !== parts.lead && id !== parts.busy && protectedOnes(id).length > 0);
  return { p1: parts.lead, p2: parts.busy, me: me ?? parts.second };
}

function nameAccounts(world: TaskWorld, cast: Cast): StandIns {
  const overlaps = trueOverlaps(world).filter((one) => isShared(one) && isPlainSpelling(one.spelling));
  const deals = openDealsOf(world);
  const family = new Set(world.rows('accounts').map((one) => one.parent_account_id));
  const usable = unmistakableAccounts(world).filter(
    (one) =>
      shortName(one.name ?? '').length >= 5 &&
      !one.parent_account_id &&
      !family.has(one.account_id) &&
      one.account_id !== world.truth.notable.heroAccount,
  );
  const taken = new Set<string>();
  const choose = (fits: (one: CsvRow) => boolean) => {
    const found = usable.find((one) => !taken.has(one.account_id ?? '') && fits(one));
    if (found?.account_id) taken.add(found.account_id);
    return found;
  };
  const knownBy = (one: CsvRow, partnerId?: string) =>
    overlaps.some(
      (pair) => pair.accountId === one.account_id && (!partnerId || pair.partnerId === partnerId),
    );
  const few = (one: CsvRow) => (deals.get(one.account_id ?? '')?.length ?? 0) <= 1;
  const chosen = {
    a1: choose((one) => knownBy(one, cast.p1) && few(one)),
    a2: choose((one) => knownBy(one, cast.p2) && few(one)),
    a3: choose((one) => knownBy(one) && few(one)),
    a1d: choose((one) => deals.get(one.account_id ?? '')?.length === 1),
    quiet: quietAccount(world),
  };
  const ambiguous = namesakes(world);
  return {
    ...Object.fromEntries(
      Object.entries(chosen).flatMap(([key, one]) =>
        one ? nameAccount(key, one, deals.get(one.account_id ?? '')?.[0]) : [],
      ),
    ),
    amb: ambiguous.stem,
    'amb.l': ambiguous.stem.toLowerCase(),
    'amb.1': ambiguous.names[0] ?? '',
    'amb.2': ambiguous.names[1] ?? '',
    newco: 'Quillmark Foods',
    myFree: 'Sandrook Freight',
  };
}

function nameAccount(key: string, one: CsvRow, deal: CsvRow | undefined): [string, string][] {
  const name = one.name ?? '';
  const id = one.account_id ?? '';
  return [...spell(key, name), [`${key}.id`, id], [`${key}.deal`, deal?.opportunity_id ?? id]];
}

/** A name as people write it: without its legal form, its first word, that in lower case, and with a slip. */
function spell(key: string, name: string): [string, string][] {
  const short = shortName(name);
  return [
    [key, plainName(name)],
    [`${key}.s`, short],
    [`${key}.l`, short.toLowerCase()],
    [`${key}.typo`, misspell(short)],
  ];
}

function namePartners(world: TaskWorld, cast: Cast): StandIns {
  const { parts } = world.truth.notable;
  const partners = {
    ...cast,
    p2other: cast.p2,
    shy: parts.discreet,
    onboarding: parts.onboarding,
    inactive: parts.inactive,
  };
  return Object.fromEntries(
    Object.entries(partners).flatMap(([key, id]) => {
      const row = world.row('partners', id);
      const entries: [string, string | undefined][] = [
        ...spell(key, row.name ?? ''),
        [`${key}.id`, id],
        [`${key}.tier`, row.tier],
        [`${key}.manager`, row.manager_email],
        [`${key}.competency`, row.competencies?.split(';')[0]],
        [`${key}.region`, row.regions?.split(';')[0]],
      ];
      return entries.filter((entry): entry is [string, string] => Boolean(entry[1]));
    }),
  );
}

function namePeople(world: TaskWorld): StandIns {
  const { heroOwner, reps } = world.truth.notable;
  const other = reps.map((one) => one.email).find((email) => email !== heroOwner) ?? heroOwner;
  const nameOf = (email: string) => world.row('people', email).name ?? '';
  return {
    rep: heroOwner,
    repName: nameOf(heroOwner),
    repFirst: shortName(nameOf(heroOwner)),
    rep2: nameOf(other),
    rep2First: shortName(nameOf(other)),
    'rep2.email': other,
  };
}

function nameHero(world: TaskWorld): StandIns {
  const { heroAccount, heroAccountName, heroOpportunity, heroOpportunityName } = world.truth.notable;
  const deal = world.row('opportunities', heroOpportunity);
  return {
    hero: plainName(heroAccountName),
    'hero.s': shortName(heroAccountName),
    'hero.id': heroAccount,
    heroDeal: heroOpportunityName,
    'hero.deal': heroOpportunity,
    'hero.deal.u': heroOpportunity.toUpperCase(),
    'hero.stage': deal.stage ?? '',
    'hero.close': deal.close_on ?? '',
    'hero.amount': deal.amount ?? '',
  };
}

function nameRegistrations(world: TaskWorld, me: string): StandIns {
  const { heroRegistration, pendingRegistrations, expiringRegistration, expiredRegistration } =
    world.truth.notable;
  const mine = world
    .rows('registrations')
    .find((one) => one.partner_id === me && one.status === 'approved')?.registration_id;
  const chosen = {
    heroReg: heroRegistration,
    pend1: pendingRegistrations[0],
    pend2: pendingRegistrations[1],
    expiring: expiringRegistration,
    expired: expiredRegistration,
    ...(mine ? { myReg: mine } : {}),
  };
  return Object.fromEntries(
    Object.entries(chosen).flatMap(([key, id]) => {
      const row = world.row('registrations', id);
      const entries: [string, string | undefined][] = [
        [key, id],
        [`${key}.id`, id],
        [`${key}.l`, id.toLowerCase()],
        [`${key}.until`, row.expires_on],
        [`${key}.account`, plainName(row.account_name ?? '')],
        [`${key}.note`, row.private_note],
      ];
      return entries.filter((entry): entry is [string, string] => Boolean(entry[1]));
    }),
  );
}

function nameProgramme(world: TaskWorld): StandIns {
  const { products, currency } = world.settings;
  const { facts } = world.truth.playbook;
  return Object.fromEntries([
    ...products.flatMap((one, i) => [
      [`prod${i + 1}`, one],
      [`prod${i + 1}.l`, one.toLowerCase()],
    ]),
    ['cur', currency],
    ...[1, 2].flatMap((n) => [
      [`tier${n}`, String(facts[`Tier_${n}`])],
      [`tier${n}.l`, String(facts[`tier_${n}`])],
    ]),
  ]);
}

function nameDays(world: TaskWorld): StandIns {
  const { today, fiscal_year_starts: starts } = world.settings;
  const [one, two] = [lastQuarters(world, 1), lastQuarters(world, 2)];
  const year = Number(today.slice(0, 4)) - (Number(today.slice(5, 7)) < starts ? 1 : 0);
  return {
    'q1.from': one.from,
    'q1.to': one.to,
    'q2.from': two.from,
    'q2.to': two.to,
    'qq.from': two.from,
    'fy.from': `${year}-${String(starts).padStart(2, '0')}-01`,
    jan: `${today.slice(0, 4)}-01-01`,
    past90: addDays(today, -90),
  };
}
