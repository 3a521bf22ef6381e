import { composeChoice, errorOf } from './compose.ts';
import { describeProfile } from './describe-profile.ts';
import { saidBy } from './intent.ts';
import type { Planner } from './plan.ts';
import { planOpportunities } from './plan-opportunities.ts';
import { planPlaybook } from './plan-playbook.ts';
import { resolveAccount, resolvePartners, resolvePeriod } from './resolve.ts';
import { need } from './sight.ts';
import { namesTyped } from './subject.ts';

/** Win rate, satisfaction, ROPI and the like. */
export const planMeasures: Planner = (sight, intent) => {
  const period = resolvePeriod(sight, intent.text);
  if (period.state === 'wanted') return { calls: [period.call] };
  const partners = resolvePartners(sight, saidBy(intent));
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
  const partners = resolvePartners(sight, saidBy(intent));
  if (partners.state === 'wanted') return { calls: [partners.call] };
  const partner = partners.state === 'known' ? partners.found[0] : undefined;
  if (!partner) return planAccountProfile(sight, intent);
  const lookup = need(sight, { name: 'show_partner', args: { partner_id: partner.id } });
  if (lookup.state === 'wanted') return { calls: [lookup.call] };
  if (lookup.state !== 'known') return { text: 'Partner profiles are not something I can show here.' };
  const error = errorOf(lookup.found.output);
  if (error) return { text: error };
  return {
    text: describeProfile(lookup.found.output, { own: sight.facts.partner !== null, text: intent.text }),
  };
};

/** 'Tell me about Globex': an account has no profile of its own, but its deals say most. */
const planAccountProfile: Planner = (sight, intent) => {
  const account = resolveAccount(sight, saidBy(intent));
  if (account.state === 'wanted') return { calls: [account.call] };
  const typed = namesTyped(saidBy(intent));
  if (account.state === 'doubtful') return { text: composeChoice(account.choices, 'account') };
  if (account.state !== 'known')
    return typed.length > 0 && sight.facts.partner === null
      ? { text: `I find no partner and no account of ours called '${typed.slice(0, 2).join("' or '")}'.` }
      : planPlaybook(sight, intent);
  return planOpportunities(sight, intent);
};
