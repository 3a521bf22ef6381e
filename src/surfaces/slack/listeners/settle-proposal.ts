import type { App, BlockAction, ButtonAction, types } from '@slack/bolt';
import type { Click, Settled } from '../../../agent/types.ts';
import { ACTIONS, proposalBlockId } from '../action-ids.ts';
import { explainFailure } from '../explaining.ts';
import { readClick, type SlackClick } from '../read-click.ts';
import { renderNotice } from '../render/blocks.ts';
import { toInline } from '../render/escape.ts';
import { section } from '../render/pieces.ts';
import { post, replace, whisper } from '../sending.ts';
import { setSessionStatus } from '../session-status.ts';
import type { Surface } from '../surface.ts';

/**
 * Listens to one of a proposal's two buttons. The button names the proposal; who clicked, who reads and what is stored
 * are all looked up anew. A refusal is told to the clicker alone.
 */
export function listenToSettling(
  app: App,
  surface: Surface,
  choice: { actionId: string | RegExp; settle: (click: Click) => Promise<Settled> },
): void {
  app.action<BlockAction<ButtonAction>>(choice.actionId, async ({ ack, body, action }) => {
    await ack();
    const click = readClick(body, action, surface.home);
    if (!click) return;
    const option = readOption(action.action_id);
    const settle = (settled: Click) => choice.settle(option ? { ...settled, option } : settled);
    await surface.events.once(click.keys, () => settleOnce(surface, click, settle));
  });
}

function readOption(actionId: string): string | undefined {
  return actionId.startsWith(ACTIONS.chooseOption) ? actionId.slice(ACTIONS.chooseOption.length) : undefined;
}

async function settleOnce(
  surface: Surface,
  click: SlackClick,
  settle: (click: Click) => Promise<Settled>,
): Promise<void> {
  const { client, audiences, log } = surface;
  try {
    const { actor, audience } = await audiences.look(click, { fresh: true });
    const settled = await settle({ proposalId: click.value, actor, audience, surface: 'slack' });
    const name = actor.kind === 'outsider' ? 'somebody' : actor.name;
    await showOutcome(surface, click, describeOutcome(settled, name));
  } catch (error) {
    await whisper(client, click, renderNotice(explainFailure(error, log)));
  }
}

function describeOutcome(settled: Settled, name: string): string {
  const done = settled.state === 'confirmed' ? 'Confirmed' : 'Dismissed';
  return `*${done}* by ${toInline(name)}. ${toInline(settled.message)}`;
}

/** The step is done whether or not the card can be changed; then the outcome is posted below it. */
async function showOutcome(surface: Surface, click: SlackClick, outcome: string): Promise<void> {
  const { client, log } = surface;
  const blocks = click.blocks.map((block) =>
    block.block_id === proposalBlockId(click.value) ? section(outcome) : block,
  );
  try {
    await replace(client, click, { text: outcome, blocks });
  } catch (error) {
    log.info({ err: error }, 'a settled card could not be changed');
    await post(client, click, { text: outcome, blocks: [section(outcome)] });
  }
  if (!blocks.some(isWaiting)) await setSessionStatus(surface, click, 'active');
}

function isWaiting(block: types.KnownBlock): boolean {
  return block.block_id?.startsWith(proposalBlockId('')) ?? false;
}
