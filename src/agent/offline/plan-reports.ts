import { countOf, errorOf, joinWords } from './compose.ts';
import type { Planner } from './plan.ts';
import { planPlaybook } from './plan-playbook.ts';
import { resolveAccount, resolvePartners, resolvePeriod } from './resolve.ts';
import { need } from './sight.ts';

const ARCHETYPES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:sis?|system integrators?|integrators)\b/i, 'si'],
  [/\b(?:msps?|managed service)\b/i, 'msp'],
  [/\b(?:isvs?|technology partners?)\b/i, 'isv'],
  [/\bresellers?\b/i, 'reseller'],
  [/\breferral partners?\b/i, 'referral'],
  [/\binfluence partners?\b/i, 'influence'],
];

const ASKS_FOR_CHART = /\b(?:charts?|graphs?|plots?|diagrams?|waterfall|visuali[sz]e|picture)\b/i;

interface AttributionRow {
  readonly label: string;
  readonly sourced: string;
  readonly influenced: string;
  readonly attributed: string;
  readonly deals: number;
}

/** Sourced and influenced revenue, of one partner or of all, over a period. */
export const planAttribution: Planner = (sight, intent) => {
  const period = resolvePeriod(sight, intent.text);
  if (period.state === 'wanted') return { calls: [period.call] };
  const partners = resolvePartners(sight, intent.text);
  if (partners.state === 'wanted') return { calls: [partners.call] };
  const partner = partners.state === 'known' ? partners.found[0] : undefined;
  const when = period.state === 'known' ? period.found : null;
  const archetype = partner ? undefined : readArchetype(intent.text);
  const by = /\bby (partner|archetype|tier|region|product|quarter)s?\b/i
    .exec(intent.text)?.[1]
    ?.toLowerCase();
  const args = {
    ...(when ? { from: when.from, to: when.to } : {}),
    ...(partner ? { partner_id: partner.id } : {}),
    ...(archetype ? { archetype } : {}),
    ...(by ? { by } : {}),
    ...(ASKS_FOR_CHART.test(intent.text) ? { chart: true } : {}),
  };
  const report = need(sight, { name: 'report_attribution', args });
  if (report.state === 'wanted') return { calls: [report.call] };
  if (report.state !== 'known') return { text: 'Revenue is not something I can show here.' };
  const { output } = report.found;
  const error = errorOf(output);
  if (error) return { text: error };
  return {
    text: describeAttribution(output, {
      name: partner?.name ?? archetype ?? null,
      own: sight.facts.partner !== null,
      byQuarter: by === 'quarter',
    }),
  };
};

function readArchetype(text: string): string | undefined {
  return ARCHETYPES.find(([pattern]) => pattern.test(text))?.[1];
}

function describeAttribution(
  output: Readonly<Record<string, unknown>>,
  told: { name: string | null; own: boolean; byQuarter: boolean },
): string {
  const period = (output.period ?? {}) as { from: string; to: string; label: string };
  const rows = (output.rows ?? []) as AttributionRow[];
  const total = output.total as {
    won: string;
    sourced: string;
    influenced: string;
    direct: string;
    deals: number;
  } | null;
  const when = `${period.label} (${period.from} up to, not including, ${period.to})`;
  if (told.own || (rows.length === 1 && told.name)) {
    const [row] = rows;
    const who = told.own ? 'You' : (row?.label ?? told.name);
    if (!row) return `${who} ${told.own ? 'have' : 'has'} no sourced or influenced win in ${when}.`;
    return `In ${when} ${told.own ? 'you' : who} sourced ${row.sourced} and influenced ${row.influenced} over ${countOf(row.deals, 'won deal')}${told.own ? '' : `; by linear credit that is ${row.attributed}`}.`;
  }
  if (rows.length === 0) return `No partner sourced or influenced a won deal in ${when}.`;
  const lines = (told.byQuarter ? rows.slice(-3) : rows.slice(0, 3)).map(
    (row) => `${row.label} (sourced ${row.sourced}, influenced ${row.influenced})`,
  );
  const head = total
    ? `In ${when} we won ${total.won} over ${countOf(total.deals, 'deal')}: ${total.sourced} sourced by partners, ${total.influenced} influenced and sourced by nobody, ${total.direct} direct.`
    : `In ${when}:`;
  const disputed = Number(output.disputed ?? 0);
  const doubt =
    disputed > 0
      ? ` ${countOf(disputed, 'source claim')} ${disputed === 1 ? 'is' : 'are'} disputed and count for nobody until decided.`
      : '';
  return `${head} ${told.byQuarter ? 'Latest' : 'First'}: ${joinWords(lines)}.${doubt}`;
}

/** Win rate, satisfaction, ROPI and the like. */
export const planMeasures: Planner = (sight, intent) => {
  const period = resolvePeriod(sight, intent.text);
  if (period.state === 'wanted') return { calls: [period.call] };
  const partners = resolvePartners(sight, intent.text);
  if (partners.state === 'wanted') return { calls: [partners.call] };
  const partner = partners.state === 'known' ? partners.found[0] : undefined;
  const when = period.state === 'known' ? period.found : null;
  const args = {
    ...(partner ? { partner_id: partner.id } : {}),
    ...(when ? { from: when.from, to: when.to } : {}),
  };
  const report = need(sight, { name: 'report_measures', args });
  if (report.state === 'wanted') return { calls: [report.call] };
  if (report.state !== 'known')
    return { text: 'The measures of the programme are not something I can show here.' };
  const error = errorOf(report.found.output);
  if (error) return { text: error };
  const facts = (report.found.output.facts ?? []) as { label: string; text: string }[];
  const wanted = facts.filter((fact) => mentions(intent.text, fact.label));
  const chosen = wanted.length > 0 ? wanted : facts;
  const label = String((report.found.output.period as { label?: string } | undefined)?.label ?? 'the period');
  return {
    text: `${partner?.name ?? 'The programme'} in ${label}: ${chosen
      .slice(0, 8)
      .map((fact) => `${fact.label} ${fact.text}`)
      .join('; ')}.`,
  };
};

function mentions(text: string, label: string): boolean {
  const lower = text.toLowerCase();
  const words: Readonly<Record<string, RegExp>> = {
    'win rate': /\bwin rate\b/,
    ROPI: /\b(?:ropi|roi|return)\b/,
    PSAT: /\b(?:psat|satisf|survey)/,
    'time to value': /\b(?:ttv|time to)\b/,
    CLTV: /\b(?:cltv|lifetime)\b/,
  };
  return words[label]?.test(lower) ?? lower.includes(label.toLowerCase());
}

/** A partner's profile. */
export const planProfile: Planner = (sight, intent) => {
  const partners = resolvePartners(sight, intent.text);
  if (partners.state === 'wanted') return { calls: [partners.call] };
  const partner = partners.state === 'known' ? partners.found[0] : undefined;
  if (!partner) return planAccountProfile(sight, intent);
  const lookup = need(sight, { name: 'show_partner', args: { partner_id: partner.id } });
  if (lookup.state === 'wanted') return { calls: [lookup.call] };
  if (lookup.state !== 'known') return { text: 'Partner profiles are not something I can show here.' };
  const error = errorOf(lookup.found.output);
  if (error) return { text: error };
  return { text: describeProfile(lookup.found.output, sight.facts.partner !== null) };
};

/** 'Tell me about Globex': an account has no profile of its own, but its deals say most. */
const planAccountProfile: Planner = (sight, intent) => {
  const account = resolveAccount(sight, intent.text);
  if (account.state === 'wanted') return { calls: [account.call] };
  if (account.state !== 'known') return planPlaybook(sight, intent);
  return planOpportunities(sight, intent);
};

function describeProfile(output: Readonly<Record<string, unknown>>, own: boolean): string {
  const text = (key: string) => (typeof output[key] === 'string' ? (output[key] as string) : null);
  const list = (key: string) => (Array.isArray(output[key]) ? (output[key] as string[]) : []);
  const certificates = (output.certifications ?? []) as {
    course: string | null;
    competency: string | null;
    status: string;
    expires_on: string | null;
  }[];
  const valid = certificates.filter((one) => one.status === 'completed');
  const open = (output.onboarding_open ?? []) as { step: string; due_on: string | null }[];
  const mdf = (output.mdf_requests ?? []) as { request_id: string; status: string; amount: string | null }[];
  const parts = [
    `${text('name')} is ${text('status')}${text('archetype') ? `, archetype ${text('archetype')}` : ''}${text('tier') ? `, tier ${text('tier')}` : ''}${list('regions').length > 0 ? `, in ${joinWords(list('regions'))}` : ''}.`,
    list('competencies').length > 0 ? `Competencies: ${joinWords(list('competencies'))}.` : '',
    `${countOf(Number(output.certifications_valid ?? 0), 'valid certificate')}${valid.length > 0 ? `: ${joinWords(valid.slice(0, 4).map((one) => `${one.course ?? one.competency}${one.expires_on ? ` until ${one.expires_on}` : ''}`))}` : ''}.`,
    open.length > 0
      ? `Onboarding still open: ${joinWords(open.slice(0, 3).map((one) => `${one.step}${one.due_on ? ` (due ${one.due_on})` : ''}`))}.`
      : '',
    mdf.length > 0
      ? `MDF requests: ${joinWords(mdf.slice(0, 3).map((one) => `${one.request_id} ${one.status}${one.amount ? ` ${one.amount}` : ''}`))}.`
      : '',
    text('manager_email') ? `${own ? 'Your partner' : 'Partner'} manager: ${text('manager_email')}.` : '',
  ];
  return parts.filter(Boolean).join(' ');
}

/** Partners by what they are. */
export const planPartners: Planner = (sight, intent) => {
  const archetype = readArchetype(intent.text);
  const status = /\b(recruit|onboarding|active|inactive)\b/i.exec(intent.text)?.[1]?.toLowerCase();
  const kind = { ...(status ? { status } : {}), ...(archetype ? { archetype } : {}) };
  const all = need(sight, { name: 'list_partners', args: kind });
  if (all.state === 'wanted') return { calls: [all.call] };
  // Companies name their tiers as they like: those that stand in the list are the ones that can be meant.
  const tier = all.state === 'known' ? readTier(all.found.output, intent.text) : undefined;
  const lookup = tier ? need(sight, { name: 'list_partners', args: { ...kind, tier } }) : all;
  if (lookup.state === 'wanted') return { calls: [lookup.call] };
  if (lookup.state !== 'known') return { text: 'Partners are not something I can list here.' };
  const error = errorOf(lookup.found.output);
  if (error) return { text: error };
  const rows = (lookup.found.output.partners ?? []) as {
    name: string;
    archetype: string | null;
    tier: string | null;
  }[];
  const total = Number(lookup.found.output.total ?? rows.length);
  if (total === 0) return { text: 'No partner fits that.' };
  return {
    text: `${countOf(total, 'partner')} ${total === 1 ? 'fits' : 'fit'}: ${joinWords(rows.slice(0, 8).map((row) => row.name))}.${total > 8 ? ' The card has more.' : ''}`,
  };
};

function readTier(output: Readonly<Record<string, unknown>>, text: string): string | undefined {
  const said = new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu));
  const tiers = ((output.partners ?? []) as { tier: string | null }[]).map((row) => row.tier);
  return tiers.find((tier) => tier !== null && said.has(tier.toLowerCase())) ?? undefined;
}

/** Deals: of an account, of the asker, without a partner. */
export const planOpportunities: Planner = (sight, intent) => {
  const mine = /\b(?:my|mine|i have|i own)\b/i.test(intent.text) && sight.facts.asker.email;
  const account = mine ? null : resolveAccount(sight, intent.text);
  if (account?.state === 'wanted') return { calls: [account.call] };
  const without = /\b(?:no|without|lack|missing|any)\b.{0,12}\bpartners?\b/i.test(intent.text);
  const args = {
    ...(account?.state === 'known' ? { account_id: account.found.id } : {}),
    ...(mine ? { owner_email: mine } : {}),
    open_only: true,
    ...(without ? { without_partner: true } : {}),
  };
  const lookup = need(sight, { name: 'list_opportunities', args });
  if (lookup.state === 'wanted') return { calls: [lookup.call] };
  if (lookup.state !== 'known') return { text: 'Deals are not something I can show here.' };
  const error = errorOf(lookup.found.output);
  if (error) return { text: error };
  const rows = (lookup.found.output.opportunities ?? []) as {
    name: string;
    account: string;
    stage: string;
    amount: string | null;
  }[];
  const total = Number(lookup.found.output.total ?? rows.length);
  const what = `open deal${total === 1 ? '' : 's'}${without ? ' without a partner' : ''}`;
  if (total === 0) return { text: `There are no ${what} that fit.` };
  const lines = rows
    .slice(0, 5)
    .map((row) => `${row.name} (${row.account}, ${row.stage}${row.amount ? `, ${row.amount}` : ''})`);
  return {
    text: `${total} ${what}, the largest first: ${joinWords(lines)}.${total > 5 ? ' The card has more.' : ''}`,
  };
};
