import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Access, createAccess } from '../../src/access/access.ts';
import { createCompanyService } from '../../src/company/service.ts';
import type { Database } from '../../src/db/port.ts';
import { createPlaybookService, type PlaybookService } from '../../src/playbook/service.ts';
import { readLine, type Standing, tiersBeside } from '../../src/playbook/standing.ts';
import { openTestDatabase } from '../setup/database.ts';
import { insertPartner } from '../setup/rows.ts';
import { grantPartner, grantStaff, page } from './pages.ts';

const PUMPS = new URL('../../evals/playbook/programmes/pumps/pages', import.meta.url).pathname;

describe('readLine', () => {
  const gold: Standing = { whose: 'your', tier: 'Gold', archetype: 'reseller' };
  const rows =
    '| tier | margin |\n| --- | --- |\n| Platinum | 28 % |\n| **Gold** | 24 % |\n| Registered | 10 % |';
  const columns = '| benefit | Platinum partners | Gold partners |\n| --- | --- | --- |\n| seats | 50 | 25 |';
  const read = (text: string, line: string, question = 'What do we get?', standing = gold) =>
    readLine({ text, line, question, tiersNamed: tiersBeside(text, standing) }, standing);

  it('gives the own row of a table by tier, and knows the others as for others', () => {
    expect(read(rows, '| **Gold** | 24 % |')).toMatchObject({
      holdsFor: 'your tier, Gold',
      reads: 'margin 24 %',
    });
    expect(read(rows, '| Platinum | 28 % |')).toBe('other');
  });

  it('gives the own cell of a table with a column a tier', () => {
    expect(read(columns, '| seats | 50 | 25 |')).toMatchObject({
      holdsFor: 'your tier, Gold',
      reads: 'seats: 25',
    });
  });

  it('knows whose a sentence or an item is, and takes no common word for a tier', () => {
    expect(read(rows, 'Gold and platinum partners have a yearly budget.')).toMatchObject({
      form: 'sentence',
    });
    expect(read(rows, 'Platinum: a budget of 5 percent.')).toBe('other');
    expect(read(rows, 'Partners of the tier platinum may call the duty manager.')).toBe('other');
    expect(read(rows, 'A registered deal is protected.')).toBeNull();
    expect(read(rows, 'Integrators need no certificate.')).toBe('other');
    expect(read(rows, 'Resellers need one certificate a seller.')).toMatchObject({
      holdsFor: 'your kind of partner, value-added reseller',
    });
  });

  it('leaves all lines where another tier or several are asked about', () => {
    for (const question of [
      'What do platinum partners get?',
      'What does the next tier need?',
      'How do I become registered?',
    ])
      expect(read(rows, '| Platinum | 28 % |', question)).toBeNull();
    expect(read(rows, '| Platinum | 28 % |', 'What margin do we get on a registered deal?')).toBe('other');
  });

  it('says nothing of tables by other things, or to a partner whose tier stands in none', () => {
    const timeline = '| before the end | who |\n| --- | --- |\n| 90 days | gold team |\n| 60 days | owner |';
    expect(read(timeline, '| 90 days | gold team |')).toBeNull();
    expect(read(rows, '| Platinum | 28 % |', 'What do we get?', { ...gold, tier: 'Diamond' })).toBeNull();
  });
});

describe('what the playbook holds by tier', () => {
  let database: Database;
  let access: Access;
  let playbook: PlaybookService;

  beforeAll(async () => {
    database = await openTestDatabase();
    access = createAccess(database);
    await insertPartner(access, { partner_id: 'harbour-dealer', tier: 'Harbour' });
    await insertPartner(access, { partner_id: 'anchor-dealer', tier: 'anchor' });
    await insertPartner(access, { partner_id: 'newcomer', tier: null });
    const folder = mkdtempSync(join(tmpdir(), 'cosell-pages-'));
    cpSync(PUMPS, folder, { recursive: true });
    writeFileSync(
      join(folder, 'bonus.md'),
      page(
        'visibility: partner\ntitle: Yearly bonus',
        '- Anchor dealers: 4 percent bonus\n- Jetty dealers: no bonus',
      ),
    );
    playbook = createPlaybookService({
      access,
      company: createCompanyService({ access, now: () => new Date('2026-06-30T12:00:00Z') }),
      embedder: null,
    });
    await playbook.index(folder);
  });
  afterAll(() => database.close());

  const QUESTION = 'How many trained fitters do we need?';

  it('is quoted to a partner by its own line, as its own, and by no line of another tier', async () => {
    for (const [partnerId, tier, row] of [
      ['harbour-dealer', 'Harbour', '| Harbour | 300,000 | 3 | 15 units |'],
      ['anchor-dealer', 'anchor', '| Anchor | 900,000 | 6 | 40 units |'],
    ] as const) {
      const { quotes } = await playbook.quote(await grantPartner(access, partnerId), QUESTION);
      expect(quotes[0]).toMatchObject({ quote: row, holdsFor: `your tier, ${tier}` });
      const rows = quotes.filter((one) => one.quote.startsWith('|'));
      expect(rows).toHaveLength(1);
    }
  });

  it('is quoted to our people by the line of the partner asked about, and to nobody else', async () => {
    const staff = await grantStaff(access);
    const about = await playbook.quote(staff, QUESTION, { about: 'harbour-dealer' });
    expect(about.quotes[0]).toMatchObject({
      quote: '| Harbour | 300,000 | 3 | 15 units |',
      holdsFor: expect.stringMatching(/'s tier, Harbour$/),
    });
    expect((await playbook.quote(staff, QUESTION)).quotes[0]).not.toHaveProperty('holdsFor');
    // A partner that names another one is told nothing of it, its tier included.
    const other = await playbook.quote(await grantPartner(access, 'newcomer'), QUESTION, {
      about: 'harbour-dealer',
    });
    expect(other.quotes.length).toBeGreaterThan(0);
    for (const one of other.quotes) expect(one).not.toHaveProperty('holdsFor');
  });

  it('is quoted from a list by the item that names the tier', async () => {
    const { quotes } = await playbook.quote(
      await grantPartner(access, 'anchor-dealer'),
      'What yearly bonus do we get?',
    );
    expect(quotes[0]).toMatchObject({
      quote: 'Anchor dealers: 4 percent bonus',
      holdsFor: 'your tier, anchor',
    });
    expect(quotes.map((one) => one.quote)).not.toContain('Jetty dealers: no bonus');
  });
});
