import { describe, expect, it } from 'vitest';
import type { ConflictCase, ConflictTerms } from '../../../src/registrations/conflict-case.ts';
import type { ConflictCode, Severity } from '../../../src/registrations/conflict-codes.ts';
import { findConflicts } from '../../../src/registrations/conflicts.ts';
import { makeCase, makeTerms } from '../conflict-facts.ts';

/** A situation, what differs from a question with nothing in the way, and how many findings of the code it must give. */
export type Row = readonly [
  situation: string,
  facts: Partial<ConflictCase>,
  findings: number,
  terms?: ConflictTerms,
];

/** One test a row: so many findings of the code, each as severe as the rules of engagement say. */
export function describeRule(code: ConflictCode, severity: Severity, rows: readonly Row[]): void {
  describe(code, () => {
    it.each(rows.map((row) => ({ situation: row[0], row })))('$situation', ({ row }) => {
      const [, facts, findings, terms = makeTerms()] = row;
      const found = findConflicts(makeCase(facts), terms).filter((finding) => finding.code === code);
      expect(found.map((finding) => finding.severity)).toEqual(Array(findings).fill(severity));
    });
  });
}
