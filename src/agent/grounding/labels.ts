import { plainWords } from '../../names.ts';
import type { KnownQuantity } from './evidence.ts';
import type { Quantity } from './read-quantities.ts';
import type { Part } from './split-words.ts';

const DAY_CUES: readonly (readonly [RegExp, RegExp])[] = [
  [/\b(?:up to|not including|until|expir\w+|ends?|lapses?|runs? out)\b/gi, /expires|until|^to$|valid|end/],
  [/\bsubmitted\b/gi, /submitted|since/],
  [/\bactivity\b/gi, /activity/],
  [/\bclos(?:es?|ing|ed)\b/gi, /close/],
  [/\bsince\b/gi, /since|from|joined|start|seen|created/],
  [/\bdue\b/gi, /due|_by/],
  [/\b(?:decided|approved) on\b/gi, /decided|approved|since/],
];

const AMOUNT_LABELS = ['sourced', 'influenced', 'attached', 'attributed', 'direct', 'won'];

/** A figure of the right record under the wrong name: the sourced as the influenced, the submitted as the end. */
export function isLabelledOtherwise(
  part: Part,
  quantity: Quantity,
  known: readonly KnownQuantity[],
): boolean {
  const all = known.map((one) =>
    one.anywhere ? null : String(one.path.findLast((step) => typeof step === 'string') ?? ''),
  );
  const keys = all.some((key) => key !== 'label') ? all.filter((key) => key !== 'label') : all;
  if (
    keys.some((key) => key === null || /^(?:why|text|quote|remedy|reads|summary|label|body|title)$/.test(key))
  )
    return false;
  const before = part.text.slice(Math.max(0, quantity.start - part.start - 40), quantity.start - part.start);
  if (quantity.kind === 'date') {
    const cues = DAY_CUES.flatMap(([cue, key]) =>
      [...before.matchAll(cue)].map((match) => ({ at: match.index, key })),
    );
    const cue = cues.sort((a, b) => b.at - a.at)[0];
    return cue !== undefined && !keys.some((key) => cue.key.test(key ?? ''));
  }
  if (quantity.kind !== 'amount') return false;
  const end = quantity.end - part.start;
  const said = plainWords(
    `${before.split(/[,;:(]| and /).at(-1) ?? ''} ${part.text.slice(end, end + 30).split(/[,;:)]/)[0] ?? ''}`,
  );
  const labels = AMOUNT_LABELS.filter((label) => said.includes(label));
  return (
    labels.length > 0 &&
    keys.some((key) => AMOUNT_LABELS.includes(key ?? '')) &&
    !labels.some((label) => keys.includes(label))
  );
}
