import { countOf, joinWords } from './compose.ts';

type Output = Readonly<Record<string, unknown>>;

interface Row {
  readonly label: string;
  readonly sourced: string;
  readonly influenced: string;
  readonly attached: string;
  readonly attributed: string | null;
  readonly deals: number;
}

interface Two {
  readonly now: string;
  readonly before: string;
  readonly change: string;
}

interface ComparedRow {
  readonly label: string;
  readonly sourced: Two;
  readonly influenced: Two;
  readonly attached: Two;
  readonly deals_now: number;
  readonly deals_before: number;
}

interface Period {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

/** What the question was about, for the words of its answer. */
export interface Told {
  /** A partner's name or an archetype; null where it is about all. */
  readonly who: string | null;
  readonly own: boolean;
  readonly byQuarter: boolean;
  readonly figure: 'sourced' | 'influenced' | 'attached' | 'attributed' | null;
  /** Tiers that the question names; rows are by tier then. */
  readonly tiers: readonly string[];
  readonly namesModel: boolean;
  readonly shares: boolean;
}

const ARCHETYPE_NAMES: Readonly<Record<string, string>> = {
  si: 'our SIs',
  msp: 'our MSPs',
  isv: 'our ISVs',
  reseller: 'our resellers',
  referral: 'our referral partners',
  influence: 'our influence partners',
};

/** A revenue report in a few sentences. */
export function describeReport(output: Output, told: Told): string {
  const rows = output.rows as Row[];
  const together = output.together as Row;
  const total = output.total as {
    won: string;
    sourced: string;
    influenced: string;
    direct: string;
    attached: string;
    attached_share: string | null;
    deals: number;
  } | null;
  const when = writeScope(output);
  if (told.own) {
    if (together.deals === 0) return `You have no sourced or influenced win in ${when}.`;
    return `In ${when} you sourced ${together.sourced} and influenced ${together.influenced} over ${countOf(together.deals, 'won deal')}.`;
  }
  if (told.who !== null) return describeNarrowed(output, told, when);
  if (total && total.deals === 0) return `Nothing was won in ${when}, so there is nothing to share out.`;
  if (rows.length === 0) {
    const direct = total
      ? ` All of the ${total.won} won over ${countOf(total.deals, 'deal')} is direct.`
      : '';
    return `No partner sourced or influenced a won deal in ${when}.${direct}`;
  }
  if (told.tiers.length > 0) {
    const asked = rows.filter((row) => told.tiers.includes(row.label));
    return `In ${when} partners of the ${asked.length === 1 ? 'tier' : 'tiers'} ${joinWords(asked.map((row) => `${row.label} sourced ${row.sourced} and influenced ${row.influenced} over ${countOf(row.deals, 'won deal')}`))}.`;
  }
  const lines = (told.byQuarter ? rows.slice(-3) : leading(rows, told)).map((row) => describeRow(row, told));
  const head = total
    ? `In ${when} we won ${total.won} over ${countOf(total.deals, 'deal')}: ${total.sourced} sourced by partners, ${total.influenced} influenced and sourced by nobody, ${total.direct} direct.`
    : `In ${when} partners sourced ${together.sourced} and influenced ${together.influenced} over ${countOf(together.deals, 'won deal')}.`;
  const share =
    told.shares && total?.attached_share
      ? `Partners had a part in ${total.attached} of it, ${total.attached_share}.`
      : '';
  return [
    head,
    share,
    `${told.byQuarter ? 'Latest' : 'First'}: ${joinWords(lines)}.`,
    sayModel(output, told),
    sayDisputes(output),
  ]
    .filter(Boolean)
    .join(' ');
}

/** One partner, or the partners of one kind. */
function describeNarrowed(output: Output, told: Told, when: string): string {
  const rows = output.rows as Row[];
  const together = output.together as Row;
  const kind = ARCHETYPE_NAMES[told.who ?? ''];
  const who = kind ?? rows[0]?.label ?? told.who ?? '';
  if (together.deals === 0 && rows.length === 0)
    return `${capitalise(who)} ${kind ? 'have' : 'has'} no sourced or influenced win in ${when}.`;
  const model = output.model as { name: string } | null;
  const credit =
    model && together.attributed !== null ? `; by ${model.name} credit that is ${together.attributed}` : '';
  const first = `In ${when} ${who} sourced ${together.sourced} and influenced ${together.influenced} over ${countOf(together.deals, 'won deal')}${credit}.`;
  const lines =
    rows.length > 1 ? ` First: ${joinWords(leading(rows, told).map((row) => describeRow(row, told)))}.` : '';
  return [first + lines, told.namesModel ? sayModel(output, told) : '', sayDisputes(output)]
    .filter(Boolean)
    .join(' ');
}

/** Rows come by what is attached; a question about one column wants them by that. */
function leading(rows: readonly Row[], told: Told): Row[] {
  const { figure } = told;
  if (figure === null || figure === 'attached') return rows.slice(0, 3);
  const amount = (row: Row) => readMoney(row[figure] ?? '');
  const sorted = rows.toSorted((a, b) => amount(b) - amount(a));
  const telling = sorted.filter((row) => amount(row) !== 0);
  return (telling.length > 0 ? telling : sorted).slice(0, 3);
}

/** For the order alone: amounts are said as the tool wrote them. */
function readMoney(text: string): number {
  const digits = Number(text.replace(/[^\d.]/g, ''));
  return text.includes('-') ? -digits : digits;
}

function describeRow(row: Row, told: Told): string {
  if (told.figure === 'attributed' && row.attributed !== null)
    return `${row.label} (attributed ${row.attributed})`;
  return `${row.label} (sourced ${row.sourced}, influenced ${row.influenced})`;
}

function sayModel(output: Output, told: Told): string {
  const model = output.model as {
    name: string;
    definition: string;
    partners: string;
    ours: string | null;
  } | null;
  if (!model || !(told.namesModel || told.figure === 'attributed')) return '';
  const ours = model.ours === null ? '' : ` and ${model.ours} to our own teams or to nobody`;
  return `The model ${model.name} gives ${model.partners} to partners${ours}: ${model.definition}.`;
}

function sayDisputes(output: Output): string {
  const disputed = Number(output.disputed ?? 0);
  if (disputed === 0) return '';
  return `${countOf(disputed, 'source claim')} ${disputed === 1 ? 'is' : 'are'} disputed and count for nobody until decided.`;
}

/** Two periods side by side. */
export function describeComparison(output: Output, told: Told): string {
  const comparison = output.comparison as {
    before: Period;
    unfinished: boolean;
    rows: ComparedRow[];
    together: ComparedRow;
    total: {
      won: Two;
      attached: Two;
      attached_share: string | null;
      attached_share_before: string | null;
    } | null;
  };
  const { before, rows, together, total } = comparison;
  const period = output.period as Period;
  const who = told.own ? 'you' : (ARCHETYPE_NAMES[told.who ?? ''] ?? told.who ?? 'partners');
  const spans = `${writeScope(output)} against ${writePeriod(before)}`;
  const unfinished = comparison.unfinished ? ` ${period.label} is not over yet, so it can still grow.` : '';
  if (rows.length === 0)
    return `${capitalise(who)} sourced or influenced no won deal in ${spans}.${unfinished}`;
  const head = `${capitalise(spans)}: ${who} sourced ${writeTwo(together.sourced)} and influenced ${writeTwo(together.influenced)}, over ${countOf(together.deals_now, 'won deal')} (before ${together.deals_before}).`;
  const shares =
    total?.attached_share && total.attached_share_before
      ? `; partners had a part in ${total.attached_share} of it (before ${total.attached_share_before})`
      : '';
  const all = total ? ` All that was won: ${writeTwo(total.won)}${shares}.` : '';
  const lines =
    rows.length > 1
      ? ` First: ${joinWords(rows.slice(0, 3).map((row) => `${row.label} (sourced ${row.sourced.now}, before ${row.sourced.before}; influenced ${row.influenced.now}, before ${row.influenced.before})`))}.`
      : '';
  return `${head}${all}${lines}${unfinished}`;
}

function writeTwo({ now, before, change }: Two): string {
  if (change === 'nothing in both') return `nothing (${now} in both)`;
  return `${now} (before ${before}: ${change})`;
}

interface DealRow {
  readonly opportunity_id: string;
  readonly name: string;
  readonly counted: string;
  readonly partners: readonly {
    readonly name: string;
    readonly as: string;
    readonly why: readonly string[];
  }[];
  readonly locked_on: string | null;
}

/** The deals behind a figure. */
export function describeDeals(output: Output, who: string | null, told: readonly string[]): string {
  const deals = output.deals as DealRow[];
  const period = output.period as Period;
  const total = Number(output.total);
  const narrowed = told.length > 0 ? `, ${told.join(' and ')} alone` : '';
  const of = who ? ` of ${ARCHETYPE_NAMES[who] ?? who}` : '';
  const figure = `${output.figure}${output.figure === 'won' || output.figure === 'direct' ? '' : ' revenue'}${of}`;
  if (total === 0) return `No deal is behind ${figure} in ${writePeriod(period)}.`;
  if (deals.length === 0) return `There are no more: the ${countOf(total, 'deal')} have all been listed.`;
  const lines = deals
    .slice(0, 3)
    .map((deal) => `${deal.name} (${deal.opportunity_id}), ${deal.counted}${whyOf(deal)}`);
  const more =
    output.has_more === true
      ? ` The card has these ${deals.length}; ask for more.`
      : deals.length > 3
        ? ' The card has them all.'
        : '';
  return `${countOf(total, 'deal')} ${total === 1 ? 'makes' : 'make'} up ${figure} of ${output.amount} in ${writePeriod(period)}${narrowed}, ${Number(output.page) > 1 ? 'the next ones' : 'the largest first'}: ${lines.join('; ')}.${more}`;
}

/** Why one deal counts for whom. */
export function describeOneDeal(output: Output): string {
  const [deal] = output.deals as DealRow[];
  if (!deal) return 'There is no such deal.';
  const name = `${deal.name} (${deal.opportunity_id}), ${deal.counted}`;
  if (deal.partners.length === 0)
    return `${name}: no partner has a role, a registration or a touch on it, so it is direct.`;
  const said = deal.partners.map((part) => {
    const why = part.why.join(', ') || 'touches before the window';
    return `${part.name} ${PARTS[part.as] ?? part.as}: ${why}`;
  });
  return `${name}. ${said.slice(0, 4).join('; ')}.${said.length > 4 ? ' The card has the rest.' : ''}`;
}

const PARTS: Readonly<Record<string, string>> = {
  source: 'is its source',
  disputed: 'claims to be its source, against another',
  influence: 'influenced it',
  touch: 'touched it without counting as influence',
};

function whyOf(deal: DealRow): string {
  const part = deal.partners.find((one) => one.as !== 'touch') ?? deal.partners[0];
  if (!part) return '';
  return `: ${part.name} by ${part.why.slice(0, part.as === 'source' ? 1 : 2).join(' and ') || 'touches before the window'}`;
}

/** Deals whose source a person should name. */
export function describeClaims(output: Output): string {
  const deals = output.deals as DealRow[];
  const total = Number(output.total);
  if (total === 0) return 'No deal waits for somebody to name its source.';
  const lines = deals.slice(0, 4).map((deal) => {
    const names = joinWords(deal.partners.map((one) => one.name));
    const late = deal.partners[0]?.as === 'late';
    return `${deal.name} (${deal.opportunity_id}), ${deal.counted}, ${late ? `claimed by ${names} after the lock date ${deal.locked_on}` : `claimed by ${names}`}`;
  });
  return `${countOf(total, 'deal')} ${total === 1 ? 'waits' : 'wait'} for a partner manager to name the source, the largest first: ${lines.join('; ')}. A disputed claim counts for nobody until then; say who sourced a deal and why, and I prepare it for your click.`;
}

function writePeriod(period: Period): string {
  // A stretch without a name is called by its days, which need not be said twice.
  if (/^\d{4}-\d{2}-\d{2} to /.test(period.label)) return period.label;
  return `${period.label} (${period.from} up to, not including, ${period.to})`;
}

/** The period and what the report is narrowed to, without the archetype, which the sentence says. */
function writeScope(output: Output): string {
  const within = ((output.within ?? []) as string[]).filter((one) => !(one in ARCHETYPE_NAMES));
  const said = writePeriod(output.period as Period);
  return within.length > 0 ? `${said}, ${within.join(' and ')} alone,` : said;
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
