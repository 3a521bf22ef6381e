import { el } from './dom.js';
import { drawElement } from './elements.js';
import { drawRichText } from './rich-text.js';
import { drawText } from './text.js';

/** @import { Around, Part } from './shapes.d.ts' */

/** What is said of a step that has a state. */
export const TASK_WORDS = /** @type {Record<string, string>} */ ({
  pending: 'waiting',
  in_progress: 'running',
  complete: 'done',
  error: 'failed',
});

/**
 * A card: a title, a few words and buttons.
 * @param {Part} block
 * @param {Around} around
 */
export function drawCard(block, around) {
  const actions = /** @type {Part[]} */ (block.actions ?? []);
  return el(
    'div',
    { class: 'card' },
    el('strong', {}, ...drawText(block.title, around.names)),
    el('div', { class: 'small' }, ...drawText(block.subtitle, around.names)),
    el('div', { class: 'words' }, ...drawText(block.body, around.names)),
    actions.length > 0 &&
      el('div', { class: 'actions' }, ...actions.map((one) => drawElement(one, around, { dispatch: true }))),
  );
}

/**
 * Other blocks under a title; folded where it says so.
 * @param {Part} block
 * @param {Around} around
 * @param {(blocks: Part[]) => HTMLElement[]} drawInner
 */
export function drawContainer(block, around, drawInner) {
  const title = block.rich_text_title
    ? [drawRichText(block.rich_text_title, around.names)]
    : drawText(block.title, around.names);
  const inner = [
    el('div', { class: 'small' }, ...drawText(block.subtitle, around.names)),
    ...drawInner(block.child_blocks ?? []),
  ];
  if (!block.is_collapsible) return el('div', { class: 'card' }, el('strong', {}, ...title), ...inner);
  return el(
    'details',
    { class: 'card', open: !block.default_collapsed },
    el('summary', {}, ...title),
    ...inner,
  );
}

/**
 * A step of a plan, with its state in words.
 * @param {Part} block
 * @param {Record<string, string>} names
 */
export function drawTask(block, names) {
  return el(
    'div',
    { class: 'tasks' },
    `${block.title} `,
    el('span', { class: 'small' }, TASK_WORDS[block.status] ?? ''),
    block.details && drawRichText(block.details, names),
    block.output && drawRichText(block.output, names),
  );
}

/**
 * @param {Part} block
 * @param {Record<string, string>} names
 */
export function drawPlan(block, names) {
  const tasks = /** @type {Part[]} */ (block.tasks ?? []);
  return el(
    'div',
    { class: 'card' },
    el('strong', {}, String(block.title)),
    el('ol', {}, ...tasks.map((task) => el('li', {}, drawTask(task, names)))),
  );
}
