import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { ACTIONS } from '../action-ids.ts';
import { explainFailure } from '../explaining.ts';
import { lookAtFiller } from '../forms/opening.ts';
import { renderBrokenHome, renderHome } from '../home/render-home.ts';
import type { Surface } from '../surface.ts';

/** Somebody opens the app's Home tab, which nobody else reads, or asks for it anew. */
export function listenToHome(app: App, surface: Surface): void {
  app.event('app_home_opened', async ({ event }) => {
    if (event.tab === 'home') await publishHome(surface, event.user);
  });
  app.action<BlockAction<ButtonAction>>(ACTIONS.refreshHome, async ({ ack, body }) => {
    await ack();
    await publishHome(surface, body.user.id);
  });
}

/** Draws a person's Home tab from what they may see now. A tab that can't be shown is noted: they open it again. */
export async function publishHome(surface: Surface, userId: string): Promise<void> {
  try {
    const blocks = await drawHome(surface, userId);
    await surface.client.views.publish({ user_id: userId, view: { type: 'home', blocks } });
  } catch (error) {
    surface.log.info({ err: error }, 'a Home tab could not be shown');
  }
}

/** What waits for the person, in a few words; the Home tab itself is drawn anew beside it. */
export async function summariseHome(surface: Surface, userId: string): Promise<string> {
  const { scope } = await lookAtFiller(surface, userId);
  const { sections } = await surface.services.worklist.read(scope);
  await publishHome(surface, userId);
  const counted = sections.flatMap((part) =>
    part.counted !== null && part.total > 0 ? [`• ${part.total} ${part.counted}`] : [],
  );
  if (sections.length === 0) return 'I don’t know you yet. My Home tab says what to do about it.';
  if (counted.length === 0) return 'Nothing waits for you.';
  return ['Waiting for you, with more on my Home tab:', ...counted].join('\n');
}

async function drawHome(surface: Surface, userId: string): Promise<ReturnType<typeof renderHome>> {
  try {
    const { actor, audience } = await surface.audiences.lookAlone(userId, { fresh: true });
    const scope = await surface.access.grant(actor, audience);
    const person = await surface.directory.person(userId);
    if (person?.timeZone) await surface.services.preferences.noteTimeZone(scope, person.timeZone);
    return renderHome(actor, await surface.services.worklist.read(scope));
  } catch (error) {
    return renderBrokenHome(explainFailure(error, surface.log));
  }
}
