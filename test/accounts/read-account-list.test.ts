import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AccountRecord } from '../../src/accounts/matching/types.ts';
import { readAccountList } from '../../src/accounts/read-account-list.ts';
import { createEncoder } from '../tables/encode.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'account-list-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: string | Uint8Array, warn?: (message: string) => void) {
  const path = join(folder, 'list.csv');
  await writeFile(path, content);
  const accounts: AccountRecord[] = [];
  for await (const account of readAccountList(path, warn ? { warn } : {})) accounts.push(account);
  return accounts;
}

/** The rows as `id|name|domain|country`. */
async function readShort(content: string | Uint8Array): Promise<string[]> {
  return (await read(content)).map(({ id, name, domain, country }) =>
    [id, name, domain ?? '', country ?? ''].join('|'),
  );
}

const PLAIN = 'id,name,domain,country\n1,Globex GmbH,globex.example,DE\n2,Initech,,US\n';
const ROWS = ['1|Globex GmbH|globex.example|DE', '2|Initech||US'];

const ACCENTED = 'id;name;land\n1;Müller & Söhne;DE\n2;Société Générale – “Paris”;FR\n3;Peña S.A. €;ES\n';
const ACCENTED_ROWS = ['1|Müller & Söhne||DE', '2|Société Générale – “Paris”||FR', '3|Peña S.A. €||ES'];

describe('a list is read rightly', () => {
  test('with every field that matching knows', async () => {
    const list =
      'Account ID,Name,Website,Country,City,Also known as\nA1,Globex,globex.example,US,Boston,Glbx|Gx; G\n';
    expect(await read(list)).toEqual([
      {
        id: 'A1',
        name: 'Globex',
        domain: 'globex.example',
        country: 'US',
        city: 'Boston',
        aliases: ['Glbx', 'Gx', 'G'],
      },
    ]);
  });

  const shapes: [string, string][] = [
    ['commas', PLAIN],
    ['semicolons', PLAIN.replaceAll(',', ';')],
    ['tabs', PLAIN.replaceAll(',', '\t')],
    ['bars', PLAIN.replaceAll(',', '|')],
    ['Windows line ends', PLAIN.replaceAll('\n', '\r\n')],
    ['old Macintosh line ends', PLAIN.replaceAll('\n', '\r')],
    ['line ends of two kinds', PLAIN.replace('\n', '\r\n')],
    ['no line end at the end', PLAIN.trimEnd()],
    ['every cell in quotes', PLAIN.replace(/[^,\n]+/g, '"$&"')],
    ['trailing commas', PLAIN.replaceAll('\n', ',,\n')],
    ['trailing commas in the header alone', PLAIN.replace('\n', ',,\n')],
    ['empty lines and rows of empty cells', PLAIN.replaceAll('\n', '\n\n,,,\n  \n')],
    [
      'short rows',
      'id,name,domain,country\n1,Globex GmbH,globex.example,DE\n2,Initech,,US\n'.replace(',US', ''),
    ],
    ['a line before the header', `Exported on 2026-11-23\n${PLAIN}`],
    [
      'lines with commas before the header',
      `Accounts of Jane\n"Exported on 23 Nov, 2026",by Jane\n\n${PLAIN}`,
    ],
    [`Excel's sep line`, `sep=;\n${PLAIN.replaceAll(',', ';')}`],
    [
      `Excel's sep line and Windows line ends`,
      `sep=;\r\n${PLAIN.replaceAll(',', ';').replaceAll('\n', '\r\n')}`,
    ],
    ['the header in the middle again', PLAIN.replace('2,', 'id,name,domain,country\n2,')],
    ['spaces around cells', PLAIN.replaceAll(',', ' , ')],
    [
      'titles in capitals with spaces',
      PLAIN.replace('id,name,domain,country', ' ID , ACCOUNT NAME , Web-Site ,COUNTRY CODE'),
    ],
    ['German titles', PLAIN.replace('id,name,domain,country', 'Kunden-Nr.,Firma,Webseite,Land')],
    ['French titles', PLAIN.replace('id,name,domain,country', 'Réf,Société,Site Web,Pays')],
    ['Spanish titles', PLAIN.replace('id,name,domain,country', 'Código,Empresa,Página web,País')],
    [
      'Salesforce titles',
      PLAIN.replace('id,name,domain,country', 'Account ID,Account Name,Website,Billing Country'),
    ],
    [
      'HubSpot titles',
      PLAIN.replace('id,name,domain,country', 'Record ID,Company name,Company Domain Name,Country/Region'),
    ],
    ['an id of any title in the first column', PLAIN.replace('id,', 'left,')],
    ['columns in another order', 'domain,country,name,id\nglobex.example,DE,Globex GmbH,1\n,US,Initech,2\n'],
    [
      'its owner before the id',
      'Account Owner,Account Name,Country,Account ID,Website\nJane,Globex GmbH,DE,1,globex.example\nJane,Initech,US,2,\n',
    ],
    [
      'unknown columns',
      'id,rating,name,phone,domain,country\n1,A,Globex GmbH,+49 1,globex.example,DE\n2,B,Initech,,,US\n',
    ],
  ];
  test.each(shapes)('with %s', async (name, content) => {
    const rows = name === 'short rows' ? [ROWS[0], '2|Initech||'] : ROWS;
    expect(await readShort(content)).toEqual(rows);
  });

  test('with delimiters, quotes and line breaks in quoted cells, and quotes inside words', async () => {
    const content =
      'id,name,domain\n1,"Globex, Inc",g.example\n2,"The ""Best"" Ltd",b.example\n3,"Two\r\nLines",t.example\n4,19" Racks,r.example\n5,"Quoted" Words,q.example\n';
    expect(await readShort(content)).toEqual([
      '1|Globex, Inc|g.example|',
      '2|The "Best" Ltd|b.example|',
      '3|Two Lines|t.example|',
      '4|19" Racks|r.example|',
      '5|"Quoted" Words|q.example|',
    ]);
  });

  test.each(['utf-8', 'utf-16le', 'utf-16be'])(
    'in %s with and without a byte order mark',
    async (encoding) => {
      const encode = createEncoder(encoding);
      const list = `${ACCENTED}4;株式会社トヨタ;JP\n`;
      for (const text of [list, `\uFEFF${list}`])
        expect(await readShort(encode(text))).toEqual([...ACCENTED_ROWS, '4|株式会社トヨタ||JP']);
    },
  );

  const legacy: [string, string, string[]][] = [
    ['windows-1252', ACCENTED, ACCENTED_ROWS],
    ['macintosh', ACCENTED, ACCENTED_ROWS],
    [
      'windows-1250',
      'id,name\n1,Łódź Spółka\n2,Plzeňské Závody\n3,Žďár Škoda\n',
      ['1|Łódź Spółka||', '2|Plzeňské Závody||', '3|Žďár Škoda||'],
    ],
    [
      'windows-1251',
      'id,name\n1,ООО «Яндекс»\n2,Газпром нефть\n3,Сбербанк России\n',
      ['1|ООО «Яндекс»||', '2|Газпром нефть||', '3|Сбербанк России||'],
    ],
    [
      'shift_jis',
      'id,name\n1,株式会社トヨタ自動車\n2,日本電気\n3,ソニーグループ\n',
      ['1|株式会社トヨタ自動車||', '2|日本電気||', '3|ソニーグループ||'],
    ],
    [
      'gb18030',
      'id,name\n1,腾讯科技有限公司\n2,中国工商银行\n3,华为技术有限公司\n',
      ['1|腾讯科技有限公司||', '2|中国工商银行||', '3|华为技术有限公司||'],
    ],
    [
      'euc-kr',
      'id,name\n1,삼성전자\n2,현대자동차 주식회사\n3,엘지전자\n',
      ['1|삼성전자||', '2|현대자동차 주식회사||', '3|엘지전자||'],
    ],
  ];
  test.each(legacy)('in %s', async (encoding, text, rows) => {
    expect(await readShort(createEncoder(encoding)(text))).toEqual(rows);
  });

  test('in Windows-1252 where the first such letter comes after a megabyte', async () => {
    const many = Array.from({ length: 40_000 }, (_, i) => `${i},Plain company ${i} Ltd`).join('\n');
    const rows = await read(createEncoder('windows-1252')(`id,name\n${many}\nlast,Café Zoë\n`));
    expect(rows).toHaveLength(40_001);
    expect(rows.at(-1)?.name).toBe('Café Zoë');
  });

  test('without an id column: the first column is id and field at once', async () => {
    expect(await readShort('Company,Website\nGlobex,globex.example\n')).toEqual([
      'Globex|Globex|globex.example|',
    ]);
    expect(await readShort('name\nGlobex\nInitech\n')).toEqual(['Globex|Globex||', 'Initech|Initech||']);
  });

  test('with a header and no rows', async () => {
    expect(await readShort('id,name\n')).toEqual([]);
    expect(await readShort('id,name')).toEqual([]);
  });

  test('with an id that stands twice, which is said once', async () => {
    const warnings: string[] = [];
    const list = 'id,name\n1,Globex\n2,Initech\n1,Hooli\n2,Umbrella\n';
    expect(await read(list, (message) => warnings.push(message))).toHaveLength(4);
    expect(warnings).toEqual([
      `${join(folder, 'list.csv')}: the id '1' stands again on line 4 (and 1 more such rows): give each account an id of its own, or the results can't say which is meant`,
    ]);
  });
});

describe('a list that can’t be read rightly is refused in one line', () => {
  const latin = createEncoder('windows-1252');
  const cases: [string, string | Uint8Array, RegExp][] = [
    [
      'no header',
      'L1,Globex,globex.com\nL2,Initech,\n',
      /list\.csv has no header with a column 'name' after the id; its first line is 'L1,Globex,globex\.com'\. Put a line such as 'id,name,domain,country' on top$/,
    ],
    ['a header far below', `${'some text\n'.repeat(30)}${PLAIN}`, /has no header/],
    ['a header without a name', 'id,domain\n1,globex.com\n', /has no header with a column 'name'/],
    ['nothing in it', '', /list\.csv is empty: a header and rows are needed$/],
    ['only blank lines', '\n \r\n\n', /is empty/],
    ['only a byte order mark', '\uFEFF', /is empty/],
    [
      'an Excel workbook',
      Buffer.from('504b030414000600', 'hex'),
      /list\.csv is an Excel workbook or another zip archive, no CSV file: save it as 'CSV UTF-8' and try again$/,
    ],
    ['an old Excel workbook', Buffer.from('d0cf11e0a1b11ae10000', 'hex'), /is an old Excel or Office file/],
    ['a PDF', '%PDF-1.7\n%âãÏÓ\n', /is a PDF/],
    ['a compressed file', Buffer.from('1f8b0800', 'hex'), /is a compressed file/],
    ['bytes that are no text', Buffer.from([1, 0, 0, 2, 0, 3, 3, 0, 0, 255, 7]), /is no text/],
    [
      'a code page of DOS',
      Buffer.from('id,name\n1,M\x81ller\n2,Caf\x82 Zo\x89\n', 'latin1'),
      /in no encoding that can be told/,
    ],
    [
      'two encodings in one file',
      Buffer.concat([Buffer.from('id,name\n1,Müller\n2,Käse\n'), latin('3,Söhne\n')]),
      /partly in UTF-8 and partly not, first on line 4/,
    ],
    [
      'an encoding that can’t be told',
      Buffer.from([...Buffer.from('id,name\n1,'), 0x81, 0x8d, 0x8f, 0x90, 0x9d]),
      /is not in UTF-8 from line 2 on, and in no encoding that can be told/,
    ],
    [
      'a row without id',
      'id,name\n1,Globex\n,Initech\n',
      /list\.csv: line 3 has no id in its first column: give each row an id$/,
    ],
    [
      'a row without id in a later column',
      'name,id\nGlobex,1\nInitech,\n',
      /line 3 has no id in its column 'id'/,
    ],
    [
      'a row with more cells than the header',
      'id,name,domain\n1,Globex,g.example\n2,Initech, Inc,i.example\n',
      /list\.csv: line 3 has 4 cells and the header 3: put quotes around a text that holds ','$/,
    ],
    [
      'a quote that is never closed',
      'id,name\n1,Globex\n2,"Initech\n3,Hooli\n',
      /list\.csv is not valid CSV: a quote is opened on line 3 and not closed$/,
    ],
    [
      'a quote that the next row’s quote closes',
      'id,name\n1,Globex\n2,"Initech\n3,"Hooli, Inc"\n4,X\n',
      /a quote is opened on line 3 and not closed/,
    ],
  ];
  test.each(cases)('%s', async (_, content, message) => {
    const refused = read(content);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toMatchObject({ code: 'bad_input' });
    await expect(refused).rejects.not.toThrow(/\n/);
  });

  test('a quote that stays open for a megabyte is refused before the file is in memory', async () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => `${i},Company number ${i} Ltd`).join('\n');
    await expect(read(`id,name\nx,"Open\n${rows}`)).rejects.toThrow(/opened on line 2 and not closed/);
  });

  test('a folder, and a file that is not there', async () => {
    const path = join(folder, 'sub');
    await mkdir(path);
    await expect(readAccountList(path).next()).rejects.toThrow(/sub is a folder: name the CSV file in it$/);
    await expect(readAccountList(join(folder, 'none.csv')).next()).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('whatever a spreadsheet writes reads back the same', () => {
  const DELIMITERS = [',', ';', '\t', '|'];
  const LETTERS: Readonly<Record<string, string>> = {
    'utf-8': 'aZ é株ß"\',;\t|\n😀',
    'utf-16le': 'aZ é株ß"\',;\t|\n😀',
    'utf-16be': 'aZ é株ß"\',;\t|\n😀',
  };
  const table = fc.constantFrom(...Object.keys(LETTERS)).chain((encoding) => {
    const text = fc.string({ unit: fc.constantFrom(...(LETTERS[encoding] ?? '')), maxLength: 12 });
    return fc.record({
      encoding: fc.constant(encoding),
      delimiter: fc.constantFrom(...DELIMITERS),
      lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
      quoteAll: fc.boolean(),
      mark: fc.boolean(),
      rows: fc.array(fc.tuple(text, text), { maxLength: 8 }),
    });
  });

  test('in any delimiter, line end and encoding', async () => {
    await fc.assert(
      fc.asyncProperty(table, async ({ encoding, delimiter, lineEnd, quoteAll, mark, rows }) => {
        const quote = (cell: string) =>
          quoteAll || /["\n\r]/.test(cell) || cell.includes(delimiter)
            ? `"${cell.replaceAll('"', '""').replaceAll('\n', lineEnd)}"`
            : cell;
        const cells = [['id', 'name', 'city'], ...rows.map(([name, city], i) => [`r${i}`, name, city])];
        const text = cells.map((row) => row.map(quote).join(delimiter) + lineEnd).join('');
        // A cell of quotes and line breaks alone is what a quote left open looks like; see the cases above.
        fc.pre(!rows.flat().some((cell) => cell.startsWith('"') && cell.includes('\n')));
        const isWide = encoding !== 'utf-8';
        const bytes = createEncoder(encoding)((mark || isWide ? '\uFEFF' : '') + text);
        const tidy = (cell: string) => cell.trim().replace(/\s*\n\s*/g, ' ');
        expect((await read(bytes)).map(({ id, name, city }) => [id, name, city ?? ''])).toEqual(
          rows.map(([name, city], i) => [`r${i}`, tidy(name), tidy(city)]),
        );
      }),
      { numRuns: 300, seed: 3 },
    );
  });
});
