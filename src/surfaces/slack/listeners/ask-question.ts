import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { ACTIONS } from '../action-ids.ts';
import { answerPrivately } from '../answering.ts';
import { explainFailure } from '../explaining.ts';
import { readUse } from '../read-click.ts';
import { renderNotice } from '../render/blocks.ts';
import { tellAlone } from '../sending.ts';
import type { Surface } from '../surface.ts';

/** A button that holds a question: asked as the clicker's own, answered in their direct message. */
export function listenToQuestions(app: App, surface: Surface): void {
  app.action<BlockAction<ButtonAction>>(ACTIONS.askQuestion, async ({ ack, body, action }) => {
    await ack();
    const use = readUse(body, action, surface.home);
    await surface.events.once(use.keys, async () => {
      try {
        await answerPrivately(surface, { userId: use.userId, text: use.value });
      } catch (error) {
        await tellAlone(surface.client, use.userId, renderNotice(explainFailure(error, surface.log)));
      }
    });
  });
}
