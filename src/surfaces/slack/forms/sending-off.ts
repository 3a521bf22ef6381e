import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { types, ViewOutput } from '@slack/bolt';
import { explainFailure } from '../explaining.ts';
import { waitingOutLimits } from '../sending.ts';
import type { Surface } from '../surface.ts';
import { FieldFaults, type Form, type Typed } from './form.ts';
import { frameForm, frameNotice } from './frame.ts';
import { lookAtFiller } from './opening.ts';
import { readTyped, refill } from './typed.ts';

/** Slack waits three seconds for what a sent form is answered with. */
const ANSWER_WITHIN_MS = 2_200;

/** A form that was sent off. */
export interface Sent {
  readonly form: Form;
  readonly userId: string;
  readonly view: ViewOutput;
}

/** What came of it. */
type Outcome =
  | { readonly state: 'done'; readonly message: string }
  | { readonly state: 'faults'; readonly faults: Readonly<Record<string, string>> }
  /** Nothing was done, and the sentence says why. */
  | { readonly state: 'failed'; readonly sentence: string }
  /** The same sending was carried out before, or is being carried out. */
  | { readonly state: 'sent_before' };

/** What Slack is answered with. */
export type Acknowledgement =
  | { readonly response_action: 'errors'; readonly errors: Record<string, string> }
  | { readonly response_action: 'update'; readonly view: types.ModalView };

/**
 * Carries a sent form out, once, and tells Slack in time what to show: faults at their fields, or what was done. Work that
 * takes longer goes on behind a modal that says so. A form that failed is shown again with everything that was typed.
 */
export async function sendOff(
  surface: Surface,
  sent: Sent,
  acknowledge: (answer: Acknowledgement) => Promise<void>,
): Promise<Outcome> {
  const typed = readTyped(sent.view.state.values);
  const work = submitOnce(surface, sent, typed);
  const early = await Promise.race([work, sleep(ANSWER_WITHIN_MS, null)]);
  if (early) {
    await acknowledge(answerNow(sent, early));
    return early;
  }
  const title = sent.view.title.text;
  await acknowledge({ response_action: 'update', view: frameNotice(title, 'I am at it …') });
  const late = await work;
  await waitingOutLimits(() =>
    surface.client.views.update({ view_id: sent.view.id, view: showLater(sent, typed, late) }),
  );
  return late;
}

async function submitOnce(surface: Surface, sent: Sent, typed: Typed): Promise<Outcome> {
  const outcome: { now: Outcome } = { now: { state: 'sent_before' } };
  try {
    await surface.events.once([keyOf(surface, sent, typed)], async () => {
      const filler = await lookAtFiller(surface, sent.userId);
      const message = await sent.form.submit(filler, { subject: sent.view.private_metadata, typed });
      outcome.now = { state: 'done', message };
    });
  } catch (error) {
    // The key is free again: the same form may be sent once more, as it stands.
    if (error instanceof FieldFaults) return { state: 'faults', faults: error.faults };
    return { state: 'failed', sentence: explainFailure(error, surface.log) };
  }
  return outcome.now;
}

/** A view's hash stays while faults are shown, so that what was typed belongs to the key. */
function keyOf({ home }: Surface, { view, userId }: Sent, typed: Typed): string {
  const digest = createHash('sha256').update(JSON.stringify(typed)).digest('hex').slice(0, 32);
  return `submit|${home.teamId}|${view.id}|${view.hash}|${userId}|${digest}`;
}

/** Faults leave the form as it stands, with all that was typed; so does a failure, told at the first field. */
function answerNow(sent: Sent, outcome: Outcome): Acknowledgement {
  const { view } = sent;
  const fields = view.blocks.flatMap((block) => (block.type === 'input' ? [block.block_id ?? ''] : []));
  const [first = ''] = fields;
  switch (outcome.state) {
    case 'faults':
      return {
        response_action: 'errors',
        // A fault at a field that the form does not have would let Slack drop all of them.
        errors: Object.fromEntries(
          Object.entries(outcome.faults).map(([field, words]) => [
            fields.includes(field) ? field : first,
            words,
          ]),
        ),
      };
    case 'failed':
      return { response_action: 'errors', errors: { [first]: outcome.sentence } };
    case 'done':
    case 'sent_before':
      return { response_action: 'update', view: frameOutcome(sent, outcome) };
  }
}

function frameOutcome(
  { view }: Sent,
  outcome: { state: 'done'; message: string } | { state: 'sent_before' },
) {
  const sentence =
    outcome.state === 'done' ? outcome.message : 'This was sent before; nothing was done twice.';
  return frameNotice(view.title.text, sentence);
}

function showLater(sent: Sent, typed: Typed, outcome: Outcome): types.ModalView {
  if (outcome.state === 'done' || outcome.state === 'sent_before') return frameOutcome(sent, outcome);
  const sentence = outcome.state === 'failed' ? outcome.sentence : Object.values(outcome.faults).join(' ');
  const { view, form } = sent;
  const look = {
    title: view.title.text,
    submit: view.submit?.text ?? 'Send',
    blocks: refill(view.blocks as types.KnownBlock[], typed, sentence),
  };
  return frameForm(form, look, view.private_metadata);
}
