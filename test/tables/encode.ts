import { TextDecoder } from 'node:util';
import { createDecoding } from '../../src/tables/encoding.ts';

/** Encodes a text in any encoding that the platform can decode, by turning its decoder round. */
export function createEncoder(encoding: string): (text: string) => Buffer {
  if (encoding === 'utf-8') return (text) => Buffer.from(text, 'utf8');
  if (encoding === 'utf-16le') return (text) => Buffer.from(text, 'utf16le');
  if (encoding === 'utf-16be') return (text) => Buffer.from(text, 'utf16le').swap16();
  const bytesOf = turnRound(encoding);
  return (text) =>
    Buffer.concat(
      Array.from(text, (letter) => {
        const bytes = bytesOf.get(letter);
        if (!bytes) throw new Error(`${encoding} has no ${letter}`);
        return bytes;
      }),
    );
}

function turnRound(encoding: string): Map<string, Buffer> {
  const bytesOf = new Map<string, Buffer>();
  const isWide = !/^(?:windows|iso|koi8|macintosh)/.test(new TextDecoder(encoding).encoding);
  for (let first = 0; first < 256; first++) {
    keep(bytesOf, encoding, Buffer.from([first]));
    if (!isWide || first < 0x80) continue;
    for (let second = 0x30; second < 256; second++) keep(bytesOf, encoding, Buffer.from([first, second]));
  }
  return bytesOf;
}

function keep(bytesOf: Map<string, Buffer>, encoding: string, bytes: Buffer): void {
  try {
    const decoding = createDecoding(encoding);
    const text = decoding.decode(bytes) + decoding.decode();
    if ([...text].length === 1 && !bytesOf.has(text)) bytesOf.set(text, bytes);
  } catch {
    // These bytes are no letter of the encoding.
  }
}
