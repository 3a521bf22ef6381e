import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { hashTerms } from '../../../src/accounts/psi/agreement.ts';
import { createMask, isPoint } from '../../../src/accounts/psi/curve.ts';
import { agree, createCompanies, groundOf, listOf, openBoth, runBoth, runUpTo } from './two-companies.ts';

const companies = createCompanies();
const COMMON = ['common1.com', 'common2.com'];

async function transcriptOf(mode: 'list' | 'count', own: { first: string[]; second: string[] }) {
  const agreement = agree(companies, { mode });
  const both = await openBoth(
    { first: groundOf(agreement, companies.acme), second: groundOf(agreement, companies.globex) },
    { first: listOf([...COMMON, ...own.first]), second: listOf([...COMMON, ...own.second]) },
  );
  return { agreement, both, ...(await runBoth(both)) };
}

function split(message: Buffer) {
  const end = message.indexOf(10);
  const points = message.subarray(end + 1);
  return {
    header: JSON.parse(message.toString('utf8', 0, end)) as Record<string, unknown>,
    body: points,
    points: Array.from({ length: points.length / 32 }, (_, i) => points.subarray(i * 32, (i + 1) * 32)),
  };
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe.each(['list', 'count'] as const)('the messages of a run in mode %s', (mode) => {
  test('hold masked points, sizes, commitments, hashes and signatures, and nothing else', async () => {
    const { agreement, messages } = await transcriptOf(mode, {
      first: ['only-first.com'],
      second: ['only-second.com'],
    });
    expect(messages).toHaveLength(5);
    const parsed = messages.map(split);
    const bodies = parsed.map((one) => one.body);
    const withBody = (i: number) => sha256(bodies[i] ?? Buffer.alloc(0));
    const run = parsed[0]?.header.run;
    expect(run).toMatch(/^[0-9a-f]{32}$/);
    for (const [i, { header, points }] of parsed.entries()) {
      expect(header).toEqual({
        protocol: 'cosell-psi/1',
        agreement: hashTerms(agreement.terms),
        run,
        step: i + 1,
        from: i % 2,
        size: 20,
        previous: i === 0 ? '0'.repeat(64) : sha256(messages[i - 1] ?? Buffer.alloc(0)),
        commitment: [withBody(2), null, withBody(4), null, null][i],
        body: i === 0 ? null : withBody(i),
        signature: expect.stringMatching(/^[0-9a-f]{128}$/),
      });
      expect(points).toHaveLength(i === 0 ? 0 : 20);
      expect(points.every(isPoint)).toBe(true);
      expect(new Set(points.map(String)).size).toBe(points.length);
    }
  });

  test('have the same shape whatever else is on the lists', async () => {
    const some = await transcriptOf(mode, { first: ['x.com'], second: ['a.com', 'b.com', 'c.com'] });
    const others = await transcriptOf(mode, {
      first: Array.from({ length: 15 }, (_, i) => `first${i}.com`),
      second: [],
    });
    const shapeOf = (messages: Buffer[]) =>
      messages.map((message) => {
        const { header, points } = split(message);
        const lengths = Object.entries(header).map(([name, field]) => [name, String(field).length]);
        return { bytes: message.length, lengths, size: header.size, points: points.length };
      });
    expect(shapeOf(some.messages)).toEqual(shapeOf(others.messages));
  });

  test('hold no key, no row, no secret and no point masked by one side that the other could list', async () => {
    const { both, messages, agreement } = await transcriptOf(mode, {
      first: ['secret-a.com'],
      second: ['secret-b.com'],
    });
    const all = Buffer.concat(messages);
    const text = all.toString('latin1');
    expect(text).not.toMatch(/secret-|common|\.com/);
    for (const session of [both.first, both.second]) {
      const secret = Buffer.from(session.secret);
      expect([all.includes(secret), text.includes(secret.toString('hex'))]).toEqual([false, false]);
    }
    // Whoever holds the transcript and guesses a key, but no secret, finds nothing: not its hash and not its bare point.
    const guess = 'd:secret-a.com';
    const one = Buffer.alloc(32);
    one[31] = 1;
    const bare = createMask(one, agreement.terms.session).maskKey(guess);
    expect(all.includes(bare)).toBe(false);
    expect(all.includes(createHash('sha256').update(guess).digest())).toBe(false);
  });
});

describe('a session', () => {
  test('masks the same list anew each time', async () => {
    const agreement = agree(companies);
    const grounds = {
      first: groundOf(agreement, companies.acme),
      second: groundOf(agreement, companies.globex),
    };
    const lists = { first: listOf(COMMON), second: listOf(COMMON) };
    const [one, two] = [await openBoth(grounds, lists), await openBoth(grounds, lists)];
    const pointsOf = async (both: typeof one) =>
      split((await runUpTo(both, 3)).messages[2] ?? Buffer.alloc(0)).points;
    const seen = new Set(
      [...(await pointsOf(one)), ...(await pointsOf(two))].map((point) => point.toString('hex')),
    );
    expect(seen.size).toBe(40);
  });
});
