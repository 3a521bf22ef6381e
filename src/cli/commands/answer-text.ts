import Table from 'cli-table3';
import pc from 'picocolors';
import { readOptions } from '../../agent/options.ts';
import type { Answer, Card, MatchRef, ProposalView } from '../../agent/types.ts';

/** An answer as a terminal shows it: the words, the cards, the prepared steps. */
export function writeAnswer(answer: Answer): string {
  const parts = [
    answer.text,
    ...answer.cards.map(writeCard),
    ...answer.proposals.map(
      (one) =>
        `${pc.bold('Prepared:')} ${one.summary}\n  cosell confirm ${one.id} ${writeOptions(one)}--as YOU   (or dismiss; until ${one.expires_at})`,
    ),
    answer.fullerAnswerPrivately
      ? pc.dim('Others read here: ask in a direct message for the full answer.')
      : '',
    answer.mode === 'basic' ? pc.dim('basic mode: answered without a configured model') : '',
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function writeWrongMatch(match: MatchRef | undefined): string {
  if (!match) return '';
  const ids = `--partner ${match.partner_id} --record ${match.record_id} --account ${match.account_id}`;
  return `\n  ${pc.dim(`A match is wrong? Say which, or: cosell accounts wrong-match ${ids} --as YOU`)}`;
}

function writeOptions(proposal: ProposalView): string {
  const options = readOptions(proposal);
  return options.length > 0 ? `--option ${options.join('|')} ` : '';
}

function writeCard(card: Card): string {
  const title = pc.bold(card.title);
  switch (card.kind) {
    case 'recommendation':
      return `${title}\n${card.recommendation.why ? `  ${card.recommendation.why}\n` : ''}${card.recommendation.partners
        .map((one) => {
          const lift = one.lift
            ? `  lift ${points(one.lift.estimate)} (${points(one.lift.low)} to ${points(one.lift.high)})`
            : '';
          const reasons = one.reasons.map((reason) => `     ${reason.weight < 0 ? '-' : '+'} ${reason.text}`);
          const conflicts = one.conflicts.map(
            (finding) => `     ! ${finding.severity} ${finding.code}: ${finding.why}`,
          );
          const next = one.next.map((step) => `     > ${step.text}`);
          return [
            `  ${one.rank}. ${one.name} [${one.role}, ${one.play}]${lift}`,
            ...reasons,
            ...(one.behind ? [`     not first: ${one.behind}`] : []),
            ...conflicts,
            ...next,
          ].join('\n');
        })
        .join(
          '\n',
        )}${card.recommendation.left_out.map((one) => `\n  left out: ${one.name}: ${one.why}`).join('')}`;
    case 'conflicts':
      return `${title}\n${
        card.check.findings
          .map((one) => {
            const rule = one.rule ? `\n     rule: “${one.rule.quote}” (${one.rule.path})` : '';
            return `  ${one.severity} ${one.code}: ${one.why}${rule}\n     > ${one.remedy}`;
          })
          .join('\n') || '  none'
      }`;
    case 'registration':
    case 'scorecard':
      return `${title}\n${card.facts.map((fact) => `  ${fact.label}: ${fact.text}`).join('\n')}`;
    case 'table':
      return `${title}\n${writeTable(card.columns, card.rows)}${card.has_more ? `\n  … ${card.total} in all` : ''}${writeWrongMatch(card.matches?.[0])}`;
    case 'chart':
      return `${title}\n  ${card.alt}`;
    case 'passages':
      return `${title}\n${card.passages.map((one) => `  “${one.quote}”\n    ${one.path} › ${one.heading}`).join('\n')}`;
  }
}

/** Rows under a header, without colours where nobody sees them. */
export function writeTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = new Table({ head: [...columns], style: { head: [], border: [], compact: true } });
  for (const row of rows) table.push([...row]);
  return table.toString();
}

function points(share: number): string {
  return `${Math.round(share * 100)} points`;
}
