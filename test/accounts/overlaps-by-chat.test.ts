import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../src/access/types.ts';
import { readWhitespace } from '../../src/agent/offline/plan-overlaps-at-large.ts';
import type { App } from '../../src/app.ts';
import type { Database } from '../../src/db/port.ts';
import { openTestDatabase } from '../setup/database.ts';
import { openSampleApp, somebody } from '../setup/sample.ts';

describe('Whitespace in words', () => {
  test.each([
    ['What whitespace does Kestrel have for us?', 'theirs'],
    ['Which customers of Kestrel do we not have?', 'theirs'],
    ["Which companies does Kestrel know that aren't on our list?", 'theirs'],
    ['Which of our customers does Kestrel not have?', 'ours'],
    ["Show me our accounts that Kestrel doesn't have", 'ours'],
    ['Which partners know Globex?', null],
    ['Which accounts do we have in common with Kestrel?', null],
  ])('%s', (text, side) => expect(readWhitespace(text)).toBe(side));
});

describe('Asking for overlaps at large', () => {
  let database: Database;
  let app: App;
  let manager: Actor;
  let partner: { id: string; name: string };
  let threads = 0;
  beforeAll(async () => {
    database = await openTestDatabase();
    app = await openSampleApp(database);
    manager = await somebody(app, 'partner_manager');
    const scope = await app.access.grant(manager, { place: 'dm' });
    const withheld = await app.services.accounts.withheldPopulations(scope);
    const [open] = (await app.services.accounts.overlapGroups(scope, 'partner', {})).filter(
      (one) => !withheld.some((two) => two.partnerId === one.key),
    );
    partner = { id: open?.key ?? '', name: open?.name ?? '' };
  });
  afterAll(() => database.close());

  async function ask(text: string) {
    threads += 1;
    const answer = await app.assistant.answer({
      text,
      actor: manager,
      audience: { place: 'dm' },
      thread: `t-${threads}`,
    });
    return { text: answer.text, inputs: answer.tools.map((one) => one.input) };
  }

  test('by owner and region gives counts of both sides', async () => {
    const owners = await ask(`How many overlaps with ${partner.name} by owner?`);
    expect(owners.inputs).toContainEqual({ partner_id: partner.id, by: 'owner' });
    expect(owners.text).toMatch(/by owner: .+ \d+ accounts? \(\d+ records?\)/);
    const regions = await ask(`How many accounts do we share with ${partner.name} by region?`);
    expect(regions.text).toMatch(/by region: .*\d+ accounts? \(\d+ records?\)/);
  });

  test('since a day lists what is new, and asks back where no day is said', async () => {
    const found = await ask('Which overlaps are new since 1 June?');
    expect(found.inputs).toContainEqual({ since: '2026-06-01' });
    expect(found.text).toMatch(/overlaps are new since 2026-06-01: .+ at .+ \(2026-06-30\)/);
    expect(found.text).toMatch(/so there may be more\./);
    expect((await ask('What new overlaps are there?')).text).toMatch(/^New since when\?/);
  });

  test('of all partners stand side by side where nobody names one', async () => {
    expect((await ask('Show me the overlap matrix')).inputs).toContainEqual({ by: 'partner' });
  });

  test('of my accounts are those that I own', async () => {
    const mine = await ask(`Which of my accounts does ${partner.name} know?`);
    expect(mine.inputs).toContainEqual({
      partner_id: partner.id,
      owner_email: 'email' in manager ? manager.email : '',
    });
  });

  test('tells whitespace from overlaps, and which way it goes', async () => {
    const theirs = await ask(`Which customers of ${partner.name} do we not have?`);
    expect(theirs.inputs).toContainEqual({
      partner_id: partner.id,
      whitespace: 'theirs',
      their_population: 'customer',
    });
    const ours = await ask(`Which of our customers does ${partner.name} not have?`);
    expect(ours.text).toMatch(/of ours (?:is|are) not among what .+ shares with us/);
    expect((await ask('What whitespace do we have?')).text).toMatch(/^Whitespace with which partner\?/);
  });
});
