import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Access, createAccess } from '../../src/access/access.ts';
import { createCompanyService } from '../../src/company/service.ts';
import type { Database } from '../../src/db/port.ts';
import { createPlaybookService, type PlaybookService } from '../../src/playbook/service.ts';
import { listTestDatabases } from '../setup/database.ts';
import { insertPartner } from '../setup/rows.ts';
import { grantPartner, page, writePages } from './pages.ts';

const VISIBLE = {
  'a.md': page('title: Rebates\nvisibility: partner', 'Rebates are paid each quarter. Rebates need a claim.'),
  'b.md': page(
    'title: Claims\nvisibility: partner',
    'A claim is filed in the portal within 30 days of the event.',
  ),
  'c.md': page(
    'title: Events\nvisibility: partner',
    'Events are funded by half. The claim follows the event.',
  ),
  'd.md': page('title: Portal\nvisibility: public', 'The portal lists events and training for the quarter.'),
  'e.md': page(
    'title: Events 2025\nvisibility: partner\neffective_on: 2025-01-01',
    'Events were funded in full.',
  ),
};
const HIDDEN = Object.fromEntries([
  ...Array.from({ length: 40 }, (_, i) => [
    `${'abcde'[i % 5]}${i}.md`,
    page(
      i % 2 ? 'visibility: internal' : 'visibility: partner\npartners: [globex]',
      `Claim claim claim portal event rebate rebats clam quarterly secret ${'word '.repeat(i * 20)}`,
    ),
  ]),
  ['events-2026.md', page('title: Events 2026\neffective_on: 2026-01-01', 'Events are cancelled.')],
]) as Record<string, string>;

const QUESTIONS = [
  'claim for a rebate',
  'which events are funded in the portal',
  'clam rebats',
  'how soon after the event is the claim filed',
  'quarter',
  'secret',
];

describe.each(listTestDatabases())('on $kind', ({ open }) => {
  const worlds: { database: Database; access: Access; playbook: PlaybookService }[] = [];

  beforeAll(async () => {
    for (const pages of [VISIBLE, { ...VISIBLE, ...HIDDEN }]) {
      const database = await open();
      const access = createAccess(database);
      await insertPartner(access, { partner_id: 'acme', name: 'Acme' });
      await insertPartner(access, { partner_id: 'globex', name: 'Globex' });
      const company = createCompanyService({ access, now: () => new Date('2026-06-30T12:00:00Z') });
      const playbook = createPlaybookService({ access, company, embedder: null });
      await playbook.index(writePages(pages));
      worlds.push({ database, access, playbook });
    }
  });
  afterAll(async () => {
    for (const { database } of worlds) await database.close();
  });

  it.each(QUESTIONS)(
    'answers a partner alike, to the last digit, whatever is hidden: %s',
    async (question) => {
      const answers = await Promise.all(
        worlds.map(async ({ access, playbook }) => {
          const scope = await grantPartner(access, 'acme');
          return {
            search: await playbook.search(scope, question, { k: 50 }),
            quote: await playbook.quote(scope, question),
            rule: await playbook.citeRule(scope, 'registration_expired'),
          };
        }),
      );
      expect(JSON.stringify(answers[1])).toBe(JSON.stringify(answers[0]));
    },
  );

  it('does change what our own people find, so that the worlds do differ', async () => {
    const found = await Promise.all(
      worlds.map(async ({ access, playbook }) => {
        const actor = { kind: 'staff', email: 'a@n.example', name: 'A', role: 'rep' } as const;
        return (await playbook.search(await access.grant(actor, { place: 'dm' }), 'claim', { k: 50 }))
          .passages.length;
      }),
    );
    expect(found[1]).toBeGreaterThan(found[0] ?? 0);
  });
});
