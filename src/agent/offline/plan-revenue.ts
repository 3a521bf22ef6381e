import { ASKS_FOR_CLAIMS, ASKS_FOR_DEALS, ASKS_WHY_COUNTED, SETTLES_SOURCE } from './asking-revenue.ts';
import { errorOf } from './compose.ts';
import {
  describeClaims,
  describeComparison,
  describeDeals,
  describeOneDeal,
  describeReport,
} from './describe-revenue.ts';
import { type Intent, saidBy } from './intent.ts';
import { readPastedId } from './pasted-ids.ts';
import type { Planner, Step } from './plan.ts';
import { type Comparison, readAgainst, readRevenue } from './read-revenue.ts';
import { readProduct } from './read-words.ts';
import { namesNoPeriod, type PeriodFound, resolvePartners, resolvePeriod } from './resolve.ts';
import { type Need, need, type Sight } from './sight.ts';

type Args = Readonly<Record<string, unknown>>;

const UNKNOWN_TIME =
  'Since when exactly? I know months, quarters, years and dates, but not that day: give me a date such as 2026-04-01.';

/** Everything about revenue: the report, two periods side by side, the deals behind a figure, and who sourced one. */
export const planRevenue: Planner = (sight, intent) => {
  const staff = sight.facts.asker.role !== 'partner';
  if (staff && SETTLES_SOURCE.test(intent.text)) return planSourceDecision(sight, intent);
  const deal = staff && ASKS_WHY_COUNTED.test(intent.text) ? readPastedId(intent.text) : undefined;
  if (deal) return planOneDeal(sight, deal);
  if (staff && ASKS_FOR_CLAIMS.test(intent.text)) return planClaims(sight);
  const asksForDeals =
    ASKS_FOR_DEALS.test(intent.text) || (intent.goesOn === true && /\bdeals\b/i.test(intent.text));
  if (staff && (asksForDeals || asksForMore(sight, intent))) return planDealsBehind(sight, intent);
  if (!staff && asksForDeals)
    return {
      text: 'I can show your sourced and influenced revenue here, but not the deals behind it; your partner manager can go through them with you.',
    };
  return planReport(sight, intent);
};

/** Sourced and influenced revenue, of one partner or of all, over a period; beside another where the question compares. */
function planReport(sight: Sight, intent: Intent): Step {
  const words = readRevenue(intent.text);
  const { comparison } = words;
  const choice = chooseRevenue(sight, intent, comparison?.later ?? intent.text);
  if ('step' in choice) return choice.step;
  const earlier = comparison ? chooseEarlier(sight, comparison) : { args: keepComparison(sight, intent) };
  if ('step' in earlier) return earlier.step;
  const args = {
    ...inOrder({ ...choice.args, ...earlier.args }),
    ...(words.by ? { by: words.by } : readTierWord(intent.text) && !choice.who ? { by: 'tier' } : {}),
    ...(words.figure ? { figure: words.figure } : {}),
    ...(words.chart ? { chart: true } : {}),
  };
  const report = need(sight, { name: 'report_attribution', args });
  if (report.state === 'wanted') return { calls: [report.call] };
  if (report.state !== 'known') return { text: 'Revenue is not something I can show here.' };
  const { output } = report.found;
  const error = errorOf(output);
  if (error) return { text: error };
  const told = {
    who: choice.who,
    own: sight.facts.partner !== null,
    byQuarter: words.by === 'quarter',
    figure: words.figure ?? null,
    tiers: words.by ? [] : readTiers(output, intent.text),
    namesModel: words.model !== undefined,
    shares: words.shares,
  };
  return { text: output.comparison ? describeComparison(output, told) : describeReport(output, told) };
}

/** What a question narrows a report to; half a sentence keeps what the turn before was narrowed to. */
function chooseRevenue(
  sight: Sight,
  intent: Intent,
  time: string,
): { args: Args; who: string | null } | { step: Step } {
  const period = resolvePeriodOf(sight, time);
  if (period.state === 'wanted') return { step: { calls: [period.call] } };
  const partners = resolvePartners(sight, saidBy(intent));
  if (partners.state === 'wanted') return { step: { calls: [partners.call] } };
  const partner = partners.state === 'known' ? partners.found[0] : undefined;
  const when = period.state === 'known' ? period.found : null;
  if (namesNoPeriod(time, when)) return { step: { text: UNKNOWN_TIME } };
  const words = readRevenue(intent.text);
  const archetype = partner ? undefined : words.archetype;
  const product = words.by === 'product' ? null : readProduct(sight, intent.text);
  const region = words.by === 'region' ? undefined : readRegion(sight, intent.text);
  const args = {
    ...(when ? { from: when.from, to: when.to } : {}),
    ...(partner ? { partner_id: partner.id } : {}),
    ...(archetype ? { archetype } : {}),
    ...(product ? { product } : {}),
    ...(region ? { region } : {}),
    ...(words.model ? { model: words.model } : {}),
  };
  const kept = keepChoice(sight, intent, partner !== undefined || archetype !== undefined);
  return { args: { ...kept, ...args }, who: partner?.name ?? archetype ?? sayKept(kept) };
}

const NO_TIER =
  /^(?:our|the|which|what|all|new|best|top|how|did|do|does|other|any|some|of|by|from|through|via|with|for|these|those|more|and|are|were|have|has|two|three|few|many|most|active|inactive|referral|technology|influence|source|sourced|influenced|is|was|to|per|each|when|that|than)$/i;

/** Companies name their tiers as they like: a word before 'partners' or 'tier' may be one. */
function readTierWord(text: string): boolean {
  return [...text.matchAll(/([\p{L}\p{N}]+)[- ](?:partners|tier)\b/giu)].some(
    ([, word]) => word !== undefined && !NO_TIER.test(word),
  );
}

/** The rows of a report by tier whose names the text holds. */
function readTiers(output: Args, text: string): string[] {
  const words = new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu));
  return ((output.rows ?? []) as { label: string }[])
    .map((row) => row.label)
    .filter((label) => words.has(label.toLowerCase()));
}

/** A region of the company's own that the text names, spelt as the company does or in small letters. */
function readRegion(sight: Sight, text: string): string | undefined {
  const words = new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu));
  return sight.facts.regions?.find((region) =>
    (region.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).every((word) => words.has(word)),
  );
}

/** 'And against last year?' is about the same partners and the same days as the question before. */
function keepChoice(sight: Sight, intent: Intent, namesPartners: boolean): Record<string, unknown> {
  const last = sight.facts.last;
  if (!last || !['report_attribution', 'list_report_deals', 'show_scorecard'].includes(last.tool)) return {};
  if (!intent.goesOn && !ASKS_FOR_DEALS.test(intent.text)) return {};
  const kept = [
    ...['from', 'to', 'region', 'product', 'model'],
    ...(namesPartners ? [] : ['partner_id', 'archetype', 'tier']),
  ];
  return Object.fromEntries(kept.flatMap((key) => (key in last.input ? [[key, last.input[key]]] : [])));
}

/** 'And our MSPs?' after a comparison asks for the same comparison. */
function keepComparison(sight: Sight, intent: Intent): Args {
  const last = sight.facts.last;
  if (!intent.goesOn || last?.tool !== 'report_attribution') return {};
  const kept = ['compare', 'compare_from', 'compare_to'];
  return Object.fromEntries(kept.flatMap((key) => (key in last.input ? [[key, last.input[key]]] : [])));
}

/** Two named periods, whichever was named first: the later one is held against the earlier one. */
function inOrder(args: Args): Args {
  const { from, to, compare_from: earlierFrom, compare_to: earlierTo } = args;
  if (typeof from !== 'string' || typeof earlierFrom !== 'string' || from >= earlierFrom) return args;
  return { ...args, from: earlierFrom, to: earlierTo, compare_from: from, compare_to: to };
}

function sayKept(kept: Readonly<Record<string, unknown>>): string | null {
  return typeof kept.archetype === 'string' ? kept.archetype : null;
}

/** The time named by some words; 'last quarter' may stand for the later half of a comparison, too. */
function resolvePeriodOf(sight: Sight, text: string): Need<PeriodFound | null> {
  return resolvePeriod(sight, text.trim() === '' ? 'then' : text);
}

function chooseEarlier(sight: Sight, comparison: Comparison): { args: Args } | { step: Step } {
  const against = readAgainst(comparison);
  if (against) return { args: { compare: against } };
  const period = resolvePeriod(sight, comparison.earlier);
  if (period.state === 'wanted') return { step: { calls: [period.call] } };
  const found = period.state === 'known' ? period.found : null;
  if (!found) return { args: { compare: 'previous' } };
  return { args: { compare_from: found.from, compare_to: found.to } };
}

function asksForMore(sight: Sight, intent: Intent): boolean {
  return (
    sight.facts.last?.tool === 'list_report_deals' &&
    /\b(?:more|next|rest|others?|go on)\b/i.test(intent.text)
  );
}

function planDealsBehind(sight: Sight, intent: Intent): Step {
  const choice = chooseRevenue(sight, intent, intent.text);
  if ('step' in choice) return choice.step;
  const last = sight.facts.last;
  const goesOn = asksForMore(sight, intent);
  const words = readRevenue(intent.text);
  const args = {
    ...choice.args,
    figure:
      readDealFigure(intent.text) ??
      words.figure ??
      (typeof last?.input.figure === 'string' ? last.input.figure : 'attached'),
    ...(goesOn ? { page: Number(last?.input.page ?? 1) + 1 } : {}),
  };
  const lookup = need(sight, { name: 'list_report_deals', args });
  if (lookup.state === 'wanted') return { calls: [lookup.call] };
  if (lookup.state !== 'known')
    return { text: 'The deals behind a figure are not something I can show here.' };
  const error = errorOf(lookup.found.output);
  return { text: error ?? describeDeals(lookup.found.output, choice.who, sayNarrowed(args)) };
}

function sayNarrowed(args: Args): string[] {
  return [args.region, args.product].flatMap((one) => (typeof one === 'string' ? [one] : []));
}

function readDealFigure(text: string): string | undefined {
  if (/\bdirect\b|\bwithout (?:a |any )?partners?\b/i.test(text)) return 'direct';
  return undefined;
}

function planOneDeal(sight: Sight, id: string): Step {
  const args = { figure: 'attached', opportunity_id: id };
  const lookup = need(sight, { name: 'list_report_deals', args });
  if (lookup.state === 'wanted') return { calls: [lookup.call] };
  if (lookup.state !== 'known')
    return { text: 'The deals behind a figure are not something I can show here.' };
  const error = errorOf(lookup.found.output);
  return { text: error ?? describeOneDeal(lookup.found.output) };
}

function planClaims(sight: Sight): Step {
  const lookup = need(sight, { name: 'list_report_deals', args: { figure: 'disputed' } });
  if (lookup.state === 'wanted') return { calls: [lookup.call] };
  if (lookup.state !== 'known') return { text: 'Claims on deals are not something I can show here.' };
  const error = errorOf(lookup.found.output);
  return { text: error ?? describeClaims(lookup.found.output) };
}

const REASON = /\b(?:because|since|reason:?|as they|for they)\s+(.{3,500})$/i;

/** A word on who sourced a deal, prepared for a partner manager's click. */
function planSourceDecision(sight: Sight, intent: Intent): Step {
  const opportunity = readPastedId(intent.text) ?? sight.facts.focus?.opportunity?.id;
  if (!opportunity) return { text: "Which deal is meant? Say: 'Record … as the source of OPP-… because …'." };
  const reason = REASON.exec(intent.text)?.[1]?.replace(/[.!?\s]+$/, '');
  const none = /\bno(?:body| one| partner)\b.{0,20}\bsource|\bas the source\b.{0,10}\bnobody\b/i.test(
    intent.text,
  );
  const head = intent.text.replace(REASON, '');
  const partners = none ? null : resolvePartners(sight, { text: head });
  if (partners?.state === 'wanted') return { calls: [partners.call] };
  const partner = partners?.state === 'known' ? partners.found[0] : undefined;
  if (!none && !partner)
    return { text: `Which partner sourced ${opportunity}, or did none? I need its name and a reason.` };
  if (!reason)
    return {
      text: `Why is ${none ? 'no partner' : partner?.name} the source of ${opportunity}? A word on a source is kept with its reason: say it with 'because'.`,
    };
  const draft = need(sight, {
    name: 'draft_source_decision',
    args: { opportunity_id: opportunity, partner_id: partner?.id ?? null, reason },
  });
  if (draft.state === 'wanted') return { calls: [draft.call] };
  if (draft.state !== 'known')
    return { text: 'Who sourced a deal is for a partner manager to say, among ourselves.' };
  const error = errorOf(draft.found.output);
  if (error) return { text: error };
  const out = draft.found.output as {
    deal: string;
    source: string;
    claimants: string[];
    opportunity_id: string;
  };
  const claimed = out.claimants.length > 0 ? ` It is claimed by ${out.claimants.join(' and ')}.` : '';
  return {
    text: `I prepared to record ${out.source} as the source of ${out.opportunity_id} (${out.deal}).${claimed} Nothing changes until you click Confirm.`,
  };
}
