import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { z } from 'zod';
import { AppError } from '../../../errors.ts';
import { ACTIONS } from '../action-ids.ts';
import { answerPrivately } from '../answering.ts';
import { explainFailure } from '../explaining.ts';
import { type QuestionPlace, readPlace } from '../private-offer.ts';
import { readClick } from '../read-click.ts';
import { readText } from '../read-text.ts';
import { renderNotice } from '../render/blocks.ts';
import { waitingOutLimits, whisper } from '../sending.ts';
import type { Surface } from '../surface.ts';

/** The click on 'Send me the full answer', which only who asked can make work. */
export function listenToPrivateAnswers(app: App, surface: Surface): void {
  app.action<BlockAction<ButtonAction>>(ACTIONS.privateAnswer, async ({ ack, body, action }) => {
    await ack();
    const click = readClick(body, action, surface.home);
    const place = readPlace(click?.value);
    if (!click || !place) return;
    await surface.events.once(click.keys, async () => {
      try {
        const text = await readQuestion(surface, place, click.userId);
        await answerPrivately(surface, { userId: click.userId, text });
      } catch (error) {
        await whisper(surface.client, click, renderNotice(explainFailure(error, surface.log)));
      }
    });
  });
}

/** Reads the words again where they were written: the button holds the place alone. */
async function readQuestion(surface: Surface, place: QuestionPlace, userId: string): Promise<string> {
  const replies = z.object({
    messages: z.array(
      z.object({ ts: z.string(), user: z.string().optional(), text: z.string().default('') }),
    ),
  });
  const reply = replies.safeParse(
    await waitingOutLimits(() =>
      surface.client.conversations.replies({
        channel: place.channelId,
        ts: place.threadTs,
        oldest: place.ts,
        latest: place.ts,
        inclusive: true,
      }),
    ),
  );
  const asked = reply.data?.messages.find((one) => one.ts === place.ts && one.user === userId);
  if (!asked)
    throw new AppError('not_found', 'I can’t find your question any more. Ask me in a direct message.');
  return readText(asked.text, surface.home.botUserId);
}
