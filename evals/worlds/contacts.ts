import { daysBefore } from './calendar.ts';
import type { Ledger } from './ledger.ts';
import { misspell } from './misspell.ts';
import type { NamePeople } from './people.ts';
import type { Random } from './random.ts';
import type { Account, Contact, Row } from './rows.ts';

const TITLES: readonly (readonly [role: string, titles: readonly string[]])[] = [
  ['economic_buyer', ['Chief Financial Officer', 'Chief Operating Officer', 'Managing Director']],
  [
    'decision_maker',
    ['Chief Information Officer', 'VP Technology', 'Head of Data', 'Chief Information Security Officer'],
  ],
  [
    'champion',
    ['Director of Engineering', 'Head of Platforms', 'Enterprise Architect', 'Transformation Lead'],
  ],
  ['user', ['Data Analyst', 'Systems Engineer', 'Operations Manager']],
  ['other', ['Procurement Manager', 'Legal Counsel', 'Assistant to the Board']],
];

/** Whom we know at accounts with deals or subscriptions, and at some others. */
export function makeContacts(ledger: Ledger, namePerson: NamePeople, random: Random): Contact[] {
  return ledger.accounts.accounts.flatMap((account) => {
    const most = account.status === 'prospect' ? 1 : 4;
    const known = Array.from({ length: random.int(0, most) }, () => makeContact(account, namePerson, random));
    return known.map((one) => ({
      ...one,
      lastActivityOn: random.chance(0.8) ? daysBefore(ledger.company.today, random, [1, 420]) : null,
    }));
  });
}

function makeContact(account: Account, namePerson: NamePeople, random: Random) {
  const [role, titles] = random.pick(TITLES);
  const { name, local } = namePerson();
  const host = account.domain ?? `${account.accountId.toLowerCase().replace(/\W/g, '')}.example`;
  return { accountId: account.accountId, email: `${local}@${host}`, name, title: random.pick(titles), role };
}

/** Whom partners know at firms of theirs: some whom we know too, some senior people whom we lack. */
export function makePartnerContacts(
  world: { ledger: Ledger; contacts: readonly Contact[]; namePerson: NamePeople },
  random: Random,
): Row[] {
  const { ledger, contacts, namePerson } = world;
  const { hero, accounts, firms } = ledger.accounts;
  const accountById = new Map(accounts.map((one) => [one.accountId, one]));
  return ledger.relations.relations.flatMap((relation) => {
    const account = accountById.get(relation.accountId ?? '');
    const share = account === hero ? 1 : relation.populations.includes('customer') ? 0.45 : 0.12;
    if (!account || !random.chance(share)) return [];
    const ours = random.sample(
      contacts.filter((one) => one.accountId === account.accountId),
      random.int(0, 1),
    );
    const theirs = Array.from({ length: random.int(1, 2) }, () => makeContact(account, namePerson, random));
    const spelling = misspell(
      firms.get(account.accountId)!,
      random,
      random.pick(['exact', 'no legal form', 'upper case']),
    );
    return [...ours, ...theirs].map((one) => ({
      partnerId: relation.partnerId,
      accountName: spelling.name,
      accountDomain: account.domain,
      email: one.email,
      name: one.name,
      title: one.title,
      role: one.role,
      relationshipSince: relation.customerSince,
      lastActivityOn: relation.lastActivityOn,
    }));
  });
}
