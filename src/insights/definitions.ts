import type { RowsMeasure } from './types.ts';

/** How a figure is made, in words: what is counted, over what, and how sure it is. */
export interface Definition {
  readonly label: string;
  readonly numerator: string;
  readonly denominator: string | null;
  readonly interval: string | null;
}

/** The glossary's definitions in a line each. */
export const DEFINITIONS: Readonly<Record<RowsMeasure, Definition>> = {
  sourced: {
    label: 'sourced revenue',
    numerator: 'amounts of won deals that a partner is the source of',
    denominator: null,
    interval: null,
  },
  influenced: {
    label: 'influenced revenue',
    numerator: 'amounts of won deals that a partner influenced and did not source',
    denominator: null,
    interval: null,
  },
  attached: {
    label: 'attached revenue',
    numerator: 'amounts of won deals that a partner sourced or influenced',
    denominator: null,
    interval: null,
  },
  attributed: {
    label: 'attributed revenue',
    numerator: 'shares of won deals by equal credit to each touch, our own touches included',
    denominator: null,
    interval: null,
  },
  win_rate: {
    label: 'win rate',
    numerator: 'deals won in the period',
    denominator: 'deals won or lost in the period',
    interval: 'Wilson, 90%',
  },
  lift: {
    label: 'lift of the win rate',
    numerator: 'chance of winning with a partner less that of like deals without one',
    denominator: 'closed deals with a partner, over all time',
    interval: 'delta method, 90%',
  },
  ropi: {
    label: 'ROPI',
    numerator: 'margin of attached won deals less costs',
    denominator: 'costs of the period',
    interval: 'of the incremental line alone: that of the lift, 90%',
  },
  costs: { label: 'costs', numerator: 'costs incurred in the period', denominator: null, interval: null },
  psat: {
    label: 'PSAT',
    numerator: 'survey answers of 4 or 5',
    denominator: 'survey answers of the period',
    interval: 'Wilson, 90%',
  },
  ttv: {
    label: 'time to value',
    numerator: 'days from joining to the first attached win',
    denominator: 'partners that have joined, those without a win counted as still waiting',
    interval: 'Kaplan-Meier median, 90%',
  },
  cltv: {
    label: 'CLTV',
    numerator: 'monthly margin of customers while they stay, discounted at 10% a year',
    denominator: 'customers with a subscription, attached from the day of attachment on',
    interval: 'difference of restricted means, 90%',
  },
  tier: {
    label: 'tier by contribution',
    numerator: 'share of each target that was met, by weight',
    denominator: "the company's targets, scaled to the period",
    interval: null,
  },
  attach_rate: {
    label: 'attach rate',
    numerator: 'won deals that a partner sourced or influenced',
    denominator: 'deals won in the period',
    interval: null,
  },
  deal_size: {
    label: 'deal size',
    numerator: 'median amount of deals won in the period',
    denominator: null,
    interval: null,
  },
  time_to_close: {
    label: 'time to close',
    numerator: 'median days from creation to close of deals won in the period',
    denominator: null,
    interval: null,
  },
};
