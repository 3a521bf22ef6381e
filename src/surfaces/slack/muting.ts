import type { NoticeKind } from '../../schedule/types.ts';
import type { Filler } from './forms/form.ts';

/** Words by which people name kinds of messages. */
const WORDS: Readonly<Record<string, NoticeKind>> = {
  week: 'weekly_digest',
  digest: 'weekly_digest',
  protection: 'protection_ends',
  expiry: 'protection_ends',
  decision: 'decision_overdue',
  overlap: 'overlap_new',
  answer: 'ask_answered',
  intro: 'ask_answered',
  deal: 'deal_without_partner',
};

/** Which kind a person means; null for words that name none. */
export function readMuting(which: string): NoticeKind | 'all' | null {
  const word = which.trim().toLowerCase();
  if (['all', 'everything'].includes(word)) return 'all';
  return WORDS[word] ?? WORDS[word.replace(/s$/, '')] ?? null;
}

/** Mutes or unmutes for the person, and says how it stands. */
export async function mute(
  { surface, scope }: Filler,
  wanted: { readonly off: boolean; readonly which: string },
): Promise<string> {
  const { preferences } = surface.services;
  const kind = readMuting(wanted.which);
  const { muted, timeZone } = await preferences.read(scope);
  const meant = preferences.kinds.map((one) => one.kind).filter((one) => kind === 'all' || one === kind);
  const others = muted.filter((one) => !meant.includes(one));
  await preferences.save(scope, { muted: wanted.off ? [...others, ...meant] : others, timeZone });
  const words = preferences.kinds
    .filter((one) => meant.includes(one.kind))
    .map((one) => one.words.toLowerCase())
    .join('; ');
  return wanted.off ? `I no longer write to you about: ${words}.` : `I write to you about: ${words}.`;
}
