import { defaultTierRules, type TierRules } from '../company/settings.ts';

/** What one partner brought in a period; money in whole units of the company's currency. */
export interface Contribution {
  readonly attributed: number;
  readonly sourced: number;
  /** Accounts with a won deal that it influenced. */
  readonly influencedAccounts: number;
  /** Valid on the last day of the period, once a person and competency. */
  readonly certifications: number;
  /** Null where withheld: it then counts neither way. */
  readonly psat: number | null;
}

export interface TierByContribution {
  /** Share of the targets that was met, 0 to 1, by the company's weights; null with the reason in `why`. */
  readonly score: number | null;
  readonly parts: readonly TierPart[];
  readonly current: string | null;
  /** The tier that follows, the margin counted. */
  readonly follows: string | null;
  readonly move: 'up' | 'stay' | 'stay_by_margin' | 'down' | null;
  /** The next tier up and the score from which it is reached; null at the top. */
  readonly next: { readonly name: string; readonly from: number } | null;
  readonly why: string | null;
}

export interface TierPart {
  readonly name: 'attributed' | 'sourced' | 'influenced_accounts' | 'certifications' | 'psat';
  /** Null where not known. */
  readonly figure: number | null;
  /** Scaled to the length of the period, but those that do not add up over time. */
  readonly target: number;
  readonly weight: number;
  /** How much of the target was met, 0 to 1. */
  readonly met: number | null;
}

const YEAR_DAYS = 365;

/**
 * The tier that follows from a partner's contribution (glossary: tier by contribution): each figure against the company's
 * target and never against other partners, so that more of any figure never lowers the score. A partner moves up at a tier's
 * score; it moves down only where it falls short of its own tier's by more than the company's margin.
 */
export function followTier(
  of: { contribution: Contribution; current: string | null; periodDays: number },
  set: TierRules | undefined,
): TierByContribution {
  const { contribution, current, periodDays } = of;
  const rules = set ?? defaultTierRules();
  const parts = measureParts(contribution, rules, periodDays / YEAR_DAYS);
  const counted = parts.filter((part) => part.met !== null && part.target > 0);
  const weight = counted.reduce((sum, part) => sum + part.weight, 0);
  const levels = rules.levels.toSorted((a, b) => b.from - a.from);
  const nothing = { score: null, parts, current, follows: null, move: null, next: null };
  if (periodDays <= 0) return { ...nothing, why: 'not known: the period has no days' };
  if (weight <= 0) return { ...nothing, why: 'not known: the company has set no targets' };
  const score = counted.reduce((sum, part) => sum + part.weight * (part.met ?? 0), 0) / weight;
  const reached = levels.find((level) => score >= level.from);
  const own = levels.find((level) => level.name.toLowerCase() === current?.toLowerCase());
  if (!set)
    return {
      ...nothing,
      score,
      why: "no tier follows: the company has set no targets of its own ('tiers' in company.yaml)",
    };
  if (current !== null && !own)
    return {
      ...nothing,
      score,
      why: `not known: the company's levels do not name the tier '${current}'`,
    };
  const isHeld = own && score < own.from && score >= own.from * (1 - rules.margin);
  const follows = isHeld ? own : reached;
  const next = levels.toReversed().find((level) => level.from > score) ?? null;
  return {
    score,
    parts,
    current,
    follows: follows?.name ?? null,
    move: own ? compare(own.from, { follows: follows?.from ?? -1, isHeld: isHeld === true }) : null,
    next: next && { name: next.name, from: next.from },
    why: null,
  };
}

function compare(own: number, { follows, isHeld }: { follows: number; isHeld: boolean }) {
  if (isHeld) return 'stay_by_margin';
  if (follows === own) return 'stay';
  return follows > own ? 'up' : 'down';
}

function measureParts(contribution: Contribution, rules: TierRules, years: number): TierPart[] {
  const { targets, weights } = rules;
  const part = (name: TierPart['name'], figure: number | null, target: number): TierPart => ({
    name,
    figure,
    target,
    weight: weights[name],
    met: figure === null || target <= 0 ? null : Math.min(1, Math.max(0, figure / target)),
  });
  return [
    part('attributed', contribution.attributed, targets.attributed * years),
    part('sourced', contribution.sourced, targets.sourced * years),
    part('influenced_accounts', contribution.influencedAccounts, targets.influenced_accounts * years),
    part('certifications', contribution.certifications, targets.certifications),
    part('psat', contribution.psat, targets.psat),
  ];
}
