import { createHash } from 'node:crypto';
import type { RecommendationJson, RecommendedPartnerJson } from '../../agent/types.ts';
import { describeBalance } from './ledger.ts';
import type { LedgerEntry } from './types.ts';

/** How many beyond those asked for are weighed, so that there is somebody to explore. */
export const BEYOND_TOP = 5;
const EXPLORED_PLACE = 3;
/** Lifts closer than half a point are called the same, and one below it no lift. */
const TELLING = 0.005;

type Partner = RecommendedPartnerJson;

/**
 * Completes a ranking of more than `top` partners: the place given to exploration, why each stands behind the first, the
 * favours owed, what was not shared, and whether to bring anybody at all. The same facts always give the same list.
 */
export function finishRecommendation(
  found: RecommendationJson,
  facts: {
    readonly top: number;
    readonly explorationShare: number;
    readonly ledger: readonly LedgerEntry[];
    readonly withholding: readonly string[];
  },
): RecommendationJson {
  const ledger = new Map(facts.ledger.map((one) => [one.partnerId, one]));
  const withholding = new Set(facts.withholding);
  const [first] = found.partners;
  const partners = choosePlaces(found, facts).map((one, i) => ({
    ...one,
    rank: i + 1,
    reasons: [
      ...one.reasons,
      ...reciprocity(ledger.get(one.partner_id)),
      ...notShared(one, withholding),
      ...explorationReason(one),
    ],
    ...(first && one.partner_id !== first.partner_id ? { behind: explainBehind(one, first) } : {}),
  }));
  return { ...found, partners, ...judge(partners, found.left_out.length) };
}

/** A number from 0 to 1 that is a subject's own, so that what is explored can be replayed. */
export function drawFor(subject: string, what: string): number {
  return createHash('sha256').update(`${what}\n${subject}`).digest().readUInt32BE(0) / 2 ** 32;
}

/** The first by rank; on the share of deals drawn, one place goes to a partner that might be better than the first. */
function choosePlaces(
  found: RecommendationJson,
  facts: { readonly top: number; readonly explorationShare: number },
): Partner[] {
  const shown = found.partners.slice(0, facts.top);
  const [first] = shown;
  const subject = found.subject.opportunity_id ?? found.subject.account_id;
  if (!first?.lift || facts.top < 2 || drawFor(subject, 'explore') >= facts.explorationShare) return shown;
  const best = first.lift.estimate;
  const place = Math.min(EXPLORED_PLACE, facts.top) - 1;
  const candidates = found.partners
    .slice(place + 1)
    .filter((one) => one.lift !== null && one.lift.high > best && !hasBlock(one));
  const chosen = candidates[Math.floor(drawFor(subject, 'whom') * candidates.length)];
  if (!chosen) return shown;
  const others = shown.filter((one) => one !== chosen);
  return [...others.slice(0, place), { ...chosen, explored: true }, ...others.slice(place)].slice(
    0,
    facts.top,
  );
}

function hasBlock(one: Partner): boolean {
  return one.conflicts.some((finding) => finding.severity === 'block');
}

function reciprocity(entry: LedgerEntry | undefined): Partner['reasons'] {
  if (!entry || entry.theyHelped + entry.weHelped === 0) return [];
  const warning = entry.warning ? `. ${entry.warning.replace(/\.$/, '')}` : '';
  const text = `${describeBalance(entry)}${warning}`;
  return [{ signal: 'reciprocity', text, weight: 0, evidence: [entry.partnerId] }];
}

function notShared(one: Partner, withholding: ReadonlySet<string>): Partner['reasons'] {
  if (!withholding.has(one.partner_id) || one.reasons.some((reason) => reason.signal === 'overlap'))
    return [];
  const text = 'whether they know the account is not shared with us, which is not the same as no';
  return [{ signal: 'not_shared', text, weight: 0, evidence: [one.partner_id] }];
}

function explorationReason(one: Partner): Partner['reasons'] {
  if (!one.explored) return [];
  const text = 'shown to learn about them: they may be better than the little history says';
  return [{ signal: 'exploration', text, weight: 0, evidence: [one.partner_id] }];
}

/** What most sets the first apart, and by how much. */
function explainBehind(one: Partner, first: Partner): string {
  const own = new Map(one.reasons.map((reason) => [reason.signal, reason.weight]));
  const telling = first.reasons
    .map((reason) => ({ reason, ahead: reason.weight - (own.get(reason.signal) ?? 0) }))
    .sort((a, b) => b.ahead - a.ahead)[0];
  const why =
    telling && telling.ahead > 0 ? `; what speaks more for ${first.name}: ${telling.reason.text}` : '';
  if (!one.lift || !first.lift) return `less speaks for them than for ${first.name}${why}`;
  const gap = first.lift.estimate - one.lift.estimate;
  if (gap < TELLING) return `as good as ${first.name} by what is known${why}`;
  const unsure = one.lift.high >= first.lift.estimate ? ', which is within what is uncertain' : '';
  return `${Math.round(gap * 100)} points less lift than ${first.name}${unsure}${why}`;
}

function judge(
  partners: readonly Partner[],
  leftOut: number,
): Required<Pick<RecommendationJson, 'verdict' | 'why'>> {
  const [first] = partners;
  if (!first) {
    const why = leftOut > 0 ? 'Everybody who might help is stopped by a rule.' : 'No partner fits.';
    return { verdict: 'nobody', why };
  }
  if (!first.lift)
    return {
      verdict: 'not_enough_data',
      why: 'There is not enough history with partners to say what one changes; the order follows the facts of the deal alone.',
    };
  if (first.lift.estimate < TELLING)
    return { verdict: 'nobody', why: 'No partner is expected to raise the odds of this deal.' };
  const clear =
    first.lift.low > 0
      ? 'is expected to raise the odds.'
      : 'probably raises the odds, though history does not settle it.';
  const blocked = hasBlock(first) ? ' A conflict has to be cleared first.' : '';
  return { verdict: 'bring', why: `${first.name} ${clear}${blocked}` };
}
