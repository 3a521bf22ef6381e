import { drawCard, drawContainer, drawPlan, drawTask } from './cards.js';
import { el } from './dom.js';
import { drawElement, drawUnknown } from './elements.js';
import { drawRichText } from './rich-text.js';
import { drawTable } from './tables.js';
import { drawMarkdown, drawText } from './text.js';

/** @import { Around, Part } from './shapes.d.ts' */

let made = 0;

/**
 * Draws Block Kit. A block that the page does not know is a visible fault.
 * @param {readonly Part[]} blocks
 * @param {Omit<Around, 'blockId'>} around
 * @param {Record<string, string>} [errors] What is wrong at a field, by block.
 * @returns {HTMLElement[]}
 */
export function drawBlocks(blocks, around, errors = {}) {
  return blocks.map((block) => {
    const blockId = String(block.block_id ?? '');
    const drawn = drawBlock(block, { ...around, blockId }, errors[blockId]);
    drawn.dataset.block = block.type;
    return drawn;
  });
}

/** @param {Part} block @param {Around} around @param {string | undefined} error @returns {HTMLElement} */
function drawBlock(block, around, error) {
  switch (block.type) {
    case 'header':
      return el('h3', {}, ...drawText(block.text, around.names));
    case 'section':
      return drawSection(block, around);
    case 'context':
      return el(
        'div',
        { class: 'context' },
        ...block.elements.map((/** @type {Part} */ one) => drawSmall(one, around)),
      );
    case 'actions':
    case 'context_actions':
      return el(
        'div',
        { class: 'actions' },
        ...block.elements.map((/** @type {Part} */ one) => drawElement(one, around, { dispatch: true })),
      );
    case 'divider':
      return el('hr');
    case 'image':
      return drawImage(block, around);
    case 'input':
      return drawInput(block, around, error);
    case 'table':
    case 'data_table':
      return drawTable(block, around.names);
    case 'markdown':
      return el('div', { class: 'words' }, ...drawMarkdown(String(block.text ?? ''), around.names));
    case 'rich_text':
      return drawRichText(block, around.names);
    case 'card':
      return drawCard(block, around);
    case 'carousel':
      return el(
        'div',
        { class: 'cards' },
        ...block.elements.map((/** @type {Part} */ one) => drawCard(one, around)),
      );
    case 'container':
      return drawContainer(block, around, (inner) => drawBlocks(inner, around));
    case 'plan':
      return drawPlan(block, around.names);
    case 'task_card':
      return drawTask(block, around.names);
    case 'alert':
      return el('div', { class: 'alert', role: 'note' }, ...drawText(block.text, around.names));
    default:
      return drawUnknown(`block ${String(block.type)}`);
  }
}

/** @param {Part} block @param {Around} around */
function drawSection(block, around) {
  const fields = /** @type {Part[]} */ (block.fields ?? []);
  return el(
    'div',
    { class: block.accessory ? 'section with-accessory' : 'section' },
    el(
      'div',
      { class: 'words' },
      ...drawText(block.text, around.names),
      fields.length > 0 &&
        el(
          'div',
          { class: 'fields' },
          ...fields.map((field) => el('div', {}, ...drawText(field, around.names))),
        ),
    ),
    block.accessory &&
      (block.accessory.type === 'image'
        ? drawImage(block.accessory, around)
        : drawElement(block.accessory, around, { dispatch: true })),
  );
}

/** @param {Part} element @param {Around} around */
function drawSmall(element, around) {
  if (element.type === 'image') return drawImage(element, around);
  return el('span', {}, ...drawText(element, around.names));
}

/** Pictures of the page's own program alone: nothing is fetched from elsewhere. @param {Part} block @param {Around} around */
function drawImage(block, around) {
  const id = block.slack_file?.id;
  if (!id) return el('p', { class: 'small' }, `Picture: ${block.alt_text ?? ''}`);
  return el(
    'figure',
    {},
    el('img', { src: fileAddress(id, around.as), alt: block.alt_text ?? '' }),
    block.title && el('figcaption', {}, ...drawText(block.title, around.names)),
  );
}

/**
 * @param {string} id
 * @param {string} as
 */
export function fileAddress(id, as) {
  return `/files/${encodeURIComponent(id)}?as=${encodeURIComponent(as)}`;
}

/** @param {Part} block @param {Around} around @param {string | undefined} error */
function drawInput(block, around, error) {
  made += 1;
  const id = `field-${made}`;
  const control = drawElement(block.element, around, {
    labelled: id,
    dispatch: block.dispatch_action === true,
  });
  const hints = [];
  if (block.hint)
    hints.push(el('p', { class: 'small', id: `${id}-hint` }, ...drawText(block.hint, around.names)));
  if (error) hints.push(el('p', { class: 'error', id: `${id}-error`, role: 'alert' }, error));
  if (hints.length > 0) control.setAttribute('aria-describedby', hints.map((hint) => hint.id).join(' '));
  if (error) control.setAttribute('aria-invalid', 'true');
  if (!block.optional && control.matches('input, textarea, select'))
    control.setAttribute('aria-required', 'true');
  return el(
    'div',
    { class: 'field' },
    el(
      'div',
      { id, class: 'label' },
      ...drawText(block.label, around.names),
      block.optional && ' (optional)',
    ),
    control,
    ...hints,
  );
}
