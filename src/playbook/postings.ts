/** Where a word stands: a passage's number, how often in its text and in the headings above it, and its length in words. */
export interface Posting {
  readonly passageNo: number;
  readonly inText: number;
  readonly inHeadings: number;
  readonly length: number;
}

const BYTES = 8;
const [MAX_BYTE, MAX_SHORT] = [0xff, 0xffff];

/** 8 bytes a posting, little-endian: number (4), counts (1 and 1, at most 255), length (2, at most 65,535). */
export function packPostings(postings: readonly Posting[]): Buffer {
  const packed = Buffer.alloc(postings.length * BYTES);
  postings.forEach((posting, i) => {
    packed.writeUInt32LE(posting.passageNo, i * BYTES);
    packed.writeUInt8(Math.min(posting.inText, MAX_BYTE), i * BYTES + 4);
    packed.writeUInt8(Math.min(posting.inHeadings, MAX_BYTE), i * BYTES + 5);
    packed.writeUInt16LE(Math.min(posting.length, MAX_SHORT), i * BYTES + 6);
  });
  return packed;
}

/** Calls back with each posting, without an object for each: common words have many thousands. */
export function eachPosting(
  packed: Uint8Array,
  take: (passageNo: number, inText: number, inHeadings: number, length: number) => void,
): void {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  for (let at = 0; at + BYTES <= packed.byteLength; at += BYTES) {
    take(
      view.getUint32(at, true),
      view.getUint8(at + 4),
      view.getUint8(at + 5),
      view.getUint16(at + 6, true),
    );
  }
}

/** The postings without those of some passages. */
export function dropPostings(packed: Uint8Array, passageNos: ReadonlySet<number>): Buffer {
  const kept: Buffer[] = [];
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  for (let at = 0; at + BYTES <= bytes.length; at += BYTES) {
    if (!passageNos.has(bytes.readUInt32LE(at))) kept.push(bytes.subarray(at, at + BYTES));
  }
  return Buffer.concat(kept);
}

/** How many postings there are. */
export function countPostings(packed: Uint8Array): number {
  return packed.byteLength / BYTES;
}
