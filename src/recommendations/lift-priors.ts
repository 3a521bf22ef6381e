import { SIGNAL_NAMES } from './signals.ts';
import type { SignalName, Signals } from './types.ts';

/**
 * What signals are worth before any history, as log-odds. A company's own strength of all signals together is learnt as
 * one number (1: as here), then what each is worth beyond that; so a little history can already say 'less than usual'.
 */
export const PRIOR_WEIGHTS: Readonly<Record<SignalName, number>> = {
  overlap_customer: 0.5,
  overlap_open: 0.3,
  overlap_prospect: 0.05,
  recency: 0.25,
  contacts: 0.2,
  needs: 0.4,
  industry: 0.3,
  region: 0.2,
  product: 0.15,
  certification: 0.15,
  integration: 0.2,
};

/** `joined` is what all partners have in common, `signals` the strength of all signals together. */
export type SharedEffect = SignalName | 'joined' | 'signals';

export const SHARED_EFFECTS: readonly SharedEffect[] = ['joined', 'signals', ...SIGNAL_NAMES];

export const SHARED_PRIORS = {
  joined: { mean: 0.05, sd: 0.5 },
  signals: { mean: 1, sd: 0.8 },
  each: { mean: 0, sd: 0.3 },
} as const;

/** What multiplies a shared effect for a partner with these signals. */
export function shareOfSignals(name: SharedEffect, signals: Signals): number {
  if (name === 'joined') return 1;
  if (name !== 'signals') return signals[name];
  return SIGNAL_NAMES.reduce((sum, one) => sum + PRIOR_WEIGHTS[one] * signals[one], 0);
}
