import type { types } from '@slack/bolt';
import { toPlain } from './escape.ts';
import { cut, LIMITS } from './limits.ts';

/** Our own mrkdwn, already safe. `verbatim` keeps Slack from making links and mentions of words in it. */
export function section(mrkdwn: string): types.SectionBlock {
  return { type: 'section', text: mrkdwnText(cut(mrkdwn, LIMITS.section)) };
}

/** Others' text that stands alone. */
export function plainSection(text: string): types.SectionBlock {
  return { type: 'section', text: plainText(cut(toPlain(text) || '–', LIMITS.section)) };
}

export function header(title: string): types.HeaderBlock {
  return { type: 'header', text: plainText(cut(toPlain(title) || '–', LIMITS.header)) };
}

/** Small print. Blank lines are left out; null where nothing is left. */
export function context(lines: readonly string[]): types.ContextBlock | null {
  const elements = lines
    .filter((line) => line.trim())
    .slice(0, LIMITS.contextElements)
    .map((line) => mrkdwnText(cut(line, LIMITS.contextText)));
  return elements.length > 0 ? { type: 'context', elements } : null;
}

export function button(look: {
  actionId: string;
  words: string;
  value?: string;
  url?: string;
  style?: 'primary' | 'danger';
}): types.Button {
  return {
    type: 'button',
    action_id: look.actionId,
    text: plainText(cut(toPlain(look.words), LIMITS.buttonText)),
    ...(look.value === undefined ? {} : { value: look.value }),
    ...(look.url === undefined ? {} : { url: look.url }),
    ...(look.style === undefined ? {} : { style: look.style }),
  };
}

export function mrkdwnText(mrkdwn: string): types.MrkdwnElement {
  return { type: 'mrkdwn', text: mrkdwn || '–', verbatim: true };
}

function plainText(text: string): types.PlainTextElement {
  return { type: 'plain_text', text, emoji: false };
}

/** Splits a long text at paragraphs, then lines, then words, into pieces that each fit a block. */
export function splitText(text: string, limit: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > limit) {
    const window = rest.slice(0, limit);
    const at = [window.lastIndexOf('\n\n'), window.lastIndexOf('\n'), window.lastIndexOf(' ')].find(
      (position) => position > limit / 2,
    );
    const head = at === undefined ? cut(rest, limit).slice(0, -1) : rest.slice(0, at);
    pieces.push(head.trim());
    rest = rest.slice(head.length).trimStart();
  }
  if (rest.trim()) pieces.push(rest.trim());
  return pieces.filter(Boolean);
}
