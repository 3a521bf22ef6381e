import type { App } from '@slack/bolt';
import { answerPrivately } from '../answering.ts';
import { explainFailure } from '../explaining.ts';
import { readText } from '../read-text.ts';
import type { Surface } from '../surface.ts';

const USAGE =
  'Write your question after the command, such as: /cosell who should we bring into the Globex deal?';

/** `/cosell TEXT`: nobody in the channel sees it; the answer comes in a direct message, where it stays. */
export function listenToCommand(app: App, surface: Surface): void {
  app.command('/cosell', async ({ ack, command, respond }) => {
    const text = readText(command.text, surface.home.botUserId);
    if (!text || text === 'help') {
      await ack({ response_type: 'ephemeral', text: USAGE });
      return;
    }
    await ack({ response_type: 'ephemeral', text: 'I answer you in a direct message.' });
    await surface.events.once([`command|${command.trigger_id}`], async () => {
      try {
        await answerPrivately(surface, { userId: command.user_id, text });
      } catch (error) {
        await respond({ response_type: 'ephemeral', text: explainFailure(error, surface.log) });
      }
    });
  });
}
