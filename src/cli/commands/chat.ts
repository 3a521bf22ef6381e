import { createInterface } from 'node:readline/promises';
import pc from 'picocolors';
import type { Actor } from '../../access/types.ts';
import { isAppError } from '../../errors.ts';
import { readPlace } from '../place.ts';
import { writeAnswer } from './answer-text.ts';
import type { AskParts } from './ask.ts';

/** A conversation in the terminal: one thread until 'exit' or the end of input; `/confirm ID` and `/dismiss ID` click. */
export async function chat(
  parts: AskParts & { input: NodeJS.ReadableStream },
  request: { as: string; place: string },
): Promise<number> {
  const audience = readPlace(request.place);
  const actor = await parts.identify(request.as);
  const thread = parts.newThread();
  const { output } = parts;
  const lines = createInterface({ input: parts.input, terminal: false });
  output.err(
    `${pc.dim(`You are ${nameOf(actor)}, in ${request.place}. Ask; 'exit' leaves; /confirm ID [OPTION] and /dismiss ID click.`)}\n> `,
  );
  for await (const line of lines) {
    const text = line.trim();
    if (text === 'exit' || text === 'quit') break;
    if (text) {
      try {
        output.out(await reply(text));
      } catch (error) {
        if (!isAppError(error)) throw error;
        output.err(`${error.message}\n`);
      }
    }
    output.err('> ');
  }
  lines.close();
  return 0;

  async function reply(text: string): Promise<string> {
    const [, click, proposalId, option] = /^\/(confirm|dismiss)\s+(\S+)(?:\s+(\S+))?$/.exec(text) ?? [];
    if (proposalId && (click === 'confirm' || click === 'dismiss')) {
      const settled = await parts.assistant[click]({
        proposalId,
        actor,
        audience,
        surface: 'terminal',
        ...(option ? { option } : {}),
      });
      return `${settled.message}\n`;
    }
    return writeAnswer(await parts.assistant.answer({ text, actor, audience, thread }));
  }
}

function nameOf(actor: Actor): string {
  return actor.kind === 'outsider' ? actor.id : actor.name;
}
