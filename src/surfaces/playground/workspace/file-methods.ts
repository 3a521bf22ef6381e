import { findPlace } from './look-up.ts';
import { addPosted } from './message-methods.ts';
import type { Method } from './methods.ts';
import { Refusal } from './refusal.ts';
import type { PostedFile, WorkspaceState } from './types.ts';

/** Where Slack would have a file's bytes sent; never a real address, since nothing leaves the process. */
const UPLOADS = 'https://files.playground.invalid/';

/** A file is sent in three steps: an address is asked for, the bytes go there, and then it is shown in a room. */
export const fileMethods: Readonly<Record<string, Method>> = {
  'files.getUploadURLExternal'(state, args) {
    const name = String(args.filename);
    const file: PostedFile = {
      id: state.nextId('F'),
      name,
      title: name,
      altText: String(args.alt_text ?? ''),
      bytes: null,
    };
    state.files.set(file.id, file);
    return { file_id: file.id, upload_url: `${UPLOADS}${file.id}` };
  },

  'files.completeUploadExternal'(state, args) {
    const place = findPlace(state, args.channel_id);
    const wanted = (typeof args.files === 'string' ? JSON.parse(args.files) : args.files) as {
      id: string;
      title?: string;
    }[];
    const files = wanted.map(({ id, title }) => {
      const file = state.files.get(id);
      if (!file?.bytes) throw new Refusal('file_not_found');
      return { ...file, title: title ?? file.name };
    });
    addPosted(state, place, { thread_ts: args.thread_ts, text: args.initial_comment ?? '' }, { files });
    return { files: wanted };
  },
};

/** Takes the bytes of a file; false where the address is none of ours. */
export async function takeUpload(state: WorkspaceState, url: string, body: unknown): Promise<boolean> {
  if (!url.startsWith(UPLOADS)) return false;
  const file = state.files.get(url.slice(UPLOADS.length));
  if (!file) return false;
  const sent = new Response(body as ConstructorParameters<typeof Response>[0]);
  file.bytes = await readBytes(sent, body);
  return true;
}

/** The client sends a form with the file as its one part, or the bytes alone. */
async function readBytes(sent: Response, body: unknown): Promise<Uint8Array> {
  if (!(body instanceof FormData)) return new Uint8Array(await sent.arrayBuffer());
  for (const part of body.values()) {
    if (typeof part !== 'string') return new Uint8Array(await part.arrayBuffer());
  }
  return new Uint8Array();
}
