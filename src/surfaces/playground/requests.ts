import { z } from 'zod';
import type { Json } from './workspace/types.ts';
import type { Workspace } from './workspace/workspace.ts';

const id = z.string().min(1).max(200);
const parts: z.ZodType<Json> = z.record(z.string(), z.unknown());
const values = parts.default({});

const request = z.discriminatedUnion('act', [
  z.object({
    act: z.literal('say'),
    userId: id,
    channelId: id,
    threadTs: id.nullable(),
    text: z.string().trim().min(1).max(4_000),
  }),
  z.object({
    act: z.literal('use'),
    userId: id,
    on: z.union([z.object({ channelId: id, ts: id }), z.object({ viewId: id })]),
    element: parts,
    values,
  }),
  z.object({ act: z.literal('submit'), userId: id, viewId: id, values }),
  z.object({ act: z.literal('close'), userId: id, viewId: id, values }),
  z.object({
    act: z.literal('suggest'),
    userId: id,
    viewId: id,
    blockId: id,
    actionId: id,
    text: z.string().max(200),
  }),
  z.object({ act: z.literal('home'), userId: id }),
  z.object({ act: z.literal('stop'), userId: id, channelId: id, threadTs: id }),
  z.object({ act: z.literal('shortcut'), userId: id, channelId: id, ts: id, callbackId: id }),
]);

/** What a person did on the page. */
export type Act = z.infer<typeof request>;

/** Reads what the page sent; null for anything else. */
export function readAct(sent: unknown): Act | null {
  return request.safeParse(sent).data ?? null;
}

/** Does it, as Slack would: most acts end with all that the program made of them. Gives what the page must know at once. */
export async function perform(workspace: Workspace, act: Act): Promise<Json> {
  switch (act.act) {
    case 'say':
      await workspace.say(act);
      return {};
    case 'use':
      await workspace.use(act.on, act);
      return {};
    case 'submit':
      return { errors: await workspace.submit(act) };
    case 'close':
      await workspace.close(act);
      return {};
    case 'suggest':
      return workspace.suggest(act);
    case 'home':
      await workspace.openHome(act.userId);
      return {};
    case 'stop':
      await workspace.stop(act);
      return {};
    case 'shortcut':
      await workspace.shortcut(act);
      return {};
  }
}
