import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { chunkPage } from '../../src/playbook/chunk.ts';
import { parseGlossary } from '../../src/playbook/glossary.ts';
import { dropPostings, eachPosting, type Posting, packPostings } from '../../src/playbook/postings.ts';
import { readPage } from '../../src/playbook/read-page.ts';
import { listSentences } from '../../src/playbook/sentences.ts';
import { sayRow } from '../../src/playbook/tables.ts';
import { familyOf, isSuperseded } from '../../src/playbook/versions.ts';
import { createVocabulary } from '../../src/playbook/vocabulary.ts';
import { listWords } from '../../src/playbook/words.ts';
import { writeDocx, writePages, writePdf } from './pages.ts';

describe('chunkPage', () => {
  it('cuts one passage a section with the headings above it, and joins what is too short to stand alone', () => {
    const long = 'A sentence of some length that fills the section well enough. '.repeat(6).trim();
    const body = `# Guide\n\n## Fees\n\n${long}\n\n### Referral\n\n${long}\n\n## Tiny\n\nOne.\n\n## Small\n\nTwo.\n`;
    expect(chunkPage({ title: 'Guide', body }).map((chunk) => chunk.heading)).toEqual([
      'Fees',
      'Fees > Referral',
      'Tiny',
    ]);
  });

  it('never makes a passage longer than 2,500 characters, and loses no word', () => {
    const word = fc.stringMatching(/^[a-z]{1,12}$/);
    const block = fc.oneof(
      fc.array(word, { minLength: 1, maxLength: 400 }).map((words) => words.join(' ')),
      fc
        .array(word, { minLength: 1, maxLength: 60 })
        .map((words) => words.map((one) => `- ${one}`).join('\n')),
      word.map((one) => `## ${one}`),
    );
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 8 }), (blocks) => {
        const body = blocks.join('\n\n');
        const chunks = chunkPage({ title: 'T', body });
        expect(chunks.every((chunk) => chunk.text.length <= 2500)).toBe(true);
        expect(chunks.flatMap((chunk) => listWords(chunk.text))).toEqual(listWords(body));
      }),
      { numRuns: 60 },
    );
  });
});

describe('listSentences', () => {
  it('gives sentences, items and rows word for word, without headings', () => {
    const text =
      '## Fees\n\nPaid within 45 days. See e.g. the portal.\n\n- Net of **tax** only\n\n| a cell | another |\n';
    expect(listSentences(text)).toEqual([
      'Paid within 45 days.',
      'See e.g. the portal.',
      'Net of **tax** only',
      '| a cell | another |',
    ]);
  });

  it('gives nothing that is not in the text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), (text) => {
        expect(listSentences(text).every((sentence) => text.includes(sentence))).toBe(true);
      }),
    );
  });
});

describe('postings', () => {
  const posting = fc.record({
    passageNo: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    inText: fc.integer({ min: 0, max: 255 }),
    inHeadings: fc.integer({ min: 0, max: 255 }),
    length: fc.integer({ min: 0, max: 65_535 }),
  });
  const unpack = (packed: Uint8Array): Posting[] => {
    const found: Posting[] = [];
    eachPosting(packed, (passageNo, inText, inHeadings, length) =>
      found.push({ passageNo, inText, inHeadings, length }),
    );
    return found;
  };

  it('come out as they went in, less those dropped', () => {
    fc.assert(
      fc.property(fc.array(posting), fc.array(fc.nat()), (postings, dropped) => {
        const packed = packPostings(postings);
        expect(unpack(packed)).toEqual(postings);
        const gone = new Set([...dropped, ...postings.slice(0, 1).map((one) => one.passageNo)]);
        expect(unpack(dropPostings(packed, gone))).toEqual(
          postings.filter((one) => !gone.has(one.passageNo)),
        );
      }),
    );
  });
});

describe('words', () => {
  it('are told apart from markup, addresses and thousands', () => {
    expect(listWords('See [the **Portal**](https://p.example/x?y=1): $1,000 or 50%, co-sell it')).toEqual(
      'see the portal 1000 or 50 percent co sell it cosell'.split(' '),
    );
  });

  it('are repaired to the nearest visible word, ids and numbers aside', () => {
    const rows = ['claim', 'clam-x', 'invoice', 'valid', 'partner'].map((word) => ({
      word,
      stem: word,
      passages: 1,
    }));
    const vocabulary = createVocabulary(rows);
    expect(vocabulary.repair('invoce').map((one) => one.word)).toEqual(['invoice']);
    expect(vocabulary.repair('vaild').map((one) => one.word)).toEqual(['valid']);
    expect(vocabulary.repair('partnr').map((one) => one.word)).toEqual(['partner']);
    expect(vocabulary.repair('xyz')).toEqual([]);
    expect(vocabulary.repair('opp-7712')).toEqual([]);
  });
});

describe('versions', () => {
  it('of one page share a family, whatever their year or number', () => {
    for (const title of [
      'MDF policy 2024',
      'MDF Policy (v2.1)',
      'MDF policy FY26',
      'MDF policy - archived',
    ]) {
      expect(familyOf(title)).toBe('mdf policy');
    }
  });

  it('say of themselves that another has taken their place', () => {
    expect(isSuperseded({ title: 'Terms', body: '> This page has been replaced by Terms 2026.' })).toBe(true);
    expect(isSuperseded({ title: 'Terms (previous edition)', body: '' })).toBe(true);
    expect(familyOf('Terms (previous edition)')).toBe('terms');
    expect(isSuperseded({ title: 'Terms', body: 'Old quotes are replaced every year.' })).toBe(false);
  });
});

describe('a row of a table', () => {
  const table =
    'Fees\n\n| tier | new | renewal |\n| --- | :-: | --- |\n| Gold | **24 %** | – |\n| Silver | 18 % | 8 % |\n';

  it('reads with the names of its columns, and leaves out cells that say nothing', () => {
    expect(sayRow(table, '| Gold | **24 %** | – |')).toBe('tier Gold: new 24 %');
    expect(sayRow(table, '| Silver | 18 % | 8 % |')).toBe('tier Silver: new 18 %, renewal 8 %');
  });

  it('reads as it stands where no names are above it', () => {
    expect(sayRow('| Gold | 24 % |', '| Gold | 24 % |')).toBeNull();
    expect(sayRow('| Gold | 24 % |\n\nText.\n| Silver | 8 % |', '| Silver | 8 % |')).toBeNull();
  });
});

describe('readPage', () => {
  const read = async (name: string, content: string | Uint8Array) => {
    const folder = writePages({ [name]: content });
    return readPage({ absolutePath: `${folder}/${name}`, path: name, folders: [] });
  };

  it('reads HTML as headings, paragraphs and rows, with neither scripts nor addresses', async () => {
    const html =
      '<html><head><title>Fees</title><style>p{}</style></head><body><h2>Referral</h2><p>Paid <a href="https://x.example">here</a>.' +
      '<script>steal()</script><img src="https://t.example/p?q=1"></p><table><tr><th>Tier</th><th>Fee</th></tr><tr><td>Gold</td><td>10%</td></tr></table></body></html>';
    const { title, body } = await read('fees.html', html);
    expect(title).toBe('Fees');
    expect(body).toContain('## Referral');
    expect(body).toContain('Paid here.');
    expect(body).toMatch(/\| Gold \| 10% \|/);
    expect(body).not.toMatch(/steal|example|style/);
  });

  it('reads the text of a PDF, line by line', async () => {
    const page = await read(
      'fee-guide.pdf',
      writePdf(['Referral fees', 'A fee is paid 45 days after the quarter.']),
    );
    expect(page).toMatchObject({
      title: 'Fee guide',
      body: 'Referral fees\nA fee is paid 45 days after the quarter.',
      readership: { visibility: 'internal' },
    });
  });

  it('reads a Word file as headings, paragraphs and rows', async () => {
    const bytes = writeDocx({
      heading: 'Referral fees',
      paragraph: 'A fee is paid 45 days after the quarter.',
      rows: [
        ['Tier', 'Fee'],
        ['Gold', '10%'],
      ],
    });
    const { title, body } = await read('fees.docx', bytes);
    expect(title).toBe('Referral fees');
    expect(body).toContain('# Referral fees\n\nA fee is paid 45 days after the quarter.');
    expect(body).toMatch(/\| Gold\s*\| 10%\s*\|/);
  });

  it('refuses a Word file that is none, or that unpacks to fill a disk', async () => {
    await expect(read('broken.docx', 'no archive at all')).rejects.toThrow('It cannot be read.');
    const bomb = zipSync({ 'word/document.xml': new Uint8Array(101_000_000) });
    expect(bomb.length).toBeLessThan(1_000_000);
    await expect(read('bomb.docx', bomb)).rejects.toThrow('It unpacks to more than 100 MB.');
  });

  it('takes the title from the front matter, the first heading or the file name', async () => {
    expect((await read('a.md', '---\ntitle: Own\n---\n# Other')).title).toBe('Own');
    expect((await read('a.md', '# Heading\n\ntext')).title).toBe('Heading');
    expect((await read('deal-desk.md', 'text')).title).toBe('Deal desk');
  });
});

describe('parseGlossary', () => {
  it('reads groups of words and refuses anything else', () => {
    expect(parseGlossary('- [MDF, co-op funds]')).toEqual([['MDF', 'co-op funds']]);
    expect(() => parseGlossary('mdf: yes')).toThrow('The glossary is not a list of lists of words.');
  });
});
