import { el } from './dom.js';
import { readMrkdwn } from './mrkdwn.js';

/** @import { Part, Words } from './shapes.d.ts' */

const TAGS = /** @type {const} */ ({ bold: 'strong', italic: 'em', strike: 's', quote: 'blockquote' });

/**
 * Slack's mrkdwn as nodes.
 * @param {string} text
 * @param {Record<string, string>} names
 * @returns {Node[]}
 */
export function drawMrkdwn(text, names) {
  return readMrkdwn(text, names).map(drawWords);
}

/**
 * A text object of Block Kit: plain, or mrkdwn.
 * @param {Part | undefined} text
 * @param {Record<string, string>} names
 * @returns {Node[]}
 */
export function drawText(text, names) {
  if (!text) return [];
  const words = String(text.text ?? '');
  return text.type === 'mrkdwn' ? drawMrkdwn(words, names) : [document.createTextNode(words)];
}

/** @param {Words} words @returns {Node} */
function drawWords(words) {
  switch (words.kind) {
    case 'text':
      return document.createTextNode(words.text);
    case 'code':
      return el('code', {}, words.text);
    case 'pre':
      return el('pre', {}, words.text);
    case 'mention':
      return el('span', { class: 'mention' }, words.text);
    case 'link':
      return el('a', { href: words.url, target: '_blank', rel: 'noopener noreferrer' }, words.text);
    default:
      return el(TAGS[words.kind], {}, ...words.inner.map(drawWords));
  }
}

/**
 * The Markdown of a `markdown` block or chunk: headings, lists and bold as mrkdwn has them.
 * @param {string} markdown
 * @param {Record<string, string>} names
 */
export function drawMarkdown(markdown, names) {
  const restyled = markdown
    .replace(/^#{1,6}[ \t]+(.+)$/gm, '*$1*')
    .replace(/^([ \t]*)[-*+][ \t]+/gm, '$1• ')
    .replace(/\*\*([^*\n]+)\*\*/g, '*$1*');
  return drawMrkdwn(restyled, names);
}
