import type { types } from '@slack/bolt';
import type {
  Card,
  Citation,
  ConflictsJson,
  Fact,
  FindingJson,
  MatchRef,
  RecommendationJson,
  RecommendedPartnerJson,
} from '../../../agent/types.ts';
import { ACTIONS } from '../action-ids.ts';
import { writeMatch } from '../match-button.ts';
import { allowLink, toInline, toPlain } from './escape.ts';
import { cut, LIMITS } from './limits.ts';
import { button, context, header, mrkdwnText, plainSection, section } from './pieces.ts';

type Block = types.KnownBlock;

/** How many partners are told with reasons and conflicts; the rest is a line each. */
const PARTNERS_IN_FULL = 3;

/** Words as well as a sign, for readers who see no colours and for screen readers. */
const SEVERITIES = { block: '⛔ Blocks', warn: '⚠️ Warning', info: 'ℹ️ Note' } as const;

/** Draws a card from its facts. `linkHosts` are the hosts that a link may lead to. */
export function renderCard(card: Card, linkHosts: readonly string[]): Block[] {
  switch (card.kind) {
    case 'recommendation':
      return [header(card.title), ...renderRecommendation(card.recommendation)];
    case 'conflicts':
      return [header(card.title), ...renderConflicts(card.check)];
    case 'registration':
    case 'scorecard':
      return [header(card.title), ...renderFacts(card.facts)];
    case 'table':
      return [header(card.title), ...renderTable(card), ...renderWrongMatches(card.matches ?? [])];
    case 'chart':
      return compact([context([toInline(card.alt)])]);
    case 'passages':
      return [header(card.title), ...card.passages.flatMap((one) => renderPassage(one, linkHosts))];
  }
}

const VERDICTS = { nobody: 'Bring nobody', not_enough_data: 'Not enough data' } as const;

function renderRecommendation(recommendation: RecommendationJson): Block[] {
  const { partners, left_out: leftOut, coverage, verdict, why } = recommendation;
  const rest = partners.slice(PARTNERS_IN_FULL);
  return compact([
    verdict && verdict !== 'bring' && why ? section(`*${VERDICTS[verdict]}*: ${toInline(why)}`) : null,
    ...partners.slice(0, PARTNERS_IN_FULL).map((partner) => section(describePartner(partner))),
    rest.length > 0 ? section(rest.map(introduceWithBlocks).join('\n')) : null,
    context(leftOut.map((one) => `Left out: ${toInline(one.name)}, ${toInline(one.why)}`)),
    coverage === 'partial'
      ? context(['From what everybody here may see; there may be more that is not shown.'])
      : null,
  ]);
}

function describePartner(partner: RecommendedPartnerJson): string {
  return [
    introducePartner(partner),
    ...partner.reasons.map((reason) => `${reason.weight < 0 ? '–' : '+'} ${toInline(reason.text)}`),
    ...(partner.behind ? [`Not first: ${toInline(partner.behind)}`] : []),
    ...partner.conflicts.map((one) => `${SEVERITIES[one.severity]}: ${toInline(one.why)}`),
    ...partner.next.map((step) => `→ ${toInline(step.text)}`),
  ].join('\n');
}

/** One line, and what blocks it beside it. */
function introduceWithBlocks(partner: RecommendedPartnerJson): string {
  const blocks = partner.conflicts.filter((one) => one.severity === 'block');
  return [
    introducePartner(partner),
    ...blocks.map((one) => `${SEVERITIES[one.severity]}: ${toInline(one.why)}`),
  ].join('\n');
}

function introducePartner(partner: RecommendedPartnerJson): string {
  const lift = partner.lift
    ? `, lift ${points(partner.lift.estimate)} (${points(partner.lift.low)} to ${points(partner.lift.high)})`
    : '';
  return `*${partner.rank}. ${toInline(partner.name)}*: ${toInline(partner.role)}, ${toInline(partner.play)}${lift}`;
}

function renderConflicts(check: ConflictsJson): Block[] {
  const { findings } = check;
  if (findings.length === 0) return [section(`Nothing found for ${toInline(check.account.name)}.`)];
  return findings.map((one) => section(describeFinding(one)));
}

function describeFinding(finding: FindingJson): string {
  const rule = finding.rule
    ? `\nRule: “${toInline(finding.rule.quote)}” (${toInline(finding.rule.path)})`
    : '';
  const until = finding.until ? ` Until ${finding.until}.` : '';
  return `*${SEVERITIES[finding.severity]}*: ${toInline(finding.why)}${until}${rule}\n→ ${toInline(finding.remedy)}`;
}

function renderFacts(facts: readonly Fact[]): Block[] {
  const fields = facts.map((fact) =>
    mrkdwnText(cut(`*${toInline(fact.label)}*\n${toInline(fact.text)}`, LIMITS.field)),
  );
  const sections: Block[] = [];
  for (let at = 0; at < fields.length; at += LIMITS.fields) {
    sections.push({ type: 'section', fields: fields.slice(at, at + LIMITS.fields) });
  }
  return sections;
}

function renderTable(card: Extract<Card, { kind: 'table' }>): Block[] {
  const columns = card.columns.slice(0, LIMITS.tableColumns);
  const rows: string[][] = [];
  let characters = 0;
  for (const row of [columns, ...card.rows].slice(0, LIMITS.tableRows)) {
    const cells = columns.map((_, i) => cut(toPlain(row[i] ?? '') || '–', LIMITS.tableCell));
    characters += cells.reduce((sum, cell) => sum + cell.length, 0);
    if (characters > LIMITS.tableCharacters) break;
    rows.push(cells);
  }
  const shown = Math.max(0, rows.length - 1);
  const hidden = card.has_more || shown < card.total;
  return compact([
    shown === 0
      ? section('Nothing to list.')
      : { type: 'table', rows: rows.map((cells) => cells.map((text) => ({ type: 'raw_text', text }))) },
    shown > 0 && hidden ? context([`The first ${shown} of ${card.total}.`]) : null,
  ]);
}

/** Buttons by which a reader calls a match wrong; what they hold are ids, and what the click prepares is looked up. */
function renderWrongMatches(matches: readonly MatchRef[]): Block[] {
  const buttons = matches.slice(0, LIMITS.contextElements).flatMap((one, i) => {
    const value = writeMatch(one);
    if (value.length > LIMITS.buttonValue) return [];
    return [button({ actionId: `${ACTIONS.wrongMatch}${i}`, words: `Wrong? ${one.label}`, value })];
  });
  return buttons.length > 0 ? [{ type: 'actions', elements: buttons }] : [];
}

function renderPassage(passage: Citation, linkHosts: readonly string[]): Block[] {
  const url = allowLink(passage.url, linkHosts);
  const quote = plainSection(`“${passage.quote}”`);
  const linked: types.SectionBlock =
    url && url.length <= LIMITS.buttonUrl
      ? { ...quote, accessory: button({ actionId: ACTIONS.openLink, words: 'Open page', url }) }
      : quote;
  return compact([linked, context([describeSource(passage)])]);
}

/** Where a passage stands, in words and never as a link. */
export function describeSource(citation: Citation): string {
  const place = citation.heading ? ` › ${toInline(citation.heading)}` : '';
  return `${toInline(citation.title || citation.path)}${place}`;
}

function points(share: number): string {
  const rounded = Math.round(share * 100);
  return `${rounded > 0 ? '+' : ''}${rounded} points`;
}

/** Leaves out what there was nothing to say about. */
export function compact(blocks: readonly (Block | null)[]): Block[] {
  return blocks.filter((block) => block !== null);
}
