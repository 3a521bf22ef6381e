import { ACTIONS } from './action-ids.ts';
import { button, section } from './render/pieces.ts';
import { whisper } from './sending.ts';
import type { Surface } from './surface.ts';

const OFFER =
  'Others read here, so I left out what is only for us. I can send you the full answer in a direct message.';

/** Where a question stands; the words are read again from Slack when the button is clicked. */
export interface QuestionPlace {
  readonly channelId: string;
  readonly threadTs: string;
  readonly ts: string;
}

/** Offers a colleague alone the full answer to what they asked in front of others. Lost offers are no loss. */
export async function offerPrivately(
  surface: Surface,
  asked: QuestionPlace & { userId: string },
): Promise<void> {
  const offer = button({
    actionId: ACTIONS.privateAnswer,
    words: 'Send me the full answer',
    value: writePlace(asked),
  });
  try {
    await whisper(surface.client, asked, {
      text: OFFER,
      blocks: [section(OFFER), { type: 'actions', elements: [offer] }],
    });
  } catch (error) {
    surface.log.info({ err: error }, 'a private answer could not be offered');
  }
}

/** Reads a button's value; null for anything that was not written here. */
export function readPlace(written: string | undefined): QuestionPlace | null {
  const [channelId, threadTs, ts, ...rest] = (written ?? '').split('|');
  return channelId && threadTs && ts && rest.length === 0 ? { channelId, threadTs, ts } : null;
}

function writePlace(place: QuestionPlace): string {
  return [place.channelId, place.threadTs, place.ts].join('|');
}
