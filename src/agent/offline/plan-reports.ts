import { countOf, errorOf, joinWords } from './compose.ts';
import type { Planner } from './plan.ts';
import { planPlaybook } from './plan-playbook.ts';
import { readRevenue } from './read-revenue.ts';
import { resolveAccount, resolvePartners, resolvePeriod } from './resolve.ts';
import { need } from './sight.ts';

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
    ...(/\b(?:charts?|graphs?|plots?|curves?|diagrams?|visuali[sz]e|picture)\b/i.test(intent.text)
      ? { chart: true }
      : {}),
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
  const archetype = readRevenue(intent.text).archetype;
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
