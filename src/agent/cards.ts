import type { Card } from './types.ts';

/** A card and the tool that drew it. */
export interface DrawnCard {
  readonly tool: string;
  readonly card: Card;
}

/** Tools that are mostly asked on the way to something else. */
const ON_THE_WAY = new Set(['list_opportunities']);

/** The cards of an answer: what was looked up on the way is drawn only where nothing else is. */
export function chooseCards(drawn: readonly DrawnCard[]): Card[] {
  const chosen = drawn.filter((one) => !ON_THE_WAY.has(one.tool));
  return (chosen.length > 0 ? chosen : drawn).map((one) => one.card);
}
