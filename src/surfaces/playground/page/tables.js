import { el } from './dom.js';
import { drawRichText } from './rich-text.js';

/** @import { Part } from './shapes.d.ts' */

/**
 * A table whose first row names the columns. It scrolls by itself where it is wider than the page.
 * @param {Part} block
 * @param {Record<string, string>} names
 */
export function drawTable(block, names) {
  const [head = [], ...rows] = /** @type {Part[][]} */ (block.rows ?? []);
  return el(
    'div',
    {
      class: 'table',
      role: 'region',
      tabindex: '0',
      'aria-label': block.caption?.text ?? block.caption ?? 'Table',
    },
    el(
      'table',
      {},
      el('thead', {}, el('tr', {}, ...head.map((cell) => el('th', { scope: 'col' }, drawCell(cell, names))))),
      el(
        'tbody',
        {},
        ...rows.map((row) => el('tr', {}, ...row.map((cell) => el('td', {}, drawCell(cell, names))))),
      ),
    ),
  );
}

/** @param {Part} cell @param {Record<string, string>} names @returns {Node} */
function drawCell(cell, names) {
  if (cell.type === 'rich_text') return drawRichText(cell, names);
  return document.createTextNode(String(cell.text ?? cell.value ?? ''));
}
