/**
 * What Slack takes, in characters and items (docs.slack.dev, reference of Block Kit). `messageCharacters` is documented
 * nowhere: about 13,200 over all blocks of a message were taken, then `msg_blocks_too_long` (slackapi/bolt-js#2509).
 */
export const LIMITS = {
  blocks: 50,
  homeBlocks: 100,
  modalBlocks: 100,
  /** The same for the words of its buttons. */
  modalTitle: 24,
  options: 100,
  optionText: 75,
  optionValue: 150,
  messageCharacters: 12_000,
  fallbackText: 3_000,
  header: 150,
  section: 3_000,
  field: 2_000,
  fields: 10,
  contextText: 2_000,
  contextElements: 10,
  buttonText: 75,
  buttonValue: 2_000,
  buttonUrl: 3_000,
  actionElements: 25,
  blockId: 255,
  tableRows: 100,
  tableColumns: 20,
  tableCharacters: 10_000,
  /** Our own: a longer one makes the other cells of the row unreadable. */
  tableCell: 200,
  sessionTitle: 200,
} as const;

/** Cuts to a number of characters, with an ellipsis where something is missing; never through a surrogate pair. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const kept = text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '');
  // An entity cut in half would show as '&am'.
  return `${kept.replace(/&[a-z]{0,3}$/, '')}…`;
}
