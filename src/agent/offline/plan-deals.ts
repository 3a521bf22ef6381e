import { composeChoice, composeMissing, countOf, errorOf, joinWords } from './compose.ts';
import type { Planner, Step } from './plan.ts';
import {
  type Deal,
  type Named,
  readAmount,
  resolveAccount,
  resolveDeal,
  resolvePartners,
  resolvePastedDeal,
} from './resolve.ts';
import { type Need, need, type Sight } from './sight.ts';
import type { Intent } from './understand.ts';

interface RankedPartner {
  readonly partner_id: string;
  readonly name: string;
  readonly rank: number;
  readonly play: string;
  readonly role: string;
  readonly lift: { readonly estimate: number; readonly low: number; readonly high: number } | null;
  readonly reasons: readonly { readonly signal: string; readonly text: string }[];
  readonly conflicts: readonly { readonly severity: string; readonly why: string }[];
  readonly next: readonly string[];
}

/** Who to bring into a deal, with reasons, conflicts and the intro prepared for a click. */
export const planRecommendation: Planner = (sight, intent) => {
  if (!sight.tools.has('recommend_partners'))
    return { text: 'Which partners we bring into our deals is not something I can show here.' };
  const subject = resolveSubject(sight, intent.text);
  if ('step' in subject) return subject.step;
  const { deal, account } = subject;
  const doubting = WHY_NOT.test(intent.text);
  const ranking = need(sight, {
    name: 'recommend_partners',
    args: { subject_id: deal?.id ?? account.id, ...(doubting ? { top: 10 } : {}) },
  });
  if (ranking.state === 'wanted') return { calls: [ranking.call] };
  if (ranking.state !== 'known') return { text: 'The recommendations are not available here.' };
  const { output } = ranking.found;
  const error = errorOf(output);
  if (error) return { text: error };
  const partners = (output.partners ?? []) as RankedPartner[];
  const [top] = partners;
  const asked = whyNot(
    sight,
    intent.text,
    partners,
    (output.left_out ?? []) as { name: string; why: string }[],
  );
  if (asked) return asked;
  const intro = top && wantsIntro(top) ? need(sight, introCall(top.partner_id, { account, deal })) : null;
  if (intro?.state === 'wanted') return { calls: [intro.call] };
  const prepared = intro?.state === 'known' && !errorOf(intro.found.output);
  return { text: describeRanking({ deal, account, output, partners, prepared }) };
};

const WHY_NOT = /\bwhy (?:not|is|was|did|isn'?t|wasn'?t|didn'?t)\b/i;

/** An intro is worth preparing only where the play is strong enough and nothing blocks it. */
function wantsIntro(top: RankedPartner): boolean {
  return (
    top.next.some((step) => step.startsWith('draft_intro')) &&
    !top.conflicts.some((one) => one.severity === 'block')
  );
}

type Subject = { readonly deal: Deal | null; readonly account: Named } | { readonly step: Step };

function resolveSubject(sight: Sight, text: string): Subject {
  const pasted = resolvePastedDeal(sight, text);
  if (pasted.state === 'wanted') return { step: { calls: [pasted.call] } };
  if (pasted.state === 'known') return { deal: pasted.found, account: pasted.found.account };
  const account = resolveAccount(sight, text);
  const unresolved = unresolvedStep(account, 'account', "'Who should we bring into the … deal?'");
  if (unresolved) return { step: unresolved };
  if (account.state !== 'known') return { step: { text: composeMissing('account', 'its name') } };
  const deal = resolveDeal(sight, text, account.found);
  if (deal.state === 'wanted') return { step: { calls: [deal.call] } };
  return { deal: deal.state === 'known' ? deal.found : null, account: account.found };
}

function unresolvedStep(found: Need<unknown>, noun: string, example: string): Step | null {
  if (found.state === 'wanted') return { calls: [found.call] };
  if (found.state === 'doubtful') return { text: composeChoice(found.choices, noun) };
  if (found.state === 'missing')
    return { text: `I found no ${noun} of ours by that name. ${composeMissing(noun, example)}` };
  return null;
}

/** 'Why not Acme?' is answered from the same ranking. */
function whyNot(
  sight: Sight,
  text: string,
  partners: readonly RankedPartner[],
  leftOut: readonly { name: string; why: string }[],
): { calls: [{ name: string; args: Record<string, unknown> }] } | { text: string } | null {
  if (!WHY_NOT.test(text)) return null;
  const named = resolvePartners(sight, text);
  if (named.state === 'wanted') return { calls: [{ name: named.call.name, args: { ...named.call.args } }] };
  const one = named.state === 'known' ? named.found[0] : undefined;
  if (!one) return null;
  const ranked = partners.find((partner) => partner.partner_id === one.id);
  const out = leftOut.find((partner) => partner.name === one.name);
  if (ranked)
    return {
      text: `${one.name} is ranked ${ranked.rank}: ${ranked.reasons
        .slice(0, 2)
        .map((r) => r.text)
        .join('; ')}.`,
    };
  return {
    text: out
      ? `${one.name} was left out: ${out.why.replace(/\.$/, '')}.`
      : `${one.name} is not among the first: too little speaks for it here.`,
  };
}

function describeRanking(told: {
  deal: Deal | null;
  account: Named;
  output: Readonly<Record<string, unknown>>;
  partners: readonly RankedPartner[];
  prepared: boolean;
}): string {
  const { deal, account, output, partners } = told;
  const place = deal ? `${deal.name} (${account.name})` : account.name;
  const [top, ...rest] = partners;
  const out = (output.left_out ?? []) as { name: string; why: string }[];
  const left =
    out.length > 0
      ? ` Left out: ${out
          .slice(0, 3)
          .map((one) => `${one.name} (${one.why.replace(/\.$/, '')})`)
          .join('; ')}.`
      : '';
  if (!top) return `For ${place} I would bring nobody: no partner clearly raises the odds.${left}`;
  const parts = [
    `For ${place} I would bring in ${top.name} first${top.role ? `, to ${top.role}` : ''}: ${top.reasons
      .slice(0, 3)
      .map((r) => r.text)
      .join('; ')}.`,
    describeLift(top),
    rest.length > 0
      ? `Next: ${joinWords(rest.slice(0, 3).map((one) => `${one.name} (${one.reasons[0]?.text ?? 'less evidence'})`))}.`
      : '',
    describeConflicts(partners.slice(0, 3)),
    output.coverage === 'partial'
      ? 'Some partners share no rows with us, so this may be incomplete: not shared is not the same as no overlap.'
      : '',
    told.prepared ? `I prepared an intro request to ${top.name}; it waits for your click.` : '',
    deal && deal.others > 0
      ? `${account.name} has ${countOf(deal.others, 'other open deal')}; I took this one.`
      : '',
  ];
  return parts.filter(Boolean).join(' ') + left;
}

function describeLift(top: RankedPartner): string {
  if (!top.lift) return 'History is too thin to put a number on the lift.';
  const points = (share: number) => `${Math.round(share * 100)}`;
  const { estimate, low, high } = top.lift;
  return `Expected lift in the chance to win: ${points(estimate)} points (90% interval ${points(low)} to ${points(high)}).`;
}

function describeConflicts(partners: readonly RankedPartner[]): string {
  const found = partners.flatMap((one) =>
    one.conflicts.filter((c) => c.severity !== 'info').map((c) => `${one.name}: ${c.why}`),
  );
  return found.length > 0
    ? `Mind: ${found.slice(0, 3).join(' ')}`
    : 'No conflict stands in the way of the first three.';
}

function introCall(partnerId: string, about: { account: Named; deal: Deal | null }) {
  return {
    name: 'draft_intro',
    args: {
      partner_id: partnerId,
      account_id: about.account.id,
      ...(about.deal ? { opportunity_id: about.deal.id } : {}),
    },
  };
}

/** An intro request to a named partner, or to the one last recommended. */
export const planIntro: Planner = (sight, intent) => {
  if (!sight.tools.has('draft_intro'))
    return { text: 'Intro requests are prepared among our own people only.' };
  const subject = resolveSubject(sight, intent.text);
  if ('step' in subject) return subject.step;
  const partners = resolvePartners(sight, intent.text);
  if (partners.state === 'wanted') return { calls: [partners.call] };
  const one =
    (partners.state === 'known' ? partners.found[0] : undefined) ?? sight.facts.focus?.partners?.[0];
  if (!one) return planRecommendation(sight, intent);
  const draft = need(sight, introCall(one.id, { account: subject.account, deal: subject.deal }));
  if (draft.state === 'wanted') return { calls: [draft.call] };
  if (draft.state !== 'known') return { text: 'Intro requests are not available here.' };
  const error = errorOf(draft.found.output);
  if (error) return { text: error };
  const to = String(draft.found.output.addressed_to ?? one.name);
  return {
    text: `I prepared an intro request about ${subject.account.name} to ${to} at ${one.name}. Nothing is sent until you click Confirm.`,
  };
};

interface OverlapOut {
  readonly partner: string;
  readonly account: string;
  readonly their_populations: readonly string[];
  readonly owner: string | null;
  readonly last_activity_on: string | null;
}

/** Which partners know an account, or what a partner shares with us. */
export const planOverlaps: Planner = (sight, intent) => {
  if (sight.facts.partner) return planSharedOverlaps(sight);
  const partners = resolvePartners(sight, intent.text);
  if (partners.state === 'wanted') return { calls: [partners.call] };
  const partner = partners.state === 'known' ? partners.found[0] : undefined;
  const account = resolveAccount(sight, intent.text);
  if (account.state === 'wanted') return { calls: [account.call] };
  if (!partner) {
    const unresolved = unresolvedStep(account, 'account', "'Which partners know …?'");
    if (unresolved) return unresolved;
  }
  // A sentence about one partner is about all its overlaps, unless it names an account as well.
  const named =
    account.state === 'known' && (!partner || account.found.id !== sight.facts.focus?.account?.id)
      ? account.found
      : null;
  const population = readPopulation(intent.text);
  const args = {
    ...(named ? { account_id: named.id } : {}),
    ...(partner ? { partner_id: partner.id } : {}),
    ...(population ? { their_population: population } : {}),
  };
  const lookup = need(sight, { name: 'list_overlaps', args });
  if (lookup.state === 'wanted') return { calls: [lookup.call] };
  if (lookup.state !== 'known') return { text: 'Overlaps are not something I can show here.' };
  return { text: describeOverlaps(lookup.found.output, { partner: partner?.name, account: named?.name }) };
};

function planSharedOverlaps(sight: Sight): Step {
  const lookup = need(sight, { name: 'list_shared_accounts', args: {} });
  if (lookup.state === 'wanted') return { calls: [lookup.call] };
  if (lookup.state !== 'known') return { text: 'Overlaps are not something I can show here.' };
  const total = Number(lookup.found.output.total ?? 0);
  const rows = (lookup.found.output.accounts ?? []) as { record: string; our_population: string }[];
  if (total === 0)
    return { text: 'There is no overlap that we share with you. That does not mean that there is none.' };
  return {
    text: `We share ${countOf(total, 'account')} with you: ${joinWords(rows.slice(0, 5).map((row) => `${row.record} (our ${row.our_population})`))}.`,
  };
}

function readPopulation(text: string): string | null {
  if (/\bas (?:a )?customers?\b|\btheir customers?\b|\bcustomers of\b/i.test(text)) return 'customer';
  if (/\bopen (?:deal|opportunit)/i.test(text)) return 'open_opportunity';
  return /\bprospects?\b/i.test(text) ? 'prospect' : null;
}

function describeOverlaps(
  output: Readonly<Record<string, unknown>>,
  named: { partner?: string | undefined; account?: string | undefined },
): string {
  const error = errorOf(output);
  if (error) return error;
  const rows = (output.overlaps ?? []) as OverlapOut[];
  const total = Number(output.total ?? 0);
  const counts = ((output.counts_only ?? []) as { text: string }[]).slice(0, 2).map((one) => one.text);
  const countsOnly = counts.length > 0 ? ` Shared as counts only: ${counts.join('; ')}.` : '';
  if (total === 0) {
    const of = named.account
      ? `No partner shares ${named.account} with us`
      : `No overlap with ${named.partner ?? 'that partner'} is shared with us`;
    return `${of}. That is not the same as no overlap: what a partner does not share, I cannot see.${countsOnly}`;
  }
  const records = Number(output.partner_records ?? total);
  const why =
    records > total
      ? ` They list ${records} records for these, since some accounts stand there more than once.`
      : '';
  const review = Number(output.in_review ?? 0);
  const doubt =
    review > 0
      ? ` ${countOf(review, 'possible match', 'possible matches')} still ${review === 1 ? 'waits' : 'wait'} for review.`
      : '';
  const list = rows.slice(0, 5).map((row) => {
    const known = `${row.their_populations.join(' and ')}${row.owner ? `, owner ${row.owner}` : ''}${row.last_activity_on ? `, last activity ${row.last_activity_on}` : ''}`;
    return named.account ? `${row.partner} (${known})` : `${row.account} (${known})`;
  });
  const head = named.account
    ? `${countOf(total, 'partner')} ${total === 1 ? 'has' : 'have'} ${named.account} on ${total === 1 ? 'its' : 'their'} list: `
    : `We have ${countOf(total, 'account')} in common with ${named.partner}: `;
  return `${head}${joinWords(list)}.${total > 5 ? ' The card has more.' : ''}${why}${doubt}${countsOnly}`;
}

interface Finding {
  readonly severity: string;
  readonly why: string;
  readonly remedy: string;
}

/** Whether something stands in the way of a partner on an account. */
export const planConflicts: Planner = (sight, intent) => {
  const target = sight.facts.partner ? partnerTarget(sight, intent) : staffTarget(sight, intent);
  if ('step' in target) return target.step;
  const check = need(sight, { name: 'check_conflicts', args: target.args });
  if (check.state === 'wanted') return { calls: [check.call] };
  if (check.state !== 'known') return { text: 'Conflicts are not something I can check here.' };
  const error = errorOf(check.found.output);
  if (error) return { text: error };
  return { text: describeFindings(check.found.output, sight) };
};

type Target = { readonly args: Record<string, unknown> } | { readonly step: Step };

function staffTarget(sight: Sight, intent: Intent): Target {
  const subject = resolveSubject(sight, intent.text);
  if ('step' in subject) return subject;
  const partners = resolvePartners(sight, intent.text);
  if (partners.state === 'wanted') return { step: { calls: [partners.call] } };
  const partner = partners.state === 'known' ? partners.found[0] : undefined;
  const product = readProduct(sight, intent.text) ?? subject.deal?.product ?? null;
  const speaksOfDeal = /\b(?:deal|opportunity|opp)\b/i.test(intent.text) && subject.deal !== null;
  return {
    args: {
      account: subject.account.id,
      ...(product ? { product } : {}),
      ...(partner ? { partner_id: partner.id } : {}),
      ...(speaksOfDeal && subject.deal ? { opportunity_id: subject.deal.id } : {}),
    },
  };
}

function partnerTarget(sight: Sight, intent: Intent): Target {
  const account = readAccountWords(intent.text);
  if (!account) return { step: { text: composeMissing('account', "'Is … free?'") } };
  const product = readProduct(sight, intent.text);
  return { args: { account, ...(product ? { product } : {}) } };
}

/** A product of ours that the text names. */
export function readProduct(sight: Sight, text: string): string | null {
  const lower = text.toLowerCase();
  return (
    sight.facts.products.find((product) =>
      new RegExp(`\\b${escapePattern(product.toLowerCase())}\\b`).test(lower),
    ) ?? null
  );
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** What a partner calls the account: partners have no list of ours to find it in. */
export function readAccountWords(text: string): string | null {
  const patterns = [
    /\b(?:is|are|was)\s+(.{2,80}?)\s+(?:still |already |currently )?(?:free|taken|registered|available|protected|open)\b/i,
    /\b(?:register|submit|log)\s+(?:a |the |our |an? new )?(?:deal |opportunity |registration )?(?:for |with |at |on |about )?(.{2,80}?)(?=\s+(?:for|at|worth|on|as|in|to|with|by|under|product|amount|please)\b|[,.;?!]|\s+\d|$)/i,
    /\bregistration (?:for|on|of|about|with)\s+(.{2,80}?)(?=\s+(?:for|at|worth|as|in|with|by)\b|[,.;?!]|$)/i,
    /\b(?:on|for|about|at|with)\s+(?:the account )?(.{2,80}?)(?=[,.;?!]|$)/i,
  ];
  for (const pattern of patterns) {
    const words = pattern
      .exec(text)?.[1]
      ?.trim()
      .replace(/^(?:the account|account|the|a)\s+/i, '');
    if (words && !/^(?:it|this|that|us|me|them|deal|a deal|one)$/i.test(words) && readAmount(words) === null)
      return words;
  }
  return null;
}

function describeFindings(output: Readonly<Record<string, unknown>>, sight: Sight): string {
  const account = (output.account ?? {}) as { name?: string; matched_by?: string };
  const findings = (output.findings ?? []) as Finding[];
  const name = account.name ?? 'the account';
  if (sight.facts.partner) {
    const own = findings.map((one) => `${one.why} ${one.remedy}`).join(' ');
    return `${own ? `${own} ` : ''}From your own records I can say no more about ${name}; whether it is free is decided on a registration. I can prepare one: tell me the product and the amount.`;
  }
  if (findings.length === 0)
    return `I found no conflict on ${name}: nothing in our registrations, deals and rules stands in the way.`;
  const blocks = findings.filter((one) => one.severity === 'block');
  const head =
    blocks.length > 0
      ? `${countOf(blocks.length, 'finding')} on ${name} ${blocks.length === 1 ? 'blocks' : 'block'} it.`
      : `Nothing blocks ${name}, but mind this.`;
  const lines = findings.slice(0, 5).map((one) => `${one.why} ${one.remedy}`);
  return `${head} ${lines.join(' ')}`;
}
