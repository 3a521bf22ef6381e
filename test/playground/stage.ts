import type { App } from '../../src/app.ts';
import type { Database } from '../../src/db/port.ts';
import { knowMadeUpIds, readSeed } from '../../src/surfaces/playground/company-seed.ts';
import type { Json, Posted } from '../../src/surfaces/playground/workspace/types.ts';
import { createWorkspace, type Workspace } from '../../src/surfaces/playground/workspace/workspace.ts';
import { createSlackApp, type SlackParts } from '../../src/surfaces/slack/app.ts';
import { createTakenEvents } from '../../src/surfaces/slack/taken-events.ts';
import { openSampleApp } from '../setup/sample.ts';
import { findBlockFaults, findModalFaults } from '../slack/fake/block-rules.ts';

type Fields = Readonly<Record<string, string>>;

/** The sample company in the Slack of the playground, driven as its page drives it. */
export interface Stage {
  readonly program: App;
  readonly workspace: Workspace;
  /** What the program sent that Slack would refuse. */
  readonly faults: string[];
  /** The first person of a title, or of a firm. */
  findPerson(look: { title?: string; firm?: string }): { id: string; email: string; name: string };
  query(sql: string, parameters?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  openHome(userId: string): Promise<Json[]>;
  /** Clicks the nth button of an action on what the person has before them: a modal, else the Home tab. */
  click(userId: string, actionId: string, nth?: number): Promise<void>;
  /** The uppermost modal of a person. */
  modal(userId: string): Json | null;
  /** Types in a watched field; the others hold what `fields` says. */
  type(userId: string, field: string, fields: Fields): Promise<void>;
  /** Sends the modal off; gives the faults at its fields. */
  submit(userId: string, fields: Fields): Promise<Record<string, string>>;
  directMessages(userId: string): Posted[];
  /** Writes in a room without the assistant being asked; gives the message. */
  write(userId: string, channelId: string, text: string): Promise<Posted>;
}

export async function openStage(
  database: Database,
  options: { services?: (services: App['services']) => SlackParts['services'] } = {},
): Promise<Stage> {
  const program = await openSampleApp(database);
  const seed = await readSeed(program.access);
  const workspace = createWorkspace({ seed, now: Date.now, changed: () => undefined });
  const faults: string[] = [];
  const fetch = (url: unknown, init?: { body?: unknown }) => {
    faults.push(...checkCall(String(url), String(init?.body ?? '')));
    return workspace.fetch(url, init);
  };
  const app = await createSlackApp({
    assistant: program.assistant,
    services: options.services?.(program.services) ?? program.services,
    access: program.access,
    feedback: program.feedback,
    identity: knowMadeUpIds(program.identity, seed),
    events: createTakenEvents(program.access),
    log: program.log,
    config: { botToken: 'xoxb-unused', port: 0, linkHosts: [] },
    clientOptions: { fetch: fetch as never, retryConfig: { retries: 0 } },
    receiver: {
      init: (bolt) => workspace.listen(bolt as never),
      start: async () => undefined,
      stop: async () => undefined,
    },
  });
  void app;

  const modalOf = (userId: string) => workspace.state.modals.get(userId)?.at(-1) ?? null;
  const viewOf = (userId: string) => {
    const view = modalOf(userId) ?? workspace.state.homes.get(userId);
    if (!view) throw new Error('Nothing is open.');
    return view;
  };
  return {
    program,
    workspace,
    faults,
    findPerson(look) {
      const found = seed.members.find(
        (one) => (!look.title || one.title === look.title) && one.firm === (look.firm ?? ''),
      );
      if (!found) throw new Error('There is no such person.');
      return found;
    },
    query: (sql, parameters = []) =>
      program.access.open(program.access.system, (connection) => connection.query(sql, parameters)),
    async openHome(userId) {
      await workspace.openHome(userId);
      return (workspace.state.homes.get(userId)?.content.blocks ?? []) as Json[];
    },
    async click(userId, actionId, nth = 0) {
      const view = viewOf(userId);
      const found = listControls(view.content.blocks as Json[]).filter(
        (one) => one.element.action_id === actionId,
      )[nth];
      if (!found) throw new Error(`There is no ${actionId} there.`);
      const element = { ...found.element, block_id: found.blockId };
      await workspace.use({ viewId: view.id }, { userId, element, values: {} });
    },
    modal: (userId) => modalOf(userId)?.content ?? null,
    async type(userId, field, fields) {
      const view = viewOf(userId);
      const values = shapeValues(view.content.blocks as Json[], fields);
      const [actionId, control] = Object.entries(values[field] ?? {})[0] ?? [];
      const element = { ...(control as Json), action_id: actionId, block_id: field };
      await workspace.use({ viewId: view.id }, { userId, element, values });
    },
    async submit(userId, fields) {
      const view = viewOf(userId);
      return workspace.submit({
        userId,
        viewId: view.id,
        values: shapeValues(view.content.blocks as Json[], fields),
      });
    },
    async write(userId, channelId, text) {
      await workspace.say({ userId, channelId, text, threadTs: null });
      const [message] = workspace.state.messages.filter((one) => one.channelId === channelId).slice(-1);
      if (!message) throw new Error('Nothing was written.');
      return message;
    },
    directMessages: (userId) =>
      workspace.state.messages.filter((one) => one.channelId === `D${userId.slice(1)}`),
  };
}

function checkCall(url: string, body: string): string[] {
  const args = new URLSearchParams(body);
  const view = args.get('view');
  const blocks = args.get('blocks');
  const found = [
    ...(view ? checkView(JSON.parse(view)) : []),
    ...(blocks ? findBlockFaults(JSON.parse(blocks)) : []),
  ];
  return found.map((fault) => `${url}: ${fault}`);
}

function checkView(view: Json): string[] {
  return view.type === 'modal' ? findModalFaults(view) : findBlockFaults(view.blocks, 'home');
}

function listControls(blocks: readonly Json[]): { blockId: unknown; element: Json }[] {
  return blocks.flatMap((block) =>
    [block.accessory, block.element, ...((block.elements as Json[] | undefined) ?? [])]
      .filter((element): element is Json => typeof element === 'object' && element !== null)
      .map((element) => ({ blockId: block.block_id, element })),
  );
}

/** What a page would say stands in the fields: what is given, else what the program put there. */
function shapeValues(blocks: readonly Json[], fields: Fields): Record<string, Json> {
  return Object.fromEntries(
    blocks
      .filter((block) => block.type === 'input')
      .map((block) => {
        const element = block.element as Json;
        const content = shapeControl(element, fields[String(block.block_id)]);
        return [String(block.block_id), { [String(element.action_id)]: { type: element.type, ...content } }];
      }),
  );
}

function shapeControl(element: Json, given: string | undefined): Json {
  const options = (element.options ?? []) as Json[];
  switch (element.type) {
    case 'static_select':
    case 'radio_buttons': {
      const chosen = options.find((one) => one.value === given);
      if (given && !chosen) throw new Error(`There is no option ${given}.`);
      return { selected_option: given === undefined ? (element.initial_option ?? null) : (chosen ?? null) };
    }
    case 'checkboxes': {
      if (given === undefined) return { selected_options: element.initial_options ?? [] };
      return { selected_options: options.filter((one) => given.split(',').includes(String(one.value))) };
    }
    default:
      return { value: given ?? element.initial_value ?? null };
  }
}
