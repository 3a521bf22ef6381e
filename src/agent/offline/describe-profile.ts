import { countOf, joinWords } from './compose.ts';

interface Certificate {
  readonly course: string | null;
  readonly competency: string | null;
  readonly status: string;
  readonly expires_on: string | null;
}

type Profile = Readonly<Record<string, unknown>>;
type Voice = { readonly own: boolean; readonly name: string };

/** What of a profile a question asks for, and how it is said; asked facets come first and alone. */
const FACETS: readonly (readonly [RegExp, (profile: Profile, voice: Voice) => string])[] = [
  [/\btiers?\b|\blevel\b|\bstatus\b|\bstill (?:a )?partner\b|\bstill active\b|\bactive\b/i, describeStanding],
  [/\bcertif\w*|\bcerts?\b|\btrain\w*|\bcourses?\b/i, describeCertificates],
  [
    /\bcompeten\w+|\bgood at\b|\bspeciali\w+|\bskills?\b|\bexpert\w*|\bcertified (?:for|in)\b/i,
    describeSkills,
  ],
  [/\bonboard\w*/i, describeOnboarding],
  [/\bmdf\b/i, describeFunds],
  [
    /\bmanage[sr]?\b|\blook(?:s|ing)? after\b|\bresponsible\b|\bin charge\b|\bwho runs\b|\btalk to\b|\bturn to\b/i,
    describeManager,
  ],
  [/\bcontacts?\b|\bpeople\b|\bwho works\b|\bwho do we know\b/i, describePeople],
  [/\bregions?\b|\bcountr\w+|\bcovers?\b|\bwhere\b|\bterritor\w+/i, describeRegions],
  [/\bsince when\b|\bjoined?\b|\bhow long\b|\bbeen (?:a )?partner/i, describeJoining],
];

/** A partner's profile: what was asked of it, else all of it in short. */
export function describeProfile(
  profile: Profile,
  told: { readonly own: boolean; readonly text: string },
): string {
  const voice: Voice = { own: told.own, name: textOf(profile, 'name') ?? 'That partner' };
  const asked = FACETS.filter(([pattern]) => pattern.test(told.text)).map(([, say]) => say(profile, voice));
  if (asked.length > 0) return asked.slice(0, 3).join(' ');
  const parts = [
    describeStanding(profile, voice),
    listOf(profile, 'regions').length > 0 ? describeRegions(profile, voice) : '',
    listOf(profile, 'competencies').length > 0 ? describeSkills(profile, voice) : '',
    describeCertificates(profile, voice),
    openSteps(profile).length > 0 ? describeOnboarding(profile, voice) : '',
    funds(profile).length > 0 ? describeFunds(profile, voice) : '',
    textOf(profile, 'manager_email') ? describeManager(profile, voice) : '',
  ];
  return parts.filter(Boolean).join(' ');
}

const KINDS: Readonly<Record<string, string>> = {
  si: 'systems integrator',
  msp: 'managed service provider',
  isv: 'software vendor (ISV)',
  reseller: 'reseller',
  referral: 'referral partner',
  influence: 'influence partner',
};

function describeStanding(profile: Profile, { own, name }: Voice): string {
  const tier = textOf(profile, 'tier');
  const archetype = textOf(profile, 'archetype');
  const status = textOf(profile, 'status');
  const kind = archetype ? (KINDS[archetype] ?? archetype) : 'partner';
  const who = own ? 'You are' : `${name} is`;
  const level = tier ? `, tier ${tier}` : ', without a tier';
  return `${who} ${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}${level}, and ${status === 'active' ? 'active' : `has the status ${status}`}.`;
}

function describeCertificates(profile: Profile, voice: Voice): string {
  const valid = ((profile.certifications ?? []) as Certificate[]).filter((one) => one.status === 'completed');
  const count = Number(profile.certifications_valid ?? 0);
  const has = voice.own ? 'You have' : `${voice.name} has`;
  if (count === 0) return `${has} no valid certificate.`;
  const lines = valid
    .slice(0, 4)
    .map((one) => `${one.course ?? one.competency}${one.expires_on ? ` until ${one.expires_on}` : ''}`);
  return `${has} ${countOf(count, 'valid certificate')}${lines.length > 0 ? `: ${joinWords(lines)}` : ''}.`;
}

function describeSkills(profile: Profile, voice: Voice): string {
  const skills = listOf(profile, 'competencies');
  if (skills.length === 0) return `No competency is on record for ${voice.own ? 'you' : voice.name}.`;
  return `${voice.own ? 'Your' : 'Their'} competencies are ${joinWords(skills)}.`;
}

function openSteps(profile: Profile): { step: string; due_on: string | null }[] {
  return (profile.onboarding_open ?? []) as { step: string; due_on: string | null }[];
}

function describeOnboarding(profile: Profile, voice: Voice): string {
  const open = openSteps(profile);
  if (open.length === 0) return `${voice.own ? 'You have' : `${voice.name} has`} no open onboarding step.`;
  const lines = open
    .slice(0, 4)
    .map((one) => `${one.step.replaceAll('_', ' ')}${one.due_on ? ` (due ${one.due_on})` : ''}`);
  return `${voice.own ? 'You have' : `${voice.name} has`} ${countOf(open.length, 'onboarding step')} open: ${joinWords(lines)}.`;
}

function funds(profile: Profile): { request_id: string; status: string; amount: string | null }[] {
  return (profile.mdf_requests ?? []) as { request_id: string; status: string; amount: string | null }[];
}

function describeFunds(profile: Profile, voice: Voice): string {
  const requests = funds(profile);
  if (requests.length === 0) return `${voice.own ? 'You have' : `${voice.name} has`} made no MDF request.`;
  const lines = requests
    .slice(0, 4)
    .map((one) => `${one.request_id}${one.amount ? ` for ${one.amount}` : ''} (${one.status})`);
  return `${voice.own ? 'Your' : 'Their'} MDF requests: ${joinWords(lines)}.`;
}

function describeManager(profile: Profile, voice: Voice): string {
  const manager = textOf(profile, 'manager_email');
  const whose = voice.own ? 'Your' : 'Their';
  return manager
    ? `${whose} partner manager is ${manager}.`
    : `No partner manager is on record for ${voice.own ? 'you' : voice.name}.`;
}

function describePeople(profile: Profile, voice: Voice): string {
  const people = (profile.people ?? []) as { name: string | null; email: string; role: string | null }[];
  if (people.length === 0) return `No contact is on record for ${voice.own ? 'you' : voice.name}.`;
  const lines = people
    .slice(0, 4)
    .map((one) => `${one.name ? `${one.name}, ` : ''}${one.role ? `${one.role}, ` : ''}${one.email}`);
  return `${voice.own ? 'We have these contacts of yours' : `Our contacts at ${voice.name}`}: ${lines.join('; ')}.`;
}

function describeRegions(profile: Profile, voice: Voice): string {
  const regions = listOf(profile, 'regions');
  if (regions.length === 0) return `No region is on record for ${voice.own ? 'you' : voice.name}.`;
  return `${voice.own ? 'You cover' : 'They cover'} ${joinWords(regions)}.`;
}

function describeJoining(profile: Profile, voice: Voice): string {
  const joined = textOf(profile, 'joined_on');
  const has = voice.own ? 'You have' : `${voice.name} has`;
  return joined ? `${has} been a partner since ${joined}.` : 'Since when is not on record.';
}

function textOf(profile: Profile, key: string): string | null {
  return typeof profile[key] === 'string' ? (profile[key] as string) : null;
}

function listOf(profile: Profile, key: string): string[] {
  return Array.isArray(profile[key]) ? (profile[key] as string[]) : [];
}
