import { compareFigures, describeDifference } from '../attribution/describe-changes.ts';
import { describePartner, type MeasureText } from './describe-measures.ts';
import type { Scorecard, ScoreFigures } from './scorecard-types.ts';

type MoneyText = (minor: number) => string;

/** A line of a scorecard: the figure, that of the period before, and what changed. */
export interface ScoreText {
  readonly label: string;
  readonly now: string;
  /** Null for what stands outside of periods. */
  readonly before: string | null;
  /** Such as `+€20,000, +20%`; null where a difference says nothing. */
  readonly change: string | null;
}

/** A scorecard as lines; what the reader may not see is left out. */
export function describeScorecard(card: Scorecard, money: MoneyText): ScoreText[] {
  const now = describeFigures(card.now, card.ttvDays, money);
  const before = new Map(describeFigures(card.before, card.ttvDays, money).map((one) => [one.label, one]));
  const changes = new Map(changesOf(card, money));
  return [
    ...now.map(({ label, text }) => ({
      label,
      now: text,
      before: label === 'time to value' ? null : (before.get(label)?.text ?? null),
      change: changes.get(label) ?? null,
    })),
    {
      label: 'open deals',
      now: card.open.deals === 0 ? 'none' : `${card.open.deals} worth ${money(card.open.amountMinor)}`,
      before: null,
      change: null,
    },
  ];
}

/** The lines as facts of a card: the figure, and in brackets what it was before. */
export function toScorecardFacts(lines: readonly ScoreText[]): MeasureText[] {
  return lines.map(({ label, now, before, change }) => ({
    label,
    text:
      before === null
        ? now
        : before === now
          ? `${now}; the same before`
          : `${now}; before: ${before}${change === null ? '' : ` (${change})`}`,
  }));
}

function describeFigures(figures: ScoreFigures, ttvDays: number | null, money: MoneyText): MeasureText[] {
  const { registrations, certificates, measures } = figures;
  return [
    ...(measures ? describePartner(measures, money) : describeOwn(figures, ttvDays, money)),
    { label: 'won deals with it', text: String(figures.deals) },
    {
      label: 'registrations',
      text: `${registrations.submitted} submitted, ${registrations.approved} approved, ${registrations.rejected} rejected`,
    },
    { label: 'certificates', text: `${certificates.valid} valid on ${certificates.on}` },
  ];
}

/** What a partner reads of itself. */
function describeOwn(figures: ScoreFigures, ttvDays: number | null, money: MoneyText): MeasureText[] {
  const { winRate, psat } = figures;
  const percent = (share: number | null) => `${Math.round((share ?? 0) * 100)}%`;
  return [
    { label: 'sourced', text: money(figures.sourcedMinor) },
    { label: 'influenced', text: money(figures.influencedMinor) },
    {
      label: 'win rate',
      text:
        winRate.rate === null
          ? 'not known, no closed deals'
          : `${percent(winRate.rate)} (${winRate.won} won, ${winRate.lost} lost; 90% interval ${percent(winRate.low)} to ${percent(winRate.high)})`,
    },
    {
      label: 'PSAT',
      text:
        psat.share === null
          ? `withheld, survey answers: ${psat.n}`
          : `${percent(psat.share)} of ${psat.n} answers`,
    },
    { label: 'time to value', text: ttvDays === null ? 'not reached' : `${ttvDays} days` },
  ];
}

function changesOf({ now, before }: Scorecard, money: MoneyText): [string, string][] {
  const pairs: [string, number | null, number | null][] = [
    ['sourced', now.sourcedMinor, before.sourcedMinor],
    ['influenced', now.influencedMinor, before.influencedMinor],
    ['attributed', now.measures?.attributedMinor ?? null, before.measures?.attributedMinor ?? null],
  ];
  return pairs.flatMap(([label, to, from]): [string, string][] =>
    to === null || from === null || to === from
      ? []
      : [[label, describeDifference(compareFigures(to, from), money)]],
  );
}
