import type { AgreementTerms } from './agreement.ts';
import type { KeyKind } from './keys.ts';
import { findCommon } from './points.ts';
import { type SessionState, sizeOf } from './session.ts';

/** A row of ours that the partner has, too, and by which kinds of key. */
export interface CommonRow {
  readonly id: string;
  readonly keys: readonly KeyKind[];
}

/** What we learn. */
export interface Outcome {
  readonly mode: AgreementTerms['mode'];
  /** In the order of their ids; empty in mode `count`. */
  readonly common: readonly CommonRow[];
  /** Null for fewer than five in mode `count`. */
  readonly commonKeys: number | null;
  readonly counts: SessionState['counts'];
  /** The partner's keys with its padding. */
  readonly theirSize: number;
}

/** Counts below this are not said. */
const LEAST_COUNT = 5;

/** Compares both lists under both masks: ours as the partner returned it, theirs as we masked it. */
export function compareMasked(
  state: SessionState,
  { ours, theirs, mode }: { ours: Uint8Array; theirs: Uint8Array; mode: Outcome['mode'] },
): Outcome {
  const positions = findCommon(ours, theirs);
  const isSaid = mode === 'list' || positions.length >= LEAST_COUNT;
  return {
    mode,
    common: mode === 'list' ? commonRows(positions, state.owners) : [],
    commonKeys: isSaid ? positions.length : null,
    counts: state.counts,
    theirSize: sizeOf(theirs),
  };
}

function commonRows(positions: readonly number[], owners: SessionState['owners']): CommonRow[] {
  const kinds = new Map<string, Set<KeyKind>>();
  for (const position of positions) {
    const owner = owners[position];
    for (const row of owner?.rows ?? []) kinds.set(row, (kinds.get(row) ?? new Set()).add(owner!.kind));
  }
  return [...kinds]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, found]) => ({ id, keys: [...found].sort() }));
}
