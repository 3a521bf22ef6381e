import { countOf, errorOf, joinWords } from './compose.ts';
import { saidBy } from './intent.ts';
import type { Planner, Step } from './plan.ts';
import {
  describeSilence,
  planOverlapsAtLarge,
  readPopulation,
  readWhitespace,
} from './plan-overlaps-at-large.ts';
import { resolveAccount, resolveNamedAccount, resolvePartners } from './resolve.ts';
import { need, type Sight } from './sight.ts';
import { namesTyped, unresolvedStep } from './subject.ts';

interface OverlapOut {
  readonly partner: string;
  readonly account: string;
  readonly their_populations: readonly string[];
  readonly owner: string | null;
  readonly last_activity_on: string | null;
}

/** Which partners know an account, or what a partner shares with us. */
export const planOverlaps: Planner = (sight, intent) => {
  if (sight.facts.partner) return planSharedOverlaps(sight, intent.text);
  const partners = resolvePartners(sight, saidBy(intent));
  if (partners.state === 'wanted') return { calls: [partners.call] };
  const partner = partners.state === 'known' ? partners.found[0] : undefined;
  const wider = planOverlapsAtLarge(sight, intent, partner);
  if (wider) return wider;
  // A sentence about one partner is about all its overlaps, unless it names an account as well or goes on about one.
  const leansBack =
    !partner || intent.goesOn || /\b(?:it|there|that account|this account)\b/i.test(intent.text);
  const account = leansBack
    ? resolveAccount(sight, saidBy(intent))
    : resolveNamedAccount(sight, saidBy(intent));
  if (account.state === 'wanted') return { calls: [account.call] };
  if (!partner) {
    const unresolved = unresolvedStep(
      account,
      'account',
      "'Which partners know …?'",
      namesTyped(saidBy(intent)),
    );
    if (unresolved) return unresolved;
  }
  const named = account.state === 'known' ? account.found : null;
  const population = readPopulation(intent.text);
  const owner = /\bmy (?:own )?(?:accounts?|customers?|prospects?|book)\b/i.test(intent.text)
    ? sight.facts.asker.email
    : null;
  const args = {
    ...(named ? { account_id: named.id } : {}),
    ...(partner ? { partner_id: partner.id } : {}),
    ...(population ? { their_population: population } : {}),
    ...(owner && !named ? { owner_email: owner } : {}),
  };
  const lookup = need(sight, { name: 'list_overlaps', args });
  if (lookup.state === 'wanted') return { calls: [lookup.call] };
  if (lookup.state !== 'known') return { text: 'Overlaps are not something I can show here.' };
  return {
    text: describeOverlaps(lookup.found.output, {
      partner: partner?.name,
      account: named?.name,
      isOwn: owner !== null,
    }),
  };
};

function planSharedOverlaps(sight: Sight, text: string): Step {
  const whitespace = readWhitespace(text) !== null;
  const lookup = need(sight, { name: 'list_shared_accounts', args: whitespace ? { whitespace: true } : {} });
  if (lookup.state === 'wanted') return { calls: [lookup.call] };
  if (lookup.state !== 'known') return { text: 'Overlaps are not something I can show here.' };
  const total = Number(lookup.found.output.total ?? 0);
  const rows = (lookup.found.output.accounts ?? []) as { record: string; our_population: string | null }[];
  const named = joinWords(
    rows
      .slice(0, 5)
      .map((row) => (row.our_population ? `${row.record} (our ${row.our_population})` : row.record)),
  );
  if (whitespace)
    return {
      text:
        total === 0
          ? 'There is no account that we share with you and that is not on your list already.'
          : `${countOf(total, 'account')} that we share with you ${total === 1 ? 'is' : 'are'} not on your list: ${named}.`,
    };
  const counts = ((lookup.found.output.counts_only ?? []) as string[]).slice(0, 2);
  const countsOnly = counts.length > 0 ? ` Of others we share only how many: ${counts.join('; ')}.` : '';
  if (total === 0)
    return {
      text: `There is no overlap that we share with you. That does not mean that there is none.${countsOnly}`,
    };
  return { text: `We share ${countOf(total, 'account')} with you: ${named}.${countsOnly}` };
}

function describeOverlaps(
  output: Readonly<Record<string, unknown>>,
  named: { partner?: string | undefined; account?: string | undefined; isOwn?: boolean },
): string {
  const error = errorOf(output);
  if (error) return error;
  const rows = (output.overlaps ?? []) as OverlapOut[];
  const total = Number(output.total ?? 0);
  const counts = ((output.counts_only ?? []) as { text: string }[]).slice(0, 2).map((one) => one.text);
  const countsOnly = counts.length > 0 ? ` Shared as counts only: ${counts.join('; ')}.` : '';
  // A count of a whole list says nothing of one account: there only the silence itself is worth saying.
  const beyond = named.account ? describeSilence(output) : countsOnly;
  if (total === 0) {
    const of = named.account
      ? `${named.partner ?? 'No partner'} ${named.partner ? 'does not share' : 'shares'} ${named.account} with us`
      : `No overlap with ${named.partner ?? 'that partner'} is shared with us`;
    return `${of}. That is not the same as no overlap: what a partner does not share, I cannot see.${named.account ? '' : countsOnly}`;
  }
  const records = Number(output.partner_records ?? total);
  const why =
    records > total
      ? ` They list ${records} records for these, since some accounts stand there more than once.`
      : '';
  const review = Number(output.in_review ?? 0);
  const doubt =
    review > 0
      ? ` ${countOf(review, 'possible match', 'possible matches')} still ${review === 1 ? 'waits' : 'wait'} for review.`
      : '';
  const list = rows.slice(0, 5).map((row) => {
    const known = describeRecord(row);
    return named.account ? `${row.partner} (${known})` : `${row.account} (${known})`;
  });
  if (named.account && named.partner)
    return `Yes: ${named.partner} has ${named.account} on its list (${joinWords(rows.slice(0, 1).map(describeRecord))}).`;
  const head = named.account
    ? `${countOf(total, 'partner')} ${total === 1 ? 'has' : 'have'} ${named.account} on ${total === 1 ? 'its' : 'their'} list: `
    : `${named.isOwn ? `${named.partner} knows ${countOf(total, 'account')} of yours` : `We have ${countOf(total, 'account')} in common with ${named.partner}`}: `;
  return `${head}${joinWords(list)}.${total > 5 ? ' The card has more.' : ''}${why}${doubt}${beyond}`;
}

function describeRecord(row: OverlapOut): string {
  const owner = row.owner ? `, owner ${row.owner}` : '';
  const active = row.last_activity_on ? `, last activity ${row.last_activity_on}` : '';
  return `${row.their_populations.join(' and ') || 'standing not shared'}${owner}${active}`;
}
