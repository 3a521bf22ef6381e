import type { Company } from './company.ts';
import type { Random } from './random.ts';
import type { Partner, PartnerPerson, Person } from './rows.ts';
import { FIRST_NAMES, LAST_NAMES } from './words.ts';

/** Gives names of people, none twice. */
export type NamePeople = () => { readonly name: string; readonly local: string };

/** People of the whole world are named from here, so that no two share a mailbox. */
export function createPeopleNamer(random: Random): NamePeople {
  const taken = new Set<string>();
  return () => {
    for (;;) {
      const name = `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`;
      if (taken.has(name)) continue;
      taken.add(name);
      return { name, local: name.toLowerCase().replace(' ', '.') };
    }
  };
}

const REP_TERRITORIES = ['AMER', 'AMER', 'UKI', 'DACH', 'Nordics', 'South', 'APAC'];

/** Seven reps with a territory each (two share the Americas), two partner managers and an admin. */
export function makePeople(company: Company, namePerson: NamePeople, random: Random): Person[] {
  const person = (role: Person['role'], region: string): Person => {
    const { name, local } = namePerson();
    return { email: `${local}@${company.domain}`, name, role, region, slackUserId: slackId('U', random) };
  };
  return [
    ...REP_TERRITORIES.map((territory) => person('rep', territory)),
    person('partner_manager', 'AMER'),
    person('partner_manager', 'EMEA'),
    person('admin', 'AMER'),
  ];
}

/** Who owns the accounts of a territory; where two share it, either. */
export function repOf(people: readonly Person[], territory: string, random: Random): string {
  const reps = people.filter((one) => one.role === 'rep' && one.region === territory);
  return random.pick(reps).email;
}

const PARTNER_ROLES = ['alliance manager', 'account executive', 'solution architect', 'marketing manager'];

/** Two to four people of each partner, the first its alliance manager; recruits have one, without Slack. */
export function makePartnerPeople(
  partners: readonly Partner[],
  namePerson: NamePeople,
  random: Random,
): PartnerPerson[] {
  return partners.flatMap((partner) => {
    const count = partner.status === 'recruit' ? 1 : random.int(2, 4);
    return PARTNER_ROLES.slice(0, count).map((role) => {
      const { name, local } = namePerson();
      const slackUserId = partner.slackTeamId === null ? null : slackId('U', random);
      return { email: `${local}@${partner.domain}`, partnerId: partner.partnerId, name, role, slackUserId };
    });
  });
}

/** An id as Slack's: a letter for its kind and ten more signs. */
export function slackId(kind: 'U' | 'T' | 'C', random: Random): string {
  const signs = 'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789';
  return `${kind}0${Array.from({ length: 9 }, () => random.pick([...signs])).join('')}`;
}
