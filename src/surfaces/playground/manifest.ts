import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Prompt } from './workspace/types.ts';

/** Of the app's manifest, what people meet in Slack itself: suggested questions and shortcuts in a message's menu. */
export interface Manifest {
  readonly prompts: readonly Prompt[];
  readonly shortcuts: readonly { readonly name: string; readonly callbackId: string }[];
}

const MANIFEST = new URL('../../../slack-manifest.json', import.meta.url);

const manifest = z.object({
  features: z.object({
    agent_view: z
      .object({
        suggested_prompts: z.array(z.object({ title: z.string(), message: z.string() })).default([]),
      })
      .optional(),
    shortcuts: z.array(z.object({ name: z.string(), type: z.string(), callback_id: z.string() })).default([]),
  }),
});

/** Reads the manifest that is pasted into Slack, so that the playground offers the same. */
export function readManifest(): Manifest {
  const { features } = manifest.parse(JSON.parse(readFileSync(MANIFEST, 'utf8')));
  return {
    prompts: features.agent_view?.suggested_prompts ?? [],
    shortcuts: features.shortcuts
      .filter((one) => one.type === 'message')
      .map((one) => ({ name: one.name, callbackId: one.callback_id })),
  };
}
