import { takeUpload } from './file-methods.ts';
import { findPlace } from './look-up.ts';
import { addPosted, nameBlocks, touch } from './message-methods.ts';
import { METHODS } from './methods.ts';
import { RESPONSES } from './payloads.ts';
import { Refusal } from './refusal.ts';
import type { Json, WorkspaceState } from './types.ts';

/** Arguments that Slack's client sends as JSON inside a form. */
const JSON_ARGUMENTS = new Set(['blocks', 'chunks', 'view', 'metadata', 'files']);

/**
 * Answers what Slack's client asks, in place of the network: Web API methods, uploads and response addresses. Any other
 * address is refused, so that nothing of a playground leaves the process.
 */
export async function answerWebApi(state: WorkspaceState, url: string, body: unknown): Promise<Response> {
  if (url.startsWith(RESPONSES)) return answerResponse(state, url.slice(RESPONSES.length), String(body));
  if (await takeUpload(state, url, body)) return reply({ ok: true });
  const method = /^https:\/\/slack\.com\/api\/([\w.]+)$/.exec(url)?.[1];
  const run = method === undefined ? undefined : METHODS[method];
  if (!run) return reply({ ok: false, error: 'unknown_method' });
  return attempt(() => run(state, readArguments(String(body ?? ''))));
}

function attempt(work: () => Json): Response {
  try {
    return reply({ ok: true, ...work() });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return reply({ ok: false, error: error.message });
  }
}

/** `respond()`: a message for the person alone unless it says otherwise, or a change of the message clicked on. */
function answerResponse(state: WorkspaceState, id: string, body: string): Response {
  const place = state.responses.get(id);
  if (!place) return reply({ ok: false, error: 'expired_url' });
  const args = JSON.parse(body) as Json;
  return attempt(() => {
    const original = state.messages.find((one) => one.channelId === place.channelId && one.ts === place.ts);
    if (original && args.delete_original) {
      state.messages.splice(state.messages.indexOf(original), 1);
      state.changed();
    } else if (original && args.replace_original) {
      original.text = String(args.text ?? '');
      original.blocks = nameBlocks(args.blocks);
      touch(state, original);
    } else {
      const thread = original?.threadTs ? { thread_ts: original.threadTs } : {};
      const onlyFor = args.response_type === 'in_channel' ? {} : { onlyFor: place.userId };
      addPosted(state, findPlace(state, place.channelId), { ...thread, ...args }, onlyFor);
    }
    return {};
  });
}

function readArguments(body: string): Json {
  return Object.fromEntries(
    [...new URLSearchParams(body)].map(([name, text]) => [
      name,
      JSON_ARGUMENTS.has(name) ? JSON.parse(text) : text,
    ]),
  );
}

function reply(body: Json): Response {
  return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });
}
