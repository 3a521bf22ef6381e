import type { Manifest } from './manifest.ts';
import type { Traces } from './traces.ts';
import { placesOf, seenBy } from './workspace/state.ts';
import type { Json, Member, Posted, WorkspaceState } from './workspace/types.ts';

/** The newest of a room that a page is sent. */
const MOST_MESSAGES = 200;

/** Who can be chosen, in the order of the lists: our own people first. */
export function listPeople(state: WorkspaceState): Json[] {
  return [...state.members.values()]
    .filter((member) => !member.bot)
    .map(({ id, name, title, firm, email }) => ({ id, name, title, firm, email }));
}

/** All that one person sees now: their rooms and what is in them, their modal, their Home tab. Nothing that they don't. */
export function takeSnapshot(
  parts: { state: WorkspaceState; traces: Traces; manifest: Manifest },
  userId: string,
): Json {
  const { state, traces } = parts;
  const places = placesOf(state, userId);
  const home = state.homes.get(userId);
  const modals = state.modals.get(userId) ?? [];
  const modal = modals.at(-1);
  return {
    person: describeAuthor(state.members.get(userId)),
    names: namesOf(
      state,
      places.flatMap((place) => [...place.memberIds]),
    ),
    shortcuts: parts.manifest.shortcuts,
    places: places.map((place) => ({
      id: place.id,
      kind: place.kind,
      name: place.name,
      about: place.about,
      prompts: state.prompts.get(place.id) ?? parts.manifest.prompts,
      messages: seenBy(state, userId, place)
        .slice(-MOST_MESSAGES)
        .map((message) => ({
          ...describePosted(message, state),
          status: message.threadTs === null ? (state.statuses.get(`${place.id}|${message.ts}`) ?? '') : '',
          traces: message.threadTs === null ? traces.of(`${state.homeTeamId}|${place.id}|${message.ts}`) : [],
        })),
    })),
    modal: modal ? { id: modal.id, hash: modal.hash, depth: modals.length, view: modal.content } : null,
    home: home ? { id: home.id, hash: home.hash, view: home.content } : null,
  };
}

function describePosted(message: Posted, state: WorkspaceState): Json {
  return {
    ts: message.ts,
    thread: message.threadTs,
    author: describeAuthor(state.members.get(message.userId)),
    text: message.text,
    blocks: message.blocks,
    ephemeral: message.onlyFor !== null,
    chunks: message.stream?.chunks ?? [],
    streaming: message.stream?.open ?? false,
    files: message.files.map(({ id, title, altText }) => ({ id, title, altText })),
    revision: message.revision,
  };
}

function describeAuthor(member: Member | undefined): Json {
  return {
    id: member?.id ?? '',
    name: member?.name ?? 'Somebody',
    title: member?.title ?? '',
    firm: member?.firm ?? '',
    bot: member?.bot ?? false,
  };
}

/** What mentions are shown as: names of people in one's own rooms, and no others'. */
function namesOf(state: WorkspaceState, ids: readonly string[]): Json {
  return Object.fromEntries(
    [...new Set([...ids, state.bot.id])].map((id) => [id, state.members.get(id)?.name ?? id]),
  );
}
