import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { parse } from 'csv-parse';
import { parse as parseAtOnce } from 'csv-parse/sync';
import { type ChannelNames, createChannelNames } from '../../attribution/models/channel-names.ts';
import {
  createPathCreditors,
  nameCredits,
  PATH_MODELS,
  type PathCreditor,
  type PathModel,
} from '../../attribution/models/credit-paths.ts';
import { listAssumptions, readHeader } from '../../attribution/models/path-columns.ts';
import { createPathScanner, type PathScanner } from '../../attribution/models/path-scanner.ts';
import type { Credit } from '../../attribution/models/paths.ts';
import { blankSimpleQuotes } from '../../attribution/models/simple-quotes.ts';
import { AppError } from '../../errors.ts';

export interface AttributePathsRequest {
  readonly file: string;
  /** Names of models, as the person typed them. */
  readonly models: readonly string[];
  /** Order of the Markov chain. */
  readonly order: number;
}

export interface AttributePathsResult {
  readonly models: Readonly<Record<string, Readonly<Record<string, Credit>>>>;
  /** Milliseconds from the start until each model's result was there; all models share one pass over the file. */
  readonly ms: Readonly<Record<string, number>>;
  /** Standard errors of the models that had to sample. */
  readonly standardErrors?: Readonly<Record<string, Readonly<Record<string, Credit>>>>;
}

/** What a person may have to know of how a file was read, in words. */
export type TellAssumption = (assumption: string) => void;

const NEWLINE = 10;
const CHUNK_BYTES = 1 << 20;
/** So that the last line of a buffer can be read a word at a time. */
const SPARE_BYTES = 16;
const SAMPLING_SEED = 1;

/**
 * Credits the channels of a file of raw paths by each model asked for, in one pass and in memory that does not grow with
 * the rows. The credits of a model add up to the file's conversions and value. A file without values or without lost paths is
 * read as if they were 0, and `tell` hears so. Throws `bad_input` for an unknown model, a missing column or a bad row (with its
 * line), `not_found` for a file that is not there.
 */
export async function attributePaths(
  request: AttributePathsRequest,
  tell: TellAssumption = () => undefined,
): Promise<AttributePathsResult> {
  const started = performance.now();
  const models = [...new Set(request.models)].map(checkModel);
  if (models.length === 0) throw new AppError('bad_input', 'Name at least one model');
  const options = { order: request.order, seed: SAMPLING_SEED };
  const creditors = createPathCreditors(models, options);
  const names = createChannelNames();
  await readPaths({ file: request.file, names, creditors, tell });
  return collect({ asked: models, creditors, names, started });
}

function checkModel(name: string): PathModel {
  const model = PATH_MODELS.find((known) => known === name);
  if (!model) {
    throw new AppError('bad_input', `No model '${name}' for paths; there are ${PATH_MODELS.join(', ')}`);
  }
  return model;
}

function collect(from: {
  asked: readonly PathModel[];
  creditors: readonly PathCreditor[];
  names: ChannelNames;
  started: number;
}): AttributePathsResult {
  const models: Record<string, Record<string, Credit>> = {};
  const standardErrors: Record<string, Record<string, Credit>> = {};
  const ms: Record<string, number> = {};
  const { names } = from.names;
  for (const model of from.asked) {
    const creditor = from.creditors.find((one) => one.models.includes(model))!;
    const credits = creditor.finish(model, names.length);
    models[model] = Object.fromEntries(nameCredits(names, credits));
    if (credits.standardErrors) {
      standardErrors[model] = Object.fromEntries(nameCredits(names, credits.standardErrors));
    }
    ms[model] = Math.round((performance.now() - from.started) * 10) / 10;
  }
  return Object.keys(standardErrors).length > 0 ? { models, ms, standardErrors } : { models, ms };
}

async function readPaths(from: {
  file: string;
  names: ChannelNames;
  creditors: readonly PathCreditor[];
  tell: TellAssumption;
}): Promise<void> {
  const start = (header: readonly string[]) => {
    const roles = readHeader(header);
    for (const assumption of listAssumptions(roles)) from.tell(assumption);
    return createPathScanner(roles, from.names, (batch) => {
      for (const creditor of from.creditors) creditor.addBatch(batch);
    });
  };
  const handle = await openFile(from.file);
  try {
    const { scanner, offset } = await scanPlainLines(handle, start);
    if (offset !== null) await parseRest({ file: from.file, offset, scanner });
    scanner.finish();
  } finally {
    await handle.close();
  }
}

async function openFile(file: string): Promise<FileHandle> {
  try {
    return await open(file);
  } catch (cause) {
    throw new AppError('not_found', `The file ${file} cannot be read`, { cause });
  }
}

/**
 * Scans lines up to the first one with quotes that only a CSV library should read; `offset` is where that line begins in the
 * file, null where there was none.
 */
async function scanPlainLines(
  handle: FileHandle,
  start: (header: readonly string[]) => PathScanner,
): Promise<{ scanner: PathScanner; offset: number | null }> {
  let buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES + SPARE_BYTES);
  let scanner: PathScanner | null = null;
  let [kept, offset, ended] = [0, 0, false];
  while (!ended) {
    const room = buffer.length - SPARE_BYTES - kept;
    if (room === 0) buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length)]);
    const { bytesRead } = await handle.read(buffer, kept, buffer.length - SPARE_BYTES - kept);
    let filled = kept + bytesRead;
    ended = bytesRead === 0;
    // The last line may lack its newline; giving it one keeps every check for the end of the buffer out of the scanner.
    if (ended && filled > 0) buffer[filled++] = NEWLINE;
    let from = 0;
    if (!scanner) {
      const headerEnd = buffer.subarray(0, filled).indexOf(NEWLINE);
      if (headerEnd < 0) {
        kept = filled;
        continue;
      }
      scanner = start(parseHeader(buffer.subarray(0, headerEnd)));
      from = headerEnd + 1;
    }
    const lines = buffer.subarray(from, from + buffer.subarray(from, filled).lastIndexOf(NEWLINE) + 1);
    const hardQuote = blankSimpleQuotes(lines);
    const plain =
      hardQuote < 0 ? lines : lines.subarray(0, lines.subarray(0, hardQuote).lastIndexOf(NEWLINE) + 1);
    scanner.scanLines(plain);
    const end = from + plain.length;
    if (hardQuote >= 0) return { scanner, offset: offset + end };
    offset += end;
    buffer.copyWithin(0, end, filled);
    kept = filled - end;
  }
  if (!scanner) throw new AppError('bad_input', 'Line 1: the file is empty');
  return { scanner, offset: null };
}

function parseHeader(bytes: Buffer): string[] {
  const [header, ...more] = parseAtOnce(bytes, {
    bom: true,
    relax_quotes: true,
    relax_column_count: true,
  }) as string[][];
  if (more.length > 0) {
    throw new AppError(
      'bad_input',
      'Line 1: the lines end with a carriage return alone; save the file with Windows or Unix line ends',
    );
  }
  return header ?? [];
}

/** Rows from a byte of the file to its end, by the CSV library, which knows quotes, and newlines and commas in them. */
async function parseRest(rest: { file: string; offset: number; scanner: PathScanner }): Promise<void> {
  const linesBefore = rest.scanner.line;
  const parser = createReadStream(rest.file, { start: rest.offset, highWaterMark: CHUNK_BYTES }).pipe(
    parse({ info: true, relax_quotes: true, relax_column_count: true, skip_empty_lines: true }),
  );
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      rest.scanner.takeFields(record, linesBefore + info.lines);
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('bad_input', `After line ${linesBefore}: the file is not valid CSV`, { cause });
  }
}
