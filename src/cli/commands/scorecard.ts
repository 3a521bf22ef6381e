import type { Scope } from '../../access/types.ts';
import { chartScorecard } from '../../charts/chart-scorecard.ts';
import { describeScorecard } from '../../insights/describe-scorecard.ts';
import type { Scorecard, ScoreFigures } from '../../insights/scorecard-types.ts';
import type { Scorecards } from '../../insights/scorecards.ts';
import { formatMoney, toDecimal } from '../../money.ts';
import { type Output, writeJson } from '../output.ts';
import { writeTable } from './answer-text.ts';
import { drawCharts } from './revenue.ts';

/** One partner's figures beside those of the period before. */
export async function showScorecard(
  parts: { scorecards: Scorecards; output: Output },
  request: {
    scope: Scope;
    partnerId: string;
    from: string | undefined;
    to: string | undefined;
    charts: string | undefined;
    json: boolean;
  },
): Promise<number> {
  const card = await parts.scorecards.scorecard(request.scope, request);
  drawCharts(parts.output, chartScorecard(card), request.charts);
  if (request.json) {
    writeJson(parts.output, shapeScorecard(card));
    return 0;
  }
  const { partner, now, before } = card;
  const money = (minor: number) => formatMoney({ minor, currency: card.currency });
  parts.output.out(`${partner.name}: ${now.period.label}${card.unfinished ? ', not over yet' : ''}\n`);
  parts.output.out(
    `${writeTable(
      ['', now.period.label, before.period.label, 'Change'],
      describeScorecard(card, money).map((line) => [
        line.label,
        line.now,
        line.before ?? '',
        line.change ?? '',
      ]),
    )}\n`,
  );
  return 0;
}

function shapeScorecard(card: Scorecard) {
  const decimal = (minor: number | null) =>
    minor === null ? null : toDecimal({ minor, currency: card.currency });
  const figures = (of: ScoreFigures) => ({
    period: of.period,
    sourced: decimal(of.sourcedMinor),
    influenced: decimal(of.influencedMinor),
    attached: decimal(of.attachedMinor),
    attributed: decimal(of.measures?.attributedMinor ?? null),
    deals: of.deals,
    costs: decimal(of.measures?.costMinor ?? null),
    ropi: of.measures?.ropi.attached ?? null,
    ropi_attributed: of.measures?.ropi.attributed ?? null,
    ropi_incremental: of.measures?.ropi.incremental ?? null,
    ropi_why: of.measures?.ropi.why ?? null,
    win_rate: of.winRate,
    psat: of.psat,
    registrations: of.registrations,
    certificates: of.certificates,
  });
  return {
    partner_id: card.partner.partnerId,
    name: card.partner.name,
    archetype: card.partner.archetype,
    tier: card.partner.tier,
    joined_on: card.partner.joinedOn,
    currency: card.currency,
    now: figures(card.now),
    before: figures(card.before),
    ttv_days: card.ttvDays,
    open: { deals: card.open.deals, amount: decimal(card.open.amountMinor) },
    unfinished: card.unfinished,
  };
}
