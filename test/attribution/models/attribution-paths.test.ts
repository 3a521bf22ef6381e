import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { creditPaths } from '../../../src/attribution/models/credit-paths.ts';
import { attributePaths } from '../../../src/cli/commands/attribution-paths.ts';
import { AppError } from '../../../src/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'paths-'));
afterAll(() => rmSync(folder, { recursive: true }));

const HEADER = 'path,total_conversions,total_conversion_value,total_null';
let files = 0;

async function attribute(text: string, models: readonly string[] = ['linear'], order = 1) {
  files += 1;
  const file = join(folder, `${files}.csv`);
  writeFileSync(file, text);
  return await attributePaths({ file, models, order });
}

async function credits(rows: string) {
  return (await attribute(`${HEADER}\n${rows}`)).models.linear;
}

async function failure(text: string, models?: readonly string[], order?: number): Promise<AppError> {
  const error = await attribute(text, models, order).catch((caught: unknown) => caught);
  if (!(error instanceof AppError))
    throw new Error('It should have failed with an AppError', { cause: error });
  return error;
}

describe('attribution paths', () => {
  test('credits each model asked for, by channel, and says how long it took', async () => {
    const result = await attribute(`${HEADER}\na > b,2,30,1\nb,1,5.5,4\n`, ['first', 'last', 'markov']);
    expect(result.models.first).toEqual({
      a: { conversions: 2, value: 30 },
      b: { conversions: 1, value: 5.5 },
    });
    expect(result.models.last).toEqual({
      a: { conversions: 0, value: 0 },
      b: { conversions: 3, value: 35.5 },
    });
    expect(Object.keys(result.models.markov!)).toEqual(['a', 'b']);
    expect(Object.keys(result.ms)).toEqual(['first', 'last', 'markov']);
    expect(result.standardErrors).toBeUndefined();
  });

  test('gives the same as the exact solution of a chain with loops, repeats and rows of no weight', async () => {
    // The exact figures of the sample of edge cases: sparse solution of the same chain.
    const text = `${HEADER}
a,5,500.5,0
a>b,3,90,1
 a  >b ,1,30,0
b > a > b > a,2,40,3
c,0,0,4
a > c > c > c > b,1,10,0
d > d,2,20,2
partner one > b,1,7.25,1
b,0,0,0
`;
    const { models } = await attribute(text, ['markov', 'even']);
    const exact = {
      a: 6.538506583972969,
      b: 5.867890524078304,
      c: 0.4432579172864923,
      d: 1.2574051123024945,
      'partner one': 0.8929398623597422,
    };
    for (const [channel, figure] of Object.entries(exact)) {
      expect(models.markov![channel]!.conversions).toBeCloseTo(figure, 10);
    }
    const second = await attribute(text, ['markov'], 2);
    expect(second.models.markov!.a!.value).toBeCloseTo(528.6343220338985, 9);
    expect(models.even!.a!.conversions).toBeCloseTo(25 / 3, 12);
  });

  test.each([
    ['stray spaces and tabs', ' a  >b ,2, 8 ,0\n\ta\t> b,1,1,0\n'],
    ['Windows line ends and blank lines', 'a > b,2,8,0\r\n\r\n  \r\na > b,1,1,0\r\n'],
    ['no newline at the end', 'a > b,2,8,0\na > b,1,1,0'],
    ['separators with nothing behind', 'a > > b,2,8,0\n> a > b > ,1,1,0\n'],
    ['quotes around fields', '"a > b","2","8",0\n"a > b",1,1,"0"\n'],
    ['numbers in other forms', 'a > b,2.0,8e0,0\na > b,1,1.000000000000000000,0.0\n'],
    ['rows in pieces', 'a > b,1,4,0\na > b,1,4,0\na > b,1,1,0\n'],
  ])('reads %s', async (_case, rows) => {
    expect(await credits(rows)).toEqual({
      a: { conversions: 1.5, value: 4.5 },
      b: { conversions: 1.5, value: 4.5 },
    });
  });

  test('reads columns in any order and case, and passes over others', async () => {
    const text =
      '\uFEFFregion,Total_Null, PATH ,total_conversion_value,note,total_conversions\nEU,1,a,3,"x, ""y""",2\nUS,0,b,4,,1\n';
    expect((await attribute(text)).models.linear).toEqual({
      a: { conversions: 2, value: 3 },
      b: { conversions: 1, value: 4 },
    });
  });

  test('reads a file without values or lost paths as if they were 0, and says so', async () => {
    const file = join(folder, 'bare.csv');
    writeFileSync(file, 'path,total_conversions\na > b,2\na,1\n');
    const told: string[] = [];
    const { models } = await attributePaths({ file, models: ['linear', 'markov'], order: 1 }, (one) =>
      told.push(one),
    );
    expect(models.linear).toEqual({ a: { conversions: 2, value: 0 }, b: { conversions: 1, value: 0 } });
    // Without a all is lost, without b two of the three: effects of 1 and 2/3.
    expect(models.markov!.a!.conversions).toBeCloseTo(1.8, 12);
    expect(told).toEqual([
      expect.stringContaining('total_conversion_value'),
      expect.stringContaining('total_null'),
    ]);
  });

  test('reads whatever the rows look like what the CSV library and the models one by one give', async () => {
    const names = [
      'a',
      'b',
      'abcd',
      'abcde',
      'partner one',
      'Ångström',
      '株式会社',
      'a.b',
      'ABCDEFGHI',
      'x\ty',
    ];
    const anyRow = fc.record({
      path: fc
        .tuple(
          fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 6 }),
          fc.constantFrom(' > ', '>', ' >', '\t>', '>>'),
        )
        .map(([touches, by]) => touches.join(by)),
      total_conversions: fc.constantFrom('0', '1', '2', '3.5', ' 4', '1e1', '123456789012345678'),
      total_conversion_value: fc.constantFrom('0', '10', '-3', '.5', '5.', '0.1234567890123456789', ' 7 '),
      total_null: fc.constantFrom('0', '1', '20', '2.50'),
      note: fc.constantFrom('', 'x', 'a, b', 'he said "hi"'),
    });
    const columns = ['path', 'total_conversions', 'total_conversion_value', 'total_null', 'note'] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRow, { minLength: 1, maxLength: 12 }),
        fc.shuffledSubarray([...columns], { minLength: columns.length }),
        fc.constantFrom('\n', '\r\n', '\n\n'),
        fc.boolean(),
        async (rows, order, eol, quoted) => {
          const quote = (cell: string) =>
            quoted || /[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
          const lines = rows.map((one) => order.map((column) => quote(one[column])).join(','));
          const { models } = await attribute([order.join(','), ...lines].join(eol), ['linear', 'markov'], 2);
          const read = rows.map((one) => ({
            channels: one.path
              .split('>')
              .map((name) => name.trim())
              .filter(Boolean),
            conversions: Number(one.total_conversions),
            conversionValue: Number(one.total_conversion_value),
            nulls: Number(one.total_null),
          }));
          for (const model of ['linear', 'markov'] as const) {
            expect(models[model]).toEqual(
              Object.fromEntries(creditPaths(model, read, { order: 2, seed: 1 })),
            );
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test('reads quoted names with commas, quotes and newlines, and plain rows before and after', async () => {
    expect(
      await credits('a,1,1,0\n"Smith, Ltd > b",2,2,0\n"the ""best""\npartner",1,1,0\na > b,2,2,0\n'),
    ).toEqual({
      a: { conversions: 2, value: 2 },
      b: { conversions: 2, value: 2 },
      'Smith, Ltd': { conversions: 1, value: 1 },
      'the "best"\npartner': { conversions: 1, value: 1 },
    });
  });

  test('keeps names of any script, and names that objects have already', async () => {
    expect(
      Object.keys((await credits('Ångström > 株式会社,1,1,0\n__proto__ > constructor,1,1,0\n'))!),
    ).toEqual(['Ångström', '株式会社', '__proto__', 'constructor']);
  });

  test('refuses lines that end with a carriage return alone, rather than reading none of them', async () => {
    await expect(attribute(`${HEADER}\ra > b,2,8,0\ra,1,1,0\r`)).rejects.toMatchObject({
      code: 'bad_input',
      message: expect.stringContaining('carriage return'),
    });
  });

  test('takes a value below zero, for a deal can be credited back', async () => {
    expect(await credits('a,1,-20.25,0\n')).toEqual({ a: { conversions: 1, value: -20.25 } });
  });

  test('reads a file of many buffers and a path longer than any table to the last touch', async () => {
    const long = Array.from({ length: 900_000 }, (_, at) => `p${at % 3}`).join(' > ');
    const rows = `${'a > b,1,2,0\n'.repeat(300_000)}${long},3,3,0\n`;
    const { models } = await attribute(`${HEADER}\n${rows}`, ['last', 'linear']);
    expect(models.last).toMatchObject({ b: { conversions: 300_000 }, p2: { conversions: 3 } });
    expect(models.linear!.a).toEqual({ conversions: 150_000, value: 300_000 });
    expect(models.linear!.p1!.conversions).toBeCloseTo(1, 9);
  });

  test('gives no channels for a file with a header alone', async () => {
    expect(await credits('')).toEqual({});
  });

  test.each([
    ['', /Line 1/],
    ['path,total_conversion_value,total_null\na,1,0\n', /Line 1.*total_conversions/],
    ['total_conversions,total_null\n1,0\n', /Line 1.*path/],
    [`${HEADER},path\na,1,1,0,b\n`, /Line 1.*path.*twice/],
    [`${HEADER}\na,1,1,0\na > b,two,1,0\n`, /Line 3: total_conversions is 'two'/],
    [`${HEADER}\na,1,,0\n`, /Line 2: total_conversion_value is ''/],
    [`${HEADER}\na,1,1,-4\n`, /Line 2: total_null is '-4'/],
    [`${HEADER}\n\na,1,1\n`, /Line 3.*too few/],
    [`${HEADER}\na,1,1,0\n > ,1,1,0\n`, /Line 3.*no channel/],
    [`${HEADER}\na,1,1,0\n"x, y",1,1,0\n"z",1,1,many\n`, /Line 4: total_null is 'many'/],
    [`${HEADER}\n"x, y",-1,1,0\n`, /Line 2: total_conversions is '-1'/],
  ])('says on which line a file is wrong (%#)', async (text, message) => {
    const error = await failure(text);
    expect(error.code).toBe('bad_input');
    expect(error.message).toMatch(message);
  });

  test('says which models there are, and that a file is not there', async () => {
    expect((await failure(`${HEADER}\n`, ['w_shaped'])).message).toMatch(/w_shaped.*first, last, linear/);
    expect((await failure(`${HEADER}\n`, [])).code).toBe('bad_input');
    expect((await failure(`${HEADER}\n`, ['markov'], 0)).code).toBe('bad_input');
    const absent = attributePaths({ file: join(folder, 'absent.csv'), models: ['first'], order: 1 });
    await expect(absent).rejects.toMatchObject({ code: 'not_found' });
  });
});
