import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Access, createAccess } from '../../src/access/access.ts';
import type { Scope } from '../../src/access/types.ts';
import type { Database } from '../../src/db/port.ts';
import type { Embedder } from '../../src/playbook/embedder.ts';
import { indexFolder } from '../../src/playbook/ingest.ts';
import { createReaders } from '../../src/playbook/reader.ts';
import { findPassages } from '../../src/playbook/search.ts';
import { createTermReader, type TermReader } from '../../src/playbook/term-lists.ts';
import { embedPending } from '../../src/playbook/vectors.ts';
import { openTestDatabase } from '../setup/database.ts';
import { grantStaff, page, writePages } from './pages.ts';

let database: Database;
let access: Access;

beforeAll(async () => {
  database = await openTestDatabase();
  access = createAccess(database);
});
beforeEach(async () => void (await indexFolder(access, writePages({}))));
afterAll(() => database.close());

const readTerms = () =>
  access.open(access.system, (connection) =>
    connection.query(
      `select t.word, t.stem, t.passages, a.visibility, encode(substring(t.postings from 5), 'hex') as counts
       from playbook_terms t
       join playbook_audiences a on a.audience_id = t.audience_id
       order by a.visibility, t.word`,
    ),
  );
const readStatistics = () =>
  access.open(access.system, (connection) =>
    connection.query(
      'select visibility, passages, words from playbook_audiences where passages > 0 order by visibility',
    ),
  );
const readVisibilities = () =>
  access.open(access.system, async (connection) => {
    const rows = await connection.query<{ path: string; visibility: string; partners: string[] }>(
      `select p.path, a.visibility, a.partners
       from playbook_pages p
       join playbook_audiences a on a.audience_id = p.audience_id
       order by p.path`,
    );
    return rows.map((row) => [row.path, row.visibility, row.partners.join('+')]);
  });

/** Counts letters: enough to tell texts apart, and how often it was asked is the point. */
function createLetterEmbedder(id: string): Embedder & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    id,
    dimensions: 26,
    weight: 0.5,
    asked,
    async embed(texts) {
      asked.push(...texts);
      return texts.map((text) =>
        Array.from(
          { length: 26 },
          (_, i) => text.toLowerCase().split(String.fromCharCode(97 + i)).length - 0.9,
        ),
      );
    },
  };
}

describe('indexFolder', () => {
  it('touches nothing when nothing changed, and counts what did', async () => {
    const folder = writePages({ 'a.md': '# A\n\nalpha beta', 'b.md': '# B\n\ngamma', 'c.txt': 'delta' });
    expect(await indexFolder(access, folder)).toMatchObject({ read: 3, added: 3, changed: 0, passages: 3 });
    expect(await indexFolder(access, folder)).toMatchObject({ added: 0, unchanged: 3, passages: 0 });
    writeFileSync(join(folder, 'b.md'), '# B\n\ngamma epsilon');
    rmSync(join(folder, 'c.txt'));
    expect(await indexFolder(access, folder)).toMatchObject({
      added: 0,
      changed: 1,
      unchanged: 1,
      removed: 1,
    });
  });

  it('leaves the same words and counts behind, whether pages came at once or one after the other', async () => {
    const folder = writePages({
      'a.md': '# A\n\nalpha beta beta',
      'b.md': page('visibility: partner', '# B\n\ngamma alpha'),
      'gone.md': '# Gone\n\nalpha omega',
    });
    await indexFolder(access, folder);
    rmSync(join(folder, 'gone.md'));
    writeFileSync(join(folder, 'a.md'), '# A\n\nalpha delta');
    await indexFolder(access, folder);
    const [terms, statistics] = [await readTerms(), await readStatistics()];
    await indexFolder(access, writePages({}));
    expect(await readTerms()).toEqual([]);
    await indexFolder(access, folder);
    expect(terms).toEqual(await readTerms());
    expect(statistics).toEqual(await readStatistics());
    expect(terms.map((term) => term.word)).not.toContain('omega');
  });

  it('reports what it cannot read and takes the rest', async () => {
    const folder = writePages({
      'good.md': 'Good text.',
      'binary.md': Uint8Array.from([0xff, 0xfe, 0x00, 0xc3]),
      'empty.md': '  \n',
      'broken.pdf': 'no PDF at all',
      'settings.md': '---\ntitle: [never closed\n---\n\nText.',
      'slides.pptx': 'x',
      'picture.png': 'x',
    });
    const report = await indexFolder(access, folder);
    expect(report.added).toBe(1);
    expect(report.refused.map((one) => one.path)).toEqual([
      'binary.md',
      'broken.pdf',
      'empty.md',
      'settings.md',
      'slides.pptx',
    ]);
  });

  it('gives each page the nearest visibility, and the closest one where the setting is not understood', async () => {
    const folder = writePages({
      'none.md': 'Text.',
      'typo.md': page('visibility: partners', 'Text.'),
      'nobody.md': page('visibility: partner\npartners: []', 'Text.'),
      'open/_visibility.yaml': 'visibility: partner\npartners: [acme]',
      'open/inherits.md': 'Text.',
      'open/own.md': page('visibility: internal', 'Text.'),
      'open/wider.md': page('visibility: public', 'Text.'),
      'open/deep/_visibility.yaml': 'partners: [globex]',
      'open/deep/both.md': 'Text.',
      'broken/_visibility.yaml': 'visibility: [partner',
      'broken/page.md': 'Text.',
    });
    const report = await indexFolder(access, folder);
    expect(await readVisibilities()).toEqual([
      ['playbook/broken/page.md', 'internal', ''],
      ['playbook/nobody.md', 'internal', ''],
      ['playbook/none.md', 'internal', ''],
      ['playbook/open/deep/both.md', 'partner', 'globex'],
      ['playbook/open/inherits.md', 'partner', 'acme'],
      ['playbook/open/own.md', 'internal', ''],
      ['playbook/open/wider.md', 'public', ''],
      ['playbook/typo.md', 'internal', ''],
    ]);
    expect(report.warnings.map((one) => one.path)).toEqual([
      'broken/_visibility.yaml',
      'nobody.md',
      'typo.md',
    ]);
  });

  it('moves the words of a page whose visibility changes to its new readers', async () => {
    const folder = writePages({ 'a.md': page('visibility: partner', 'omega') });
    await indexFolder(access, folder);
    writeFileSync(join(folder, 'a.md'), page('visibility: internal', 'omega'));
    await indexFolder(access, folder);
    expect((await readTerms()).map((term) => [term.word, term.visibility])).toContainEqual([
      'omega',
      'internal',
    ]);
    expect((await readTerms()).map((term) => term.visibility)).not.toContain('partner');
  });

  it('takes a cloned repository as its pages: no git files, no pictures, front matter honoured, what is gone is gone', async () => {
    const folder = writePages({
      '.git/HEAD': 'ref: refs/heads/main',
      '.git/notes.md': page('visibility: public', '# Never\n\nA page inside the repository data.'),
      '.github/guide.md': page('visibility: public', '# Neither\n\nHow to work on this repository.'),
      'img/shot.png': new Uint8Array([0x89, 0x50, 0x4e, 0x47]),
      'docs/fees.md': page(
        'visibility: partner\ntitle: Fees',
        'The fee is 5 percent. ![stat](https://track.example/p.gif?who=you)',
      ),
      'docs/old.md': page('visibility: partner', '# Old\n\nThis page goes away.'),
    });
    const first = await indexFolder(access, folder);
    expect(first).toMatchObject({ read: 2, refused: [] });
    rmSync(join(folder, 'docs/old.md'));
    const second = await indexFolder(access, folder);
    expect(second).toMatchObject({ unchanged: 1, removed: 1, added: 0 });
    const rows = await access.open(access.system, (connection) =>
      connection.query('select path, title from playbook_pages order by path'),
    );
    expect(rows).toEqual([{ path: 'playbook/docs/fees.md', title: 'Fees' }]);
  });

  it('refuses a folder that is not there', async () => {
    await expect(indexFolder(access, '/nowhere/at/all')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('kept postings', () => {
  const sections = (word: string, count: number) =>
    Array.from(
      { length: count },
      (_, i) => `## Part ${i}\n\n${`${word} stands here for ${i} `.repeat(12)}`,
    ).join('\n\n');
  const folder = () =>
    writePages({
      'ours.md': page('visibility: internal', sections('kestrel', 30)),
      'theirs.md': page('visibility: public', sections('kestrel', 20)),
    });
  const find = async (terms: TermReader, scope: Scope) => {
    const lists = await access.open(scope, (connection) => terms(connection, ['kestrel', 'osprey']));
    return [...lists].map(([word, some]) => [word, some.map((list) => list.passageNos.length)]);
  };

  it('are handed to those alone who can see their rows, whoever came first', async () => {
    await indexFolder(access, folder());
    const terms = createTermReader({ bytes: 1_000_000 });
    const staff = await grantStaff(access);
    const stranger = await access.grant({ kind: 'outsider', id: 'U1' }, { place: 'dm' });
    for (const _ of [1, 2]) {
      const seen = await find(terms, staff);
      expect(seen[0]![1]).toHaveLength(2);
      expect(seen[0]![1]).toEqual(expect.arrayContaining([30, 20]));
      expect(await find(terms, stranger)).toEqual([['kestrel', [20]]]);
    }
  });

  it('are those of the index as it is now, and come anew where there is no room to keep them', async () => {
    const pages = folder();
    await indexFolder(access, pages);
    const stranger = await access.grant({ kind: 'outsider', id: 'U1' }, { place: 'dm' });
    const [roomy, cramped] = [createTermReader({ bytes: 1_000_000 }), createTermReader({ bytes: 100 })];
    for (const terms of [roomy, cramped]) await find(terms, stranger);
    writeFileSync(join(pages, 'theirs.md'), page('visibility: public', sections('osprey', 18)));
    await indexFolder(access, pages);
    for (const terms of [roomy, cramped, roomy])
      expect(await find(terms, stranger)).toEqual([['osprey', [18]]]);
  });
});

describe('embedPending', () => {
  it('never embeds an unchanged passage twice, and finds by the vectors under the reader', async () => {
    const folder = writePages({ 'a.md': '# A\n\nzzz zzz zzz', 'b.md': '# B\n\nqqq' });
    const embedder = createLetterEmbedder('letters');
    await indexFolder(access, folder);
    expect(await embedPending(access, embedder, { budgetMs: 60_000 })).toEqual({ embedded: 2, pending: 0 });
    writeFileSync(join(folder, 'a.md'), page('url: https://n.example/a', '# A\n\nzzz zzz zzz'));
    await indexFolder(access, folder);
    expect(await embedPending(access, embedder, { budgetMs: 60_000 })).toEqual({ embedded: 0, pending: 0 });
    expect(embedder.asked).toHaveLength(2);

    const staff = await access.grant(
      { kind: 'staff', email: 'a@n.example', name: 'A', role: 'rep' },
      { place: 'dm' },
    );
    const stranger = await access.grant({ kind: 'outsider', id: 'U1' }, { place: 'external' });
    const readers = createReaders();
    const find = (scope: typeof staff) =>
      access.open(scope, async (connection) => {
        const arms = { words: false, embedder };
        const search = { text: 'zz', k: 5, today: '2026-06-30', arms };
        return (await findPassages(connection, await readers(connection), search)).hits.map(
          (hit) => hit.passage.path,
        );
      });
    expect(await find(staff)).toEqual(['playbook/a.md', 'playbook/b.md']);
    expect(await find(stranger)).toEqual([]);
  });

  it('drops the vectors of another model before it makes its own', async () => {
    await indexFolder(access, writePages({ 'a.md': 'Alpha.' }));
    await embedPending(access, createLetterEmbedder('one'), { budgetMs: 60_000 });
    const other = createLetterEmbedder('two');
    expect(await embedPending(access, other, { budgetMs: 60_000 })).toEqual({ embedded: 1, pending: 0 });
  });

  it('stops when its time is spent and says what is left', async () => {
    await indexFolder(access, writePages({ 'a.md': 'Alpha.' }));
    const spent = await embedPending(access, createLetterEmbedder('one'), { budgetMs: 0 });
    expect(spent).toEqual({ embedded: 0, pending: 1 });
  });
});
