import { plainQuestion } from './asking.ts';
import { countOf, errorOf, joinWords } from './compose.ts';
import type { Intent } from './intent.ts';
import type { Planner, Step } from './plan.ts';
import { readCountry } from './read-country.ts';
import { need, type Sight, type ToolReply, type WantedCall } from './sight.ts';

const ARCHETYPES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:sis?|systems? integrators?|integrators|consultanc(?:y|ies))\b/i, 'si'],
  [/\b(?:msps?|managed services?(?: providers?)?)\b/i, 'msp'],
  [/\b(?:isvs?|technology partners?|software vendors?)\b/i, 'isv'],
  [/\b(?:resellers?|vars?|distributors?)\b/i, 'reseller'],
  [/\breferral partners?\b/i, 'referral'],
  [/\binfluence partners?\b/i, 'influence'],
];

const STATUSES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:inactive|dormant|sleeping|no longer active)\b/i, 'inactive'],
  [/\b(?:onboarding|being onboarded|on-boarding)\b/i, 'onboarding'],
  [/\b(?:recruits?|recruiting|being recruited)\b/i, 'recruit'],
  [/\bactive\b/i, 'active'],
];

/** The kind of partner that a text names. */
export function readArchetype(text: string): string | undefined {
  return ARCHETYPES.find(([pattern]) => pattern.test(text))?.[1];
}

/** Partners by what they are. */
export const planPartners: Planner = (sight, intent) => {
  const kind = readKind(intent.text);
  const all = need(sight, { name: 'list_partners', args: kind });
  if (all.state === 'wanted') return { calls: [all.call] };
  if (all.state !== 'known') return { text: 'Partners are not something I can list here.' };
  // Companies name their tiers as they like: those that stand in the list are the ones that can be meant.
  const tier = readTier(all.found.output, intent.text);
  const narrowed = tier ? { ...kind, tier } : kind;
  const skill = readSkill(intent);
  if (skill) return planSkilled(sight, { intent, narrowed, skill });
  const lookup = tier ? need(sight, { name: 'list_partners', args: narrowed }) : all;
  if (lookup.state === 'wanted') return { calls: [lookup.call] };
  return { text: lookup.state === 'known' ? describe(lookup.found, intent) : 'No partner fits that.' };
};

function readKind(text: string): Record<string, string> {
  const archetype = readArchetype(text);
  const status = STATUSES.find(([pattern]) => pattern.test(text))?.[1];
  const country = readCountry(plainQuestion(text));
  return {
    ...(status ? { status } : {}),
    ...(archetype ? { archetype } : {}),
    ...(country ? { country } : {}),
  };
}

/** The field or skill that partners are asked for by: 'certified in identity', 'partners in healthcare'. */
function readSkill(intent: Intent): string | undefined {
  const plain = plainQuestion(intent.text).replace(/[?.!]+$/, '');
  const found =
    /\b(?:certified (?:in|for|on)|competen(?:t|cy|cies|ce) (?:in|for|with)|skilled (?:in|at)|speciali[sz](?:e|es|ed|ing) (?:in|on)|experts? (?:in|on|for)|expertise (?:in|with)|experience (?:in|with)|focus(?:ed|es)? on|trained (?:in|on)|good (?:at|with)|that know|who know|that do|who do|work(?:ing)? in|(?:partners?|sis?|msps?|isvs?|resellers?|integrators?)(?: \w+)? (?:in|for)|in the) (?:the )?([\p{L}][\p{L} &/-]{2,40}?)(?: industry| sector| space| vertical| area| projects?| market)?(?:$|[,;]| and | or | with )/u.exec(
      plain,
    )?.[1] ??
    /\b(?:has|have|with) (?:an? )?([\p{L}-]{4,30}(?: [\p{L}-]{3,30})?) (?:skills?|competenc(?:y|ies)|certificates?|certifications?|expertise|know-how)\b/u.exec(
      plain,
    )?.[1];
  if (!found || readCountry(found) || NO_SKILL.test(found)) return undefined;
  return found.trim();
}

const NO_SKILL =
  /\b(?:programme|program|onboarding|tier|region|countr|quarter|year|month|partner|us|our|we|emea|dach|deal|any|them)\b/;

/** A field may be a skill or an industry, written in one word or in several: each is looked up until one is found. */
function planSkilled(
  sight: Sight,
  told: { readonly intent: Intent; readonly narrowed: Record<string, string>; readonly skill: string },
): Step {
  const { skill, narrowed } = told;
  const filters = [
    { competency: skill.replace(/\s+/g, '-') },
    { industry: skill },
    ...(skill.includes(' ') ? [{ competency: skill }] : []),
  ];
  for (const filter of filters) {
    const call: WantedCall = { name: 'list_partners', args: { ...narrowed, ...filter } };
    const lookup = need(sight, call);
    if (lookup.state === 'wanted') return { calls: [lookup.call] };
    if (lookup.state === 'known' && Number(lookup.found.output.total ?? 0) > 0)
      return { text: describe(lookup.found, told.intent) };
  }
  return { text: `No partner has ${skill} on record, as a competency or as an industry.` };
}

function describe(reply: ToolReply, intent: Intent): string {
  const error = errorOf(reply.output);
  if (error) return error;
  const rows = (reply.output.partners ?? []) as {
    name: string;
    archetype: string | null;
    tier: string | null;
    status: string;
  }[];
  const total = Number(reply.output.total ?? rows.length);
  const what = describeKind(reply.args);
  if (total === 0) return `We have no ${what('partner')}.`;
  const named = joinWords(rows.slice(0, 8).map((row) => (row.tier ? `${row.name} (${row.tier})` : row.name)));
  const head = /\bhow many\b/i.test(intent.text) ? 'There' : 'We';
  const verb = head === 'We' ? 'have' : total === 1 ? 'is' : 'are';
  return `${head} ${verb} ${countOf(total, what('partner'), what('partners'))}: ${named}.${total > 8 ? ' The card has more.' : ''}`;
}

const KIND_WORDS: Readonly<Record<string, string>> = {
  si: 'SI ',
  msp: 'MSP ',
  isv: 'ISV ',
  reseller: 'reseller ',
  referral: 'referral ',
  influence: 'influence ',
};

/** 'active SI partners in healthcare', from what was asked of the list. */
function describeKind(args: Readonly<Record<string, unknown>>): (noun: string) => string {
  const text = (key: string) => (typeof args[key] === 'string' ? (args[key] as string) : '');
  const status =
    text('status') === 'onboarding' ? '' : text('status') === 'recruit' ? 'prospective' : text('status');
  const before = [status, text('tier')].filter(Boolean).map((word) => `${word} `);
  const after = [
    text('status') === 'onboarding' ? ' in onboarding' : '',
    text('competency') ? ` with ${text('competency')}` : '',
    text('industry') ? ` in ${text('industry')}` : '',
    text('country') ? ` in ${text('country')}` : '',
  ];
  return (noun) => `${before.join('')}${KIND_WORDS[text('archetype')] ?? ''}${noun}${after.join('')}`;
}

function readTier(output: Readonly<Record<string, unknown>>, text: string): string | undefined {
  const said = new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu));
  const tiers = ((output.partners ?? []) as { tier: string | null }[]).map((row) => row.tier);
  return tiers.find((tier) => tier !== null && said.has(tier.toLowerCase())) ?? undefined;
}
