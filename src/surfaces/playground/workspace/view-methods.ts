import { findMember } from './look-up.ts';
import { nameBlocks } from './message-methods.ts';
import type { Method } from './methods.ts';
import { Refusal } from './refusal.ts';
import type { Json, OpenView, WorkspaceState } from './types.ts';

const MOST_VIEWS = 3;
const MOST_BLOCKS = 100;

/** Modals and the Home tab. */
export const viewMethods: Readonly<Record<string, Method>> = {
  'views.publish'(state, args) {
    const user = findMember(state, args.user_id);
    const before = state.homes.get(user.id);
    const id = before?.id ?? state.nextId('V');
    const view = createView(state, { id, userId: user.id, rootId: id, previousId: null }, args.view);
    state.homes.set(user.id, view);
    state.changed();
    return { view: describeView(state, view) };
  },

  'views.open'(state, args) {
    const userId = takeTrigger(state, args.trigger_id);
    const id = state.nextId('V');
    const view = createView(state, { id, userId, rootId: id, previousId: null }, args.view);
    state.modals.set(userId, [view]);
    state.changed();
    return { view: describeView(state, view) };
  },

  'views.push'(state, args) {
    const userId = takeTrigger(state, args.trigger_id);
    return { view: describeView(state, pushView(state, userId, args.view)) };
  },

  'views.update'(state, args) {
    const view = findView(state, args);
    if (args.hash && args.hash !== view.hash) throw new Refusal('hash_conflict');
    updateView(state, view, args.view);
    return { view: describeView(state, view) };
  },
};

/** Lays a modal upon a person's others. Throws `push_limit_reached` as Slack does above three. */
export function pushView(state: WorkspaceState, userId: string, content: unknown): OpenView {
  const stack = state.modals.get(userId) ?? [];
  const below = stack.at(-1);
  if (stack.length >= MOST_VIEWS) throw new Refusal('push_limit_reached');
  const id = state.nextId('V');
  const place = { id, userId, rootId: below?.rootId ?? id, previousId: below?.id ?? null };
  const view = createView(state, place, content);
  state.modals.set(userId, [...stack, view]);
  state.changed();
  return view;
}

/** Puts other content in a view's place; what the person typed stays with the page. */
export function updateView(state: WorkspaceState, view: OpenView, content: unknown): void {
  view.content = checkContent(content);
  view.hash = state.nextId('h');
  state.changed();
}

/** A view as Slack's replies and payloads show it. `values` are what the person filled in. */
export function describeView(state: WorkspaceState, view: OpenView, values: Json = {}): Json {
  return {
    private_metadata: '',
    callback_id: '',
    ...view.content,
    id: view.id,
    team_id: state.homeTeamId,
    app_id: 'A0COSELL',
    app_installed_team_id: state.homeTeamId,
    bot_id: 'B0COSELL',
    hash: view.hash,
    root_view_id: view.rootId,
    previous_view_id: view.previousId,
    state: { values },
  };
}

function createView(
  state: WorkspaceState,
  place: Pick<OpenView, 'id' | 'userId' | 'rootId' | 'previousId'>,
  content: unknown,
): OpenView {
  return { ...place, hash: state.nextId('h'), content: checkContent(content) };
}

function checkContent(content: unknown): Json {
  const view = content as { blocks?: unknown } | undefined;
  if (!view || !Array.isArray(view.blocks) || view.blocks.length > MOST_BLOCKS)
    throw new Refusal('invalid_arguments');
  return { ...view, blocks: nameBlocks(view.blocks) };
}

function takeTrigger(state: WorkspaceState, id: unknown): string {
  const trigger = state.triggers.get(String(id));
  if (!trigger) throw new Refusal('invalid_trigger_id');
  state.triggers.delete(String(id));
  if (trigger.until < state.now()) throw new Refusal('expired_trigger_id');
  return trigger.userId;
}

function findView(state: WorkspaceState, args: Json): OpenView {
  const all = [...state.homes.values(), ...[...state.modals.values()].flat()];
  const external = (view: OpenView) => args.external_id && view.content.external_id === args.external_id;
  const found = all.find((view) => view.id === args.view_id || external(view));
  if (!found) throw new Refusal('not_found');
  return found;
}
