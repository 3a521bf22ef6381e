import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RandomSearches, searchAtRandom } from '../../evals/playbook/random-search.ts';
import { listTestDatabases } from '../setup/database.ts';

describe.each(listTestDatabases())('random searches by random readers over $kind', ({ open }) => {
  let database: Awaited<ReturnType<typeof open>>;
  let result: RandomSearches;

  beforeAll(async () => {
    database = await open();
    result = await searchAtRandom(database, { passages: 400, searches: 240, seed: 11 });
  });

  afterAll(() => database.close());

  it('show no passage of another visibility, partner, tier or archetype', () => {
    expect(result.passages).toBe(400);
    expect(result.shown).toBeGreaterThan(1000);
    expect(result.leaked).toBe(0);
  });
});
