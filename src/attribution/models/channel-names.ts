/** The number of a name that is white space alone. */
export const NO_CHANNEL = -1;

/** Numbers the channels of a file from 0 in the order in which they first occur. */
export interface ChannelNames {
  numberOf(name: string): number;
  /**
   * The same for the bytes from `from` to `to`, whose hash the caller has; `NO_CHANNEL` for white space alone. It makes no
   * string for a spelling that is known, and takes its arguments apart, for it is called for every touch of a file: an
   * object for each call took half as long again.
   */
  numberOfBytes(bytes: Uint8Array, from: number, to: number, hash: number): number;
  readonly names: readonly string[];
}

interface Spelling {
  readonly hash: number;
  readonly bytes: Uint8Array;
  readonly number: number;
}

/** An empty list of channels. Spellings of a name that differ in white space around it are one channel. */
export function createChannelNames(): ChannelNames {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  let slots: (Spelling | undefined)[] = new Array(256);
  let known = 0;

  function numberOf(name: string): number {
    const number = numbers.get(name) ?? names.push(name) - 1;
    numbers.set(name, number);
    return number;
  }

  function learn(spelling: Uint8Array, hash: number): number {
    const name = Buffer.from(spelling).toString('utf8').trim();
    if (2 * known >= slots.length) slots = rehash(slots);
    const number = name === '' ? NO_CHANNEL : numberOf(name);
    insert(slots, { hash, bytes: spelling, number });
    known += 1;
    return number;
  }

  return {
    names,
    numberOf,
    numberOfBytes(bytes, from, to, hash) {
      const mask = slots.length - 1;
      for (let at = hash & mask; ; at = (at + 1) & mask) {
        const spelling = slots[at];
        if (spelling === undefined) return learn(Uint8Array.from(bytes.subarray(from, to)), hash);
        if (spelling.hash === hash && spells(spelling.bytes, bytes, from, to)) return spelling.number;
      }
    },
  };
}

function spells(spelling: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (spelling.length !== to - from) return false;
  for (let at = 0; at < spelling.length; at++) if (spelling[at] !== bytes[from + at]) return false;
  return true;
}

function rehash(slots: readonly (Spelling | undefined)[]): (Spelling | undefined)[] {
  const larger: (Spelling | undefined)[] = new Array(2 * slots.length);
  for (const spelling of slots) if (spelling) insert(larger, spelling);
  return larger;
}

function insert(slots: (Spelling | undefined)[], spelling: Spelling): void {
  let at = spelling.hash & (slots.length - 1);
  while (slots[at]) at = (at + 1) & (slots.length - 1);
  slots[at] = spelling;
}
