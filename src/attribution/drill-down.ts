import type { DecisionRow, EvidenceDay, PartRow } from './drill-store.ts';
import { asOneRow, type ChosenRows, createDealKind, type Group, groupEntries } from './report.ts';
import type { CountedDeal, DealPart, ReportFigure } from './types.ts';

/** A deal and what it adds to a figure. */
export type Contribution = Pick<CountedDeal, 'opportunityId' | 'closedOn' | 'amountMinor' | 'countedMinor'>;

/**
 * The deals behind one figure of a report, the largest part first: of one row where `key` names one, of the rows together where
 * the request is about some partners, else of the total. The parts add up to the figure, to the cent.
 */
export function listContributions(
  chosen: ChosenRows,
  wanted: { figure: ReportFigure; key: string | null },
): Contribution[] {
  const parts = findParts(chosen, wanted);
  const amounts = new Map([
    ...chosen.entries.map((one): [string, number] => [one.opportunityId, one.amountMinor]),
    ...(chosen.deals ?? []).map((one): [string, number] => [one.opportunityId, one.amountMinor]),
  ]);
  return [...parts]
    .map(([opportunityId, countedMinor]) => ({
      opportunityId,
      closedOn: chosen.places.get(opportunityId)?.closedOn ?? null,
      amountMinor: amounts.get(opportunityId) ?? countedMinor,
      countedMinor,
    }))
    .sort((a, b) => b.countedMinor - a.countedMinor || (a.opportunityId < b.opportunityId ? -1 : 1));
}

function findParts(
  chosen: ChosenRows,
  { figure, key }: { figure: ReportFigure; key: string | null },
): Map<string, number> {
  if (key !== null || (chosen.narrowed && figure !== 'won' && figure !== 'direct')) {
    return readFigure(groupEntries(key === null ? asOneRow(chosen) : chosen).get(key ?? ''), figure);
  }
  if (figure === 'attributed') return readFigure(groupEntries(asOneRow(chosen)).get(''), figure);
  const kindOf = createDealKind(chosen.entries);
  const counts = (id: string) =>
    figure === 'won' || (figure === 'attached' ? kindOf(id) !== 'direct' : kindOf(id) === figure);
  return new Map(
    (chosen.deals ?? [])
      .filter((deal) => counts(deal.opportunityId))
      .map((deal) => [deal.opportunityId, deal.amountMinor]),
  );
}

function readFigure(group: Group | undefined, figure: ReportFigure): Map<string, number> {
  if (!group) return new Map();
  switch (figure) {
    case 'sourced':
      return group.sourced;
    case 'influenced':
      return group.influenced;
    case 'attributed':
      return new Map([...group.attributed].filter(([, minor]) => minor !== 0));
    // No partner has a part in a direct deal, so a row has none.
    case 'direct':
      return new Map();
    case 'attached':
    case 'won':
      return new Map([...group.influenced, ...group.sourced]);
  }
}

/** What is known of the evidence of some deals. */
export interface EvidenceFacts {
  readonly parts: readonly PartRow[];
  readonly days: readonly EvidenceDay[];
  readonly decisions: readonly DecisionRow[];
  readonly nameOf: (partnerId: string) => string;
}

/** Who had a part in a deal and why it counts, in words and ids; the source first, then by name. */
export function explainParts(opportunityId: string, facts: EvidenceFacts): DealPart[] {
  const decision = facts.decisions.find((one) => one.opportunityId === opportunityId);
  return facts.parts
    .filter((part) => part.opportunityId === opportunityId)
    .map((part): DealPart => {
      const days = facts.days.filter(
        (day) => day.opportunityId === opportunityId && day.partnerId === part.partnerId,
      );
      return {
        partnerId: part.partnerId,
        name: facts.nameOf(part.partnerId),
        as: part.sourced ? 'source' : part.disputed ? 'disputed' : part.influenced ? 'influence' : 'touch',
        why: part.evidence.map((id) => explainEvidence(id, days, decision)),
        evidence: part.evidence,
      };
    })
    .sort((a, b) => RANKS[a.as] - RANKS[b.as] || (a.name < b.name ? -1 : 1));
}

const RANKS = { source: 0, disputed: 1, influence: 2, touch: 3 } as const;

function explainEvidence(
  id: string,
  days: readonly EvidenceDay[],
  decision: DecisionRow | undefined,
): string {
  if (id === 'decision' && decision)
    return `decided by ${decision.decidedBy} on ${decision.decidedOn}: ${decision.reason}`;
  const known = days.find((day) => day.evidence === id);
  const on = known?.occurredOn ? ` on ${known.occurredOn}` : '';
  if (id.startsWith('role:')) return `role ${id.slice('role:'.length)}${on && ` added${on}`}`;
  if (known?.kind === 'registration') return `registration ${id}${on && ` decided${on}`}`;
  return known ? `${known.kind}${on} (${id})` : id;
}
