import { el } from './dom.js';
import { safeUrl } from './mrkdwn.js';

/** @import { Part } from './shapes.d.ts' */

/**
 * A `rich_text` block: paragraphs, lists, quotes and code.
 * @param {Part} block
 * @param {Record<string, string>} names
 */
export function drawRichText(block, names) {
  const parts = /** @type {Part[]} */ (block.elements ?? []);
  return el('div', { class: 'words' }, ...parts.map((part) => drawPart(part, names)));
}

/** @param {Part} part @param {Record<string, string>} names @returns {HTMLElement} */
function drawPart(part, names) {
  const inner = /** @type {Part[]} */ (part.elements ?? []);
  switch (part.type) {
    case 'rich_text_list':
      return el(
        part.style === 'ordered' ? 'ol' : 'ul',
        {},
        ...inner.map((one) => el('li', {}, drawPart(one, names))),
      );
    case 'rich_text_quote':
      return el('blockquote', {}, ...inner.map((one) => drawRun(one, names)));
    case 'rich_text_preformatted':
      return el('pre', {}, ...inner.map((one) => drawRun(one, names)));
    default:
      return el('span', {}, ...inner.map((one) => drawRun(one, names)));
  }
}

/** @param {Part} run @param {Record<string, string>} names @returns {Node} */
function drawRun(run, names) {
  if (run.type === 'user') return el('span', { class: 'mention' }, `@${names[run.user_id] ?? 'somebody'}`);
  const url = run.type === 'link' ? safeUrl(String(run.url)) : null;
  const words = String(run.text ?? run.url ?? run.name ?? '');
  if (url) return el('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, words);
  /** @type {Node} */
  let node = document.createTextNode(words);
  const style = run.style ?? {};
  for (const [name, tag] of [
    ['code', 'code'],
    ['strike', 's'],
    ['italic', 'em'],
    ['bold', 'strong'],
  ])
    if (name && tag && style[name]) node = el(tag, {}, node);
  return node;
}
