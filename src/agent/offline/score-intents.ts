import type { Cue, Feature } from './cues.ts';
import type { IntentKind } from './intent.ts';

export interface Scored {
  readonly kind: IntentKind;
  readonly score: number;
}

/** Adds up the evidence for each intent; the strongest first, of equal ones the one that the cues name first. */
export function scoreIntents(seen: ReadonlySet<Feature>, cues: readonly Cue[]): readonly Scored[] {
  const scores = new Map<IntentKind, number>();
  for (const [kind, weight, ...wanted] of cues) {
    const fits = wanted.every((one) =>
      one.startsWith('!') ? !seen.has(one.slice(1) as Feature) : seen.has(one as Feature),
    );
    if (fits) scores.set(kind, (scores.get(kind) ?? 0) + weight);
  }
  return [...scores].map(([kind, score]) => ({ kind, score })).sort((a, b) => b.score - a.score);
}
