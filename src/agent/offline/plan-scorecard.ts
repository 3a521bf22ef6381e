import { errorOf } from './compose.ts';
import { saidBy } from './intent.ts';
import type { Planner } from './plan.ts';
import { planMeasures } from './plan-reports.ts';
import { resolvePartners, resolvePeriod } from './resolve.ts';
import { need } from './sight.ts';

interface Line {
  readonly label: string;
  readonly now: string;
  readonly before: string | null;
  readonly change: string | null;
}

/** Which lines a question is about; the others stand on the card. */
const ASKED: readonly (readonly [RegExp, string])[] = [
  [/\bwin rates?\b/i, 'win rate'],
  [/\b(?:psat|satisf\w+|surveys?)\b/i, 'PSAT'],
  [/\b(?:ttv|time to)\b/i, 'time to value'],
  [/\b(?:ropi|roi|return)\b/i, 'ROPI'],
  [/\bregistrations?\b/i, 'registrations'],
  [/\bcertif\w+\b/i, 'certificates'],
];
const USUALLY = ['sourced', 'influenced', 'win rate', 'registrations', 'open deals'];

/** One partner on a page; the measures of the programme where no partner is meant. */
export const planScore: Planner = (sight, intent) => {
  const own = sight.facts.partner !== null;
  // 'And for Kestrel?' or 'what about last quarter?' after a scorecard asks for another one.
  const goesOn = intent.goesOn === true && sight.facts.last?.tool === 'show_scorecard';
  if (!own && !goesOn && !/\bscore ?cards?\b/i.test(intent.text)) return planMeasures(sight, intent);
  const period = resolvePeriod(sight, intent.text);
  if (period.state === 'wanted') return { calls: [period.call] };
  const partners = resolvePartners(sight, saidBy(intent));
  if (partners.state === 'wanted') return { calls: [partners.call] };
  const partner = partners.state === 'known' ? partners.found[0] : sight.facts.focus?.partners?.[0];
  if (!partner) return planMeasures(sight, intent);
  const when = period.state === 'known' ? period.found : null;
  const card = need(sight, {
    name: 'show_scorecard',
    args: { partner_id: partner.id, ...(when ? { from: when.from, to: when.to } : {}) },
  });
  if (card.state === 'wanted') return { calls: [card.call] };
  if (card.state !== 'known') return { text: 'Scorecards are not something I can show here.' };
  const error = errorOf(card.found.output);
  if (error) return { text: error };
  const {
    name,
    period: now,
    before,
    unfinished,
  } = card.found.output as {
    name: string;
    period: { label: string };
    before: { label: string };
    unfinished: boolean;
  };
  const lines = card.found.output.lines as Line[];
  const asked = ASKED.filter(([pattern]) => pattern.test(intent.text)).map(([, label]) => label);
  const chosen = lines.filter((line) => (asked.length > 0 ? asked : USUALLY).includes(line.label));
  return {
    text: `${own ? `Your scorecard, ${name}` : name}, ${now.label} against ${before.label}: ${chosen.map(describeLine).join('; ')}.${unfinished ? ` ${now.label} is not over yet.` : ''} The card has the rest.`,
  };
};

function describeLine({ label, now, before, change }: Line): string {
  if (before === null || before === now) return `${label} ${now}`;
  return `${label} ${now}, before ${before}${change === null ? '' : ` (${change})`}`;
}
