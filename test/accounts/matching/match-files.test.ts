import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { matchFiles } from '../../../src/cli/commands/match.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'match-files-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function match(left: string | Buffer, right: string | Buffer) {
  const files = { left: join(folder, 'left.csv'), right: join(folder, 'right.csv') };
  await writeFile(files.left, left);
  await writeFile(files.right, right);
  const lines: string[] = [];
  await matchFiles({ ...files, write: (line) => lines.push(line) });
  return lines.map(
    (line) => JSON.parse(line) as { left: string; right: string; decision: string; why: string[] },
  );
}

const RIGHT =
  'account_id,name,domain,country\nR1,Globex Corporation,globex.com,US\nR2,Umbrela Pharma AG,umbrelapharma.ch,CH\n';

describe('two lists in files', () => {
  test('give one line of JSON for each linked row of the left list, in its order', async () => {
    const lines = await match(
      'id,name,domain,country\nL1,Hooli,hooli.example,\nL2,Umbrela Pharma,www.umbrelapharma.ch,CH\nL3,"Globex Corp.",https://globex.com/about,\n',
      RIGHT,
    );
    expect(lines.map(({ left, right, decision }) => ({ left, right, decision }))).toEqual([
      { left: 'L2', right: 'R2', decision: 'match' },
      { left: 'L3', right: 'R1', decision: 'match' },
    ]);
    expect(lines[1]?.why).toEqual(expect.arrayContaining(['domain', 'legal_form']));
    expect(Object.keys(lines[0] ?? {})).toEqual(['left', 'right', 'score', 'decision', 'why']);
  });

  test.each([
    ['semicolons', 'key;name;country\nL;"Globex; Corporation";US\n'],
    ['tabs', 'key\tname\tdomain\nL\tGlobex Corporation\tglobex.com\n'],
    ['a byte order mark', '\uFEFFkey,name,domain\nL,Globex Corporation,globex.com\n'],
    ['Windows line ends', 'key,name,domain\r\nL,Globex Corporation,globex.com\r\n'],
    ['other titles of columns', 'Key,Account Name,Website\nL,Globex Corporation,globex.com\n'],
  ])('may have %s', async (_, left) => {
    expect(await match(left, RIGHT)).toMatchObject([{ left: 'L', right: 'R1', decision: 'match' }]);
  });

  test('may be in UTF-16 as spreadsheets save it', async () => {
    const left = Buffer.from('\uFEFFkey\tname\nL\tGlobex Corporation\n', 'utf16le');
    expect(await match(left, RIGHT)).toMatchObject([{ left: 'L', right: 'R1' }]);
  });

  test('may be in Windows-1252 as older spreadsheets save it', async () => {
    const left = Buffer.from('key;name\r\nL;Globex Corporation Zürich\r\nM;Umbrela Pharma\r\n', 'latin1');
    expect(await match(left, RIGHT)).toContainEqual(expect.objectContaining({ left: 'M', right: 'R2' }));
  });

  test('may carry other names in also_known_as', async () => {
    const left = 'id,name,also_known_as\nL,Zyx Holdings,Umbrela Pharma|Globex Corporation Inc\n';
    expect(await match(left, RIGHT.replace(/R2.*\n/, ''))).toMatchObject([{ left: 'L', right: 'R1' }]);
  });

  test.each([
    ['no header', 'L1,Globex Corporation,globex.com\n', /no header with a column 'name'/],
    ['nothing in it', '', /is empty/],
    [
      'an encoding that can’t be told',
      Buffer.from('id,name\n1,\x81\x8d\x8f\x90\x9d\n', 'latin1'),
      /no encoding that can be told/,
    ],
    ['a row without id', 'id,name\n,Globex\n', /line 2 has no id/],
  ])('with %s are refused in one clear line', async (_, left, message) => {
    const refused = match(left, RIGHT);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toMatchObject({ code: 'bad_input' });
  });

  test('that are not there are said to be missing', async () => {
    const missing = {
      left: join(folder, 'none.csv'),
      right: join(folder, 'right.csv'),
      write: () => undefined,
    };
    await expect(matchFiles(missing)).rejects.toMatchObject({ code: 'not_found' });
  });
});
