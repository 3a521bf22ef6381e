import { formAction, NOTHING } from '../home/work-step.ts';
import type { Rendered } from './blocks.ts';
import { compact } from './cards.ts';
import { toInline } from './escape.ts';
import { cut, LIMITS } from './limits.ts';
import { button, context, section } from './pieces.ts';

/** What came up at one time is read in half a minute; the rest stands on the Home tab. */
const MOST_LINES = 15;

/** A message of the program's own accord: a sentence a line, and how not to get more of the kind. */
export function renderOwnMessage(lines: readonly string[]): Rendered {
  const told = lines.slice(0, MOST_LINES).map((line) => section(toInline(line)));
  const hidden = lines.length - told.length;
  const preferences = button({
    actionId: formAction('preferences'),
    words: 'What I tell you',
    value: NOTHING,
  });
  return {
    text: cut(lines.map(toInline).join('\n'), LIMITS.fallbackText),
    blocks: compact([
      ...told,
      hidden > 0 ? context([`And ${hidden} more: open my Home tab.`]) : null,
      { type: 'actions', elements: [preferences] },
    ]),
  };
}
