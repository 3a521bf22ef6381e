import { keyOf, nameControl } from './controls.js';
import { el } from './dom.js';
import { drawText } from './text.js';

/** @import { Around, Part } from './shapes.d.ts' */

/**
 * Draws what offers options: menus, radio buttons, boxes and the overflow menu. Null for any other element.
 * @param {Part} element
 * @param {Around} around
 * @param {{ labelled?: string, dispatch?: boolean }} look
 * @returns {HTMLElement | null}
 */
export function drawMenu(element, around, look) {
  switch (element.type) {
    case 'static_select':
    case 'overflow':
      return drawSelect(element, around, look);
    case 'users_select':
      return drawSelect({ ...element, options: listUsers(around) }, around, look);
    case 'multi_static_select':
    case 'checkboxes':
      return drawChoices(element, around, { ...look, input: 'checkbox' });
    case 'radio_buttons':
      return drawChoices(element, around, { ...look, input: 'radio' });
    default:
      return null;
  }
}

/** @param {Around} around @returns {Part[]} */
function listUsers(around) {
  return Object.entries(around.names).map(([id, name]) => ({
    text: { type: 'plain_text', text: name },
    value: id,
  }));
}

/** @param {Part} element @param {Around} around @param {{ labelled?: string, dispatch?: boolean }} look */
function drawSelect(element, around, look) {
  const groups = /** @type {Part[]} */ (element.option_groups ?? [{ options: element.options ?? [] }]);
  /** @type {Part[]} */
  const options = groups.flatMap((group) => group.options);
  const drawOption = (/** @type {Part} */ option) =>
    el('option', { value: options.indexOf(option) }, option.text.text);
  const control = /** @type {HTMLSelectElement} */ (
    el(
      'select',
      nameControl(element, around, look),
      el(
        'option',
        { value: '' },
        element.placeholder?.text ?? (element.type === 'overflow' ? 'More …' : 'Choose …'),
      ),
      ...groups.flatMap((group) =>
        group.label
          ? [el('optgroup', { label: group.label.text }, ...group.options.map(drawOption))]
          : group.options.map(drawOption),
      ),
    )
  );
  const initial = options.findIndex(
    (option) => option.value === (element.initial_option?.value ?? element.initial_user),
  );
  if (initial >= 0) control.value = String(initial);
  const read = () => {
    const option = options[control.value === '' ? -1 : Number(control.value)] ?? null;
    if (element.type === 'users_select') return { type: element.type, selected_user: option?.value ?? null };
    return { type: element.type, selected_option: option };
  };
  return listen(element, around, { control, read, dispatch: look.dispatch });
}

/**
 * @param {Part} element
 * @param {Around} around
 * @param {{ labelled?: string, dispatch?: boolean, input: 'checkbox' | 'radio' }} look
 */
function drawChoices(element, around, look) {
  /** @type {Part[]} */
  const options = element.options ?? [];
  const name = keyOf(element, around);
  const chosen = [element.initial_option, ...(element.initial_options ?? [])]
    .filter(Boolean)
    .map((option) => option.value);
  const boxes = options.map((option) => {
    const box = /** @type {HTMLInputElement} */ (
      el('input', { type: look.input, name, 'data-key': `${name}${option.value}` })
    );
    box.checked = chosen.includes(option.value);
    return box;
  });
  const control = el(
    'div',
    {
      role: look.input === 'radio' ? 'radiogroup' : 'group',
      'aria-labelledby': look.labelled,
      'aria-label': look.labelled ? undefined : element.action_id,
      'data-action-id': element.action_id,
    },
    ...boxes.map((box, i) =>
      el('label', { class: 'choice' }, box, el('span', {}, ...drawText(options[i]?.text, around.names))),
    ),
  );
  const read = () => {
    const picked = options.filter((_, i) => boxes[i]?.checked);
    if (look.input === 'radio') return { type: element.type, selected_option: picked[0] ?? null };
    return { type: element.type, selected_options: picked };
  };
  return listen(element, around, { control, read, dispatch: look.dispatch });
}

/**
 * @param {Part} element
 * @param {Around} around
 * @param {{ control: HTMLElement, read: () => Part, dispatch?: boolean | undefined }} parts
 */
function listen(element, around, { control, read, dispatch }) {
  around.inputs.set(keyOf(element, around), read);
  if (dispatch !== false)
    control.addEventListener('change', () =>
      around.use({ ...read(), action_id: element.action_id, block_id: around.blockId }),
    );
  return control;
}
