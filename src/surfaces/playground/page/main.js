import { showBehind } from './behind.js';
import { createComposer } from './composer.js';
import { arrange, byId, el } from './dom.js';
import { createMessageList } from './messages.js';
import { fetchPeople, fetchSeen, perform, watch } from './server.js';
import { createHome, createModal } from './views.js';

/** @import { Part, Person, Place, Seen } from './shapes.d.ts' */

const HOME = 'home';

// The token has done its work once the page is there; an address that is shown or copied should not hold it.
window.history.replaceState(null, '', `${window.location.pathname}${window.location.hash}`);

const picker = /** @type {HTMLSelectElement} */ (byId('person'));
const where = new URLSearchParams(window.location.hash.slice(1));
let as = where.get('as') ?? '';
let placeId = where.get('in') ?? '';
/** @type {Seen | null} */
let seen = null;

const composer = createComposer({ say: (words) => act({ act: 'say', ...words }) });
const list = createMessageList(byId('log'), {
  use: (message, element, values) =>
    act({ act: 'use', on: { channelId: placeId, ts: message.ts }, element, values }),
  reply: (root) => composer.replyTo(root),
  stop: (root) => act({ act: 'stop', channelId: placeId, threadTs: root.ts }),
  shortcut: (message, callbackId) => act({ act: 'shortcut', channelId: placeId, ts: message.ts, callbackId }),
});
const inViews = {
  use: (/** @type {Part} */ view, /** @type {Part} */ element, /** @type {Part} */ values) =>
    act({ act: 'use', on: { viewId: view.id }, element, values }),
  submit: async (/** @type {Part} */ view, /** @type {Part} */ values) =>
    (await act({ act: 'submit', viewId: view.id, values })).errors ?? {},
  close: (/** @type {Part} */ view, /** @type {Part} */ values) =>
    act({ act: 'close', viewId: view.id, values }),
  suggest: (/** @type {Part} */ view, /** @type {Part} */ asked) =>
    act({ act: 'suggest', viewId: view.id, ...asked }),
};
const home = createHome(byId('home'), inViews);
const modal = createModal(/** @type {HTMLDialogElement} */ (byId('modal')), inViews);

/** Does it as the chosen person. What is refused is said on the page. @param {Part} wanted @returns {Promise<Part>} */
async function act(wanted) {
  try {
    tell('');
    return await perform({ ...wanted, userId: as });
  } catch (error) {
    tell(error instanceof Error ? error.message : 'That did not work.');
    return {};
  }
}

/** @param {string} words */
function tell(words) {
  byId('trouble').textContent = words;
}

function placeShown() {
  return seen?.places.find((place) => place.id === placeId);
}

function show() {
  if (!seen) return;
  if (placeId !== HOME && !placeShown()) placeId = seen.places[0]?.id ?? HOME;
  window.history.replaceState(null, '', `#${new URLSearchParams({ as, in: placeId })}`);
  showPlaces(seen);
  const place = placeShown();
  byId('place-name').textContent = place ? nameOf(place) : 'Home';
  byId('place-about').textContent = place ? place.about : 'Nobody else sees your Home tab';
  byId('room').hidden = !place;
  byId('home').hidden = placeId !== HOME;
  if (place) {
    list.show(place, seen);
    composer.showIn(place);
  } else home.show(seen);
  showBehind(byId('behind'), place, composer.thread());
  modal.show(seen);
  document.body.dataset.person = seen.person.id;
}

/** @param {Seen} now */
function showPlaces(now) {
  const nav = byId('places');
  const entries = [
    { id: HOME, name: 'Home', about: '' },
    ...now.places.map((one) => ({ ...one, name: nameOf(one) })),
  ];
  const drawn = new Map(
    [...nav.children].map((child) => [/** @type {HTMLElement} */ (child).dataset.place, child]),
  );
  arrange(
    nav,
    entries.map((entry) => {
      const item = drawn.get(entry.id) ?? el('li', { 'data-place': entry.id }, drawPlace(entry));
      const button = item.firstElementChild;
      if (entry.id === placeId) button?.setAttribute('aria-current', 'page');
      else button?.removeAttribute('aria-current');
      return item;
    }),
  );
}

/** @param {{ id: string, name: string, about: string }} entry */
function drawPlace(entry) {
  return el(
    'button',
    { type: 'button', onclick: () => enter(entry.id) },
    el('span', {}, entry.name),
    entry.about && el('span', { class: 'small' }, entry.about.split(':')[0] ?? ''),
  );
}

/** @param {Pick<Place, 'kind' | 'name'>} place */
function nameOf(place) {
  return place.kind === 'direct' ? 'Direct message' : `#${place.name}`;
}

/** @param {string} id */
function enter(id) {
  placeId = id;
  show();
  if (id === HOME) act({ act: 'home' });
}

let asking = false;
let askAgain = false;

/** Asks what the person sees; once more where something changed meanwhile. */
async function refresh() {
  if (asking) {
    askAgain = true;
    return;
  }
  asking = true;
  try {
    const person = as;
    const now = await fetchSeen(person);
    if (person === as) seen = now;
    show();
  } finally {
    asking = false;
  }
  if (askAgain) {
    askAgain = false;
    await refresh();
  }
}

/** @param {Person[]} people */
function drawPeople(people) {
  const firms = [...new Set(people.map((person) => person.firm))];
  picker.replaceChildren(
    ...firms.map((firm) =>
      el(
        'optgroup',
        { label: firm || 'Our people' },
        ...people
          .filter((person) => person.firm === firm)
          .map((person) =>
            el('option', { value: person.id }, `${person.name}, ${person.title || 'no role'}`),
          ),
      ),
    ),
  );
}

async function start() {
  const { people, model } = await fetchPeople();
  byId('model').textContent = `Model: ${model}`;
  drawPeople(people);
  if (!people.some((person) => person.id === as)) as = people[0]?.id ?? '';
  picker.value = as;
  picker.addEventListener('change', () => {
    as = picker.value;
    seen = null;
    // Nothing of what the one saw stays on the page for the other.
    for (const part of ['log', 'home', 'behind']) byId(part).replaceChildren();
    if (placeId === HOME) act({ act: 'home' });
    refresh();
  });
  if (placeId === HOME) act({ act: 'home' });
  watch({
    changed: refresh,
    connected: (there) =>
      tell(there ? '' : 'The program does not answer. Start it again, and open the address that it prints.'),
  });
}

await start();
