import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMask, createRandomPoint, createSecret, isPoint } from '../../../src/accounts/psi/curve.ts';
import { maskInThreads } from '../../../src/accounts/psi/masking.ts';
import { isRoundSize, roundSize } from '../../../src/accounts/psi/round-size.ts';
import { agree, createCompanies, createLog, groundOf, listOf, openBoth, runBoth } from './two-companies.ts';

const companies = createCompanies();
const domains = fc.uniqueArray(
  fc.integer({ min: 0, max: 24 }).map((i) => `company${i}.com`),
  { minLength: 1, maxLength: 16 },
);

function intersect(left: readonly string[], right: readonly string[]): string[] {
  return left.filter((domain) => right.includes(domain)).sort();
}

describe('masking', () => {
  test('commutes: the order of the two masks does not matter', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (key) => {
        const [a, b] = [createMask(createSecret(), 's'), createMask(createSecret(), 's')];
        expect(b.maskPoint(a.maskKey(key))).toEqual(a.maskPoint(b.maskKey(key)));
      }),
      { numRuns: 50 },
    );
  });

  test('gives other points for another key, another session or another secret', () => {
    const secret = createSecret();
    const points = [
      createMask(secret, 's').maskKey('d:acme.com'),
      createMask(secret, 's').maskKey('n:acme.com'),
      createMask(secret, 't').maskKey('d:acme.com'),
      createMask(createSecret(), 's').maskKey('d:acme.com'),
    ];
    expect(new Set(points.map((point) => point.toString('hex'))).size).toBe(4);
    expect(createMask(secret, 's').maskKey('d:acme.com')).toEqual(points[0]);
  });

  test('refuses bytes that are no point of the curve', () => {
    const mask = createMask(createSecret(), 's');
    const aboveField = Buffer.alloc(32, 255);
    expect(mask.maskPoint(aboveField)).toBeNull();
    expect(isPoint(aboveField)).toBe(false);
    const candidates = Array.from({ length: 64 }, (_, i) => Buffer.alloc(32, i));
    expect(candidates.some((x) => !isPoint(x))).toBe(true);
    for (const x of candidates) expect(mask.maskPoint(x) !== null).toBe(isPoint(x));
    expect(Array.from({ length: 64 }, createRandomPoint).every(isPoint)).toBe(true);
  });

  test('over threads gives what one thread gives', async () => {
    const input = Array.from({ length: 4_200 }, (_, i) => `d:company${i}.com`);
    const task = { secret: createSecret(), session: 's', input };
    const masked = await maskInThreads(task, 2);
    expect(masked).toEqual(await maskInThreads(task, 1));
    const broken = Buffer.from(masked ?? []).fill(255, 32, 64);
    expect(await maskInThreads({ ...task, input: broken }, 2)).toBeNull();
  });
});

describe('sizes', () => {
  test('are rounded up by at most a quarter and never above the cap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 101, max: 2_000_000 }), (count) => {
        const size = roundSize(count, 4_000_000);
        expect(size).toBeGreaterThanOrEqual(count);
        expect(size).toBeLessThanOrEqual(count * 1.29);
        expect(isRoundSize(size, 4_000_000)).toBe(true);
        expect(roundSize(count, count)).toBe(count);
      }),
    );
    expect([1, 100, 101, 1_000, 10_001, 100_000].map((count) => roundSize(count, 1e9))).toEqual([
      100, 100, 125, 1_000, 12_500, 100_000,
    ]);
  });

  test('that do not come from rounding are none', () => {
    expect([99, 101, 1_001, 30].map((size) => isRoundSize(size, 5_000))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(isRoundSize(30, 30)).toBe(true);
  });
});

describe('a run', () => {
  test('gives both sides the rows that a plain intersection gives', async () => {
    const agreement = agree(companies);
    await fc.assert(
      fc.asyncProperty(domains, domains, async (left, right) => {
        const both = await openBoth(
          { first: groundOf(agreement, companies.acme), second: groundOf(agreement, companies.globex) },
          { first: listOf(left), second: listOf(right) },
        );
        const { first, second } = await runBoth(both);
        const common = intersect(left, right).map((id) => ({ id, keys: ['domain'] }));
        expect(first.common).toEqual(common);
        expect(second.common).toEqual(common);
        expect([first.commonKeys, second.commonKeys]).toEqual([common.length, common.length]);
      }),
      { numRuns: 25 },
    );
  });

  test('may be started by either party', async () => {
    const agreement = agree(companies);
    const both = await openBoth(
      { first: groundOf(agreement, companies.globex), second: groundOf(agreement, companies.acme) },
      { first: listOf(['a.com', 'b.com']), second: listOf(['b.com']) },
    );
    const { first, second } = await runBoth(both);
    expect(first.common.map((row) => row.id)).toEqual(['b.com']);
    expect(second.common).toEqual(first.common);
  });

  test('names every row behind a key, and each row once with all its keys', async () => {
    const agreement = agree(companies);
    const keys = new Map([
      ['d:acme.com', { kind: 'domain' as const, rows: ['1', '2'] }],
      ['n:acme|us', { kind: 'name_country' as const, rows: ['2'] }],
      ['d:other.com', { kind: 'domain' as const, rows: ['3'] }],
    ]);
    const list = { keys, rows: 4, rowsWithoutKeys: 1 };
    const { first } = await runBoth(
      await openBoth(
        { first: groundOf(agreement, companies.acme), second: groundOf(agreement, companies.globex) },
        { first: list, second: { ...list, keys: new Map([...keys].slice(0, 2)) } },
      ),
    );
    expect(first).toEqual({
      mode: 'list',
      common: [
        { id: '1', keys: ['domain'] },
        { id: '2', keys: ['domain', 'name_country'] },
      ],
      commonKeys: 2,
      counts: { rows: 4, rowsWithoutKeys: 1, keys: 3 },
      theirSize: 20,
    });
  });

  test('in mode count says how many keys are common and no row', async () => {
    const agreement = agree(companies, { mode: 'count' });
    await fc.assert(
      fc.asyncProperty(domains, domains, async (left, right) => {
        const both = await openBoth(
          { first: groundOf(agreement, companies.acme), second: groundOf(agreement, companies.globex) },
          { first: listOf(left), second: listOf(right) },
        );
        const { first, second, messages } = await runBoth(both);
        const count = intersect(left, right).length;
        for (const outcome of [first, second]) {
          expect(outcome.common).toEqual([]);
          expect(outcome.commonKeys).toBe(count < 5 ? null : count);
        }
        // What comes back is in the order of its own numbers: no place in it leads to a row.
        for (const message of messages.slice(3)) {
          const points = message.subarray(message.indexOf(10) + 1);
          const list = Array.from({ length: 20 }, (_, i) => points.toString('hex', i * 32, (i + 1) * 32));
          expect(list).toEqual([...list].sort());
        }
      }),
      { numRuns: 10 },
    );
  });

  test('is logged by sizes, times and commitments, without keys or rows', async () => {
    const agreement = agree(companies);
    const log = createLog();
    const both = await openBoth(
      { first: groundOf(agreement, companies.acme, { log }), second: groundOf(agreement, companies.globex) },
      { first: listOf(['a.com', 'b.com']), second: listOf(['b.com', 'c.com']) },
    );
    await runBoth(both);
    expect(
      log.entries.map(({ event, own_size, their_size, hits }) => ({ event, own_size, their_size, hits })),
    ).toEqual([
      { event: 'answered', own_size: 20, their_size: 20, hits: null },
      { event: 'finished', own_size: 20, their_size: 20, hits: 1 },
    ]);
    expect(JSON.stringify(log.entries)).not.toMatch(/[abc]\.com/);
  });
});
