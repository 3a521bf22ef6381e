import { conversationMethods } from './conversation-methods.ts';
import { fileMethods } from './file-methods.ts';
import { messageMethods } from './message-methods.ts';
import type { Json, WorkspaceState } from './types.ts';
import { viewMethods } from './view-methods.ts';

/** One Web API method: gives the fields of the reply beside `ok`, or throws a `Refusal`. */
export type Method = (state: WorkspaceState, args: Json) => Json;

/** The methods of Slack's Web API that this workspace answers; any other is refused as unknown. */
export const METHODS: Readonly<Record<string, Method>> = {
  ...conversationMethods,
  ...messageMethods,
  ...fileMethods,
  ...viewMethods,
};
