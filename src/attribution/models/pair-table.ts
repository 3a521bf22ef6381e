const EMPTY = -1;

/**
 * Numbers pairs of small integers in the order in which they are first seen. A `Map` with a composed key does the same at
 * about four times the cost: 3.8 million touches at order 3 took 0.45 s with it and 0.1 s with this.
 */
export interface PairTable {
  /** The number of the pair; `size` grows by one where it is new. */
  number(left: number, right: number): number;
  readonly size: number;
}

/** An open-addressed table over typed arrays; pairs are never removed. */
export function createPairTable(): PairTable {
  let capacity = 1024;
  let lefts = new Int32Array(capacity).fill(EMPTY);
  let rights = new Int32Array(capacity);
  let numbers = new Int32Array(capacity);
  let size = 0;

  function find(left: number, right: number): number {
    let at = mix(left, right) & (capacity - 1);
    while (lefts[at] !== EMPTY && (lefts[at] !== left || rights[at] !== right))
      at = (at + 1) & (capacity - 1);
    return at;
  }

  function grow(): void {
    const [oldLefts, oldRights, oldNumbers] = [lefts, rights, numbers];
    capacity *= 2;
    lefts = new Int32Array(capacity).fill(EMPTY);
    rights = new Int32Array(capacity);
    numbers = new Int32Array(capacity);
    for (let old = 0; old < oldLefts.length; old++) {
      if (oldLefts[old] === EMPTY) continue;
      const at = find(oldLefts[old]!, oldRights[old]!);
      lefts[at] = oldLefts[old]!;
      rights[at] = oldRights[old]!;
      numbers[at] = oldNumbers[old]!;
    }
  }

  return {
    get size() {
      return size;
    },
    number(left, right) {
      let at = find(left, right);
      if (lefts[at] !== EMPTY) return numbers[at]!;
      if (2 * size > capacity) {
        grow();
        at = find(left, right);
      }
      lefts[at] = left;
      rights[at] = right;
      numbers[at] = size;
      size += 1;
      return size - 1;
    },
  };
}

function mix(left: number, right: number): number {
  const mixed = Math.imul(left, 0x9e3779b1) ^ Math.imul(right + 0x7f4a7c15, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
