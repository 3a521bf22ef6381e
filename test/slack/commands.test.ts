import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAccess } from '../../src/access/access.ts';
import type { Database } from '../../src/db/port.ts';
import { openTestDatabase } from '../setup/database.ts';
import { fillCompany, forgetEvents, type Office, openOffice } from './office.ts';

let database: Database;
let office: Office;

beforeAll(async () => {
  database = await openTestDatabase();
  await fillCompany(createAccess(database));
});
afterAll(() => database.close());
beforeEach(async () => {
  await forgetEvents(database);
  office = await openOffice(database);
});
afterEach(() => expect(office.slack.state.complaints).toEqual([]));

const said = () => office.slack.state.responses.map((one) => String(one.text));
const modals = () => [...office.slack.state.modals.values()];

describe('/cosell', () => {
  it.each(['', 'help', 'HELP'])('%j says what it can do', async (text) => {
    const [ack] = await office.slack.command('U_RITA', 'C_SALES', text);
    expect(ack?.text).toMatch(/\/cosell register[\s\S]*\/cosell mute/);
    expect(office.assistant.questions).toEqual([]);
  });

  it.each([
    ['register', 'form:register_deal', ''],
    ['intro', 'form:request_intro', ''],
    ['preferences', 'form:preferences', ''],
    ['mute', 'form:preferences', ''],
  ])('%s opens its form', async (text, callback, subject) => {
    await office.slack.command('U_RITA', 'C_SALES', text);
    expect(modals()).toMatchObject([{ callback_id: callback, private_metadata: subject }]);
    expect(office.assistant.questions).toEqual([]);
  });

  it('decide says why there is nothing to decide on', async () => {
    await office.slack.command('U_MAX', 'C_SALES', 'decide reg-404');
    expect(JSON.stringify(modals())).toContain("No registration 'REG-404' waits for a decision here.");
  });

  it.each(['register the Globex deal for Borealis', 'home office of Globex?', 'mute button, who sells it?'])(
    '%j is a question like any other',
    async (text) => {
      await office.slack.command('U_RITA', 'C_SALES', text);
      expect(office.assistant.questions).toMatchObject([{ text, audience: { place: 'dm' } }]);
      expect(modals()).toEqual([]);
    },
  );

  it('home says what waits, to the person alone', async () => {
    await office.slack.command('U_RITA', 'C_BOREALIS', 'home');
    expect(said()).toEqual(['Nothing waits for you.']);
    expect(office.slack.state.homes.has('U_RITA')).toBe(true);
    expect(office.slack.answers('U_BO', 'C_BOREALIS')).toEqual([]);
  });

  it('home tells somebody whom nobody lists what to do', async () => {
    await office.slack.command('U_NEW', 'C_SALES', 'home');
    expect(said()).toEqual(['I don’t know you yet. My Home tab says what to do about it.']);
  });

  it('mutes a kind, and another, and takes it back', async () => {
    const muted = async () => {
      const access = createAccess(database);
      const rows = await access.open(access.system, (connection) =>
        connection.query<{ muted: string[] }>(
          `select muted from preferences where person = 'rita@northwind.example'`,
        ),
      );
      return rows[0]?.muted;
    };
    await office.slack.command('U_RITA', 'C_SALES', 'mute week');
    await office.slack.command('U_RITA', 'C_SALES', 'mute Overlaps');
    expect(await muted()).toEqual(['overlap_new', 'weekly_digest']);
    await office.slack.command('U_RITA', 'C_SALES', 'unmute week');
    expect(await muted()).toEqual(['overlap_new']);
    await office.slack.command('U_RITA', 'C_SALES', 'unmute all');
    expect(await muted()).toEqual([]);
    expect(said()[0]).toBe('I no longer write to you about: the week in numbers.');
  });

  it('mutes nothing for somebody whom nobody lists', async () => {
    await office.slack.command('U_NEW', 'C_SALES', 'mute all');
    expect(said()).toEqual(['Only people on the company’s lists are written to.']);
  });
});
