import { AppError } from '../../errors.ts';
import type { ChannelNames } from './channel-names.ts';
import { BATCH_ROWS, createPathBatch, type PathBatch } from './path-batch.ts';
import { type FieldRoles, ROLE, readNumber } from './path-columns.ts';
import { type PlainLines, type ScanStop, scanPlainRows } from './plain-rows.ts';

const NEWLINE = 10;
/** How far past the last line a word may reach. */
const SPARE_BYTES = 4;

export interface PathScanner {
  /** Takes whole lines without quotes; blank ones are passed over. */
  scanLines(bytes: Uint8Array): void;
  /** Takes the fields of one row that something else has parsed; a blank line's one field is passed over. */
  takeFields(fields: readonly string[], line: number): void;
  /** Hands on what is left in the batch; once, after the last row. */
  finish(): void;
  /** The lines seen so far, the header included. */
  readonly line: number;
}

/**
 * Reads rows of a file of paths out of bytes and hands them on in batches, of which one is refilled. Plain rows take a loop
 * made for them; the others are cut into fields as text. csv-parse takes 9 s for a million rows, and therefore only gets rows
 * that need it. Names are trimmed, and a separator with nothing behind it names no touch. Throws `bad_input` with the line for
 * a missing field, a number that is none, a negative count, or conversions without a channel.
 */
export function createPathScanner(
  roles: FieldRoles,
  names: ChannelNames,
  onBatch: (batch: PathBatch) => void,
): PathScanner {
  const batch = createPathBatch();
  const wanted = roles.slice(0, roles.findLastIndex((role) => role >= 0) + 1);
  const stop: ScanStop = { at: 0, reason: 'end', unknown: { from: 0, to: 0, hash: 0 } };
  let line = 1;

  function flush(): void {
    batch.channelCount = names.names.length;
    if (batch.rows > 0) onBatch(batch);
    batch.rows = 0;
  }

  function takeFields(fields: readonly string[]): void {
    if (fields.length === 1 && fields[0]!.trim() === '') return;
    const numbers = [0, 0, 0, 0];
    for (const [place, role] of wanted.entries()) {
      const field = fields[place];
      if (field === undefined) {
        throw new AppError('bad_input', `Line ${line}: the row has too few fields`);
      }
      if (role > ROLE.path) numbers[role] = readNumber(field, role, line);
    }
    const [, conversions, value, nulls] = numbers as [number, number, number, number];
    const channels = fields[wanted.indexOf(ROLE.path)]!.split('>')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    if (channels.length > 0) addRow({ channels: channels.map(names.numberOf), conversions, value, nulls });
    else if (conversions > 0 || value !== 0 || nulls > 0) {
      throw new AppError('bad_input', `Line ${line}: the path names no channel`);
    }
  }

  function addRow(row: { channels: number[]; conversions: number; value: number; nulls: number }): void {
    const from = batch.rows === 0 ? 0 : batch.starts[batch.rows]!;
    if (batch.rows === BATCH_ROWS || (batch.rows > 0 && from + row.channels.length > batch.touches.length)) {
      flush();
      addRow(row);
      return;
    }
    if (row.channels.length > batch.touches.length) batch.touches = new Int32Array(2 * row.channels.length);
    batch.touches.set(row.channels, from);
    batch.starts[batch.rows] = from;
    batch.conversions[batch.rows] = row.conversions;
    batch.values[batch.rows] = row.value;
    batch.nulls[batch.rows] = row.nulls;
    batch.rows += 1;
    batch.starts[batch.rows] = from + row.channels.length;
  }

  /** Takes a line that is not plain, and gives the start of the next one. */
  function takeLine(bytes: Uint8Array, start: number): number {
    const end = bytes.indexOf(NEWLINE, start);
    // What follows a carriage return is passed over.
    const [text] = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start)
      .toString('utf8')
      .split('\r', 1) as [string];
    line += 1;
    takeFields(text.split(','));
    return end + 1;
  }

  function scan(lines: PlainLines): void {
    stop.at = 0;
    for (;;) {
      const before = batch.rows;
      scanPlainRows(lines, names.table(), { roles: wanted, batch, stop });
      line += batch.rows - before;
      if (stop.reason === 'end') return;
      if (stop.reason === 'odd') stop.at = takeLine(lines.bytes, stop.at);
      if (stop.reason === 'unknown') {
        names.learn(lines.bytes.slice(stop.unknown.from, stop.unknown.to), stop.unknown.hash);
      }
      if (stop.reason !== 'full') continue;
      if (batch.rows === 0) batch.touches = new Int32Array(2 * batch.touches.length);
      flush();
    }
  }

  return {
    get line() {
      return line;
    },
    scanLines: (bytes) => scan(toPlainLines(bytes)),
    takeFields(fields, atLine) {
      line = atLine;
      takeFields(fields);
    },
    finish: flush,
  };
}

function toPlainLines(given: Uint8Array): PlainLines {
  let bytes = given;
  if (bytes.byteOffset + bytes.length + SPARE_BYTES > bytes.buffer.byteLength) {
    const longer = new Uint8Array(bytes.length + SPARE_BYTES);
    longer.set(bytes);
    bytes = longer.subarray(0, given.length);
  }
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length + SPARE_BYTES);
  return { bytes, words, end: bytes.length };
}
