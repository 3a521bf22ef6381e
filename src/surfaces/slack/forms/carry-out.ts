import type { Filler } from './form.ts';

/**
 * Prepares a step from what a form holds and confirms it: sending the form off is the person's click on exactly what they
 * read in it. The step is stored, authorised and carried out as one from the chat.
 */
export async function carryOut(
  { surface, actor, audience }: Filler,
  tool: string,
  input: Readonly<Record<string, unknown>>,
): Promise<string> {
  const step = await surface.assistant.prepare({ tool, input, actor, audience });
  const settled = await surface.assistant.confirm({ proposalId: step.id, actor, audience, surface: 'slack' });
  return settled.message;
}
