import { describe, expect, test } from 'vitest';
import {
  type Agreement,
  checkAgreement,
  parseAgreement,
  signAgreement,
} from '../../../src/accounts/psi/agreement.ts';
import { toCanonicalJson } from '../../../src/accounts/psi/canonical-json.ts';
import { createRandomPoint } from '../../../src/accounts/psi/curve.ts';
import type { Identity } from '../../../src/accounts/psi/identity.ts';
import { encodeMessage, type MessageHeader } from '../../../src/accounts/psi/messages.ts';
import { takeMessage } from '../../../src/accounts/psi/protocol.ts';
import { prepareSession } from '../../../src/accounts/psi/session.ts';
import {
  agree,
  type BothSessions,
  createCompanies,
  createLog,
  groundOf,
  listOf,
  NOW,
  openBoth,
  runBoth,
  runUpTo,
} from './two-companies.ts';

const companies = createCompanies();
const LISTS = { first: listOf(['a.com', 'b.com']), second: listOf(['b.com', 'c.com']) };
const STEPS = [1, 2, 3, 4, 5] as const;

function openRunOf(agreement = agree(companies)): Promise<BothSessions> {
  return openBoth(
    { first: groundOf(agreement, companies.acme), second: groundOf(agreement, companies.globex) },
    LISTS,
  );
}

/** The sessions that wait for a message, and the side that takes it. */
async function waitFor(step: number) {
  const at = await runUpTo(await openRunOf(), step);
  const receiver = step % 2 === 1 ? at.second : at.first;
  const sender: Identity = step % 2 === 1 ? companies.acme : companies.globex;
  return { ...at, receiver, sender, message: at.messages[step - 1] ?? Buffer.alloc(0) };
}

function parse(message: Buffer) {
  const end = message.indexOf(10);
  const { signature, ...header } = JSON.parse(message.toString('utf8', 0, end));
  return { header: header as MessageHeader, signature: String(signature), points: message.subarray(end + 1) };
}

/** The message as a partner would sign it that says something else. */
function resign(
  message: Buffer,
  signer: Identity,
  change: { header?: Partial<MessageHeader>; points?: Uint8Array },
): Buffer {
  const { header, points } = parse(message);
  const { body, protocol: _, ...rest } = { ...header, ...change.header };
  return encodeMessage(rest, { points: body === null ? null : (change.points ?? points), identity: signer });
}

const flip = (text: string) => (text.startsWith('0') ? '1' : '0') + text.slice(1);

describe.each(STEPS)('message %i', (step) => {
  test('is refused with any field changed on its way', async () => {
    const { receiver, message } = await waitFor(step);
    const { header, signature, points } = parse(message);
    const fields = { ...header, signature };
    const changes: Record<string, unknown>[] = Object.entries(fields).map(([name, field]) => ({
      [name]:
        typeof field === 'number'
          ? field + (name === 'from' && field === 1 ? -1 : 1)
          : flip(field ?? '00'.repeat(32)),
    }));
    for (const change of [...changes, { more: 1 }]) {
      const line = toCanonicalJson({ ...fields, ...change });
      const changed = Buffer.concat([Buffer.from(`${line}\n`), points]);
      await expect(takeMessage(receiver, changed), JSON.stringify(change)).rejects.toThrow(/message/);
    }
    await expect(takeMessage(receiver, message)).resolves.toBeTruthy();
  });

  test('is refused with a byte more, a byte less or other blanks', async () => {
    const { receiver, message } = await waitFor(step);
    const spaced = Buffer.from(message.toString('latin1').replace('{', '{ '), 'latin1');
    const variants = [
      Buffer.concat([message, Buffer.from([0])]),
      message.subarray(0, -1),
      spaced,
      Buffer.from('x'),
    ];
    for (const variant of variants) {
      await expect(takeMessage(receiver, variant)).rejects.toMatchObject({ code: 'not_allowed' });
    }
  });

  test('is refused when somebody else signs it', async () => {
    const { receiver, message } = await waitFor(step);
    const stranger = createCompanies().acme;
    await expect(takeMessage(receiver, resign(message, stranger, {}))).rejects.toThrow(
      /not signed by the partner/,
    );
  });

  test('is refused when the partner signs another agreement, run, predecessor, size or sender', async () => {
    const { receiver, message, sender } = await waitFor(step);
    const { header } = parse(message);
    const changes: Partial<MessageHeader>[] = [
      { agreement: flip(header.agreement) },
      { previous: flip(header.previous) },
      { from: header.from === 0 ? 1 : 0 },
      { commitment: header.commitment === null ? 'ab'.repeat(32) : null },
      { size: 19 },
      { size: 21 },
    ];
    if (step > 1) changes.push({ run: flip(header.run) });
    for (const change of changes) {
      const changed = resign(message, sender, { header: change });
      await expect(takeMessage(receiver, changed), JSON.stringify(change)).rejects.toMatchObject({
        code: expect.stringMatching(/not_allowed|limit_reached/),
      });
    }
  });

  test('is refused before its turn, after it, and by its own sender', async () => {
    const { messages, message, first, second } = await waitFor(step);
    const all = (await runUpTo(await openRunOf(), 6)).messages;
    for (const session of [first, second]) {
      for (const other of [...messages, ...all]) {
        if (other === message && session.state.awaits === step) continue;
        await expect(takeMessage(session, other)).rejects.toMatchObject({ code: 'not_allowed' });
      }
    }
  });

  test('is refused once the agreement has run out', async () => {
    const { receiver, message } = await waitFor(step);
    const late = {
      ...receiver,
      ground: { ...receiver.ground, now: () => new Date('2026-04-01T00:00:00.000Z') },
    };
    await expect(takeMessage(late, message)).rejects.toMatchObject({ code: 'expired' });
  });
});

describe.each([2, 3, 4, 5])('the points of message %i', (step) => {
  test('are refused where one is none of the curve, or stands twice', async () => {
    const { receiver, message, sender } = await waitFor(step);
    const { points } = parse(message);
    const invalid = Buffer.from(points).fill(255, points.length - 32);
    const twice = Buffer.from(points);
    points.copy(twice, 32, 0, 32);
    for (const changed of [invalid, twice]) {
      const resigned = resign(message, sender, { points: changed });
      const commitment = parse(resigned).header.body;
      const session = { ...receiver, state: { ...receiver.state, theirCommitment: commitment } };
      await expect(takeMessage(session, resigned)).rejects.toThrow(/no point of the curve|a point twice/);
    }
  });
});

describe.each([3, 5])('the points of message %i', (step) => {
  test('are refused where the partner had committed itself to others', async () => {
    const { receiver, message, sender } = await waitFor(step);
    const others = Array.from({ length: 20 }, createRandomPoint).sort(Buffer.compare);
    const changed = resign(message, sender, { points: Buffer.concat(others) });
    await expect(takeMessage(receiver, changed)).rejects.toThrow(/committed itself/);
  });
});

describe('a message', () => {
  test('of an earlier run is refused in the next', async () => {
    const agreement = agree(companies);
    const { messages } = await runBoth(await openRunOf(agreement));
    for (const step of [2, 3, 4, 5]) {
      const at = await runUpTo(await openRunOf(agreement), step);
      const replayed = messages[step - 1] ?? Buffer.alloc(0);
      await expect(takeMessage(step % 2 === 1 ? at.second : at.first, replayed)).rejects.toThrow(
        /another run/,
      );
    }
  });

  test('longer than the agreement allows is refused unread', async () => {
    const { receiver } = await waitFor(2);
    await expect(takeMessage(receiver, Buffer.alloc(5_000))).rejects.toMatchObject({ code: 'limit_reached' });
  });

  test('about more keys than are agreed is refused', async () => {
    const { receiver, message, sender } = await waitFor(1);
    const larger = resign(message, sender, { header: { size: 100 } });
    await expect(takeMessage(receiver, larger)).rejects.toThrow(
      'The partner sends 100 keys and 20 are agreed.',
    );
  });
});

describe('a list', () => {
  test('without keys, or with more than agreed, is not masked', async () => {
    const ground = groundOf(agree(companies), companies.acme);
    const many = Array.from({ length: 21 }, (_, i) => `${i}.com`);
    await expect(prepareSession('first', listOf([]), ground)).rejects.toThrow(/No row of the list has a key/);
    await expect(prepareSession('first', listOf(many), ground)).rejects.toThrow(/21 keys and 20 are agreed/);
  });
});

describe('an agreement', () => {
  const known = companies.acme.public;

  test('holds for its two parties until it runs out', () => {
    const agreement = agree(companies);
    expect(checkAgreement(agreement, known, NOW)).toBe(0);
    expect(checkAgreement(agreement, companies.globex.public, NOW)).toBe(1);
    expect(() => checkAgreement(agreement, createCompanies().acme.public, NOW)).toThrow(/no party/);
    expect(() => checkAgreement(agreement, known, new Date(agreement.terms.expires_at))).toThrow(/ran out/);
  });

  test('needs both signatures, under these very terms', () => {
    const agreement = agree(companies);
    const unsigned: Agreement = { ...agreement, signatures: [agreement.signatures[0], null] };
    expect(() => checkAgreement(unsigned, known, NOW)).toThrow(/Globex has not signed/);
    const changed: Agreement = { ...agreement, terms: { ...agreement.terms, purpose: 'something else' } };
    expect(() => checkAgreement(changed, known, NOW)).toThrow(/changed after/);
    expect(() => signAgreement(changed, companies.globex)).toThrow(/changed after/);
  });

  test('for other norms is refused with what to do', () => {
    const agreement = agree(companies);
    const terms = { ...agreement.terms, norms_version: 0 };
    const other = signAgreement(
      signAgreement({ terms, signatures: [null, null] }, companies.acme),
      companies.globex,
    );
    expect(() => checkAgreement(other, known, NOW)).toThrow(/update the older program/);
  });

  test('with anything unknown in it is none', () => {
    const agreement = agree(companies);
    expect(() => parseAgreement({ ...agreement, more: 1 })).toThrow(/no agreement/);
    expect(() =>
      parseAgreement({ ...agreement, terms: { ...agreement.terms, purpose: 'a\u001b[2J' } }),
    ).toThrow(/no agreement/);
  });
});

describe('limits', () => {
  const past = (at: string, theirSize = 16) => ({
    run: 'r',
    at,
    event: 'answered' as const,
    partner: companies.globex.public.public_key,
    agreement: 'a',
    mode: 'list' as const,
    own_size: 20,
    their_size: theirSize,
    commitments: [],
    hits: null,
  });
  const limits = { runs: 2, period_days: 30, min_interval_hours: 24, growth: 1.6 };
  const prepare = (entries: ReturnType<typeof past>[]) => {
    const agreement = agree(companies, { limits });
    return prepareSession(
      'first',
      LISTS.first,
      groundOf(agreement, companies.acme, { log: createLog(entries) }),
    );
  };

  test('hold back a run too many in the period, and let go when the oldest is past', async () => {
    const runs = [past('2026-02-10T09:00:00.000Z'), past('2026-02-20T09:00:00.000Z')];
    await expect(prepare(runs)).rejects.toThrow(
      /2 runs with Globex in 30 days and 2 are agreed: wait until 2026-03-12/,
    );
    await expect(prepare([past('2026-01-10T09:00:00.000Z'), ...runs.slice(1)])).resolves.toBeTruthy();
  });

  test('hold back a run too soon after the last', async () => {
    await expect(prepare([past('2026-03-01T10:00:00.000Z')])).rejects.toThrow(/wait until 2026-03-02T10:00/);
  });

  test('hold back a list that grew too much, before anything of ours is shown', async () => {
    const agreement = agree(companies, { limits, maxKeys: 1_000 });
    const log = createLog([past('2026-02-20T09:00:00.000Z', 10)]);
    const both = await openBoth(
      {
        first: groundOf(agreement, companies.acme, { log }),
        second: groundOf(agreement, companies.globex),
      },
      LISTS,
    );
    const at = await runUpTo(both, 2);
    const step = takeMessage(at.first, at.messages[1] ?? Buffer.alloc(0));
    await expect(step).rejects.toThrow(/sends 100 keys after 10 in the last run/);
    expect(log.entries).toHaveLength(1);
  });

  test('count runs that the partner broke off once it had its points masked', async () => {
    const agreement = agree(companies, { limits: { runs: 1 } });
    const log = createLog();
    const second = groundOf(agreement, companies.globex, { log });
    const both = () => openBoth({ first: groundOf(agreement, companies.acme), second }, LISTS);
    await runUpTo(await both(), 4);
    await expect(both()).rejects.toMatchObject({ code: 'limit_reached' });
  });
});
