import { keyOf, nameControl } from './controls.js';
import { el } from './dom.js';
import { drawMenu } from './menus.js';
import { safeUrl } from './mrkdwn.js';
import { drawText } from './text.js';

/** @import { Around, Part } from './shapes.d.ts' */

const SUGGEST_AFTER_MS = 300;
const CHARACTER_AFTER_MS = 500;
let made = 0;

/** @type {Record<string, string>} */
const INPUT_TYPES = {
  plain_text_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'number',
  datepicker: 'date',
  timepicker: 'time',
};

/**
 * Draws one element of Block Kit that a person can use. One that the page does not know is a visible fault.
 * @param {Part} element
 * @param {Around} around
 * @param {{ labelled?: string, dispatch?: boolean }} [look] The id of the label; whether an entry is told at once.
 * @returns {HTMLElement}
 */
export function drawElement(element, around, look = {}) {
  if (element.type === 'button') return drawButton(element, around);
  if (element.type === 'feedback_buttons') return drawFeedback(element, around);
  if (element.type === 'icon_button') return drawButton(element, around);
  if (element.type === 'external_select') return drawSearch(element, around, look);
  if (element.type in INPUT_TYPES) return drawEntry(element, around, look);
  return drawMenu(element, around, look) ?? drawUnknown(`element ${String(element.type)}`);
}

/**
 * What the page cannot draw is said, so that a test or a person sees it.
 * @param {string} what
 */
export function drawUnknown(what) {
  return el('p', { class: 'fault', 'data-fault': what }, `This page cannot draw: ${what}`);
}

/**
 * @param {Part} element
 * @param {Around} around
 * @param {Part} [part] What is told, where it is a part of the element.
 * @returns {HTMLElement}
 */
function drawButton(element, around, part = element) {
  const url = safeUrl(String(element.url ?? ''));
  const style = ['primary', 'danger'].includes(element.style) ? element.style : 'plain';
  return el(
    'button',
    {
      type: 'button',
      class: `button ${style}`,
      'data-action-id': element.action_id,
      'data-block-id': around.blockId,
      'data-value': part.value,
      'aria-label': part.accessibility_label,
      onclick: () => {
        if (!agree(element.confirm)) return;
        around.use({ ...part, type: element.type, action_id: element.action_id, block_id: around.blockId });
        if (url) window.open(url, '_blank', 'noopener,noreferrer');
      },
    },
    ...drawText(part.text, around.names),
  );
}

/** @param {Part} element @param {Around} around */
function drawFeedback(element, around) {
  const buttons = [element.positive_button, element.negative_button].filter(Boolean);
  return el('span', { class: 'feedback' }, ...buttons.map((part) => drawButton(element, around, part)));
}

/** @param {Part | undefined} confirm */
function agree(confirm) {
  return !confirm || window.confirm(`${confirm.title?.text ?? ''}\n\n${confirm.text?.text ?? ''}`);
}

/** @param {Part} element @param {Around} around @param {{ labelled?: string, dispatch?: boolean }} look */
function drawEntry(element, around, look) {
  const control = /** @type {HTMLInputElement | HTMLTextAreaElement} */ (
    el(element.multiline ? 'textarea' : 'input', {
      ...nameControl(element, around, look),
      type: element.multiline ? undefined : INPUT_TYPES[element.type],
      placeholder: element.placeholder?.text,
      maxlength: element.max_length,
      min: element.min_value,
      max: element.max_value,
      step: element.type === 'number_input' && element.is_decimal_allowed ? 'any' : undefined,
      rows: element.multiline ? 4 : undefined,
    })
  );
  control.value = String(element.initial_value ?? element.initial_date ?? element.initial_time ?? '');
  const read = () => ({ type: element.type, [contentName(element.type)]: control.value || null });
  around.inputs.set(keyOf(element, around), read);
  const tell = () => around.use({ ...read(), action_id: element.action_id, block_id: around.blockId });
  if (look.dispatch) tellEntries(element, control, tell);
  return control;
}

/** @param {Part} element @param {HTMLElement} control @param {() => void} tell */
function tellEntries(element, control, tell) {
  const on = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  if (!INPUT_TYPES[element.type]?.match(/^(?:text|email|url|number)$/)) {
    control.addEventListener('change', tell);
    return;
  }
  if (on.includes('on_character_entered')) control.addEventListener('input', later(tell, CHARACTER_AFTER_MS));
  if (on.includes('on_enter_pressed'))
    control.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || element.multiline) return;
      event.preventDefault();
      tell();
    });
}

/** @param {string} type */
function contentName(type) {
  if (type === 'datepicker') return 'selected_date';
  return type === 'timepicker' ? 'selected_time' : 'value';
}

/**
 * A menu that asks the program while a person types.
 * @param {Part} element @param {Around} around @param {{ labelled?: string, dispatch?: boolean }} look
 */
function drawSearch(element, around, look) {
  made += 1;
  const list = el('datalist', { id: `offers-${made}` });
  const control = /** @type {HTMLInputElement} */ (
    el('input', {
      ...nameControl(element, around, look),
      list: list.id,
      placeholder: element.placeholder?.text,
      autocomplete: 'off',
    })
  );
  /** @type {Part[]} */
  let options = element.initial_option ? [element.initial_option] : [];
  control.value = element.initial_option?.text?.text ?? '';
  const chosen = () => options.find((option) => option.text.text === control.value) ?? null;
  const ask = async () => {
    const { blockId } = around;
    const offered = await around.suggest?.({ blockId, actionId: element.action_id, text: control.value });
    options =
      offered?.options ?? (offered?.option_groups ?? []).flatMap((/** @type {Part} */ one) => one.options);
    list.replaceChildren(...options.map((option) => el('option', { value: option.text.text })));
  };
  const askLater = later(ask, SUGGEST_AFTER_MS);
  control.addEventListener('input', () => {
    if (!chosen()) askLater();
    else if (look.dispatch) tell();
  });
  const tell = () =>
    around.use({
      type: element.type,
      action_id: element.action_id,
      block_id: around.blockId,
      selected_option: chosen(),
    });
  around.inputs.set(keyOf(element, around), () => ({ type: element.type, selected_option: chosen() }));
  return el('span', { class: 'search' }, control, list);
}

/** @param {() => unknown} work @param {number} afterMs */
function later(work, afterMs) {
  /** @type {number | undefined} */
  let timer;
  return () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(work, afterMs);
  };
}
