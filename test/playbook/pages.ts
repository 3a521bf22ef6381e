import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { Access } from '../../src/access/access.ts';
import type { Audience, Scope } from '../../src/access/types.ts';

/** A folder of pages of one's own, in the system's place for such. */
export function writePages(pages: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'cosell-pages-'));
  for (const [path, content] of Object.entries(pages)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** A page with front matter. */
export function page(settings: string, body: string): string {
  return `---\n${settings}\n---\n\n${body}\n`;
}

export function grantStaff(access: Access, audience: Audience = { place: 'dm' }): Promise<Scope> {
  return access.grant({ kind: 'staff', email: 'ana@northwind.example', name: 'Ana', role: 'rep' }, audience);
}

export function grantPartner(access: Access, partnerId: string): Promise<Scope> {
  return access.grant(
    { kind: 'partner', email: `pat@${partnerId}.example`, name: 'Pat', partnerId },
    { place: 'dm' },
  );
}

/** The smallest PDF that shows some lines of plain text. */
export function writePdf(lines: readonly string[]): string {
  const drawn = lines.map((line, i) => `${i === 0 ? '72 700' : '0 -24'} Td (${line}) Tj`).join(' ');
  const stream = `BT /F1 18 Tf ${drawn} ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let written = '%PDF-1.4\n';
  const offsets = objects.map((object, i) => {
    const offset = written.length;
    written += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${written.length}\n%%EOF\n`;
  return written + table + trailer;
}

const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

/** The smallest Word file with a heading, a paragraph and a table. */
export function writeDocx(of: {
  heading: string;
  paragraph: string;
  rows: readonly (readonly string[])[];
}): Uint8Array {
  const paragraph = (text: string, style = '') =>
    `<w:p>${style && `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}<w:r><w:t>${text}</w:t></w:r></w:p>`;
  const rows = of.rows.map(
    (cells) => `<w:tr>${cells.map((cell) => `<w:tc>${paragraph(cell)}</w:tc>`).join('')}</w:tr>`,
  );
  const files = {
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    '_rels/.rels':
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    'word/document.xml': `<w:document xmlns:w="${WORD}"><w:body>${paragraph(of.heading, 'Heading1')}${paragraph(of.paragraph)}<w:tbl>${rows.join('')}</w:tbl></w:body></w:document>`,
    'word/styles.xml': `<w:styles xmlns:w="${WORD}"><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>`,
    'word/_rels/document.xml.rels':
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>',
  };
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
}
