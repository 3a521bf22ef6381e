import { percent } from './describe-figures.ts';
import type { TierByContribution, TierPart } from './tier-by-contribution.ts';

const NAMES: Readonly<Record<TierPart['name'], string>> = {
  attributed: 'attributed revenue',
  sourced: 'sourced revenue',
  influenced_accounts: 'accounts influenced',
  certifications: 'valid certificates',
  psat: 'PSAT',
};

/** The tier that follows, by what, and what is missing. */
export function describeTier(tier: TierByContribution): string {
  if (tier.score === null) return tier.why ?? 'not known';
  const counted = tier.parts.filter((part) => part.target > 0);
  const met = counted.map(describePart).join(', ');
  if (tier.follows === null)
    return `${tier.why ?? 'not known'}; against the usual ones ${percent(tier.score)} (${met})`;
  return `${describeMove(tier)}: ${percent(tier.score)} of the company's targets (${met})${describeNext(tier)}`;
}

function describeMove({ current, follows, move }: TierByContribution): string {
  if (move === 'stay') return `${follows}, as now`;
  if (move === 'stay_by_margin') return `${follows}, as now, by the margin alone`;
  if (move === null) return `${follows} would follow, no tier now`;
  return `${follows} follows, ${move} from ${current}`;
}

function describePart({ name, figure, target }: TierPart): string {
  const write = (amount: number) =>
    name === 'psat' ? percent(amount) : new Intl.NumberFormat('en-US').format(Math.round(amount * 10) / 10);
  return figure === null
    ? `${NAMES[name]} not known and left out`
    : `${NAMES[name]} ${write(figure)} of ${write(target)}`;
}

function describeNext({ next }: TierByContribution): string {
  return next ? `; ${next.name} from ${percent(next.from)}` : '';
}
