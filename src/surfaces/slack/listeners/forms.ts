import { setTimeout as sleep } from 'node:timers/promises';
import type { App, BlockAction, ButtonAction, ViewOutput, ViewSubmitAction } from '@slack/bolt';
import { ACTIONS } from '../action-ids.ts';
import { findForm, findFormByName } from '../forms/all-forms.ts';
import { WATCHED } from '../forms/fields.ts';
import { frameForm } from '../forms/frame.ts';
import { lookAtFiller, openForm } from '../forms/opening.ts';
import { sendOff } from '../forms/sending-off.ts';
import { readTyped } from '../forms/typed.ts';
import { NOTHING } from '../home/work-step.ts';
import type { Surface } from '../surface.ts';
import { publishHome } from './app-home-opened.ts';

/** A form is drawn anew when nobody has typed for so long. */
const PAUSE_MS = 250;

/** Forms: the buttons that open them, the fields that are watched while they are filled in, and sending them off. */
export function listenToForms(app: App, surface: Surface): void {
  /** The last entry in each open form; none where it was sent off since: what was to be drawn then is drawn no more. */
  const entries = new Map<string, number>();
  listenToOpening(app, surface);
  listenToTyping(app, surface, entries);
  listenToSending(app, surface, entries);
}

function listenToOpening(app: App, surface: Surface): void {
  app.action<BlockAction<ButtonAction>>(new RegExp(`^${ACTIONS.openForm}`), async ({ ack, body, action }) => {
    await ack();
    const form = findFormByName(action.action_id.slice(ACTIONS.openForm.length));
    if (!form) return;
    const subject = action.value === NOTHING ? '' : (action.value ?? '');
    await openForm(surface, { form, subject, userId: body.user.id, triggerId: body.trigger_id });
  });
}

function listenToTyping(app: App, surface: Surface, latest: Map<string, number>): void {
  let count = 0;
  app.action<BlockAction>(WATCHED, async ({ ack, body }) => {
    await ack();
    const { view } = body;
    if (!view) return;
    count += 1;
    const entry = count;
    const isLatest = () => latest.get(view.id) === entry;
    latest.set(view.id, entry);
    await sleep(PAUSE_MS);
    if (isLatest()) await redraw(surface, { view, userId: body.user.id, isLatest });
    if (isLatest()) latest.delete(view.id);
  });
}

/** Draws what follows from what is typed. What fails here is no loss: the form stands as it was, and can be sent off. */
async function redraw(
  surface: Surface,
  typing: { view: ViewOutput; userId: string; isLatest: () => boolean },
): Promise<void> {
  const { view, userId, isLatest } = typing;
  const form = findForm(view.callback_id);
  if (!form) return;
  try {
    const filled = { subject: view.private_metadata, typed: readTyped(view.state.values) };
    const look = await form.draw(await lookAtFiller(surface, userId), filled);
    if (!isLatest()) return;
    // With the hash: a form that has changed since is not put back.
    await surface.client.views.update({
      view_id: view.id,
      hash: view.hash,
      view: frameForm(form, look, filled.subject),
    });
  } catch (error) {
    surface.log.info({ err: error }, 'a form was not drawn anew');
  }
}

function listenToSending(app: App, surface: Surface, entries: Map<string, number>): void {
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: /^form:/ }, async ({ ack, body }) => {
    const form = findForm(body.view.callback_id);
    if (!form) {
      await ack();
      return;
    }
    entries.delete(body.view.id);
    const userId = body.user.id;
    const outcome = await sendOff(surface, { form, userId, view: body.view }, (answer) => ack(answer));
    if (outcome.state === 'done') await publishHome(surface, userId);
  });
}
