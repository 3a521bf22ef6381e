import type { LedgerCounts, LedgerEntry } from './types.ts';

/** From this many more favours on one side, and twice those of the other, it is said. */
const UNEVEN_BY = 3;

/** What the counts of one partner come to. Programme rights (registrations, funds) count as help, each once. */
export function balanceLedger(counts: LedgerCounts): LedgerEntry {
  const theyHelped = counts.dealsHelped + counts.introsGiven + counts.theyGave;
  const weHelped = counts.registrationsGranted + counts.fundsGranted + counts.campaigns + counts.weGave;
  return {
    ...counts,
    theyHelped,
    weHelped,
    balance: weHelped - theyHelped,
    warning: warn(counts, { theyHelped, weHelped }),
  };
}

/** 'they helped us 5 times, we helped them once' */
export function describeBalance(entry: Pick<LedgerEntry, 'theyHelped' | 'weHelped'>): string {
  return `they helped us ${times(entry.theyHelped)}, we helped them ${times(entry.weHelped)}`;
}

function warn(
  counts: LedgerCounts,
  sums: { readonly theyHelped: number; readonly weHelped: number },
): string | null {
  const { theyHelped, weHelped } = sums;
  const uneven = (more: number, less: number) => more - less >= UNEVEN_BY && more >= 2 * less;
  if (uneven(theyHelped, weHelped)) return 'We owe them: give something before the next ask.';
  const waiting = counts.asked - counts.accepted - counts.declined;
  if (waiting >= UNEVEN_BY) return `${waiting} asks of ours wait for their answer: do not add another.`;
  return uneven(weHelped, theyHelped) ? 'They have had more than they gave: an ask is fair.' : null;
}

function times(n: number): string {
  if (n === 0) return 'never';
  return n === 1 ? 'once' : `${n} times`;
}
