import { plainQuestion } from './asking.ts';
import { composeElsewhere, composeOffers, errorOf } from './compose.ts';
import type { Intent } from './intent.ts';
import type { Planner } from './plan.ts';
import { type Named, resolvePartners } from './resolve.ts';
import { type Need, need, type Sight } from './sight.ts';

/** A programme question, answered in the playbook's own words or not at all. */
export const planPlaybook: Planner = (sight, intent) => {
  const partner = resolveNamedPartner(sight, intent.text);
  if (partner.state === 'wanted') return { calls: [partner.call] };
  const about = partner.state === 'known' ? partner.found : null;
  const text = about ? withoutName(intent.text, about.name) : intent.text;
  const lookups = readParts(writeOut(text)).map((question) =>
    need(sight, {
      name: 'search_playbook',
      args: { question, ...(about ? { partner_id: about.id } : {}) },
    }),
  );
  const wanted = lookups.flatMap((one) => (one.state === 'wanted' ? [one.call] : []));
  if (wanted.length > 0) return { calls: wanted };
  const outputs = lookups.flatMap((one) => (one.state === 'known' ? [one.found.output] : []));
  const [whole, first] = outputs;
  if (!whole) return { text: 'The playbook is not available here.' };
  const error = errorOf(whole);
  if (error) return { text: error };
  const quotes = (whole.quotes ?? []) as QuoteOut[];
  const firstQuotes = first?.confident ? ((first.quotes ?? []) as QuoteOut[]) : [];
  // Each part with its own best sentence, where the first part has one that the whole question does not lead with.
  const [best, second] = [...firstQuotes.slice(0, 1), ...quotes].filter(
    (one, at, all) => all.findIndex((other) => other.quote === one.quote) === at,
  );
  // Words that speak of nothing here, and that no page clearly answers, ask for something else.
  if (intent.kind === 'mention' && !(whole.confident && speaksOf(quotes, intent)))
    return { text: composeElsewhere(sight.facts) };
  if (!best) {
    return {
      text: `The playbook pages that can be shown here do not say. ${composeOffers(sight.facts)}`,
    };
  }
  if (!whole.confident && firstQuotes.length === 0) {
    return { text: `The playbook does not clearly answer this. The closest passage: ${cite(best)}` };
  }
  return { text: `The playbook says: ${cite(best)}${second ? `\nAlso: ${cite(second)}` : ''}` };
};

/** What partners have by their tier or kind: such a question may be about one of them. */
const BY_STANDING =
  /\b(?:entitle\w*|margins?|discounts?|rebates?|uplift|fees?|commissions?|mdf|funds?|budget|seats?|licen[cs]es?|nfr|benefits?|support|answers?|certificates?|tier|council|share|incentives?|bonus|renewals?|sandbox(?:es)?|requirements?)\b/i;

/** The partner whom a question of our own people names; their own firm is known without. */
function resolveNamedPartner(sight: Sight, text: string): Need<Named> {
  if (sight.facts.partner || !sight.tools.has('find_partner') || !BY_STANDING.test(text))
    return { state: 'missing' };
  const found = resolvePartners(sight, { text });
  if (found.state !== 'known') return found as Need<Named>;
  const [named, ...others] = found.found;
  return named && others.length === 0 ? { state: 'known', found: named } : { state: 'missing' };
}

/** A partner's name is no word of the playbook's and would only stand in the way. */
function withoutName(text: string, name: string): string {
  const words = name.split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const short = text.replace(
    new RegExp(`\\b(?:${words.join('\\s+')}|${words[0]})(?:'s)?(?!\\w)`, 'gi'),
    'a partner',
  );
  return short.replace(/\s+/g, ' ').trim();
}

/** Whether the passages hold the words of the question that are no everyday words. */
function speaksOf(quotes: readonly QuoteOut[], intent: Intent): boolean {
  const found = quotes.map((one) => `${one.title} ${one.heading} ${one.quote}`.toLowerCase()).join(' ');
  return (intent.names ?? []).every((name) =>
    new RegExp(`\\b${name.replace(/[^\p{L}\p{N}]/gu, '.')}`, 'u').test(found),
  );
}

/** The question with short forms written out, as pages have them; as typed where it has none. */
function writeOut(text: string): string {
  const plain = plainQuestion(text);
  return plain === text.toLowerCase().replace(/[’]/g, "'") ? text : plain;
}

/** The whole question, and of 'how long …, and can we …?' the first half, which the second one drowns in a search. */
function readParts(text: string): string[] {
  const half =
    /^(.{12,}?),?\s+and\s+(?:can|may|could|is|are|does|do|how|when|who|what|which|must|should|will)\b/i.exec(
      text,
    )?.[1];
  return half ? [text, half] : [text];
}

interface QuoteOut {
  readonly title: string;
  readonly heading: string;
  readonly quote: string;
  readonly reads?: string;
  readonly holds_for?: string;
}

function cite(one: QuoteOut): string {
  const where = one.heading && one.heading !== one.title ? `${one.title}, ${one.heading}` : one.title;
  const quote = `“${one.quote.replace(/\s+/g, ' ')}”`;
  if (one.holds_for)
    return `For ${one.holds_for}: ${one.reads ? `${one.reads} (${quote}, ${where})` : `${quote} (${where})`}`;
  return one.reads ? `${one.reads} (${where})` : `${quote} (${where})`;
}
