import type { Intent } from './intent.ts';

const REJECT =
  /\b(?:reject|rejection|deny|decline|refuse|turn(?: \w+)? down|(?:say )?no to|knock back|kill|bin|throw out|no[- ]go)\b/;
const RETURN = /\b(?:return|back|ask (?:them )?for more)\b/;

/** Which decision an order asks for, and its reason where it gives one. */
export function readDecision(lower: string, text: string): Pick<Intent, 'decision' | 'reason'> {
  const decision = REJECT.test(lower) ? 'reject' : RETURN.test(lower) ? 'return' : 'approve';
  const reason = decision === 'approve' ? undefined : readReason(text);
  return { decision, ...(reason ? { reason } : {}) };
}

/** Why, or what to ask: what follows the word that announces it, else what stands beside the order. */
function readReason(text: string): string | undefined {
  const announced =
    /\b(?:because|since|reason:?|as|and ask(?: them)?|asking|with the question|(?:we )?need to know|tell them)\s+(.{3,300})$/i.exec(
      text,
    )?.[1];
  if (announced) return announced.replace(/[.!?]+$/, '');
  const beside = text
    .split(/\s*[,;:–]\s+|(?<=[.!?])\s+/)
    .filter((part) => !/\b(?:reject|deny|decline|return|turn down|back|say no)\b/i.test(part))
    .filter((part) => part.split(' ').length >= 3);
  return beside[0]?.replace(/[.!?]+$/, '');
}

/** Which change of a registration an order asks for. */
export function readChange(lower: string): 'withdraw' | 'extend' | 'resubmit' {
  if (/\b(?:extend|prolong|another|more time|longer)\b/.test(lower)) return 'extend';
  return /\bresubmit\b/.test(lower) ? 'resubmit' : 'withdraw';
}
