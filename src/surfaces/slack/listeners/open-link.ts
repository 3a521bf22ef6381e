import type { App } from '@slack/bolt';
import { ACTIONS } from '../action-ids.ts';

/** Slack tells of clicks on links too, and shows a warning where nobody acknowledges them. */
export function listenToLinks(app: App): void {
  app.action(ACTIONS.openLink, ({ ack }) => ack());
}
