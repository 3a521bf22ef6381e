import { describe, expect, it } from 'vitest';
import { linkInThreads } from '../../../src/accounts/matching/link-in-threads.ts';
import { linkLists } from '../../../src/accounts/matching/link-lists.ts';
import type { AccountRecord } from '../../../src/accounts/matching/types.ts';

const WORDS = [
  'Globex',
  'Kestrel',
  'Umbra',
  'Norden',
  'Quarz',
  'Harbor',
  'Vektor',
  'Solis',
  'Tamar',
  'Iberia',
];
const TRADES = ['Logistics', 'Software', 'Pharma', 'Foods', 'Energy', 'Steel', 'Textiles'];

function listOf(count: number, over: (i: number) => Partial<AccountRecord>): AccountRecord[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `r${i}`,
    name: `${WORDS[i % 10]}${i % 37} ${TRADES[i % 7]} ${['GmbH', 'Inc', 'SA'][i % 3]}`,
    domain: i % 4 === 0 ? `company${i % 211}.com` : null,
    country: ['DE', 'US', 'FR'][i % 3] ?? null,
    ...over(i),
  }));
}

const RIGHT = listOf(300, () => ({}));
const LEFT = listOf(4_500, (i) => ({
  id: `l${i}`,
  name: `${WORDS[i % 10]}${i % 41} ${TRADES[i % 7]}${i % 5 === 0 ? ' Holding' : ''}`,
}));

async function* stream(rows: readonly AccountRecord[]): AsyncGenerator<AccountRecord> {
  yield* rows;
}

describe('linking in threads', () => {
  it('gives what one thread gives, in the order of the left list', async () => {
    const alone = linkLists(LEFT, RIGHT).map(({ explanation: _, ...link }) => link);
    const together = await linkInThreads(stream(LEFT), RIGHT, { threads: 2, worthThreads: 0 });
    expect(alone.length).toBeGreaterThan(100);
    expect(together).toEqual(alone);
  });

  it('works in this thread where a thread would take longer to start', async () => {
    const few = LEFT.slice(0, 50);
    const links = await linkInThreads(stream(few), RIGHT, { threads: 2 });
    expect(links).toEqual(linkLists(few, RIGHT));
  });

  it('counts the later of two rows with one id', async () => {
    const right = [{ id: 'r0', name: 'Something Else Entirely' }, ...RIGHT];
    const links = await linkInThreads(stream(LEFT), right, { threads: 2, worthThreads: 0 });
    expect(links).toEqual(await linkInThreads(stream(LEFT), RIGHT, { threads: 2, worthThreads: 0 }));
  });

  it('ends with the error of a list that can’t be read to its end', async () => {
    async function* broken(): AsyncGenerator<AccountRecord> {
      yield* LEFT;
      throw new Error('line 4,501 is broken');
    }
    await expect(linkInThreads(broken(), RIGHT, { threads: 2, worthThreads: 0 })).rejects.toThrow('4,501');
  });
});
