import { daysToDecide, medianOf } from '../replay/decision-time.ts';
import type { Firm } from '../replay/store.ts';
import type { Look } from '../replay/walk.ts';
import type { Acceptance, FairnessReport } from './types.ts';

/** With fewer decisions than this a share or a median says more of chance than of anybody. */
export const LEAST_DECISIONS = 5;

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
  const sizeOf = createSizes([...firms.values()]);
  return {
    all: accept('all partners', decisions),
    bySize: groupDecisions(decisions, (look) => sizeOf(firms.get(look.life.registration.partnerId))),
    byTier: groupDecisions(decisions, (look) => look.life.registration.tier ?? 'no tier'),
  };
}

function groupDecisions(decisions: readonly Look[], labelOf: (look: Look) => string): Acceptance[] {
  const labels = [...new Set(decisions.map(labelOf))].sort();
  return labels.map((label) =>
    accept(
      label,
      decisions.filter((look) => labelOf(look) === label),
    ),
  );
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

function createSizes(firms: readonly Firm[]): (firm: Firm | undefined) => string {
  const known = firms.flatMap((firm) => firm.capacity ?? []).sort((a, b) => a - b);
  const cut = (third: number) => known[Math.ceil((known.length * third) / 3) - 1] ?? 0;
  const [low, high] = [cut(1), cut(2)];
  return (firm) => {
    const capacity = firm?.capacity ?? null;
    if (capacity === null) return 'size not known';
    if (capacity <= low) return `carries up to ${low}`;
    return capacity <= high ? `carries ${low + 1} to ${high}` : `carries over ${high}`;
  };
}
