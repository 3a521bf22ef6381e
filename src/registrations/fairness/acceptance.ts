import { daysToDecide, medianOf } from '../replay/decision-time.ts';
import type { Firm } from '../replay/store.ts';
import type { Look } from '../replay/walk.ts';
import type { Acceptance, FairnessReport } from './types.ts';

/** With fewer decisions than this a share or a median says more of chance than of anybody. */
const LEAST_DECISIONS = 5;

/**
 * Acceptance: approved decisions of all decisions to approve or reject. Time to decide: the median of working days from
 * the receipt to the decision, without those on which the question was with the partner. By tier, and by size: partners
 * are cut into thirds by how many open co-sells they can carry, which is what the records say of their size; equal
 * ones stay together.
 */
export function measureAcceptance(
  decisions: readonly Look[],
  firms: ReadonlyMap<string, Firm>,
): FairnessReport['acceptance'] {
  const sizes = createSizes([...firms.values()]);
  const tierOf = (look: Look) => look.life.registration.tier ?? 'no tier';
  const sizeOf = (look: Look) => sizes.of(firms.get(look.life.registration.partnerId));
  return {
    all: accept('all partners', decisions),
    bySize: groupDecisions(decisions, sizeOf, sizes.labels),
    byTier: groupDecisions(decisions, tierOf, [...new Set(decisions.map(tierOf))].sort()),
  };
}

function groupDecisions(
  decisions: readonly Look[],
  labelOf: (look: Look) => string,
  labels: readonly string[],
): Acceptance[] {
  return labels
    .map((label) =>
      accept(
        label,
        decisions.filter((look) => labelOf(look) === label),
      ),
    )
    .filter((group) => group.decided > 0);
}

function accept(label: string, decisions: readonly Look[]): Acceptance {
  const approved = decisions.filter((look) => look.was.outcome === 'approved').length;
  const enough = decisions.length >= LEAST_DECISIONS;
  return {
    label,
    decided: decisions.length,
    approved,
    share: enough ? approved / decisions.length : null,
    medianDays: enough ? medianOf(decisions.flatMap((look) => daysToDecide(look.life) ?? [])) : null,
  };
}

/** The thirds, smallest first, and which one a firm is in. */
function createSizes(firms: readonly Firm[]): {
  readonly labels: readonly string[];
  readonly of: (firm: Firm | undefined) => string;
} {
  const known = firms.flatMap((firm) => firm.capacity ?? []).sort((a, b) => a - b);
  const cut = (third: number) => known[Math.ceil((known.length * third) / 3) - 1] ?? 0;
  const [low, high] = [cut(1), cut(2)];
  const middle = low + 1 === high ? `${high} co-sells` : `${low + 1} to ${high} co-sells`;
  const [small, large, unknown] = [`up to ${low} co-sells`, `over ${high} co-sells`, 'size not known'];
  return {
    labels: [small, middle, large, unknown],
    of: (firm) => {
      const capacity = firm?.capacity ?? null;
      if (capacity === null) return unknown;
      return capacity <= low ? small : capacity <= high ? middle : large;
    },
  };
}
