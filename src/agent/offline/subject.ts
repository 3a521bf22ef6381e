import { composeChoice, composeMissing } from './compose.ts';
import type { Said } from './intent.ts';
import type { Step } from './plan.ts';
import { type Deal, type Named, resolveAccount, resolveDeal, resolvePastedDeal } from './resolve.ts';
import type { Need, Sight } from './sight.ts';

/** The names that were typed, as they were typed, as far as they stand in the words themselves. */
export function namesTyped({ text, names = [] }: Said): readonly string[] {
  return names.flatMap((name) => {
    const at = text.toLowerCase().indexOf(name);
    return at < 0 ? [] : [text.slice(at, at + name.length)];
  });
}

export type Subject = { readonly deal: Deal | null; readonly account: Named } | { readonly step: Step };

/** The account that is asked about, and its open deal where it has one; else the question back. */
export function resolveSubject(sight: Sight, said: Said): Subject {
  const { text } = said;
  const pasted = resolvePastedDeal(sight, text);
  if (pasted.state === 'wanted') return { step: { calls: [pasted.call] } };
  if (pasted.state === 'known') return { deal: pasted.found, account: pasted.found.account };
  const account = resolveAccount(sight, said);
  const unresolved = unresolvedStep(
    account,
    'account',
    "'Who should we bring into the … deal?'",
    namesTyped(said),
  );
  if (unresolved) return { step: unresolved };
  if (account.state !== 'known') return { step: { text: composeMissing('account', 'its name') } };
  const deal = resolveDeal(sight, text, account.found);
  if (deal.state === 'wanted') return { step: { calls: [deal.call] } };
  return { deal: deal.state === 'known' ? deal.found : null, account: account.found };
}

/** What to do where a name is not resolved: look it up, ask which, or say that nothing was found. Null where it is. */
export function unresolvedStep(
  found: Need<unknown>,
  noun: string,
  example: string,
  names: readonly string[] = [],
): Step | null {
  if (found.state === 'wanted') return { calls: [found.call] };
  if (found.state === 'doubtful') return { text: composeChoice(found.choices, noun) };
  if (found.state === 'missing')
    return {
      text:
        names.length > 0
          ? `I find no ${noun} of ours called '${names.slice(0, 2).join("' or '")}'. Which ${noun} do you mean?`
          : composeMissing(noun, example),
    };
  return null;
}
