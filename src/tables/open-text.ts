import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import { AppError } from '../errors.ts';
import { createDecoding, guessLegacyEncoding } from './encoding.ts';

/** A file of text whose encoding is known to hold for every byte of it. */
export interface TextFile {
  /** As the WHATWG Encoding standard names it. */
  readonly encoding: string;
  /** The first 64 KB, cut at the end of a line where there is more. */
  readonly head: string;
  /** The whole text, from the start, without its byte order mark. */
  pieces(): AsyncIterable<string>;
}

export interface OpenTextOptions {
  readonly path: string;
  /** What messages call the file. */
  readonly name: string;
}

const HEAD = 1 << 16;

/** First bytes of what people send in place of a CSV file. */
const FOREIGN: readonly (readonly [start: string, what: string])[] = [
  ['504b0304', 'an Excel workbook or another zip archive'],
  ['504b0506', 'an empty zip archive'],
  ['d0cf11e0a1b11ae1', 'an old Excel or Office file'],
  ['25504446', 'a PDF'],
  ['1f8b', 'a compressed file'],
  ['7b5c727466', 'a rich text document'],
  ['89504e47', 'a picture'],
  ['ffd8ff', 'a picture'],
  ['50415231', 'a Parquet file'],
  ['53514c69746520666f726d6174', 'a database'],
];

/**
 * Opens a text file of any usual encoding. Reads it once from start to end to be sure of the encoding, so that what is read
 * afterwards can't break half-way. Throws `not_found` for a path that can't be read, and `bad_input` in one line for a
 * folder, an empty file, a workbook or other binary, and an encoding that can't be told.
 */
export async function openText(file: OpenTextOptions): Promise<TextFile> {
  const bytes = await openBytes(file);
  const survey = await surveyBytes(file, bytes);
  const encoding = await findEncoding(file, { bytes, survey });
  const head = decodeHead(survey, encoding);
  if (head.trim() === '') throw refuse(file, 'is empty: a header and rows are needed');
  return { encoding, head, pieces: () => decodePieces(file, { bytes, encoding }) };
}

type Bytes = () => AsyncIterable<Buffer>;

async function openBytes(file: OpenTextOptions): Promise<Bytes> {
  try {
    const found = await stat(file.path);
    if (found.isDirectory()) throw refuse(file, 'is a folder: name the CSV file in it');
    const read = () => createReadStream(file.path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>;
    if (found.isFile()) return read;
    // A pipe can be read but once.
    const kept: Buffer[] = [];
    for await (const piece of read()) kept.push(piece);
    return async function* () {
      yield* kept;
    };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('not_found', `The file ${file.name} cannot be read`, { cause });
  }
}

interface Survey {
  readonly start: Buffer;
  readonly isWhole: boolean;
  readonly isUtf8: boolean;
  readonly hasNul: boolean;
}

async function surveyBytes(file: OpenTextOptions, bytes: Bytes): Promise<Survey> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let start = Buffer.alloc(0);
  let size = 0;
  let isUtf8 = true;
  let hasNul = false;
  try {
    for await (const piece of bytes()) {
      if (start.length < HEAD) start = Buffer.concat([start, piece]).subarray(0, HEAD);
      size += piece.length;
      hasNul ||= piece.includes(0);
      isUtf8 &&= isDecodable(() => decoder.decode(piece, { stream: true }));
    }
  } catch (cause) {
    throw new AppError('not_found', `The file ${file.name} cannot be read`, { cause });
  }
  isUtf8 &&= isDecodable(() => decoder.decode());
  return { start, isWhole: size <= start.length, isUtf8, hasNul };
}

function isDecodable(decode: () => string): boolean {
  try {
    decode();
    return true;
  } catch {
    // The answer is the fact that it can't be decoded.
    return false;
  }
}

async function findEncoding(file: OpenTextOptions, known: { bytes: Bytes; survey: Survey }): Promise<string> {
  const { start, isUtf8, hasNul } = known.survey;
  const hex = start.subarray(0, 16).toString('hex');
  const foreign = FOREIGN.find(([first]) => hex.startsWith(first));
  if (foreign) throw refuse(file, `is ${foreign[1]}, no CSV file: ${SAVE_AS}`);
  if (hex.startsWith('fffe')) return 'utf-16le';
  if (hex.startsWith('feff')) return 'utf-16be';
  if (hasNul) {
    const wide = findWideEncoding(start);
    if (wide) return wide;
    throw refuse(file, `is no text: ${SAVE_AS}`);
  }
  if (isUtf8) return 'utf-8';
  const sample = await sampleForeignLines(known.bytes);
  if (sample.utf8Lines > sample.lines / 10) {
    throw refuse(file, `is partly in UTF-8 and partly not, first on line ${sample.firstLine}: ${SAVE_AS}`);
  }
  const guessed = guessLegacyEncoding(sample.bytes);
  if (!guessed) {
    throw refuse(
      file,
      `is not in UTF-8 from line ${sample.firstLine} on, and in no encoding that can be told: ${SAVE_AS}`,
    );
  }
  return guessed;
}

const SAVE_AS = `save it as 'CSV UTF-8' and try again`;

/** UTF-16 without a mark: delimiters and line ends leave a zero in every other byte, on one side only. */
function findWideEncoding(start: Buffer): string | null {
  const zeros: [even: number, odd: number] = [0, 0];
  for (let i = 0; i < start.length; i++) if (start[i] === 0) zeros[i & 1 ? 1 : 0] += 1;
  const [even, odd] = zeros;
  if (Math.max(even, odd) < 2 || Math.min(even, odd) * 20 > Math.max(even, odd)) return null;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

interface ForeignLines {
  /** The lines that hold bytes beyond ASCII, as far as 64 KB of them. */
  readonly bytes: Buffer;
  readonly lines: number;
  /** How many of them are UTF-8. */
  readonly utf8Lines: number;
  /** The first that is not. */
  readonly firstLine: number;
}

async function sampleForeignLines(bytes: Bytes): Promise<ForeignLines> {
  const kept: Buffer[] = [];
  let [size, utf8Lines, firstLine, line] = [0, 0, 0, 0];
  for await (const one of splitLines(bytes())) {
    line += 1;
    if (!one.some((byte) => byte >= 0x80)) continue;
    const isUtf8 = isDecodable(() => new TextDecoder('utf-8', { fatal: true }).decode(one));
    if (isUtf8) utf8Lines += 1;
    else firstLine ||= line;
    if (size < HEAD) kept.push(one, Buffer.from('\n'));
    size += one.length;
    if (size >= HEAD && firstLine > 0) break;
  }
  return { bytes: Buffer.concat(kept), lines: kept.length / 2, utf8Lines, firstLine };
}

async function* splitLines(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const piece of pieces) {
    const all = Buffer.concat([rest, piece]);
    // Old Macintosh files end their lines with CR alone.
    const end = all.includes(0x0a) ? 0x0a : 0x0d;
    let from = 0;
    for (let to = all.indexOf(end); to >= 0; to = all.indexOf(end, from)) {
      yield all.subarray(from, to);
      from = to + 1;
    }
    rest = Buffer.from(all.subarray(from));
  }
  if (rest.length > 0) yield rest;
}

function decodeHead(survey: Survey, encoding: string): string {
  // A letter may be cut at the end of the head: what the decoder still holds is left there.
  const text = createDecoding(encoding).decode(survey.start);
  if (survey.isWhole) return text;
  const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
  return end > 0 ? text.slice(0, end + 1) : text;
}

async function* decodePieces(
  file: OpenTextOptions,
  known: { bytes: Bytes; encoding: string },
): AsyncGenerator<string> {
  const decoding = createDecoding(known.encoding);
  try {
    for await (const piece of known.bytes()) yield decoding.decode(piece);
    yield decoding.decode();
  } catch (cause) {
    throw refuse(file, `is not wholly in ${known.encoding}: ${SAVE_AS}`, cause);
  }
}

function refuse(file: OpenTextOptions, why: string, cause?: unknown): AppError {
  return new AppError('bad_input', `${file.name} ${why}`, { cause });
}
