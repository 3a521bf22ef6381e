import { plainWords } from '../../names.ts';
import { areTogether, type Evidence, type Leaf } from './evidence.ts';
import type { Entity } from './read-entities.ts';
import type { Quantity } from './read-quantities.ts';
import type { Part } from './split-words.ts';

/** Whether a place belongs to a record of this thing. */
export function isOf(entity: Entity, path: Leaf['path']): boolean {
  return entity.leaves.some((leaf) => areTogether(leaf.path, path));
}

/** '13 of 16': where a result says so of the same thing in one breath, both figures come from there. */
export function keepsRatio(
  part: Part,
  quantity: Quantity,
  around: readonly Entity[],
  evidence: Evidence,
): boolean {
  if (quantity.kind !== 'number') return true;
  const whole = part.quantities.find(
    (one) =>
      one.start > quantity.end &&
      /^ (?:out )?of $/.test(part.text.slice(quantity.end - part.start, one.start - part.start)),
  );
  if (!whole) return true;
  const noun = plainWords(part.text.slice(whole.end - part.start))[0];
  const ratios = evidence.leaves
    .filter((leaf) => around.every((entity) => isOf(entity, leaf.path)))
    .flatMap((leaf) => [...leaf.text.matchAll(/\b(\d+) of (\d+)(?: (\w+))?/g)])
    .filter((match) => match[3]?.toLowerCase() === noun);
  const isSaid = ([, share, total]: RegExpMatchArray) =>
    quantity.values.includes(Number(share)) && whole.values.includes(Number(total));
  return ratios.length === 0 || ratios.some(isSaid);
}

/** Where a result goes on after a figure with the same six words, the figure is the one before them. */
export function keepsPhrase(part: Part, quantity: Quantity, evidence: Evidence): boolean {
  if (quantity.kind !== 'number') return true;
  const words = plainWords(part.text.slice(quantity.end - part.start)).slice(0, 6);
  if (words.length < 6) return true;
  const phrase = ` ${words.join(' ')} `;
  const before = (evidence.byTrigram.get(words.slice(0, 3).join(' ')) ?? []).flatMap((leaf) => {
    const text = ` ${leaf.words.join(' ')} `;
    const at = text.indexOf(phrase);
    return at < 0 ? [] : [Number(text.slice(0, at).split(' ').at(-1))];
  });
  const figures = before.filter((one) => Number.isFinite(one));
  return figures.length === 0 || figures.some((one) => quantity.values.includes(one));
}

/** So many words in a row, the figure among them, are a repetition of a result rather than a figure of its own. */
const REPEATED_WORDS = 7;

/**
 * Whether a result says the figure in the very same words around it, of what the part names: an explanation that one record
 * gives of another ('19 points less than …') is right where it is repeated as it stands.
 */
export function isRepeated(
  part: Part,
  quantity: Quantity,
  of: { readonly bound: readonly Entity[]; readonly before: readonly Entity[] },
  evidence: Evidence,
): boolean {
  const [start, end] = [quantity.start - part.start, quantity.end - part.start];
  const before = plainWords(part.text.slice(0, start));
  const words = [...before, ...plainWords(part.text.slice(start))];
  const length = plainWords(part.text.slice(start, end)).length;
  const first = Math.max(0, before.length + length - REPEATED_WORDS);
  const windows = words.slice(first, before.length + 1).flatMap((_, i) => {
    const window = words.slice(first + i, first + i + REPEATED_WORDS);
    return window.length === REPEATED_WORDS ? [window] : [];
  });
  return windows.some((window) => standsSo(window, of, evidence));
}

function standsSo(
  words: readonly string[],
  of: { readonly bound: readonly Entity[]; readonly before: readonly Entity[] },
  evidence: Evidence,
): boolean {
  const phrase = ` ${words.join(' ')} `;
  return (evidence.byTrigram.get(words.slice(0, 3).join(' ')) ?? []).some((leaf) => {
    const text = ` ${leaf.words.join(' ')} `;
    if (!text.includes(phrase)) return false;
    const named = (entity: Entity) => isOf(entity, leaf.path) || text.includes(` ${entity.words.join(' ')} `);
    return of.bound.length > 0 ? of.bound.every(named) : of.before.length === 0 || of.before.some(named);
  });
}
