import { isDeepStrictEqual } from 'node:util';
import type { Answer, Question } from '../../agent/types.ts';
import type { Sight } from './audience.ts';
import { explainFailure } from './explaining.ts';
import { postCharts } from './posting-charts.ts';
import { offerPrivately } from './private-offer.ts';
import { renderAnswer, renderNotice } from './render/blocks.ts';
import { toInline } from './render/escape.ts';
import { withFeedback } from './render/feedback.ts';
import { plainSection } from './render/pieces.ts';
import { type Reply, startReply } from './replying.ts';
import { post, waitingOutLimits } from './sending.ts';
import { nameThread, type Surface } from './surface.ts';

/** A room whose readers change more often than this while an answer is made gets the one for strangers. */
const LOOKS = 3;

const HELP =
  'Ask me who to bring into a deal, which conflicts stand in the way, how a registration stands, or what the programme’s rules say.';

/** A question as it reached the surface. */
export interface Asked {
  /** Under which the happening is taken once. */
  readonly keys: readonly string[];
  readonly userId: string;
  readonly channelId: string;
  readonly threadTs: string;
  readonly ts: string;
  readonly text: string;
}

/** Answers a question once, however often and by whatever event it is told of, and after those before it in its thread. */
export function answerOnce(surface: Surface, asked: Asked): Promise<void> {
  return surface.events.once(asked.keys, () => answerInTurn(surface, asked));
}

/**
 * Answers in a direct message with the person, in a thread of its own that begins with the question. Throws where Slack
 * opens no direct message.
 */
export async function answerPrivately(
  surface: Surface,
  asked: { userId: string; text: string },
): Promise<void> {
  const { client } = surface;
  const opened = await waitingOutLimits(() => client.conversations.open({ users: asked.userId }));
  const channelId = opened.channel?.id ?? '';
  const words = `You asked: ${asked.text}`;
  const ts = await post(client, { channelId }, { text: toInline(words), blocks: [plainSection(words)] });
  await answerInTurn(surface, { ...asked, channelId, threadTs: ts, ts });
}

async function answerInTurn(surface: Surface, asked: Omit<Asked, 'keys'>): Promise<void> {
  const thread = nameThread(surface.home, asked);
  await surface.events.alone(thread, async (signal) => {
    const sight = await surface.audiences.look(asked);
    const reply = startReply(surface, { ...asked, streamTo: recipientOf(asked, sight) });
    try {
      await answerNow(surface, { asked, sight, reply, thread, signal });
    } catch (error) {
      const sentence = signal.aborted ? 'Stopped.' : explainFailure(error, surface.log);
      await reply.finish(renderNotice(sentence), 'active');
    }
  });
}

interface Turn {
  readonly asked: Omit<Asked, 'keys'>;
  readonly sight: Sight;
  readonly reply: Reply;
  readonly thread: string;
  readonly signal: AbortSignal;
}

async function answerNow(surface: Surface, turn: Turn): Promise<void> {
  const { asked, reply, signal } = turn;
  if (!asked.text) {
    await reply.finish(renderNotice(HELP), 'active');
    return;
  }
  const answer = await answerForReaders(surface, turn);
  signal.throwIfAborted();
  const waits = answer.proposals.length > 0;
  const rendered = renderAnswer(answer, { linkHosts: surface.linkHosts });
  await reply.finish(withFeedback(rendered, answer.turnId), waits ? 'suspended' : 'active');
  await postCharts(surface, asked, answer.cards);
  await surface.events.join(turn.thread);
  if (answer.fullerAnswerPrivately) await offerPrivately(surface, asked);
}

/** Answers for those who read when the answer goes out: a room may have been shared while it was made. */
async function answerForReaders(surface: Surface, turn: Turn): Promise<Answer> {
  const { asked, reply, thread, signal } = turn;
  const ask = (sight: Sight): Promise<Answer> => {
    const question: Question = {
      text: asked.text,
      actor: sight.actor,
      audience: sight.audience,
      thread,
      signal,
      onProgress: reply.progress,
    };
    return surface.assistant.answer(question);
  };
  let sight = turn.sight;
  for (let look = 0; look < LOOKS; look++) {
    const answer = await ask(sight);
    const now = await surface.audiences.look(asked, { fresh: true });
    if (isDeepStrictEqual(now, sight)) return answer;
    sight = now;
  }
  return ask({ ...sight, audience: { place: 'external' } });
}

/** Streams only among ourselves, in a direct message: what has been streamed can't be checked any more. */
function recipientOf(asked: { userId: string }, sight: Sight): { userId: string; teamId: string } | null {
  const ourselves = sight.actor.kind === 'staff' && sight.audience.place === 'dm';
  return ourselves && sight.teamId ? { userId: asked.userId, teamId: sight.teamId } : null;
}
