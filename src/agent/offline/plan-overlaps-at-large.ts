import { countOf, errorOf, joinWords } from './compose.ts';
import type { Intent } from './intent.ts';
import type { Step } from './plan.ts';
import { resolvePeriod } from './resolve.ts';
import { need, type Sight } from './sight.ts';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Whitespace, counts by something and what is new: overlaps that are asked for without an account. Null for all else. */
export function planOverlapsAtLarge(sight: Sight, intent: Intent, partner: Named | undefined): Step | null {
  const { text } = intent;
  const whitespace = readWhitespace(text);
  if (whitespace) return planWhitespace(sight, { text, whitespace, partner });
  const by = readGrouping(text, partner);
  const asksForNew = /\b(?:new|newly|fresh|added|since)\b/i.test(text);
  if (!by && !asksForNew) return null;
  const period = asksForNew ? resolvePeriod(sight, text) : null;
  if (period?.state === 'wanted') return { calls: [period.call] };
  const since = period?.state === 'known' ? period.found?.from : undefined;
  if (!by && !since) {
    // 'New' alone says nothing of when; an account's name may hold the word too.
    return /\bnew\b.*\boverlaps?\b|\boverlaps?\b.*\bnew\b/i.test(text)
      ? { text: "New since when? For example: 'Which overlaps are new since 1 June?'" }
      : null;
  }
  const args = {
    ...(partner ? { partner_id: partner.id } : {}),
    ...(since ? { since } : {}),
    ...(by ? { by } : {}),
  };
  const lookup = need(sight, { name: 'list_overlaps', args });
  if (lookup.state === 'wanted') return { calls: [lookup.call] };
  if (lookup.state !== 'known') return { text: 'Overlaps are not something I can show here.' };
  const { output } = lookup.found;
  const error = errorOf(output);
  if (error) return { text: error };
  const whose = partner ? ` with ${partner.name}` : '';
  return {
    text: by ? describeGroups(output, { by, whose, since, text }) : describeNew(output, { whose, since }),
  };
}

function readGrouping(text: string, partner: Named | undefined): string | undefined {
  const said = /\b(?:by|per|for each|for every) (partner|account|owner|region)s?\b/i.exec(text)?.[1];
  if (said) return said.toLowerCase();
  const asksForAll =
    /\bmatrix\b|\boverlaps? (?:overview|summary|counts?)\b|\b(?:each|every|all) (?:the |our )?partners?\b|\bpartners?\b.{0,30}\b(?:biggest|largest|most|highest|top|best)\b.{0,20}\b(?:overlaps?|accounts?|in common)\b|\b(?:biggest|largest|most|highest) overlaps?\b|\boverlaps?\b.{0,30}\b(?:most|biggest|largest)\b/i.test(
      text,
    );
  return asksForAll && !partner ? 'partner' : undefined;
}

/** `theirs`: what the partner has and we have not; `ours`: the reverse; null where the sentence is about neither. */
export function readWhitespace(text: string): 'theirs' | 'ours' | null {
  const isNamed =
    /\bwhite ?space\b|\bgreenfield\b|\b(?:are we|we are|we['’]re) not in\b|\bthat we (?:do not|don['’]t|have not|haven['’]t)\b|\bwe (?:do not|don['’]t) (?:have|know|sell to|serve)\b|\bmissing (?:from|on)\b/i.test(
      text,
    );
  const lacks =
    /\b(?:accounts?|customers?|prospects?|companies)\b.*\b(?:(?:do|does|have|has)(?:n['’]t\b|\b.{0,30}\bnot\b)|(?:are|is)(?: not|n['’]t) (?:on|in|among)\b)/i.test(
      text,
    );
  if (!isNamed && !lacks) return null;
  const ofOurs =
    /\b(?:which|what|list|show|any|how many)(?: of)?(?: me)? our\b|\bof ours\b|\bwe have and\b|\breverse\b/i;
  return ofOurs.test(text) ? 'ours' : 'theirs';
}

export function readPopulation(text: string): string | null {
  if (/\bas (?:a )?customers?\b|\btheir customers?\b|\bcustomers of\b/i.test(text)) return 'customer';
  if (/\bopen (?:deal|opportunit)/i.test(text)) return 'open_opportunity';
  return /\bprospects?\b/i.test(text) ? 'prospect' : null;
}

function planWhitespace(
  sight: Sight,
  asked: { text: string; whitespace: 'theirs' | 'ours'; partner: Named | undefined },
): Step {
  const { text, whitespace, partner } = asked;
  if (!partner)
    return { text: "Whitespace with which partner? For example: 'What does Kestrel have that we have not?'" };
  const population = /\bcustomers?\b/i.test(text) ? 'customer' : readPopulation(text);
  const key = whitespace === 'theirs' ? 'their_population' : 'our_population';
  const args = { partner_id: partner.id, whitespace, ...(population ? { [key]: population } : {}) };
  const lookup = need(sight, { name: 'list_overlaps', args });
  if (lookup.state === 'wanted') return { calls: [lookup.call] };
  if (lookup.state !== 'known') return { text: 'Overlaps are not something I can show here.' };
  const { output } = lookup.found;
  const error = errorOf(output);
  if (error) return { text: error };
  const rows = (output.whitespace ?? []) as { name: string; country: string | null }[];
  const total = Number(output.total ?? 0);
  const kind = population ? population.replace('_', ' ') : 'company';
  const caveat = describeSilence(output);
  const named = joinWords(
    rows.slice(0, 5).map((row) => (row.country ? `${row.name} (${row.country})` : row.name)),
  );
  if (whitespace === 'theirs') {
    if (total === 0)
      return {
        text: `${partner.name} shows us no ${kind} that we have not. It may have some: only partners that share all of a list show them.${caveat}`,
      };
    return {
      text: `${partner.name} has ${countOf(total, kind, plural(kind))} that we have not: ${named}.${total > 5 ? ' The card has more.' : ''}${caveat}`,
    };
  }
  if (total === 0) return { text: `Each of those accounts of ours is on what ${partner.name} shares.` };
  return {
    text: `${countOf(total, `${population ? `${kind} ` : ''}account`)} of ours ${total === 1 ? 'is' : 'are'} not among what ${partner.name} shares with us: ${named}.${total > 5 ? ' The card has more.' : ''}${caveat || ' It may know them all the same and not have said so.'}`,
  };
}

function plural(kind: string): string {
  return kind.endsWith('y') ? `${kind.slice(0, -1)}ies` : `${kind}s`;
}

function describeGroups(
  output: Readonly<Record<string, unknown>>,
  told: { by: string; whose: string; since: string | undefined; text: string },
): string {
  const groups = (output.groups ?? []) as { name: string; accounts: number; records: number }[];
  const when = told.since ? `, new since ${told.since}` : '';
  const caveat = describeSilence(output);
  if (groups.length === 0) return `No shared overlap${told.whose}${when}.${caveat}`;
  const lines = groups
    .slice(0, 5)
    .map((one) => `${one.name} ${countOf(one.accounts, 'account')} (${countOf(one.records, 'record')})`);
  const more = Number(output.total ?? 0) > 5 ? ' The card has the rest.' : '';
  const [first] = groups;
  const best =
    /\b(?:biggest|largest|most|highest|top|best)\b/i.test(told.text) && first
      ? `${first.name} has the most accounts in common with us, ${first.accounts}. `
      : '';
  return `${best}Overlaps${told.whose} by ${told.by}${when}: ${joinWords(lines)}.${more} Accounts are ours, records are the partners' rows for them.${caveat}`;
}

function describeNew(
  output: Readonly<Record<string, unknown>>,
  told: { whose: string; since: string | undefined },
): string {
  const rows = (output.overlaps ?? []) as { account: string; partner: string; first_seen_on: string }[];
  const total = Number(output.total ?? 0);
  const caveat = describeSilence(output);
  if (total === 0) return `No overlap${told.whose} is new since ${told.since}.${caveat}`;
  const named = rows.slice(0, 5).map((row) => `${row.account} at ${row.partner} (${row.first_seen_on})`);
  return `${countOf(total, 'overlap')}${told.whose} ${total === 1 ? 'is' : 'are'} new since ${told.since}: ${joinWords(named)}.${total > 5 ? ' The card has more.' : ''}${caveat}`;
}

/** 'Not shared' is never left to be read as 'none'. */
export function describeSilence(output: Readonly<Record<string, unknown>>): string {
  const silent = (output.not_shared ?? []) as string[];
  if (silent.length === 0) return '';
  if (silent.length === 1) return ` ${silent[0]}, so there may be more.`;
  return ` ${countOf(silent.length, 'partner')} do not share all of their lists, so there may be more.`;
}
