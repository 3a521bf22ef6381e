import { drawBlocks } from './blocks.js';
import { el } from './dom.js';
import { collect } from './messages.js';
import { drawText } from './text.js';

/** @import { OpenView, Part, Seen } from './shapes.d.ts' */

/**
 * @typedef {object} ViewDoing What a person can do in a view.
 * @property {(view: OpenView, element: Part, values: Part) => void} use
 * @property {(view: OpenView, values: Part) => Promise<Record<string, string>>} submit
 * @property {(view: OpenView, values: Part) => void} close
 * @property {(view: OpenView, asked: { blockId: string, actionId: string, text: string }) => Promise<Part>} suggest
 */

/**
 * Shows the uppermost modal of a person, and keeps what was typed where the program draws it anew.
 * @param {HTMLDialogElement} dialog
 * @param {ViewDoing} doing
 */
export function createModal(dialog, doing) {
  /** @type {OpenView | null} */
  let open = null;
  /** @type {Map<string, () => Part>} */
  let inputs = new Map();

  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    if (open) doing.close(open, collect(inputs));
  });

  /** @param {OpenView} view @param {Seen} seen @param {Record<string, string>} errors */
  const draw = (view, seen, errors) => {
    const drafts = open?.id === view.id ? readDrafts(dialog) : null;
    inputs = new Map();
    const send = async () => {
      const found = await doing.submit(view, collect(inputs));
      if (Object.keys(found).length > 0) draw(view, seen, found);
    };
    const form = el(
      'form',
      {
        method: 'dialog',
        novalidate: true,
        onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          send();
        },
      },
      el('h2', { id: 'modal-title' }, ...drawText(view.view.title, seen.names)),
      ...drawBlocks(
        view.view.blocks,
        {
          names: seen.names,
          as: seen.person.id,
          inputs,
          use: (element) => doing.use(view, element, collect(inputs)),
          suggest: (asked) => doing.suggest(view, asked),
        },
        errors,
      ),
      el(
        'div',
        { class: 'actions end' },
        el(
          'button',
          { type: 'button', class: 'button plain', onclick: () => doing.close(view, collect(inputs)) },
          view.view.close?.text ?? 'Cancel',
        ),
        view.view.submit && el('button', { type: 'submit', class: 'button primary' }, view.view.submit.text),
      ),
    );
    dialog.replaceChildren(form);
    dialog.dataset.viewId = view.id;
    if (drafts) writeDrafts(dialog, drafts);
    /** @type {HTMLElement | null} */ (dialog.querySelector('[aria-invalid]'))?.focus();
    open = view;
  };

  return {
    /** @param {Seen} seen */
    show(seen) {
      const view = seen.modal;
      if (!view) {
        open = null;
        if (dialog.open) dialog.close();
        dialog.replaceChildren();
        return;
      }
      if (open?.id === view.id && open.hash === view.hash) return;
      draw(view, seen, {});
      if (!dialog.open) dialog.showModal();
    },
  };
}

/**
 * Draws the Home tab, where it changed.
 * @param {HTMLElement} place
 * @param {ViewDoing} doing
 */
export function createHome(place, doing) {
  let shown = '';
  return {
    /** @param {Seen} seen */
    show(seen) {
      const { home } = seen;
      const key = `${seen.person.id} ${home?.id} ${home?.hash}`;
      if (key === shown && place.childElementCount > 0) return;
      const again = shown.startsWith(`${seen.person.id} ${home?.id} `);
      const drafts = again ? readDrafts(place) : null;
      shown = key;
      if (!home) {
        place.replaceChildren(el('p', { class: 'empty' }, 'The Home tab is being drawn …'));
        return;
      }
      /** @type {Map<string, () => Part>} */
      const inputs = new Map();
      place.replaceChildren(
        ...drawBlocks(home.view.blocks, {
          names: seen.names,
          as: seen.person.id,
          inputs,
          use: (element) => doing.use(home, element, collect(inputs)),
        }),
      );
      if (drafts) writeDrafts(place, drafts);
    },
  };
}

/** @param {HTMLElement} within */
function controlsOf(within) {
  return /** @type {HTMLInputElement[]} */ ([...within.querySelectorAll('[data-key]')]);
}

/** What was typed, and where the person is. @param {HTMLElement} within */
function readDrafts(within) {
  const focused = document.activeElement;
  return {
    typed: new Map(
      controlsOf(within).map((one) => [one.dataset.key, { words: one.value, checked: one.checked }]),
    ),
    focused: focused instanceof HTMLElement && within.contains(focused) ? focused.dataset.key : undefined,
  };
}

/** @param {HTMLElement} within @param {ReturnType<typeof readDrafts>} drafts */
function writeDrafts(within, drafts) {
  for (const control of controlsOf(within)) {
    const draft = drafts.typed.get(control.dataset.key);
    if (!draft) continue;
    if (control.type === 'checkbox' || control.type === 'radio') control.checked = draft.checked;
    else control.value = draft.words;
    if (control.dataset.key === drafts.focused) control.focus();
  }
}
