/** What became of one file. */
export interface FileReport {
  readonly file: string;
  read: number;
  added: number;
  changed: number;
  unchanged: number;
  refused: number;
}

/** A row that was left out, and why. */
export interface ImportProblem {
  readonly file: string;
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly why: string;
}

/** What an import did. Steps that follow may add to the warnings. */
export interface ImportReport {
  readonly folder: string;
  readonly files: FileReport[];
  readonly problems: ImportProblem[];
  readonly warnings: string[];
  ms: number;
}

/** The report as a person reads it. */
export function describeImport(report: ImportReport, shown = 20): string {
  const lines = report.files.map(
    (one) =>
      `${one.file}: ${one.read} read, ${one.added} added, ${one.changed} changed, ${one.unchanged} unchanged, ${one.refused} refused`,
  );
  const problems = report.problems
    .slice(0, shown)
    .map((one) => `${one.file}:${one.line} ${one.column} '${one.value}': ${one.why}`);
  const rest = report.problems.length - problems.length;
  return [
    ...lines,
    ...(problems.length > 0 ? ['', 'Left out:', ...problems] : []),
    ...(rest > 0 ? [`… and ${rest} more (--json has them all)`] : []),
    ...(report.warnings.length > 0 ? ['', 'Mind:', ...report.warnings.slice(0, shown)] : []),
    '',
  ].join('\n');
}
