import { countOf, errorOf, joinWords } from './compose.ts';
import { type Intent, type Said, saidBy } from './intent.ts';
import type { Planner, Step } from './plan.ts';
import { type Deal, type Named, resolvePartners } from './resolve.ts';
import { need, type Sight } from './sight.ts';
import { resolveSubject } from './subject.ts';

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
  readonly behind?: string;
  readonly explored?: boolean;
}

/** Who to bring into a deal, with reasons, conflicts and the intro prepared for a click. */
export const planRecommendation: Planner = (sight, intent) => {
  if (!sight.tools.has('recommend_partners'))
    return { text: 'Which partners we bring into our deals is not something I can show here.' };
  const subject = resolveSubject(sight, saidBy(intent));
  if ('step' in subject) return subject.step;
  const { deal, account } = subject;
  const doubting = isDoubt(intent);
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
  const leftOut = (output.left_out ?? []) as { name: string; why: string }[];
  const asked = doubting ? whyNot(sight, saidBy(intent), { partners, leftOut }) : null;
  if (asked) return asked;
  const brings = output.verdict !== 'nobody';
  const intro =
    top && brings && wantsIntro(top) ? need(sight, introCall(top.partner_id, { account, deal })) : null;
  if (intro?.state === 'wanted') return { calls: [intro.call] };
  const prepared = intro?.state === 'known' && !errorOf(intro.found.output);
  return { text: describeRanking({ deal, account, output, partners, prepared }) };
};

/** 'Why not Acme?', and 'what about Acme?' after a ranking. */
function isDoubt(intent: Intent): boolean {
  return (
    /\bwhy\b|\b(?:leave|left) .{0,20}\bout\b|\b(?:not|n't) on (?:the|your) list\b/i.test(intent.text) ||
    (intent.goesOn === true && /\b(?:what|how) about\b|^and\b/i.test(intent.text))
  );
}

/** An intro is worth preparing only where the play is strong enough and nothing blocks it. */
function wantsIntro(top: RankedPartner): boolean {
  return (
    top.next.some((step) => step.startsWith('draft_intro')) &&
    !top.conflicts.some((one) => one.severity === 'block')
  );
}

/** Answered from the same ranking; whoever is not in it at all, from its own profile. */
function whyNot(
  sight: Sight,
  said: Said,
  ranking: {
    readonly partners: readonly RankedPartner[];
    readonly leftOut: readonly { readonly name: string; readonly why: string }[];
  },
): Step | null {
  const named = resolvePartners(sight, said);
  if (named.state === 'wanted') return { calls: [named.call] };
  const one = named.state === 'known' ? named.found[0] : undefined;
  if (!one) return null;
  const ranked = ranking.partners.find((partner) => partner.partner_id === one.id);
  if (ranked) {
    const reasons = ranked.reasons.slice(0, 2).map((reason) => reason.text);
    const behind = ranked.behind ? ` ${ranked.behind[0]?.toUpperCase()}${ranked.behind.slice(1)}.` : '';
    return {
      text: `${one.name} is ranked ${ranked.rank}: ${reasons.join('; ')}.${behind}${describeBlocks([ranked])}`,
    };
  }
  const out = ranking.leftOut.find((partner) => partner.name === one.name);
  if (out) return { text: `${one.name} was left out: ${out.why.replace(/\.$/, '')}.` };
  const profile = need(sight, { name: 'show_partner', args: { partner_id: one.id } });
  if (profile.state === 'wanted') return { calls: [profile.call] };
  const status = profile.state === 'known' ? String(profile.found.output.status ?? 'active') : 'active';
  return {
    text:
      status === 'active'
        ? `${one.name} is not among the first: too little speaks for it here.`
        : `${one.name} is not an active partner: its status is ${status}.`,
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
          .map((one) => `${one.name} (${withoutName(one.why, one.name)})`)
          .join('; ')}.`
      : '';
  if (!top || output.verdict === 'nobody')
    return `For ${place} I would bring nobody: ${String(output.why ?? 'no partner clearly raises the odds')}${left}`;
  const parts = [
    `For ${place} I would bring in ${top.name} first${top.role ? `, to ${top.role}` : ''}: ${top.reasons
      .slice(0, 3)
      .map((r) => r.text)
      .join('; ')}.`,
    describeLift(top),
    rest.length > 0
      ? `Next: ${joinWords(rest.slice(0, 3).map((one) => `${one.name} (${one.explored ? 'shown to learn about them; ' : ''}${one.reasons[0]?.text ?? 'less evidence'})`))}.`
      : '',
    rest[0]?.behind ? `${rest[0].name} is not first: ${rest[0].behind}.` : '',
    describeFavours(top),
    describeConflicts(partners.slice(0, 4)),
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
  if (!top.lift)
    return 'There is not enough data to put a number on the lift; the order follows the facts of the deal.';
  const points = (share: number) => `${Math.round(share * 100)}`;
  const { estimate, low, high } = top.lift;
  return `Expected lift in the chance to win: ${points(estimate)} points (90% interval ${points(low)} to ${points(high)}).`;
}

function describeConflicts(partners: readonly RankedPartner[]): string {
  const found = partners.flatMap((one) =>
    one.conflicts.filter((c) => c.severity !== 'info').map((c) => withName(c.why, one.name)),
  );
  const blocks = describeBlocks(partners).trim();
  const others = found.filter((one) => !blocks.includes(one)).slice(0, 3);
  if (found.length === 0) return 'No conflict stands in the way of the first of them.';
  return [blocks, others.length > 0 ? `Mind: ${others.join(' ')}` : ''].filter(Boolean).join(' ');
}

/** The reason without the name with which it begins, for where the name stands before it. */
function withoutName(why: string, name: string): string {
  return why.replace(/\.$/, '').replace(new RegExp(`^${name.replace(/[^\p{L}\p{N} ]/gu, '.')} `, 'u'), '');
}

function withName(why: string, name: string): string {
  return why.includes(name) ? why : `${name}: ${why}`;
}

/** Every finding that blocks one of those named, whatever else there is to say. */
function describeBlocks(partners: readonly RankedPartner[]): string {
  const blocks = partners.flatMap((one) =>
    one.conflicts.filter((c) => c.severity === 'block').map((c) => withName(c.why, one.name)),
  );
  return blocks.length > 0 ? ` This blocks: ${blocks.join(' ')}` : '';
}

function describeFavours(top: RankedPartner): string {
  const told = top.reasons.find((one) => one.signal === 'reciprocity');
  return told ? `Between ${top.name} and us: ${told.text}.` : '';
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
  const subject = resolveSubject(sight, saidBy(intent));
  if ('step' in subject) return subject.step;
  const partners = resolvePartners(sight, saidBy(intent));
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
