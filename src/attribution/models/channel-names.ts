/** The number of a name that is white space alone. */
export const NO_CHANNEL = -1;

/** What stands in a slot of a `SpellingTable`, in places that follow one another. */
export const SLOT = { start: 0, length: 1, hash: 2, number: 3, size: 4 } as const;

/**
 * The spellings of names as bytes, in an open hash table of plain arrays, for the one loop that reads every touch of a file:
 * it looks names up in place, for a call for each touch costs as much as the look-up. A length of 0 is an empty slot.
 */
export interface SpellingTable {
  readonly slots: Int32Array;
  /** The bytes of all spellings, with four to spare behind, so that words can be read at its end. */
  readonly spelt: DataView;
}

/** Numbers the channels of a file from 0 in the order in which they first occur. */
export interface ChannelNames {
  numberOf(name: string): number;
  /** Takes a spelling with its hash into the table, whose arrays may be others after that. */
  learn(spelling: Uint8Array, hash: number): void;
  /** The table as it is now. */
  table(): SpellingTable;
  readonly names: readonly string[];
}

/** An empty list of channels. Spellings of a name that differ in white space around it are one channel. */
export function createChannelNames(): ChannelNames {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  let slots = new Int32Array(256 * SLOT.size);
  let bytes = new Uint8Array(4096);
  let spelt = new DataView(bytes.buffer);
  let [known, filled] = [0, 0];

  function numberOf(name: string): number {
    const number = numbers.get(name) ?? names.push(name) - 1;
    numbers.set(name, number);
    return number;
  }

  function keep(spelling: Uint8Array): number {
    if (filled + spelling.length + 4 > bytes.length) {
      const longer = new Uint8Array(2 * (filled + spelling.length + 4));
      longer.set(bytes);
      bytes = longer;
      spelt = new DataView(bytes.buffer);
    }
    bytes.set(spelling, filled);
    filled += spelling.length;
    return filled - spelling.length;
  }

  return {
    names,
    numberOf,
    table: () => ({ slots, spelt }),
    learn(spelling, hash) {
      const name = Buffer.from(spelling).toString('utf8').trim();
      const number = name === '' ? NO_CHANNEL : numberOf(name);
      if (2 * known * SLOT.size >= slots.length) slots = rehash(slots);
      insert(slots, [keep(spelling), spelling.length, hash, number]);
      known += 1;
    },
  };
}

/** The place in the table at which the search for a hash begins. */
export function slotOf(hash: number, slots: Int32Array): number {
  return ((hash ^ (hash >>> 15)) & (slots.length / SLOT.size - 1)) * SLOT.size;
}

function rehash(slots: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * slots.length);
  for (let at = 0; at < slots.length; at += SLOT.size) {
    if (slots[at + SLOT.length] !== 0) insert(larger, slots.subarray(at, at + SLOT.size));
  }
  return larger;
}

function insert(slots: Int32Array, slot: ArrayLike<number>): void {
  let at = slotOf(slot[SLOT.hash]!, slots);
  while (slots[at + SLOT.length] !== 0) at = (at + SLOT.size) % slots.length;
  slots.set(slot, at);
}
