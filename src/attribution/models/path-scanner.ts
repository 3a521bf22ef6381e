import { AppError } from '../../errors.ts';
import { type ChannelNames, NO_CHANNEL } from './channel-names.ts';
import type { NumberedPath } from './paths.ts';

/** The columns of a file of paths; others are passed over. */
const PATH_COLUMNS = ['path', 'total_conversions', 'total_conversion_value', 'total_null'] as const;

/** What each field of a row is: the place in `PATH_COLUMNS`, or −1 for a column that is passed over. */
export type FieldRoles = readonly number[];

const COMMA = 44;
const GREATER = 62;
const TAB = 9;
const SPACE = 32;
const RETURN = 13;
const NEWLINE = 10;
const DOT = 46;
const MINUS = 45;
const ZERO = 48;
const NINE = 57;
/** Up to here a decimal is an exact integer over an exact power of ten, and its quotient is rounded once: the nearest double. */
const MOST_EXACT_DIGITS = 15;
const POWERS_OF_TEN = Float64Array.from({ length: MOST_EXACT_DIGITS + 1 }, (_, power) => 10 ** power);

/** Finds the columns in a header, in any order and case; throws `bad_input` naming those that are missing or there twice. */
export function readHeader(fields: readonly string[]): FieldRoles {
  const names = fields.map((field) =>
    field
      .replace(/^\uFEFF/, '')
      .trim()
      .toLowerCase(),
  );
  const missing = PATH_COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    throw new AppError('bad_input', `Line 1: the file has no column ${missing.join(', ')}`);
  }
  const repeated = PATH_COLUMNS.find((column) => names.indexOf(column) !== names.lastIndexOf(column));
  if (repeated) throw new AppError('bad_input', `Line 1: the column ${repeated} is there twice`);
  return names.map((name) => PATH_COLUMNS.indexOf(name as (typeof PATH_COLUMNS)[number]));
}

export interface PathScanner {
  /** Takes whole lines without quotes, and calls back for each that is not blank. */
  scanLines(bytes: Uint8Array): void;
  /** Takes the fields of one row that something else has parsed. */
  takeFields(fields: readonly string[], line: number): void;
  /** The lines seen so far, the header included. */
  readonly line: number;
}

/**
 * Reads rows of a file of paths out of bytes. Measured on a million rows (57 MB, 3.7 million touches): 0.25 s here, 9 s
 * by csv-parse, which therefore only gets rows that need it. Names are trimmed, and a separator with nothing behind it names no touch. Throws
 * `bad_input` with the line for a missing field, a number that is none, a negative count, or conversions without a channel.
 */
export function createPathScanner(
  roles: FieldRoles,
  names: ChannelNames,
  onPath: (path: NumberedPath) => void,
): PathScanner {
  const path = { touches: new Int32Array(64), count: 0, conversions: 0, conversionValue: 0, nulls: 0 };
  const numbers = new Float64Array(PATH_COLUMNS.length);
  const fieldCount = roles.findLastIndex((role) => role >= 0) + 1;
  let line = 1;

  /** Reads the channels from `start` to the end of the field, and gives that end. */
  function readPath(bytes: Uint8Array, start: number): number {
    let touches = path.touches;
    let count = 0;
    let at = start;
    for (;;) {
      const from = at;
      let hash = 0;
      let byte = bytes[at]!;
      // Letters lie past `>`, so that most bytes cost one comparison; white space is left to the table of names.
      while (byte > GREATER || (byte !== GREATER && byte !== COMMA && byte !== NEWLINE && byte !== RETURN)) {
        hash = (Math.imul(hash, 31) + byte) | 0;
        at += 1;
        byte = bytes[at]!;
      }
      const channel = names.numberOfBytes(bytes, from, at, hash);
      if (channel !== NO_CHANNEL) {
        if (count === touches.length) touches = lengthen(touches);
        touches[count] = channel;
        count += 1;
      }
      if (byte !== GREATER) break;
      at += 1;
    }
    path.touches = touches;
    path.count = count;
    return at;
  }

  /** Reads the number from `start` to the end of the field, and gives that end. */
  function readNumber(bytes: Uint8Array, start: number, role: number): number {
    // Most counts of a file are one digit.
    if (bytes[start + 1] === COMMA && bytes[start]! >= ZERO && bytes[start]! <= NINE) {
      numbers[role] = bytes[start]! - ZERO;
      return start + 1;
    }
    let at = start;
    while (bytes[at] === SPACE) at += 1;
    const negative = bytes[at] === MINUS;
    if (negative) at += 1;
    let digits = 0;
    let places = -1;
    let mantissa = 0;
    let byte = bytes[at]!;
    while ((byte >= ZERO && byte <= NINE) || (byte === DOT && places < 0)) {
      if (byte === DOT) {
        places = 0;
      } else {
        mantissa = mantissa * 10 + (byte - ZERO);
        digits += 1;
        if (places >= 0) places += 1;
      }
      at += 1;
      byte = bytes[at]!;
    }
    const end = endOfField(bytes, at);
    const isPlain = end === at && digits > 0 && digits <= MOST_EXACT_DIGITS;
    const size = isPlain ? mantissa / POWERS_OF_TEN[Math.max(0, places)]! : 0;
    numbers[role] = isPlain ? (negative ? -size : size) : toNumber(textOf(bytes, start, end), role, line);
    if (numbers[role]! < 0 && role !== 2) throw badNumber(textOf(bytes, start, end), role, line);
    return end;
  }

  function finishRow(): void {
    path.conversions = numbers[1]!;
    path.conversionValue = numbers[2]!;
    path.nulls = numbers[3]!;
    if (path.count > 0) onPath(path);
    else if (path.conversions > 0 || path.conversionValue !== 0 || path.nulls > 0) {
      throw new AppError('bad_input', `Line ${line}: the path names no channel`);
    }
  }

  function scanRow(bytes: Uint8Array, start: number): number {
    let at = start;
    for (let field = 0; field < fieldCount; field++) {
      const role = roles[field]!;
      if (role === 0) at = readPath(bytes, at);
      else if (role > 0) at = readNumber(bytes, at, role);
      else at = endOfField(bytes, at);
      if (field === fieldCount - 1) break;
      if (bytes[at] !== COMMA) throw tooShort(line);
      at += 1;
    }
    finishRow();
    while (bytes[at] !== NEWLINE) at += 1;
    return at + 1;
  }

  return {
    get line() {
      return line;
    },
    scanLines(bytes) {
      for (let at = 0; at < bytes.length; ) {
        line += 1;
        const afterBlank = skipBlankLine(bytes, at);
        at = afterBlank > at ? afterBlank : scanRow(bytes, at);
      }
    },
    takeFields(fields, atLine) {
      line = atLine;
      if (fields.length < fieldCount) throw tooShort(line);
      for (const [field, role] of roles.entries()) {
        if (role > 0) numbers[role] = toNumber(fields[field]!, role, line);
        if (role === 1 || role === 3) if (numbers[role]! < 0) throw badNumber(fields[field]!, role, line);
        if (role !== 0) continue;
        const channels = fields[field]!.split('>')
          .map((name) => name.trim())
          .filter((name) => name !== '');
        path.touches = Int32Array.from(channels, names.numberOf);
        path.count = channels.length;
      }
      finishRow();
    },
  };
}

/** The start of the next line where this one is blank, else `start`. */
function skipBlankLine(bytes: Uint8Array, start: number): number {
  let at = start;
  while (bytes[at] === SPACE || bytes[at] === TAB || bytes[at] === RETURN) at += 1;
  return bytes[at] === NEWLINE ? at + 1 : start;
}

function endOfField(bytes: Uint8Array, start: number): number {
  let at = start;
  while (bytes[at] !== COMMA && bytes[at] !== NEWLINE && bytes[at] !== RETURN) at += 1;
  return at;
}

function textOf(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('utf8');
}

function toNumber(text: string, role: number, line: number): number {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(number)) throw badNumber(text, role, line);
  return number;
}

function badNumber(text: string, role: number, line: number): AppError {
  const wanted = role === 2 ? 'a number' : 'a number of zero or more';
  return new AppError('bad_input', `Line ${line}: ${PATH_COLUMNS[role]} is '${text.trim()}', not ${wanted}`);
}

function tooShort(line: number): AppError {
  return new AppError('bad_input', `Line ${line}: the row has too few fields`);
}

function lengthen(touches: Int32Array): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(2 * touches.length + 64);
  longer.set(touches);
  return longer;
}
