import { marked, type Token, type Tokens } from 'marked';
import type { Chunk } from './types.ts';

/** Of the sizes measured from 300 to 5,000 characters, phrases were found best with this one. */
export const MAX_CHARACTERS = 2500;
/** Neighbouring sections shorter than this are read together: a heading with one line under it answers little alone. */
const SMALL_CHARACTERS = 200;

interface Section {
  readonly headings: readonly string[];
  readonly blocks: string[];
}

/**
 * Cuts a page into passages: one a section, at most 2,500 characters (a longer single word or table row aside), each a
 * piece of the page word for word; only a table's header row is repeated above the rows of each further piece.
 */
export function chunkPage(page: { title: string; body: string }): Chunk[] {
  const sections = listSections(page);
  return joinSmall(sections)
    .flatMap((section) =>
      packBlocks(section.blocks).map((text) => ({
        heading: section.headings.join(' > '),
        text: text.trim(),
      })),
    )
    .filter((chunk) => /[\p{L}\p{N}]/u.test(chunk.text));
}

function listSections(page: { title: string; body: string }): Section[] {
  const trail: { depth: number; text: string }[] = [];
  const sections: Section[] = [{ headings: [], blocks: [] }];
  for (const token of marked.lexer(page.body.replace(/\r\n?/g, '\n'))) {
    if (token.type === 'heading') {
      while ((trail.at(-1)?.depth ?? 0) >= token.depth) trail.pop();
      trail.push({ depth: token.depth, text: plainHeading(token.text) });
      const headings = trail.map((one) => one.text).filter((text, i) => i > 0 || text !== page.title);
      sections.push({ headings, blocks: [] });
    }
    sections.at(-1)?.blocks.push(...splitBlock(token));
  }
  return sections.filter((section) => section.blocks.length > 0);
}

/** A heading as it is read: without markup, link targets and anchors. */
function plainHeading(text: string): string {
  return text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\{[:#][^}]*\}/g, '')
    .replace(/<[^>]*>/g, '')
    .replace(/[*`_]{1,3}(?=\S)|(?<=\S)[*`]{1,3}/g, '')
    .trim();
}

function joinSmall(sections: readonly Section[]): Section[] {
  const joined: Section[] = [];
  for (const section of sections) {
    const before = joined.at(-1);
    if (!before || !belongTogether(before, section)) {
      joined.push({ headings: section.headings, blocks: [...section.blocks] });
      continue;
    }
    // A heading with a line or none under it gives way to the section that it announces.
    const isLead = isParent(before, section) && length(before) < length(section);
    joined[joined.length - 1] = {
      headings: isLead ? section.headings : before.headings,
      blocks: [...before.blocks, ...section.blocks],
    };
  }
  return joined;
}

function belongTogether(before: Section, section: Section): boolean {
  const lengths = [length(before), length(section)];
  if (Math.min(...lengths) >= SMALL_CHARACTERS || lengths[0]! + lengths[1]! > MAX_CHARACTERS) return false;
  return isParent(before, section) || areSiblings(before, section);
}

function isParent(section: Section, other: Section): boolean {
  return section.headings.every((heading, i) => other.headings[i] === heading);
}

function areSiblings(section: Section, other: Section): boolean {
  const parent = section.headings.slice(0, -1);
  return other.headings.length >= section.headings.length && parent.every((h, i) => other.headings[i] === h);
}

function length(section: Section): number {
  return section.blocks.reduce((sum, block) => sum + block.length, 0);
}

/** A block as pieces that may stand in different passages. */
function splitBlock(token: Token): string[] {
  if (token.raw.length <= MAX_CHARACTERS) return [token.raw];
  if (token.type === 'table') return splitTable(token.raw);
  if (token.type === 'list') return (token as Tokens.List).items.flatMap((item) => splitLong(item.raw));
  return splitLong(token.raw);
}

function splitTable(raw: string): string[] {
  const lines = raw.split('\n').filter((line) => line.trim());
  const header = `${lines.slice(0, 2).join('\n')}\n`;
  const pieces: string[] = [];
  let rows = '';
  for (const line of lines.slice(2)) {
    if (rows && header.length + rows.length + line.length + 1 > MAX_CHARACTERS) {
      pieces.push(header + rows);
      rows = '';
    }
    rows += `${line}\n`;
  }
  if (rows) pieces.push(header + rows);
  return pieces;
}

/** Lines, then sentences, then words, packed as full as they go. */
function splitLong(raw: string): string[] {
  return splitAt(raw, [/(?<=\n)/, /(?<=[.!?]\s)/, /(?<=\s)/]);
}

function splitAt(raw: string, boundaries: readonly RegExp[]): string[] {
  const [boundary, ...finer] = boundaries;
  if (raw.length <= MAX_CHARACTERS || !boundary) return [raw];
  const parts = raw.split(boundary).flatMap((part) => splitAt(part, finer));
  const packed: string[] = [];
  for (const part of parts) {
    const last = packed.at(-1);
    if (last !== undefined && last.length + part.length <= MAX_CHARACTERS)
      packed[packed.length - 1] = last + part;
    else packed.push(part);
  }
  return packed;
}

function packBlocks(blocks: readonly string[]): string[] {
  const packed: string[] = [];
  for (const block of blocks) {
    const last = packed.at(-1);
    if (last !== undefined && last.length + block.length <= MAX_CHARACTERS)
      packed[packed.length - 1] = last + block;
    else packed.push(block);
  }
  return packed;
}
