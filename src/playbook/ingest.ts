import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Access, ScopedConnection } from '../access/access.ts';
import { AppError, isAppError } from '../errors.ts';
import { chunkPage } from './chunk.ts';
import { parseGlossary } from './glossary.ts';
import * as store from './ingest-store.ts';
import { isPageFile, readPage } from './read-page.ts';
import { type PageSettings, parseSettings } from './readership.ts';
import { writeChangedTerms } from './term-changes.ts';
import type { IndexReport, Page } from './types.ts';
import { familyOf, isSuperseded } from './versions.ts';
import { listWords } from './words.ts';

/** Moves when cutting, word splitting or storing changes, so that the next run indexes every page anew. */
const INDEX_VERSION = 1;
const GLOSSARY_FILE = '_glossary.yaml';
const VISIBILITY_FILE = '_visibility.yaml';
const BATCH = 500;

interface Reading {
  readonly pages: Page[];
  readonly refused: { path: string; why: string }[];
  readonly warnings: { path: string; why: string }[];
  glossary: string[][];
}

/**
 * Makes the index hold exactly the pages of a folder: new and changed files go in, the rest stays untouched, and what is
 * gone from the folder leaves. A file that can't be read is reported and is not in the index; the others go in. Vectors
 * are made later, by `embedPending`; passages that did not change keep theirs. Throws `not_found` for a folder that is
 * not there.
 */
export async function indexFolder(access: Access, folder: string): Promise<IndexReport> {
  const reading: Reading = { pages: [], refused: [], warnings: [], glossary: [] };
  await readFolder({ root: folder, under: '', settings: [] }, reading);
  return access.open(access.system, (connection) => updateIndex(connection, reading));
}

async function readFolder(
  at: { root: string; under: string; settings: readonly PageSettings[] },
  reading: Reading,
): Promise<void> {
  const entries = await readdir(join(at.root, at.under), { withFileTypes: true }).catch((cause: unknown) => {
    throw new AppError('not_found', `The folder ${join(at.root, at.under)} cannot be read.`, { cause });
  });
  const names = entries.map((entry) => entry.name);
  const settings = names.includes(VISIBILITY_FILE)
    ? [...at.settings, await readFolderSettings(at, reading)]
    : at.settings;
  if (at.under === '' && names.includes(GLOSSARY_FILE)) await readGlossary(at.root, reading);
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = at.under ? `${at.under}/${entry.name}` : entry.name;
    if (/^[._]/.test(entry.name)) continue;
    if (entry.isDirectory()) await readFolder({ root: at.root, under: path, settings }, reading);
    else if (entry.isFile()) await readFileOf({ root: at.root, path, settings }, reading);
  }
}

/** Settings that can't be read make what is below internal: a slip must not publish. */
async function readFolderSettings(
  at: { root: string; under: string },
  reading: Reading,
): Promise<PageSettings> {
  const path = at.under ? `${at.under}/${VISIBILITY_FILE}` : VISIBILITY_FILE;
  try {
    return parseSettings(await readFile(join(at.root, path), 'utf8'));
  } catch (error) {
    reading.warnings.push({ path, why: `${describe(error)} The pages below are taken as internal.` });
    return { visibility: 'internal' };
  }
}

async function readGlossary(root: string, reading: Reading): Promise<void> {
  try {
    reading.glossary = parseGlossary(await readFile(join(root, GLOSSARY_FILE), 'utf8'));
  } catch (error) {
    reading.warnings.push({ path: GLOSSARY_FILE, why: describe(error) });
  }
}

async function readFileOf(
  file: { root: string; path: string; settings: readonly PageSettings[] },
  reading: Reading,
): Promise<void> {
  if (!isPageFile(file.path)) {
    if (/\.(docx?|pptx?|odt|rtf|xlsx?)$/i.test(file.path)) {
      reading.refused.push({
        path: file.path,
        why: 'Files of this kind cannot be read; save it as PDF or Markdown.',
      });
    }
    return;
  }
  try {
    const page = await readPage({
      absolutePath: join(file.root, file.path),
      path: file.path,
      folders: file.settings,
    });
    reading.pages.push(page);
    reading.warnings.push(...page.warnings.map((why) => ({ path: file.path, why })));
  } catch (error) {
    reading.refused.push({ path: file.path, why: describe(error) });
  }
}

function describe(error: unknown): string {
  return isAppError(error) ? error.message : 'It cannot be read.';
}

async function updateIndex(connection: ScopedConnection, reading: Reading): Promise<IndexReport> {
  if ((await store.readIndexVersion(connection)) !== INDEX_VERSION) await store.clearIndex(connection);
  const known = await store.readHashes(connection);
  const hashed = reading.pages.map((page) => ({ page, contentHash: hashPage(page) }));
  const fresh = hashed.filter(({ page, contentHash }) => known.get(pathOf(page)) !== contentHash);
  const present = new Set(reading.pages.map(pathOf));
  const removed = [...known.keys()].filter((path) => !present.has(path));
  const changed = fresh.map(({ page }) => pathOf(page)).filter((path) => known.has(path));

  const old = await listOld(connection, [...changed, ...removed]);
  if (changed.length + removed.length > 0) await store.deletePages(connection, [...changed, ...removed]);
  const added = await insertFresh(connection, fresh, old);
  await writeChangedTerms(connection, { old, added });
  const stateChanged = await store.writeIndexState(connection, {
    version: INDEX_VERSION,
    glossary: reading.glossary,
  });
  if (stateChanged || fresh.length + removed.length > 0) await store.finishIndexing(connection);
  return {
    read: reading.pages.length + reading.refused.length,
    added: fresh.length - changed.length,
    changed: changed.length,
    unchanged: reading.pages.length - fresh.length,
    removed: removed.length,
    passages: added.length,
    refused: reading.refused,
    warnings: reading.warnings,
  };
}

async function listOld(
  connection: ScopedConnection,
  paths: readonly string[],
): Promise<store.StoredPassage[]> {
  return paths.length > 0 ? store.listPassagesOf(connection, paths) : [];
}

async function insertFresh(
  connection: ScopedConnection,
  fresh: readonly { page: Page; contentHash: string }[],
  old: readonly store.StoredPassage[],
): Promise<(store.NewPassage & { passageNo: number; title: string })[]> {
  const vectors = new Map(old.filter((one) => one.embedding).map((one) => [one.bodyHash, one]));
  const audiences = await ensureAudiences(connection, fresh);
  const pages: store.NewPage[] = [];
  const passages: (store.NewPassage & { title: string })[] = [];
  for (const { page, contentHash } of fresh) {
    const audienceId = audiences.get(JSON.stringify(page.readership))!;
    const path = pathOf(page);
    const { title, effectiveOn, url } = page;
    const chunks = chunkPage(page);
    const superseded = isSuperseded(page);
    pages.push({
      path,
      audienceId,
      title,
      family: familyOf(title),
      superseded,
      effectiveOn,
      url,
      contentHash,
    });
    passages.push(...chunks.map((chunk, i) => shapePassage({ chunk, title, path, audienceId, i }, vectors)));
  }
  for (let i = 0; i < pages.length; i += BATCH)
    await store.insertPages(connection, pages.slice(i, i + BATCH));
  const numbers: number[] = [];
  for (let i = 0; i < passages.length; i += BATCH) {
    numbers.push(...(await store.insertPassages(connection, passages.slice(i, i + BATCH))));
  }
  return passages.map((passage, i) => ({ ...passage, passageNo: numbers[i]! }));
}

async function ensureAudiences(
  connection: ScopedConnection,
  fresh: readonly { page: Page }[],
): Promise<Map<string, number>> {
  const audiences = new Map<string, number>();
  for (const { page } of fresh) {
    const key = JSON.stringify(page.readership);
    if (!audiences.has(key)) audiences.set(key, await store.ensureAudience(connection, page.readership));
  }
  return audiences;
}

function shapePassage(
  piece: {
    chunk: { heading: string; text: string };
    title: string;
    path: string;
    audienceId: number;
    i: number;
  },
  vectors: ReadonlyMap<string, store.StoredPassage>,
): store.NewPassage & { title: string } {
  const { chunk, title, path, audienceId } = piece;
  const bodyHash = hash(JSON.stringify([title, chunk.heading, chunk.text]));
  const before = vectors.get(bodyHash);
  return {
    path,
    title,
    audienceId,
    position: piece.i,
    heading: chunk.heading,
    text: chunk.text,
    bodyHash,
    wordCount: listWords(chunk.text).length,
    embeddingModel: before?.embeddingModel ?? null,
    embedding: before?.embedding ?? null,
  };
}

function pathOf(page: Page): string {
  return `playbook/${page.path}`;
}

function hashPage(page: Page): string {
  const { title, readership, effectiveOn, url, body } = page;
  return hash(JSON.stringify([title, readership, effectiveOn, url, body]));
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
