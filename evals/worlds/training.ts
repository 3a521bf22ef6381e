import { addDays, addMonths, type IsoDate } from '../../src/dates.ts';
import { daysBefore, later, toWorkday } from './calendar.ts';
import type { Ledger } from './ledger.ts';
import type { Random } from './random.ts';
import type { Partner, Row } from './rows.ts';

/** One course for each competency, and two for newcomers. */
export function makeCourses(ledger: Ledger): Row[] {
  const { competencies, products, domain } = ledger.company;
  const course = (id: string, title: string, competency: string | null, hours: number): Row => ({
    course: id,
    title,
    competency,
    archetypes: competency === null ? [] : ['si', 'msp', 'reseller', 'isv'],
    hours,
    url: `https://learn.${domain}/${id}`,
  });
  return [
    course('sales-foundations', `Selling ${products[0]}: foundations`, null, 3),
    course('technical-foundations', `${products[0]} for solution architects: foundations`, null, 6),
    ...competencies.map((one, at) =>
      course(`${one}-professional`, `${toTitle(one)} professional`, one, 8 + (at % 4) * 4),
    ),
  ];
}

function toTitle(competency: string): string {
  const words = competency.replace('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Certificates: the lead has all of its competencies, one firm has none, the others some valid, expiring, expired or begun. */
export function makeCertifications(ledger: Ledger, random: Random): Row[] {
  const { parts, partners } = ledger.partners;
  return partners
    .filter((one) => one.status !== 'recruit' && one !== parts.untrained)
    .flatMap((partner) =>
      partner.competencies.flatMap((competency) => {
        if (partner === parts.lead)
          return [certificate(ledger, { partner, competency, fate: 'valid' }, random)];
        const people = partner.status === 'active' ? random.int(0, 3) : random.int(0, 1);
        return Array.from({ length: people }, () => {
          const fate = random.weighted<Fate>([
            ['valid', 58],
            ['expiring', 12],
            ['expired', 20],
            ['enrolled', 10],
          ]);
          return certificate(ledger, { partner, competency, fate }, random);
        });
      }),
    );
}

type Fate = 'valid' | 'expiring' | 'expired' | 'enrolled';

function certificate(
  ledger: Ledger,
  subject: { partner: Partner; competency: string; fate: Fate },
  random: Random,
): Row {
  const { partner, competency, fate } = subject;
  const { today, programme, ids } = ledger.company;
  const expiresOn: IsoDate | null =
    fate === 'valid'
      ? addDays(today, random.int(70, 330))
      : fate === 'expiring'
        ? addDays(today, random.int(0, 45))
        : fate === 'expired'
          ? addDays(today, -random.int(5, 300))
          : null;
  const person = random.pick(ledger.partnerPeople.filter((one) => one.partnerId === partner.partnerId));
  return {
    certificationId: ids('certification'),
    partnerId: partner.partnerId,
    personEmail: person.email,
    course: `${competency}-professional`,
    competency,
    // Systems forget to mark what has run out: the date decides, not the word.
    status:
      fate === 'enrolled' ? 'enrolled' : fate === 'expired' && random.chance(0.7) ? 'expired' : 'completed',
    completedOn: expiresOn === null ? null : addMonths(expiresOn, -programme.certificateMonths),
    expiresOn,
  };
}

const STEPS: readonly (readonly [step: string, days: number])[] = [
  ['agreement_signed', 0],
  ['portal_access', 7],
  ['kickoff_call', 14],
  ['sales_foundations', 30],
  ['technical_foundations', 45],
  ['first_certificate', 60],
  ['joint_plan', 75],
  ['first_registration', 90],
];

/** The steps of the first ninety days: done for old partners, half done and partly overdue for new ones. */
export function makeOnboarding(ledger: Ledger, random: Random): Row[] {
  const { today } = ledger.company;
  return ledger.partners.partners.flatMap((partner) => {
    const { joinedOn } = partner;
    if (joinedOn === null) return [];
    const reached = partner.status === 'onboarding' ? random.int(2, 4) : STEPS.length;
    return STEPS.map(([step, days], at) => {
      const dueOn = addDays(joinedOn, days);
      const completedOn = later(joinedOn, toWorkday(addDays(dueOn, random.int(-4, 12))));
      return {
        partnerId: partner.partnerId,
        step,
        dueOn,
        completedOn: at < reached && completedOn <= today ? completedOn : null,
      };
    });
  });
}

const COMMENTS: Readonly<Record<number, readonly string[]>> = {
  1: [
    'We lost a deal to your own team after a month of work.',
    'Nobody answered our registration for a week.',
  ],
  2: ['The portal asks for the same things three times.', 'Marketing money comes too late to be of use.'],
  3: ['Fine on the whole. Decisions could be faster.', ''],
  4: ['Good joint meetings this quarter.', 'Training has become better.', ''],
  5: ['Our partner manager is excellent.', 'Two introductions turned into projects.', ''],
};

/** A survey each quarter over two and a half years; some partners answer often, some hardly ever. */
export function makeSurveys(ledger: Ledger, random: Random): Row[] {
  const { company, partnerPeople } = ledger;
  return ledger.partners.partners
    .filter((one) => one.status === 'active' || one.status === 'inactive')
    .flatMap((partner) => {
      const mood = 3.7 + 0.6 * random.normal();
      const people = partnerPeople.filter((one) => one.partnerId === partner.partnerId);
      return Array.from({ length: 10 }, (_, quarter) => addDays(company.today, -20 - 91 * quarter))
        .filter((on) => on > (partner.joinedOn ?? company.today) && random.chance(0.7))
        .map((on) => {
          const score = Math.max(1, Math.min(5, Math.round(mood + random.normal() * 0.9)));
          return {
            surveyId: company.ids('survey'),
            partnerId: partner.partnerId,
            respondentEmail: random.pick(people).email,
            score,
            comment: random.pick(COMMENTS[score]!) || null,
            answeredOn: daysBefore(on, random, [0, 12]),
          };
        });
    });
}

const ENGAGEMENTS = [
  'portal_login',
  'portal_login',
  'portal_login',
  'content_download',
  'meeting',
  'training',
  'lead',
] as const;

/** What partners did in the programme over eighteen months; a few have fallen silent. */
export function makeEngagement(ledger: Ledger, random: Random): Row[] {
  const { today } = ledger.company;
  const seen = new Set<string>();
  const rows: Row[] = [];
  for (const partner of ledger.partners.partners) {
    if (partner.joinedOn === null) continue;
    const silent = partner.status === 'inactive' || random.chance(0.12);
    for (let event = random.int(12, 70); event > 0; event -= 1) {
      const occurredOn = daysBefore(today, random, [silent ? 120 : 1, 540]);
      const kind = random.pick(ENGAGEMENTS);
      const key = `${partner.partnerId}|${kind}|${occurredOn}`;
      if (occurredOn < partner.joinedOn || seen.has(key)) continue;
      seen.add(key);
      rows.push({ partnerId: partner.partnerId, kind, occurredOn });
    }
  }
  for (const one of ledger.registrations) {
    const occurredOn = one.submittedOn?.slice(0, 10);
    const key = `${one.partnerId}|registration|${occurredOn}`;
    if (!occurredOn || seen.has(key)) continue;
    seen.add(key);
    rows.push({ partnerId: one.partnerId, kind: 'registration', occurredOn });
  }
  return rows;
}
