/** One closed deal, as it passed from stage to stage. */
export interface ClosedDeal {
  readonly opportunityId: string;
  readonly won: boolean;
  readonly attached: boolean;
  readonly amountMinor: number;
  /** What else moves the chance to win, by name, such as the account's industry; null where not known. */
  readonly traits: Readonly<Record<string, string | null>>;
  /** The stages that it reached, the first one first; one alone where the company keeps no history of stages. */
  readonly steps: readonly DealStep[];
}

export interface DealStep {
  /** From 0, in the order in which deals go through them. */
  readonly stage: number;
  /** Whether a partner had joined by the day on which the deal left the stage. */
  readonly attached: boolean;
  /** Whether it went on to the next stage, or out of the last one was won. */
  readonly advanced: boolean;
}

/** How deals become rows of a regression: a row a stage reached. */
export interface LiftDesign {
  readonly stages: number;
  /** What is adjusted for, by name. */
  readonly adjustedFor: readonly string[];
  /** Penalties of the columns; the first column says whether a partner had joined. */
  readonly ridge: readonly number[];
  row(deal: ClosedDeal, step: { stage: number; attached: boolean }): number[];
}

/** A kind of deals with fewer of them says nothing of its own. */
const LEAST_OF_KIND = 5;
const MOST_KINDS = 10;
/** As if each kind of deals differed from the average by a log-odds of about ±1 before any was seen. */
const TRAIT_RIDGE = 1;
const SIZE_RIDGE = 0.25;
const STAGE_RIDGE = 0.05;
/** Next to nothing: it only keeps the estimate finite where all deals with a partner were won. */
const PARTNER_RIDGE = 0.02;

/**
 * Columns: whether a partner had joined, the stage, the amount on a log scale and its square, and one for each of the
 * commonest kinds of each trait. Kinds are in the order of their names, so that the order of the deals changes nothing.
 */
export function designLift(deals: readonly ClosedDeal[]): LiftDesign {
  const stages = Math.max(1, ...deals.flatMap((deal) => deal.steps.map((step) => step.stage + 1)));
  const size = scaleSizes(deals);
  const names = [...new Set(deals.flatMap((deal) => Object.keys(deal.traits)))].sort();
  const kinds = names.flatMap((name) => {
    const common = listKinds(deals, name);
    return common.length > 1 ? common.map((kind) => ({ name, kind })) : [];
  });
  const later = Array.from({ length: stages - 1 }, (_, i) => i + 1);
  const isSized = deals.some((deal) => size(deal) !== 0);
  return {
    stages,
    adjustedFor: [
      ...(isSized ? ['amount'] : []),
      ...(stages > 1 ? ['stage at which the partner joined'] : []),
      ...new Set(kinds.map((one) => one.name)),
    ],
    ridge: [
      PARTNER_RIDGE,
      ...later.map(() => STAGE_RIDGE),
      SIZE_RIDGE,
      SIZE_RIDGE,
      ...kinds.map(() => TRAIT_RIDGE),
    ],
    row: (deal, { stage, attached }) => [
      attached ? 1 : 0,
      ...later.map((one) => (one === stage ? 1 : 0)),
      size(deal),
      size(deal) ** 2 / 2,
      ...kinds.map(({ name, kind }) => (deal.traits[name] === kind ? 1 : 0)),
    ],
  };
}

function scaleSizes(deals: readonly ClosedDeal[]): (deal: ClosedDeal) => number {
  const logOf = (deal: ClosedDeal) => Math.log(Math.max(deal.amountMinor, 100));
  const mean = deals.reduce((sum, deal) => sum + logOf(deal), 0) / deals.length;
  const spread = Math.sqrt(deals.reduce((sum, deal) => sum + (logOf(deal) - mean) ** 2, 0) / deals.length);
  // Equal amounts differ from their mean by a rounding error, which is no size.
  return spread > 1e-9 ? (deal) => (logOf(deal) - mean) / spread : () => 0;
}

function listKinds(deals: readonly ClosedDeal[], name: string): string[] {
  const counts = new Map<string, number>();
  for (const { traits } of deals) {
    const kind = traits[name];
    if (kind !== null && kind !== undefined) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count >= LEAST_OF_KIND)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, MOST_KINDS)
    .map(([kind]) => kind)
    .sort();
}
