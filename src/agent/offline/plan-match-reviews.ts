import { composeMissing, countOf, errorOf, joinWords } from './compose.ts';
import { saidBy } from './intent.ts';
import type { Planner } from './plan.ts';
import { resolveAccount, resolvePartners } from './resolve.ts';
import { need, type Sight } from './sight.ts';
import { unresolvedStep } from './subject.ts';

interface PairOut {
  readonly partner_id: string;
  readonly partner: string;
  readonly record_id: string;
  readonly record: string;
  readonly account_id: string;
  readonly account: string;
}

/** The matches that wait; for a partner manager each with its buttons. */
export const planMatchReviews: Planner = (sight, intent) => {
  const partners = resolvePartners(sight, saidBy(intent));
  if (partners.state === 'wanted') return { calls: [partners.call] };
  const partner = partners.state === 'known' ? partners.found[0] : undefined;
  const args = partner ? { partner_id: partner.id } : {};
  const lookup = need(sight, { name: 'list_match_reviews', args });
  if (lookup.state === 'wanted') return { calls: [lookup.call] };
  if (lookup.state !== 'known') return { text: 'Matches in doubt are not something I can show here.' };
  const { output } = lookup.found;
  const error = errorOf(output);
  if (error) return { text: error };
  const pairs = (output.pairs ?? []) as PairOut[];
  if (pairs.length === 0) return { text: 'No match waits for review.' };
  const decides = decidesMatches(sight);
  const drafts = decides
    ? pairs.map((pair) => need(sight, { name: 'draft_match_decision', args: idsOf(pair) }))
    : [];
  const wanted = drafts.flatMap((one) => (one.state === 'wanted' ? [one.call] : []));
  if (wanted.length > 0) return { calls: wanted };
  const total = Number(output.total ?? pairs.length);
  const list = joinWords(
    pairs.slice(0, 3).map((one) => `${one.record} of ${one.partner} and our ${one.account}`),
  );
  const next = decides
    ? 'Each is decided by its own click; nothing is decided before.'
    : 'A partner manager decides; tell me where a match is wrong and I prepare to report it.';
  return {
    text: `${countOf(total, 'match', 'matches')} ${total === 1 ? 'waits' : 'wait'} for review, the most valuable first: ${list}. ${next}`,
  };
};

/** One match called right or wrong, prepared for a click. */
export const planMatchWord: Planner = (sight, intent) => {
  const partners = resolvePartners(sight, saidBy(intent));
  if (partners.state === 'wanted') return { calls: [partners.call] };
  const spokenOf = sight.facts.focus?.partners ?? [];
  const partner =
    partners.state === 'known' ? partners.found[0] : spokenOf.length === 1 ? spokenOf[0] : undefined;
  const account = resolveAccount(sight, saidBy(intent));
  const unresolved = unresolvedStep(account, 'account', "'The … match with … is wrong'");
  if (unresolved) return unresolved;
  if (account.state !== 'known') return { text: composeMissing('account', "'The … match with … is wrong'") };
  if (!partner) {
    return {
      text: `With which partner is the match wrong? Say: 'The ${account.found.name} match with … is wrong'.`,
    };
  }
  const draft = need(sight, {
    name: 'draft_match_decision',
    args: { partner_id: partner.id, account_id: account.found.id, verdict: readVerdict(intent.text) },
  });
  if (draft.state === 'wanted') return { calls: [draft.call] };
  if (draft.state !== 'known') return { text: 'Matches are not something that can be decided here.' };
  const error = errorOf(draft.found.output);
  if (error) return { text: error };
  const out = draft.found.output as { record?: string; account?: string; verdict?: string };
  const what =
    out.verdict === 'same'
      ? 'confirm the match of'
      : out.verdict === 'doubted'
        ? 'report as wrong the match of'
        : 'reject the match of';
  return {
    text: `I prepared to ${what} ${out.record} and our ${out.account}; nothing changes until you click Confirm.`,
  };
};

function readVerdict(text: string): 'same' | 'not_same' {
  const denied = /\b(?:wrong|incorrect|false|mistake|mistaken|reject|not)\b|n't\b/i.test(text);
  return denied ? 'not_same' : 'same';
}

function decidesMatches(sight: Sight): boolean {
  return (
    ['partner_manager', 'admin'].includes(sight.facts.asker.role) && sight.tools.has('draft_match_decision')
  );
}

function idsOf(pair: PairOut): Record<string, string> {
  return { partner_id: pair.partner_id, account_id: pair.account_id, record_id: pair.record_id };
}
