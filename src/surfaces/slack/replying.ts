import type { types } from '@slack/bolt';
import type { Progress } from '../../agent/types.ts';
import { type Rendered, renderNotice } from './render/blocks.ts';
import { toPlain } from './render/escape.ts';
import { cut } from './render/limits.ts';
import { post, replace } from './sending.ts';
import { type SessionStatus, setSessionStatus } from './session-status.ts';
import type { Surface } from './surface.ts';

const TASK_TITLE_CHARACTERS = 120;

export interface ReplyPlace {
  readonly channelId: string;
  readonly threadTs: string;
  /** To whom a stream is shown; null where nothing is streamed. */
  readonly streamTo: { readonly userId: string; readonly teamId: string } | null;
}

/** One reply that grows: progress first, then what is said in the end. */
export interface Reply {
  progress(step: Progress): void;
  /** Says it, in the place of the progress, and sets the conversation's status whether or not that worked. */
  finish(rendered: Rendered, status: SessionStatus): Promise<void>;
}

/**
 * Begins a reply. Among our own people in a direct message the steps are streamed; elsewhere one line is posted and
 * updated, and only with the fixed words of tools. Whatever a stream refuses is posted instead.
 */
export function startReply(surface: Surface, place: ReplyPlace): Reply {
  const processing = setSessionStatus(surface, place, 'processing');
  const way = place.streamTo ? streamSteps(surface, place, place.streamTo) : postSteps(surface, place);
  return {
    progress: way.show,
    async finish(rendered, status) {
      try {
        await way.end(rendered, status);
      } finally {
        await processing;
        await setSessionStatus(surface, place, status);
      }
    },
  };
}

interface Way {
  show(step: Progress): void;
  end(rendered: Rendered, status: SessionStatus): Promise<void>;
}

/** One message whose line changes, at most as often as a channel takes it. */
function postSteps(surface: Surface, place: ReplyPlace): Way {
  const { client, log, pace } = surface;
  let ts = '';
  let line = '';
  let due = Date.now() + pace.firstProgressMs;
  let timer: NodeJS.Timeout | undefined;
  let sending = Promise.resolve();

  const send = async (): Promise<void> => {
    timer = undefined;
    due = Date.now() + pace.betweenProgressMs;
    try {
      if (ts) await client.chat.update({ channel: place.channelId, ts, ...renderNotice(line) });
      else ts = await post(client, place, renderNotice(line));
    } catch (error) {
      log.debug({ err: error }, 'a progress line was not taken');
    }
  };

  return {
    show(step) {
      if (step.state !== 'running') return;
      line = `${step.label} …`;
      timer ??= setTimeout(
        () => {
          sending = sending.then(send);
        },
        Math.max(0, due - Date.now()),
      );
    },
    async end(rendered) {
      clearTimeout(timer);
      await sending;
      await replaceOrPost(surface, place, { ts, rendered });
    },
  };
}

/** A stream of task updates, started by the first step and closed by the answer's blocks. */
function streamSteps(
  surface: Surface,
  place: ReplyPlace,
  recipient: { userId: string; teamId: string },
): Way {
  const stream = surface.client.chatStream({
    channel: place.channelId,
    thread_ts: place.threadTs,
    recipient_user_id: recipient.userId,
    recipient_team_id: recipient.teamId,
    task_display_mode: 'timeline',
  });
  let broken = false;
  let sending: Promise<unknown> = Promise.resolve();

  const giveUp = (error: unknown): void => {
    broken = true;
    surface.log.info({ err: error }, 'a stream ended early; the answer is posted instead');
  };

  return {
    show(step) {
      sending = sending
        .then(() => (broken ? undefined : stream.append({ chunks: [describeTask(step)] })))
        .catch(giveUp);
    },
    async end(rendered, status) {
      await sending;
      if (stream.ts && !broken) {
        try {
          await stream.stop({ blocks: rendered.blocks, session_status: status });
          return;
        } catch (error) {
          giveUp(error);
        }
      }
      await replaceOrPost(surface, place, { ts: stream.ts ?? '', rendered });
    },
  };
}

/** The whole answer where its beginning stands; where that can't be changed any more, as a message of its own. */
async function replaceOrPost(
  surface: Surface,
  place: ReplyPlace,
  message: { ts: string; rendered: Rendered },
): Promise<void> {
  const { client, log } = surface;
  if (message.ts) {
    try {
      await replace(client, { channelId: place.channelId, ts: message.ts }, message.rendered);
      return;
    } catch (error) {
      log.info({ err: error }, 'a message could not be updated; the answer is posted instead');
    }
  }
  await post(client, place, message.rendered);
}

function describeTask(step: Progress): types.TaskUpdateChunk {
  const statuses = { running: 'in_progress', done: 'complete', failed: 'error' } as const;
  return {
    type: 'task_update',
    id: `step-${step.step}`,
    title: cut(toPlain(step.label), TASK_TITLE_CHARACTERS),
    status: statuses[step.state],
  };
}
