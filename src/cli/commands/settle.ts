import type { Actor } from '../../access/types.ts';
import type { Assistant } from '../../agent/types.ts';
import { type Output, writeJson } from '../output.ts';

/** The click from the terminal: confirms or dismisses a prepared step under the person's own rights. */
export async function settle(
  parts: { assistant: Assistant; identify: (email: string) => Promise<Actor>; output: Output },
  request: {
    proposalId: string;
    as: string;
    click: 'confirm' | 'dismiss';
    option: string | undefined;
    json: boolean;
  },
): Promise<number> {
  const actor = await parts.identify(request.as);
  const settled = await parts.assistant[request.click]({
    proposalId: request.proposalId,
    actor,
    audience: { place: 'dm' },
    surface: 'terminal',
    ...(request.option ? { option: request.option } : {}),
  });
  if (request.json)
    writeJson(parts.output, { state: settled.state, message: settled.message, proposal: settled.proposal });
  else parts.output.out(`${settled.message}\n`);
  return 0;
}
