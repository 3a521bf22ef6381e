import type { App } from '@slack/bolt';
import { ACTIONS } from '../action-ids.ts';
import type { Surface } from '../surface.ts';
import { listenToSettling } from './settle-proposal.ts';

/** The click that carries a prepared step out. */
export function listenToConfirming(app: App, surface: Surface): void {
  listenToSettling(app, surface, {
    actionId: ACTIONS.confirmProposal,
    settle: (click) => surface.assistant.confirm(click),
  });
}
