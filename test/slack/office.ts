import type { Receiver } from '@slack/bolt';
import { type Access, createAccess } from '../../src/access/access.ts';
import { createIdentity } from '../../src/access/identity.ts';
import type { Assistant } from '../../src/agent/types.ts';
import type { Database } from '../../src/db/port.ts';
import { createLog } from '../../src/log.ts';
import { createSlackApp, type SlackApp } from '../../src/surfaces/slack/app.ts';
import type { Pace } from '../../src/surfaces/slack/surface.ts';
import {
  createTakenEvents,
  type LeaseTimes,
  type TakenEvents,
} from '../../src/surfaces/slack/taken-events.ts';
import { insertCompany, insertPartner, insertPartnerPerson, insertPerson } from '../setup/rows.ts';
import { openTestApp } from '../setup/sample.ts';
import { createFakeSlack, type FakeSlack } from './fake/fake-slack.ts';
import { createWorld, type World } from './fake/world.ts';
import { createScriptedAssistant, type ScriptedAssistant } from './scripted-assistant.ts';

/** Times short enough that a test need not wait, in the proportions of the real ones. */
export const QUICK: LeaseTimes = { leaseMs: 1_000, renewMs: 50, lookMs: 20 };

/** The company's lists: a rep, a manager, and two partners, of whom one has a person that sits with us as a guest. */
export async function fillCompany(access: Access): Promise<void> {
  await insertCompany(access, { settings: { name: 'Northwind Systems' } });
  await insertPerson(access, { email: 'rita@northwind.example', name: 'Rita Rep', role: 'rep' });
  await insertPerson(access, {
    email: 'max@northwind.example',
    name: 'Max Manager',
    role: 'partner_manager',
    slack_user_id: 'U_MAX',
  });
  await insertPartner(access, { partner_id: 'borealis', name: 'Borealis', slack_team_id: 'T_BOREALIS' });
  await insertPartner(access, { partner_id: 'kestrel', name: 'Kestrel', slack_team_id: 'T_KESTREL' });
  await insertPartnerPerson(access, {
    email: 'gus@borealis.example',
    name: 'Gus Guest',
    partner_id: 'borealis',
    slack_user_id: 'U_GUS',
  });
}

/** Our workspace and those around it. */
export function createOffice(): World {
  const world = createWorld();
  world.addUser('U_RITA', { email: 'Rita@northwind.example' });
  world.addUser('U_MAX', { email: 'max.other@northwind.example' });
  world.addUser('U_NEW', { email: 'new@northwind.example' });
  world.addUser('U_GUS', { email: 'gus@borealis.example', kind: 'single_channel_guest' });
  world.addUser('U_GUEST', { email: 'rita@northwind.example', kind: 'guest' });
  world.addUser('U_BO', { teamId: 'T_BOREALIS', email: 'bo@borealis.example' });
  world.addUser('U_KAI', { teamId: 'T_KESTREL', email: 'kai@kestrel.example' });
  // Says to be our rep, from a workspace that nobody knows.
  world.addUser('U_EVE', { teamId: 'T_EVIL', email: 'rita@northwind.example', name: 'Rita Rep' });
  world.addChannel('C_SALES', ['U_RITA', 'U_MAX', 'U_NEW']);
  world.addChannel('C_BOREALIS', ['U_RITA', 'U_BO'], { sharing: 'external', teamIds: ['T_BOREALIS'] });
  world.addChannel('C_BOTH', ['U_RITA', 'U_BO', 'U_KAI'], {
    sharing: 'external',
    teamIds: ['T_BOREALIS', 'T_KESTREL'],
  });
  return world;
}

export interface Office {
  readonly world: World;
  readonly slack: FakeSlack;
  readonly assistant: ScriptedAssistant;
  readonly events: TakenEvents;
  readonly app: SlackApp;
}

/**
 * The program in its Slack, over a database that `fillCompany` filled. `assistant` replaces the scripted one, so that the
 * real one can be driven by the same people in the same rooms.
 */
export async function openOffice(
  database: Database,
  options: {
    world?: World;
    assistant?: Assistant;
    linkHosts?: readonly string[];
    slack?: FakeSlack;
    pace?: Pace;
    receiver?: Receiver;
  } = {},
): Promise<Office> {
  const { access, services, feedback } = await openTestApp(database);
  const world = options.world ?? createOffice();
  const slack = options.slack ?? createFakeSlack(world);
  const assistant = createScriptedAssistant(access);
  const events = createTakenEvents(access, QUICK);
  const app = await createSlackApp({
    assistant: options.assistant ?? assistant,
    services,
    feedback,
    access,
    identity: createIdentity(access),
    events,
    log: createLog('silent'),
    config: { botToken: 'xoxb-unused', port: 0, linkHosts: options.linkHosts ?? [] },
    clientOptions: { fetch: slack.fetch!, retryConfig: { retries: 0 } },
    receiver: options.receiver ?? slack.receiver,
    pace: options.pace ?? { firstProgressMs: 5_000, betweenProgressMs: 0 },
  });
  return { world, slack, assistant, events, app };
}

/** Empties what earlier tests of the file have taken; ids of messages begin anew in each office. */
export async function forgetEvents(database: Database): Promise<void> {
  const access = createAccess(database);
  await access.open(access.system, (connection) => connection.query('delete from taken_events'));
}
