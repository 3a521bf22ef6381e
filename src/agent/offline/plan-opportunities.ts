import { countOf, errorOf, joinWords } from './compose.ts';
import { type Intent, saidBy } from './intent.ts';
import type { Planner } from './plan.ts';
import { resolveAccount, resolvePastedDeal } from './resolve.ts';
import { need, type Sight, type WantedCall } from './sight.ts';
import { unresolvedStep } from './subject.ts';

interface Wanted {
  readonly calls: readonly WantedCall[];
}

interface DealOut {
  readonly opportunity_id: string;
  readonly name: string;
  readonly account: string;
  readonly product: string | null;
  readonly stage: string;
  readonly amount: string | null;
  readonly close_on: string | null;
  readonly owner_email: string | null;
}

const MINE = /\b(?:my|mine|i have|do i|am i|i own|i am|i['’]m)\b/i;
const EMAIL = /\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/;
const ONE_DEAL =
  /\b(?:stage|how (?:big|large|much)|worth|amount|size|clos(?:e|es|ing)|when|owner|owns?|who)\b/i;
/** Words beside which a person's name stands: 'deals of …', '…'s pipeline'. */
const OF_SOMEBODY =
  /\b(?:deals?|opportunit(?:y|ies)|opps?|pipeline) (?:of|by|from|owned by) (?!ours\b|us\b|the\b|our\b)|\w['’]s (?:\w+ ){0,2}(?:deals?|opportunit(?:y|ies)|opps?|pipeline)\b/i;

/** Deals: one of them, those of an account, of the asker or of a colleague, or those without a partner. */
export const planOpportunities: Planner = (sight, intent) => {
  const pasted = resolvePastedDeal(sight, intent.text);
  if (pasted.state === 'wanted') return { calls: [pasted.call] };
  if (pasted.state === 'known') {
    const one = need(sight, { name: 'list_opportunities', args: { opportunity_id: pasted.found.id } });
    if (one.state === 'wanted') return { calls: [one.call] };
    const [deal] = one.state === 'known' ? ((one.found.output.opportunities ?? []) as DealOut[]) : [];
    if (deal) return { text: describeDeal(deal) };
  }
  const colleague =
    OF_SOMEBODY.test(intent.text) && !MINE.test(intent.text) ? findColleague(sight, intent) : null;
  if (colleague && 'calls' in colleague) return colleague;
  const owner = colleague?.email ?? readOwner(sight, intent);
  const account =
    owner && !/\b(?:at|with|for|to|in)\b/i.test(intent.text) ? null : resolveAccount(sight, saidBy(intent));
  if (account?.state === 'wanted') return { calls: [account.call] };
  if (account?.state === 'doubtful' && !colleague) {
    const asked = unresolvedStep(account, 'account', "'Open deals at …'");
    if (asked) return asked;
  }
  const found = account?.state === 'known' ? account.found : null;
  const without = LACKS_PARTNER.test(intent.text);
  const args = {
    ...(found ? { account_id: found.id } : {}),
    ...(owner && (!found || MINE.test(intent.text)) ? { owner_email: owner } : {}),
    open_only: true,
    ...(without ? { without_partner: true } : {}),
  };
  const lookup = need(sight, { name: 'list_opportunities', args });
  if (lookup.state === 'wanted') return { calls: [lookup.call] };
  if (lookup.state !== 'known') return { text: 'I cannot show our deals here.' };
  const error = errorOf(lookup.found.output);
  if (error) return { text: error };
  return {
    text: describeDeals(lookup.found.output, {
      without,
      at: found?.name ?? null,
      mine: owner !== null && owner === sight.facts.asker.email,
      owner: colleague?.email ?? null,
      text: intent.text,
    }),
  };
};

const LACKS_PARTNER =
  /(?:\b(?:no|not|nobody|without|lack|lacks|lacking|missing|any)\b|n['’]t\b).{0,20}\bpartners?\b/i;

/** Whose deals are asked for: the asker's, or those of a colleague named by address or by full name. */
function readOwner(sight: Sight, intent: Intent): string | null {
  const { email } = sight.facts.asker;
  const written = EMAIL.exec(intent.text)?.[0];
  if (written) return written.toLowerCase();
  if (MINE.test(intent.text)) return email;
  return null;
}

/** The colleague whose name a sentence holds, by the addresses of those who own open deals. */
function findColleague(sight: Sight, intent: Intent): Wanted | { readonly email: string } | null {
  const names = (intent.names ?? []).flatMap((name) => name.split(' '));
  if (names.length === 0) return null;
  const lookup = need(sight, { name: 'list_opportunities', args: { open_only: true } });
  if (lookup.state === 'wanted') return { calls: [lookup.call] };
  const deals = lookup.state === 'known' ? ((lookup.found.output.opportunities ?? []) as DealOut[]) : [];
  const owners = [...new Set(deals.flatMap((deal) => (deal.owner_email ? [deal.owner_email] : [])))];
  const fitting = owners.map((email) => ({ email, fits: countNames(email, names) }));
  const best = Math.max(0, ...fitting.map((one) => one.fits));
  const meant = fitting.filter((one) => one.fits === best);
  return best > 0 && meant.length === 1 && meant[0] ? { email: meant[0].email } : null;
}

function countNames(email: string, names: readonly string[]): number {
  const parts = email.split('@')[0]?.split(/[._-]/) ?? [];
  return names.filter((name) => parts.includes(name)).length;
}

function describeDeal(deal: DealOut): string {
  const parts = [
    `${deal.name} (${deal.account}) is in stage ${deal.stage}`,
    deal.amount ? `, worth ${deal.amount}` : '',
    deal.close_on ? `, and is to close on ${deal.close_on}` : '',
    deal.owner_email ? `. Its owner is ${deal.owner_email}` : '',
  ];
  return `${parts.join('')}.`;
}

function describeDeals(
  output: Readonly<Record<string, unknown>>,
  told: {
    readonly without: boolean;
    readonly at: string | null;
    readonly mine: boolean;
    readonly owner: string | null;
    readonly text: string;
  },
): string {
  const rows = (output.opportunities ?? []) as DealOut[];
  const total = Number(output.total ?? rows.length);
  const lower = told.text.toLowerCase();
  const named = rows.find((row) => lower.includes(row.name.toLowerCase()));
  const one = named ?? (rows.length === 1 && ONE_DEAL.test(told.text) ? rows[0] : undefined);
  if (one) return describeDeal(one);
  const where = told.at ? ` at ${told.at}` : '';
  const lacking = told.without ? ' without a partner' : '';
  const who = told.mine ? 'You have' : told.owner ? `${told.owner} has` : 'We have';
  if (total === 0) return `${who} no open deal${lacking}${where}.`;
  const lines = rows
    .slice(0, 5)
    .map(
      (row) =>
        `${row.name} (${told.at ? '' : `${row.account}, `}${row.stage}${row.amount ? `, ${row.amount}` : ''}${row.close_on ? `, to close ${row.close_on}` : ''})`,
    );
  const head = `${who} ${countOf(total, `open deal${lacking}`, `open deals${lacking}`)}${where}`;
  return `${head}${total > 1 ? ', the largest first' : ''}: ${joinWords(lines)}.${total > 5 ? ' The card has more.' : ''}`;
}
