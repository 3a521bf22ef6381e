import type { Scope } from '../access/types.ts';
import { addDays, type IsoDate } from '../dates.ts';
import type { Certification, PartnerProfile } from '../partners/types.ts';
import type { RegistrationRow } from '../registrations/types.ts';
import type { WorkRooms } from './service.ts';
import type { WorkLine, WorkSection } from './types.ts';

const SHOWN = 5;

/** How many days before a deadline it is listed. */
const SOON_DAYS = 60;

const OPEN = new Set(['draft', 'submitted', 'returned', 'approved']);

/** What a partner's person finds of their own firm: registrations, deadlines, certificates, and what they can see at all. */
export async function readPartnerWork(
  rooms: WorkRooms,
  scope: Scope,
  own: { readonly partnerId: string; readonly today: IsoDate },
): Promise<WorkSection[]> {
  const registrations = (await rooms.registrations.list(scope, {})).filter((one) => OPEN.has(one.status));
  const profile = await rooms.partners.profile(scope, own.partnerId);
  return [
    {
      key: 'registrations',
      title: 'My registrations',
      lines: registrations.slice(0, SHOWN).map(describeRegistration),
      total: registrations.length,
      none: 'Your firm has no open registration.',
      counted: 'open registrations',
      more: null,
    },
    listDeadlines({ registrations, profile, today: own.today }),
    listCertificates(profile, own.today),
    {
      key: 'sight',
      title: 'What you can see, and what we see of you',
      lines: [],
      total: 0,
      none: 'You see your own registrations, profile, certificates and revenue, and the accounts that are shared with you; nobody sees another partner’s.',
      counted: null,
      more: { act: 'ask', words: 'What can you see about me?', question: 'What can you see about us?' },
    },
  ];
}

function describeRegistration(one: RegistrationRow): WorkLine {
  const until = one.protectedUntil ? `, protected until ${one.protectedUntil}` : '';
  return {
    what: nameRegistration(one),
    stands: `${one.status}${until}`,
    step: {
      act: 'ask',
      words: 'Show',
      question: `How does registration ${one.registrationId} stand?`,
    },
  };
}

function listDeadlines(known: {
  registrations: readonly RegistrationRow[];
  profile: PartnerProfile;
  today: IsoDate;
}): WorkSection {
  const { registrations, profile, today } = known;
  const soon = addDays(today, SOON_DAYS);
  const deadlines = [
    ...registrations
      .filter((one) => one.status === 'returned')
      .map((one) => ({
        on: today,
        what: nameRegistration(one),
        stands: 'your answer to a question is awaited',
      })),
    ...registrations.flatMap((one) =>
      one.protectedUntil && one.protectedUntil <= soon
        ? [
            {
              on: one.protectedUntil,
              what: nameRegistration(one),
              stands: `protected until ${one.protectedUntil}`,
            },
          ]
        : [],
    ),
    ...profile.onboarding.flatMap((step) =>
      step.completedOn === null && step.dueOn !== null && step.dueOn <= soon
        ? [{ on: step.dueOn, what: step.step, stands: `onboarding, ${sayDue(step.dueOn, today)}` }]
        : [],
    ),
    ...validCertificates(profile, today).flatMap((one) =>
      one.expiresOn && one.expiresOn <= soon
        ? [
            {
              on: one.expiresOn,
              what: nameCertificate(one),
              stands: `certificate valid until ${one.expiresOn}`,
            },
          ]
        : [],
    ),
  ].sort((a, b) => (a.on < b.on ? -1 : 1));
  return {
    key: 'deadlines',
    title: 'Deadlines',
    lines: deadlines.slice(0, SHOWN).map(({ what, stands }) => ({ what, stands, step: null })),
    total: deadlines.length,
    none: `Nothing falls due within ${SOON_DAYS} days.`,
    counted: `deadlines within ${SOON_DAYS} days`,
    more: null,
  };
}

function listCertificates(profile: PartnerProfile, today: IsoDate): WorkSection {
  const valid = validCertificates(profile, today);
  return {
    key: 'certifications',
    title: 'Certificates',
    lines: valid.slice(0, SHOWN).map((one) => ({
      what: nameCertificate(one),
      stands: [one.personEmail, one.expiresOn ? `valid until ${one.expiresOn}` : 'without an end']
        .filter(Boolean)
        .join(' · '),
      step: null,
    })),
    total: valid.length,
    none: 'No valid certificate is on record.',
    counted: null,
    more: {
      act: 'ask',
      words: 'What is required?',
      question: 'Which certifications does the programme ask of us?',
    },
  };
}

function validCertificates(profile: PartnerProfile, today: IsoDate): Certification[] {
  return profile.certifications
    .filter((one) => one.status === 'completed' && (one.expiresOn === null || one.expiresOn >= today))
    .sort((a, b) => ((a.expiresOn ?? '9') < (b.expiresOn ?? '9') ? -1 : 1));
}

function nameCertificate(one: Certification): string {
  return one.course ?? one.competency ?? one.certificationId;
}

function nameRegistration(one: RegistrationRow): string {
  return `${one.registrationId} · ${[one.accountName, one.product].filter(Boolean).join(', ')}`;
}

function sayDue(dueOn: IsoDate, today: IsoDate): string {
  return dueOn < today ? `was due on ${dueOn}` : `due on ${dueOn}`;
}
