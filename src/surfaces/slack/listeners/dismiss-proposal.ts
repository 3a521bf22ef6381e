import type { App } from '@slack/bolt';
import { ACTIONS } from '../action-ids.ts';
import type { Surface } from '../surface.ts';
import { listenToSettling } from './settle-proposal.ts';

/** The click that lets a prepared step go. */
export function listenToDismissing(app: App, surface: Surface): void {
  listenToSettling(app, surface, {
    actionId: ACTIONS.dismissProposal,
    settle: (click) => surface.assistant.dismiss(click),
  });
}
