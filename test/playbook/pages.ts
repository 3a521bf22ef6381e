import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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
