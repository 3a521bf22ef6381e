import { readFile, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { convert } from 'html-to-text';
import { AppError, isAppError } from '../errors.ts';
import { type PageSettings, parseSettings, resolveRules } from './readership.ts';
import type { Page } from './types.ts';

const MAX_BYTES = 20_000_000;
/** A Word file is an archive, and a small one can unpack to fill a disk. */
const MAX_UNPACKED_BYTES = 100_000_000;
const FRONT_MATTER = /^---[ \t]*\r?\n([\s\S]*?)(?:\r?\n)?---[ \t]*(?:\r?\n|$)/;

const READERS: Readonly<Record<string, (bytes: Uint8Array) => Promise<SourceText>>> = {
  '.md': readMarkdown,
  '.markdown': readMarkdown,
  '.txt': readMarkdown,
  '.html': readHtml,
  '.htm': readHtml,
  '.pdf': readPdf,
  '.docx': readDocx,
};

interface SourceText {
  readonly settings: PageSettings;
  readonly title: string | null;
  readonly body: string;
}

/** Whether files of this name can be pages. */
export function isPageFile(name: string): boolean {
  return extname(name).toLowerCase() in READERS;
}

/**
 * Reads one file as a page. Scripts, images and links in it are text or nothing; nothing is run or fetched. `folders` are
 * the settings of the folders above, outermost first. Throws `bad_input` with the reason where the file can't be read.
 */
export async function readPage(file: {
  absolutePath: string;
  path: string;
  folders: readonly PageSettings[];
}): Promise<Page> {
  const source = await readSource(file.absolutePath);
  const rules = resolveRules(file.folders, source.settings);
  if (!source.body.trim()) throw new AppError('bad_input', 'It holds no text.');
  const { readership, effectiveOn, url, warnings } = rules;
  const title = rules.title ?? source.title ?? titleOf(file.path);
  return { path: file.path, title, readership, effectiveOn, url, body: source.body, warnings };
}

async function readSource(absolutePath: string): Promise<SourceText> {
  const read = READERS[extname(absolutePath).toLowerCase()];
  if (!read) throw new AppError('bad_input', 'Files of this kind cannot be read.');
  try {
    if ((await stat(absolutePath)).size > MAX_BYTES)
      throw new AppError('bad_input', 'It is larger than 20 MB.');
    return await read(await readFile(absolutePath));
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    throw new AppError('bad_input', 'It cannot be read.', { cause });
  }
}

async function readMarkdown(bytes: Uint8Array): Promise<SourceText> {
  const { settings, rest } = splitFrontMatter(decode(bytes));
  return { settings, title: firstHeading(rest), body: rest };
}

async function readHtml(bytes: Uint8Array): Promise<SourceText> {
  const { settings, rest } = splitFrontMatter(decode(bytes));
  const body = convertHtml(rest);
  const named = /<title[^>]*>([^<]*)<\/title>/i.exec(rest)?.[1]?.trim();
  return { settings, title: named || firstHeading(body), body };
}

/** The community loader over unpdf's build of pdf.js, which needs neither canvas nor worker. */
async function readPdf(bytes: Uint8Array): Promise<SourceText> {
  // Loaded with the first PDF: half a second that no search should wait for.
  const { PDFLoader } = await import('@langchain/community/document_loaders/fs/pdf');
  const { getResolvedPDFJS } = await import('unpdf');
  const loader = new PDFLoader(new Blob([new Uint8Array(bytes)]), {
    pdfjs: async () => {
      const { getDocument, version } = await getResolvedPDFJS();
      return { getDocument, version, isV2: false } as never;
    },
    parsedItemSeparator: '',
  });
  const pages = await loader.load();
  const body = pages.map((page) => page.pageContent).join('\n\n');
  const info = pages[0]?.metadata.pdf?.info as { Title?: unknown } | undefined;
  const title = typeof info?.Title === 'string' && info.Title.trim() ? info.Title.trim() : null;
  return { settings: {}, title, body };
}

/** Word's own headings and tables, by way of HTML; pictures, comments and addresses are left out. */
async function readDocx(bytes: Uint8Array): Promise<SourceText> {
  const { unzipSync } = await import('fflate');
  let unpacked = 0;
  unzipSync(bytes, {
    filter: (file) => {
      unpacked += file.originalSize;
      return false;
    },
  });
  if (unpacked > MAX_UNPACKED_BYTES) throw new AppError('bad_input', 'It unpacks to more than 100 MB.');
  const { default: mammoth } = await import('mammoth');
  const { value } = await mammoth.convertToHtml(
    { buffer: Buffer.from(bytes) },
    { convertImage: mammoth.images.imgElement(async () => ({ src: '' })), externalFileAccess: false },
  );
  const body = convertHtml(value);
  return { settings: {}, title: firstHeading(body), body };
}

function decode(bytes: Uint8Array): string {
  let decoded: string;
  try {
    decoded = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError('bad_input', 'It is not UTF-8 text.', { cause });
  }
  if (decoded.includes('\0')) throw new AppError('bad_input', 'It is not text.');
  return decoded;
}

function splitFrontMatter(source: string): { settings: PageSettings; rest: string } {
  const match = FRONT_MATTER.exec(source);
  if (!match) return { settings: {}, rest: source };
  return { settings: parseSettings(match[1] ?? ''), rest: source.slice(match[0].length) };
}

type HtmlElement = { readonly children: readonly unknown[]; readonly name: string };
type HtmlBuilder = {
  openBlock(options: { leadingLineBreaks: number }): void;
  closeBlock(options: { trailingLineBreaks: number }): void;
  addInline(text: string): void;
};
type HtmlWalk = (children: readonly unknown[], builder: HtmlBuilder) => void;

/** HTML as the Markdown that sections are cut from: headings with #, table rows with |, no addresses, no images. */
function convertHtml(html: string): string {
  const heading = (element: HtmlElement, walk: HtmlWalk, builder: HtmlBuilder) => {
    builder.openBlock({ leadingLineBreaks: 2 });
    builder.addInline(`${'#'.repeat(Number(element.name.slice(1)))} `);
    walk(element.children, builder);
    builder.closeBlock({ trailingLineBreaks: 2 });
  };
  const row = (element: HtmlElement, walk: HtmlWalk, builder: HtmlBuilder) => {
    builder.openBlock({ leadingLineBreaks: 1 });
    builder.addInline('| ');
    walk(element.children, builder);
    builder.closeBlock({ trailingLineBreaks: 1 });
  };
  const cell = (element: HtmlElement, walk: HtmlWalk, builder: HtmlBuilder) => {
    walk(element.children, builder);
    builder.addInline(' | ');
  };
  const headings = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];
  return convert(html, {
    wordwrap: false,
    formatters: { heading, row, cell },
    selectors: [
      ...headings.map((selector) => ({ selector, format: 'heading' })),
      { selector: 'table', format: 'block' },
      { selector: 'tr', format: 'row' },
      ...['td', 'th'].map((selector) => ({ selector, format: 'cell' })),
      // A cell stands in one line, however many paragraphs it has.
      ...['td > p', 'th > p'].map((selector) => ({
        selector,
        format: 'inlineSurround',
        options: { suffix: ' ' },
      })),
      { selector: 'a', options: { ignoreHref: true } },
      ...['img', 'script', 'style', 'head'].map((selector) => ({ selector, format: 'skip' })),
    ],
  });
}

function firstHeading(markdown: string): string | null {
  return /^#[ \t]+(.+?)[ \t#]*$/m.exec(markdown)?.[1] ?? null;
}

function titleOf(path: string): string {
  const words = basename(path, extname(path)).replace(/[-_]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
