import { composeMissing, countOf, errorOf, joinWords } from './compose.ts';
import { type Intent, saidBy } from './intent.ts';
import type { Planner, Step } from './plan.ts';
import { readAccountWords, readProduct } from './read-words.ts';
import { resolvePartners } from './resolve.ts';
import { need, type Sight } from './sight.ts';
import { resolveSubject } from './subject.ts';

interface Finding {
  readonly severity: string;
  readonly why: string;
  readonly remedy: string;
}

/** Whether something stands in the way of a partner on an account. */
export const planConflicts: Planner = (sight, intent) => {
  const target = sight.facts.partner ? partnerTarget(sight, intent) : staffTarget(sight, intent);
  if ('step' in target) return target.step;
  const check = need(sight, { name: 'check_conflicts', args: target.args });
  if (check.state === 'wanted') return { calls: [check.call] };
  if (check.state !== 'known') return { text: 'Conflicts are not something I can check here.' };
  const error = errorOf(check.found.output);
  if (error) return { text: error };
  const findings = describeFindings(check.found.output, sight);
  if (!asksWhoRegistered(sight, intent)) return { text: findings };
  const rows = need(sight, { name: 'list_registrations', args: { account: target.args.account } });
  if (rows.state === 'wanted') return { calls: [rows.call] };
  return { text: rows.state === 'known' ? `${describeHolders(rows.found.output)} ${findings}` : findings };
};

/** Without a product the check looks at that of the open deal, and 'who has registered it' is asked of all. */
function asksWhoRegistered(sight: Sight, intent: Intent): boolean {
  return !sight.facts.partner && /\bregistered\b/i.test(intent.text) && !readProduct(sight, intent.text);
}

function describeHolders(output: Readonly<Record<string, unknown>>): string {
  const rows = (output.registrations ?? []) as {
    registration_id: string;
    partner: string;
    product: string | null;
    status: string;
    expires_on: string | null;
  }[];
  const open = rows.filter((one) => ['submitted', 'returned', 'approved'].includes(one.status));
  if (open.length === 0) return 'Nobody has a registration there that waits or protects.';
  const lines = open.slice(0, 5).map((one) => {
    const until = one.status === 'approved' && one.expires_on ? `, protected until ${one.expires_on}` : '';
    return `${one.registration_id} by ${one.partner}${one.product ? ` for ${one.product}` : ''} (${one.status}${until})`;
  });
  return `Registered there: ${joinWords(lines)}.`;
}

type Target = { readonly args: Record<string, unknown> } | { readonly step: Step };

function staffTarget(sight: Sight, intent: Intent): Target {
  const subject = resolveSubject(sight, saidBy(intent));
  if ('step' in subject) return subject;
  const partners = resolvePartners(sight, saidBy(intent));
  if (partners.state === 'wanted') return { step: { calls: [partners.call] } };
  const partner = partners.state === 'known' ? partners.found[0] : undefined;
  const earlier = earlierCheck(sight, intent, subject.account.id);
  const product = readProduct(sight, intent.text) ?? earlier.product ?? subject.deal?.product ?? null;
  const speaksOfDeal = /\b(?:deal|opportunity|opp)\b/i.test(intent.text) && subject.deal !== null;
  return {
    args: {
      account: subject.account.id,
      ...(product ? { product } : {}),
      ...((partner?.id ?? earlier.partner_id) ? { partner_id: partner?.id ?? earlier.partner_id } : {}),
      ...(speaksOfDeal && subject.deal ? { opportunity_id: subject.deal.id } : {}),
    },
  };
}

/** What the check before was asked about the same account: 'and for Kestrel?' keeps the product, 'and for Security?' the firm. */
function earlierCheck(
  sight: Sight,
  intent: Intent,
  accountId: string,
): { readonly product?: string; readonly partner_id?: string } {
  const { last } = sight.facts;
  if (!intent.goesOn || last?.tool !== 'check_conflicts' || last.input.account !== accountId) return {};
  const { product, partner_id: partnerId } = last.input;
  return {
    ...(typeof product === 'string' ? { product } : {}),
    ...(typeof partnerId === 'string' ? { partner_id: partnerId } : {}),
  };
}

function partnerTarget(sight: Sight, intent: Intent): Target {
  const account = readAccountWords(intent.text, sight.facts.products);
  if (!account) return { step: { text: composeMissing('account', "'Is … free?'") } };
  const product = readProduct(sight, intent.text);
  return { args: { account, ...(product ? { product } : {}) } };
}

function describeFindings(output: Readonly<Record<string, unknown>>, sight: Sight): string {
  const account = (output.account ?? {}) as { name?: string; matched_by?: string };
  const findings = (output.findings ?? []) as Finding[];
  const name = account.name ?? 'the account';
  if (sight.facts.partner) {
    const own = findings.map((one) => `${one.why} ${one.remedy}`).join(' ');
    return `${own ? `${own} ` : ''}From your own records I can say no more about ${name}; whether it is free is decided on a registration. I can prepare one: tell me the product and the amount.`;
  }
  if (findings.length === 0)
    return `I found no conflict on ${name}: nothing in our registrations, deals and rules stands in the way.`;
  const blocks = findings.filter((one) => one.severity === 'block');
  const head =
    blocks.length > 0
      ? `${name} is not free: ${countOf(blocks.length, 'finding')} ${blocks.length === 1 ? 'blocks' : 'block'} it.`
      : `Nothing blocks ${name}, but mind this.`;
  const lines = findings.slice(0, 5).map((one) => `${one.why} ${one.remedy}`);
  return `${head} ${lines.join(' ')}`;
}
