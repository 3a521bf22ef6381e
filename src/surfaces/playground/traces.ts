import type { Answer, Assistant, Question } from '../../agent/types.ts';

/** How an answer came about: what the page's side panel shows. */
export interface Trace {
  readonly thread: string;
  readonly asked: string;
  readonly asker: string;
  /** For whom the answer was made: the place, and the partners that read there. */
  readonly readers: string;
  readonly model: string;
  readonly mode: string;
  readonly ms: number;
  readonly tools: readonly {
    readonly name: string;
    readonly input: string;
    readonly ok: boolean;
    readonly ms: number;
  }[];
  /** True where the asker alone may see more than the readers. */
  readonly withheld: boolean;
}

/** More are of no use to a person, and each holds its tools' inputs. */
const MOST_TRACES = 100;

export interface Traces {
  /** The same assistant, whose answers are kept in mind. */
  readonly assistant: Assistant;
  /** The traces of a thread, the oldest first. */
  of(thread: string): readonly Trace[];
}

/** Watches an assistant. Of a question that was answered twice, since its readers changed meanwhile, both are kept. */
export function watchAssistant(watched: Assistant, changed: () => void): Traces {
  const traces: Trace[] = [];
  return {
    assistant: {
      ...watched,
      async answer(question) {
        const answer = await watched.answer(question);
        traces.push(describe(question, answer));
        if (traces.length > MOST_TRACES) traces.shift();
        changed();
        return answer;
      },
    },
    of: (thread) => traces.filter((trace) => trace.thread === thread),
  };
}

function describe({ text, actor, audience, thread }: Question, answer: Answer): Trace {
  const others = audience.place === 'shared' ? ` (${audience.partnerIds.join(', ')})` : '';
  return {
    thread,
    asked: text,
    asker:
      actor.kind === 'outsider'
        ? 'nobody on the lists'
        : `${actor.name}, ${actor.kind === 'staff' ? actor.role : actor.partnerId}`,
    readers: `${audience.place}${others}`,
    model: answer.model,
    mode: answer.mode,
    ms: Math.round(answer.ms),
    tools: answer.tools.map(({ name, input, ok, ms }) => ({
      name,
      input: JSON.stringify(input),
      ok,
      ms: Math.round(ms),
    })),
    withheld: answer.fullerAnswerPrivately,
  };
}
