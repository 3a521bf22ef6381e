import type { Scorecard, ScoreFigures } from '../insights/scorecard-types.ts';
import { moneyPoint } from './money-point.ts';
import type { Chart } from './types.ts';

/** A partner's revenue in two periods. None where there was nothing in either. */
export function chartScorecard(card: Scorecard): Chart[] {
  const { now, before, currency } = card;
  if (now.attachedMinor === 0 && before.attachedMinor === 0) return [];
  const showsCredit = now.measures !== null && before.measures !== null;
  const points = (figures: ScoreFigures) =>
    [
      figures.sourcedMinor,
      figures.influencedMinor,
      figures.attachedMinor,
      ...(showsCredit ? [figures.measures?.attributedMinor ?? 0] : []),
    ].map((minor) => moneyPoint(minor, currency));
  return [
    {
      kind: 'bar',
      title: `${card.partner.name}, ${now.period.label} against ${before.period.label}`,
      unit: currency,
      labels: ['Sourced', 'Influenced', 'Attached', ...(showsCredit ? ['Attributed'] : [])],
      series: [
        { name: before.period.label, earlier: true, points: points(before) },
        { name: now.period.label, points: points(now) },
      ],
    },
  ];
}
