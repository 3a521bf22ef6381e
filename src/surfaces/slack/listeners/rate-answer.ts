import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { ACTIONS } from '../action-ids.ts';
import { explainFailure } from '../explaining.ts';
import { readClick } from '../read-click.ts';
import { renderNotice } from '../render/blocks.ts';
import { readRating } from '../render/feedback.ts';
import { whisper } from '../sending.ts';
import type { Surface } from '../surface.ts';

const THANKS = {
  good: 'Thank you: I keep that this answer was good.',
  bad: 'Thank you: I keep that this answer was bad, and somebody will look at it.',
} as const;

/** A word on an answer by somebody who may read it; the last one counts. */
export function listenToRatings(app: App, surface: Surface): void {
  // Feedback buttons tell of a click as plain ones do.
  app.action<BlockAction<ButtonAction>>(ACTIONS.rateAnswer, async ({ ack, body, action }) => {
    await ack();
    const click = readClick(body, action, surface.home);
    const rating = readRating(click?.value);
    if (!click || !rating) return;
    await surface.events.once(click.keys, async () => {
      try {
        const { actor, audience } = await surface.audiences.look(click, { fresh: true });
        await surface.feedback.rate(await surface.access.grant(actor, audience), rating);
        await whisper(surface.client, click, renderNotice(THANKS[rating.verdict]));
      } catch (error) {
        await whisper(surface.client, click, renderNotice(explainFailure(error, surface.log)));
      }
    });
  });
}
