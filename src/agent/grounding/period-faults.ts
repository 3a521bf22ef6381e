import { readPeriod } from '../../company/periods.ts';
import type { Evidence } from './evidence.ts';

const LABEL =
  /\b(q[1-4]|h[12])\b(?:[ /-]?(?:of )?(?:fy|fiscal (?:year )?)?[ ']?(\d{4}|\d{2})\b)?|\b(?:fy|fiscal (?:year )?)[ ']?(\d{4}|\d{2})\b/gi;
const RELATIVE = /\b(?:last|this|previous|current|past) (?:fiscal )?(?:quarter|year|half|half[- ]year)\b/gi;

/** The names of periods in a sentence that are not the turn's periods. */
export function findPeriodFaults(
  sentence: string,
  evidence: Evidence,
  fiscalYearStarts: number | null,
): string[] {
  const known = evidence.leaves.flatMap((leaf) => readLabels(leaf.text).map((one) => one.label));
  const faults = readLabels(sentence)
    .filter(
      ({ label }) =>
        !known.some(
          (one) =>
            one === label ||
            one.startsWith(`${label} `) ||
            (label.startsWith('fy') && one.endsWith(` ${label}`)),
        ),
    )
    .map((one) => one.text);
  const starts = evidence.leaves.filter((leaf) => leaf.path.at(-1) === 'from').map((leaf) => leaf.text);
  if (starts.length === 0 || fiscalYearStarts === null) return faults;
  for (const match of sentence.matchAll(RELATIVE)) {
    const phrase = match[0]
      .replace(/previous/i, 'last')
      .replace(/current/i, 'this')
      .replace(/^past/i, 'last');
    const period = readPeriod(phrase, { today: evidence.today, fiscalYearStarts });
    if (period && !starts.includes(period.from)) faults.push(match[0]);
  }
  return faults;
}

function readLabels(text: string): { text: string; label: string }[] {
  return [...text.matchAll(LABEL)].map((match) => {
    const year = match[2] ?? match[3];
    const full = year === undefined ? '' : `fy${year.length === 2 ? `20${year}` : year}`;
    return { text: match[0], label: [match[1]?.toLowerCase() ?? '', full].filter(Boolean).join(' ') };
  });
}
