import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.ts';
import { runCommandLine } from '../../src/cli/program.ts';
import { knowMadeUpIds, readSeed } from '../../src/surfaces/playground/company-seed.ts';
import { BOT_ID } from '../../src/surfaces/playground/workspace/state.ts';
import { openTestDatabase } from '../setup/database.ts';
import { openSampleApp, SAMPLE_NOW } from '../setup/sample.ts';

let app: App;

beforeAll(async () => {
  app = await openSampleApp(await openTestDatabase());
}, 120_000);
afterAll(() => app.close());

describe('the people and rooms of the playground', () => {
  it('are the company’s own, each once, and its active partners’', async () => {
    const { members } = await readSeed(app.access);
    const listed = await app.access.open(app.access.system, (connection) =>
      connection.query<{ email: string }>(
        `select email from people
         union
         select e.email from partner_people e join partners p using (partner_id) where p.status = 'active'
         order by email`,
      ),
    );
    expect(members.map((member) => member.email).sort()).toEqual(listed.map((row) => row.email).sort());
    expect(new Set(members.map((member) => member.id)).size).toBe(members.length);
  });

  it('are rooms of our own people, of one partner and of two, each with nobody else in it', async () => {
    const { members, places, homeTeamId } = await readSeed(app.access);
    const teams = new Map(members.map((member) => [member.id, member.teamId]));
    for (const place of places) {
      const inRoom = [...place.memberIds].filter((id) => id !== BOT_ID).map((id) => teams.get(id));
      expect(new Set(inRoom)).toEqual(new Set([homeTeamId, ...place.teamIds]));
    }
    expect(places.map((place) => place.teamIds.length).sort()).toEqual([
      0,
      ...places.slice(2).map(() => 1),
      2,
    ]);
  });

  it('are known to the listeners as whom the lists say, with an id of their own or a made up one', async () => {
    const seed = await readSeed(app.access);
    const identity = knowMadeUpIds(app.identity, seed);
    const madeUp = seed.members.filter((member) => member.id.startsWith('U0PLAY'));
    expect(madeUp.length).toBeGreaterThan(0);
    for (const member of seed.members) {
      const ours = member.teamId === seed.homeTeamId;
      const actor = ours
        ? await identity.staffByEmail(member.email)
        : await identity.partnerBySlackUser(member.id);
      expect(actor).toMatchObject({ kind: ours ? 'staff' : 'partner', email: member.email });
    }
    expect(await identity.partnerBySlackUser('U0PLAY999999')).toBeNull();
  });
});

describe('cosell start without configuration', () => {
  /** Starts, and stops when `served` has ended. */
  async function start(argv: readonly string[], served: (address: string) => Promise<void>) {
    let stop: () => void = () => undefined;
    const stopped = new Promise<void>((resolve) => {
      stop = resolve;
    });
    let out = '';
    let err = '';
    let serving: Promise<void> | undefined;
    const code = await runCommandLine(['start', ...argv], {
      output: {
        out(text) {
          out += text;
          serving = served(out.trim()).finally(stop);
        },
        err(text) {
          err += text;
        },
        isTerminal: false,
      },
      now: () => SAMPLE_NOW,
      stdin: process.stdin,
      config: () => app.config,
      open: async () => ({ ...app, close: async () => undefined }),
      openInMemory: () => Promise.reject(new Error('Not in memory.')),
      stopped,
    });
    await serving;
    return { code, out, err };
  }

  it('prints the address of a page, answers there as in Slack, and ends when it is asked to', async () => {
    const done = await start([], async (address) => {
      const page = await fetch(address);
      expect(page.status).toBe(200);
      const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? '';
      const { origin } = new URL(address);
      const read = async (path: string) => (await fetch(`${origin}${path}`, { headers: { cookie } })).json();
      const { people } = (await read('/people')) as { people: { id: string; title: string }[] };
      const userId = people.find((person) => person.title === 'rep')?.id ?? '';
      const seen = async () =>
        (await read(`/seen?as=${userId}`)) as {
          places: { id: string; messages: { author: { bot: boolean } }[] }[];
        };
      const channelId = (await seen()).places[0]?.id ?? '';
      const said = await fetch(`${origin}/act`, {
        method: 'POST',
        headers: { cookie, origin, 'content-type': 'application/json' },
        body: JSON.stringify({
          act: 'say',
          userId,
          channelId,
          threadTs: null,
          text: 'Who should we bring into Globex?',
        }),
      });
      expect(said.status).toBe(200);
      const [direct] = (await seen()).places;
      // Before it stands what the program had to say of its own accord.
      expect(direct?.messages.slice(-2).map((message) => message.author.bot)).toEqual([false, true]);
      expect(JSON.stringify(direct)).toContain('Borealis');
    });
    expect(done).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{20,}\n$/),
    });
  });

  it('refuses a port that is taken or none, in one line', async () => {
    await start([], async (address) => {
      const taken = await start(['--port', new URL(address).port], async () => undefined).catch(
        (error: unknown) => error,
      );
      expect(taken).toMatchObject({ code: 1, out: '' });
      expect((taken as { err: string }).err).toMatch(/The port \d+ is taken/);
    });
    expect(await start(['--port', 'http'], async () => undefined)).toMatchObject({ code: 2, out: '' });
  });
});
