import { isDeepStrictEqual } from 'node:util';
import type { App, BlockAction, MessageShortcut, types } from '@slack/bolt';
import type { Audience } from '../../../access/types.ts';
import { ACTIONS } from '../action-ids.ts';
import { drawDealCheck } from '../deal-check.ts';
import { explainFailure } from '../explaining.ts';
import { frameNotice } from '../forms/frame.ts';
import { readText } from '../read-text.ts';
import { cut } from '../render/limits.ts';
import { button, section } from '../render/pieces.ts';
import { waitingOutLimits } from '../sending.ts';
import type { Surface } from '../surface.ts';

const TITLE = 'Check this deal';

/** Of a message so much is searched. */
const TEXT_CHARACTERS = 2_000;

const SAFE = 'This is what everybody in that room may see. You alone read here: I can show you the rest.';

/**
 * 'Check this deal' in a message's menu. A modal, which the viewer alone sees, with what the readers of the room may see;
 * where the viewer may see more, a button shows it.
 */
export function listenToDealChecks(app: App, surface: Surface): void {
  app.shortcut<MessageShortcut>({ type: 'message_action', callback_id: 'check_deal' }, async (told) => {
    await told.ack();
    const { shortcut } = told;
    const opened = await surface.client.views.open({
      trigger_id: shortcut.trigger_id,
      view: frameNotice(TITLE, 'I am reading the message.'),
    });
    const text = cut(readText(shortcut.message.text ?? '', surface.home.botUserId), TEXT_CHARACTERS);
    const place = { userId: shortcut.user.id, channelId: shortcut.channel.id };
    const view = await explaining(surface, () => drawForRoom(surface, place, text));
    await waitingOutLimits(() => surface.client.views.update({ view_id: opened.view?.id ?? '', view }));
  });

  app.action<BlockAction>(ACTIONS.fullCheck, async ({ ack, body }) => {
    await ack();
    const { view } = body;
    if (!view) return;
    const drawn = await explaining(surface, () => drawAlone(surface, body.user.id, view.private_metadata));
    await waitingOutLimits(() => surface.client.views.update({ view_id: view.id, view: drawn }));
  });
}

async function drawForRoom(
  surface: Surface,
  place: { userId: string; channelId: string },
  text: string,
): Promise<types.ModalView> {
  const { actor, audience } = await surface.audiences.look(place, { fresh: true });
  const scope = await surface.access.grant(actor, audience);
  const alone = await surface.access.grant(actor, { place: 'dm' });
  const blocks = await drawDealCheck(surface.services, scope, text);
  const sameSight = scope.key === alone.key && !isOutside(audience);
  return frameCheck(sameSight ? blocks : [...blocks, ...offerRest()], text);
}

function isOutside(audience: Audience): boolean {
  return isDeepStrictEqual(audience, { place: 'external' });
}

async function drawAlone(surface: Surface, userId: string, text: string): Promise<types.ModalView> {
  const { actor, audience } = await surface.audiences.lookAlone(userId, { fresh: true });
  const scope = await surface.access.grant(actor, audience);
  return frameCheck(await drawDealCheck(surface.services, scope, text), text);
}

function offerRest(): types.KnownBlock[] {
  const show = button({ actionId: ACTIONS.fullCheck, words: 'Show me all that I may see', value: 'all' });
  return [section(SAFE), { type: 'actions', elements: [show] }];
}

/** The message goes with the modal, to be searched again for who clicks. */
function frameCheck(blocks: readonly types.KnownBlock[], text: string): types.ModalView {
  return { ...frameNotice(TITLE, ''), blocks: [...blocks], private_metadata: text };
}

async function explaining(surface: Surface, draw: () => Promise<types.ModalView>): Promise<types.ModalView> {
  try {
    return await draw();
  } catch (error) {
    return frameNotice(TITLE, explainFailure(error, surface.log));
  }
}
