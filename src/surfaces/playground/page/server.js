/** @import { Part, Person, Seen } from './shapes.d.ts' */

/** @returns {Promise<{ people: Person[], model: string }>} */
export function fetchPeople() {
  return getJson('/people');
}

/** All that a person sees now. @param {string} userId @returns {Promise<Seen>} */
export function fetchSeen(userId) {
  return getJson(`/seen?as=${encodeURIComponent(userId)}`);
}

/**
 * Tells the program what a person did. Throws with words to show where it was refused.
 * @param {Part} act
 * @returns {Promise<Part>}
 */
export async function perform(act) {
  const response = await fetch('/act', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(act),
  });
  const told = await response.json();
  if (!response.ok) throw new Error(`Not done: ${told.error}`);
  return told;
}

/**
 * Calls whenever something may have changed, and tells whether the program is there.
 * @param {{ changed: () => void, connected: (there: boolean) => void }} told
 */
export function watch(told) {
  const source = new EventSource('/changes');
  source.addEventListener('message', told.changed);
  source.addEventListener('open', () => told.connected(true));
  source.addEventListener('error', () => told.connected(false));
}

/** @param {string} path */
async function getJson(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`The program answered ${response.status}.`);
  return response.json();
}
