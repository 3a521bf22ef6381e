import { explainFailure } from '../explaining.ts';
import { waitingOutLimits } from '../sending.ts';
import type { Surface } from '../surface.ts';
import type { Filler, Form } from './form.ts';
import { frameForm, frameNotice } from './frame.ts';

/** Who is at a form, as Slack and the company's lists say now. */
export async function lookAtFiller(surface: Surface, userId: string): Promise<Filler> {
  const { actor, audience } = await surface.audiences.lookAlone(userId, { fresh: true });
  return { surface, userId, actor, audience, scope: await surface.access.grant(actor, audience) };
}

/**
 * Opens a form. The modal opens at once, since a trigger lasts three seconds, and is filled when what stands on it is
 * read; where the person can't have the form, it says why.
 */
export async function openForm(
  surface: Surface,
  opening: { form: Form; subject: string; userId: string; triggerId: string },
): Promise<void> {
  const { form, subject, userId, triggerId } = opening;
  const { client } = surface;
  const opened = await client.views.open({
    trigger_id: triggerId,
    view: frameNotice('One moment', 'I am looking up what belongs on this form.'),
  });
  const viewId = opened.view?.id ?? '';
  const view = await draw(surface, { form, subject, userId });
  await waitingOutLimits(() => client.views.update({ view_id: viewId, view }));
}

async function draw(surface: Surface, wanted: { form: Form; subject: string; userId: string }) {
  const { form, subject, userId } = wanted;
  try {
    const look = await form.draw(await lookAtFiller(surface, userId), { subject, typed: {} });
    return frameForm(form, look, subject);
  } catch (error) {
    return frameNotice('Not possible', explainFailure(error, surface.log));
  }
}
