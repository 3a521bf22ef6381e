/** @import { Around, Part } from './shapes.d.ts' */

/**
 * The attributes by which tests, labels and a redrawn form find a control again.
 * @param {Part} element @param {Around} around @param {{ labelled?: string }} look
 */
export function nameControl(element, around, look) {
  return {
    'data-action-id': element.action_id,
    'data-block-id': around.blockId,
    'data-key': keyOf(element, around),
    'aria-labelledby': look.labelled,
    'aria-label': look.labelled ? undefined : (element.placeholder?.text ?? element.action_id),
  };
}

/** @param {Part} element @param {Around} around */
export function keyOf(element, around) {
  return JSON.stringify([around.blockId, element.action_id]);
}
