import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import type { BaseMessage } from '@langchain/core/messages';
import type { ChatResult } from '@langchain/core/outputs';
import { OfflineModel } from '../../src/agent/offline/offline-model.ts';
import { readTurnFacts, type TurnFacts } from '../../src/agent/turn-facts.ts';
import { readPlace } from '../../src/cli/place.ts';
import { readConfig } from '../../src/config.ts';
import { isAppError } from '../../src/errors.ts';
import { createLog } from '../../src/log.ts';
import { openEvalWorld } from '../eval-world.ts';
import { deriveTasks } from '../tasks/derive-tasks.ts';
import { readTaskWorld } from '../tasks/task-world.ts';

/** A turn whose words are true: they were composed by code from what the tools gave. */
export interface TrueTurn {
  readonly id: string;
  readonly words: string;
  readonly question: string;
  readonly outputs: readonly unknown[];
  readonly facts: TurnFacts;
}

/** Asks the tasks of a company folder offline and keeps each turn's question, tool results and words. */
export async function collectTurns(folder: string, label: string): Promise<TrueTurn[]> {
  const world = await openEvalWorld({
    folder,
    config: readConfig({}),
    log: createLog('silent'),
    fallbackDay: '2026-11-23',
  });
  const heard: Heard[] = [];
  const assistant = world.assistantWith(new ListeningModel((one) => heard.push(one)));
  const turns: TrueTurn[] = [];
  try {
    for (const task of deriveTasks(readTaskWorld(folder))) {
      const actor = await world.app.identity.personByEmail(task.as);
      if (!actor) continue;
      for (const [i, turn] of task.turns.entries()) {
        if (!('say' in turn)) continue;
        const id = `${label}/${task.id}/${i}`;
        try {
          await assistant.answer({
            text: turn.say,
            actor,
            audience: readPlace(task.in),
            thread: `${task.id}`,
          });
        } catch (error) {
          if (!isAppError(error)) throw error;
        }
        const last = heard.at(-1);
        if (last && last.outputs.length > 0) turns.push({ id, ...last });
      }
    }
  } finally {
    await world.close();
  }
  return turns;
}

type Heard = Omit<TrueTurn, 'id'>;

/** The offline model, with an ear for the last words of each turn. */
class ListeningModel extends BaseChatModel {
  private readonly hear: (one: Heard) => void;
  private readonly inner: OfflineModel;

  constructor(hear: (one: Heard) => void, inner = new OfflineModel()) {
    super({});
    this.hear = hear;
    this.inner = inner;
  }

  override _llmType(): string {
    return 'cosell-listening';
  }

  override bindTools(tools: Parameters<OfflineModel['bindTools']>[0]): ListeningModel {
    return new ListeningModel(this.hear, this.inner.bindTools(tools));
  }

  override async _generate(messages: BaseMessage[]): Promise<ChatResult> {
    const result = await this.inner._generate(messages);
    const words = result.generations[0]?.text ?? '';
    if (words) this.hear(readHeard(messages, words));
    return result;
  }
}

function readHeard(messages: readonly BaseMessage[], words: string): Heard {
  const at = messages.findLastIndex((one) => one.type === 'human' && readTurnFacts(one.text) !== null);
  const since = messages.slice(at);
  const facts = readTurnFacts(since[0]?.text ?? '');
  if (!facts) throw new Error('A turn without its facts.');
  return {
    words,
    question: since[1]?.text ?? '',
    outputs: since.filter((one) => one.type === 'tool').map((one) => JSON.parse(one.text) as unknown),
    facts,
  };
}
