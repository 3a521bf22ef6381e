import { passAllOf, type Score, scoreTrials } from './report.ts';
import type { TrialReport } from './run.ts';

interface Page {
  readonly model: string;
  readonly baselines: Readonly<Record<string, Score>>;
}

/** The report as one page without scripts or outside parts: rates first, then every trial with what was said. */
export function writeHtmlReport(reports: readonly TrialReport[], page: Page): string {
  const written = reports.filter((one) => one.trial === 0);
  const rows = [
    rateRow('as written', scoreTrials(written)),
    rateRow('all wordings', scoreTrials(reports)),
    ...Object.entries(page.baselines).map(([name, score]) => rateRow(`baseline: ${name}`, score)),
  ];
  const kinds = [...new Set(reports.map((one) => one.task.kind))].sort();
  const byKind = kinds.map((kind) =>
    rateRow(kind, scoreTrials(reports.filter((one) => one.task.kind === kind))),
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Evals of ${escapeHtml(page.model)}</title><style>${STYLE}</style></head>
<body><h1>Evals of ${escapeHtml(page.model)}</h1>
<p>All four wordings of a task right: ${percent(passAllOf(reports, 4))}.</p>
${table(rows)}
<h2>By kind</h2>
${table(byKind)}
<h2>Trials</h2>
${[...reports].sort(failedFirst).map(trial).join('\n')}
</body></html>
`;
}

const STYLE =
  'body{font:15px/1.45 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse}' +
  'td,th{text-align:left;padding:.2rem .8rem .2rem 0;border-bottom:1px solid #ddd}details{margin:.4rem 0}' +
  '.missed summary{color:#a40000}blockquote{margin:.3rem 0;padding-left:.8rem;border-left:3px solid #ccc;white-space:pre-wrap}code{font-size:85%}';

function table(rows: readonly string[]): string {
  return `<table><tr><th></th><th>passed</th><th>share</th><th>95% interval</th></tr>${rows.join('')}</table>`;
}

function rateRow(label: string, score: Score): string {
  const { passed, of, share, low, high } = score;
  return `<tr><td>${escapeHtml(label)}</td><td>${passed} of ${of}</td><td>${percent(share)}</td><td>${percent(low)} to ${percent(high)}</td></tr>`;
}

function failedFirst(a: TrialReport, b: TrialReport): number {
  return Number(a.grade.passed) - Number(b.grade.passed);
}

function trial(one: TrialReport): string {
  let at = 0;
  const talk = one.turns.map((turn) => {
    if (!('say' in turn)) return `<p>(${escapeHtml(turn.click)})</p>`;
    const answer = one.answers[at++];
    const calls = (answer?.tools ?? []).map(
      (call) => `<code>${escapeHtml(`${call.name} ${JSON.stringify(call.input)}`)}</code>`,
    );
    return `<p><b>${escapeHtml(turn.say)}</b></p>${calls.join('<br>')}<blockquote>${escapeHtml(answer?.text ?? '')}</blockquote>`;
  });
  const { passed, why } = one.grade;
  const state = passed ? 'passed' : 'missed';
  return `<details class="${state}"><summary>${state}: ${escapeHtml(one.task.id)} #${one.trial} (${escapeHtml(one.task.role)})</summary>${why.map((line) => `<p>${escapeHtml(line)}</p>`).join('')}${talk.join('')}</details>`;
}

function percent(part: number): string {
  return `${Math.round(part * 100)}%`;
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
