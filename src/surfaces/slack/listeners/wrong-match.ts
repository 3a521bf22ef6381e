import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { ACTIONS } from '../action-ids.ts';
import { explainFailure } from '../explaining.ts';
import { readMatch } from '../match-button.ts';
import { readClick } from '../read-click.ts';
import { renderNotice, renderPrepared } from '../render/blocks.ts';
import { post, whisper } from '../sending.ts';
import type { Surface } from '../surface.ts';

/** The click that calls a match wrong: prepares the word on it, under the clicker's own rights, for another click. */
export function listenToWrongMatches(app: App, surface: Surface): void {
  app.action<BlockAction<ButtonAction>>(
    new RegExp(`^${ACTIONS.wrongMatch}`),
    async ({ ack, body, action }) => {
      await ack();
      const click = readClick(body, action, surface.home);
      const match = click && readMatch(click.value);
      if (!click || !match) return;
      await surface.events.once(click.keys, async () => {
        try {
          const { actor, audience } = await surface.audiences.look(click, { fresh: true });
          const input = { ...match, verdict: 'not_same' };
          const step = await surface.assistant.prepare({
            tool: 'draft_match_decision',
            input,
            actor,
            audience,
          });
          await post(surface.client, click, renderPrepared(step));
        } catch (error) {
          await whisper(surface.client, click, renderNotice(explainFailure(error, surface.log)));
        }
      });
    },
  );
}
