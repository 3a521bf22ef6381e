import type { App } from '@slack/bolt';
import { ACTIONS } from '../action-ids.ts';
import type { Surface } from '../surface.ts';
import { listenToSettling } from './settle-proposal.ts';

/** The click on one of a step's options, which carries the step out with it. */
export function listenToChoosing(app: App, surface: Surface): void {
  listenToSettling(app, surface, {
    actionId: new RegExp(`^${ACTIONS.chooseOption}`),
    settle: (click) => surface.assistant.confirm(click),
  });
}
