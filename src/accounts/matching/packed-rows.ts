import { explainComparison } from './explain.ts';
import type { ComparedRow, WeighedPair, WeighedRow } from './link-lists.ts';
import type { MatchReason } from './types.ts';

/** Compared rows as they cross from thread to thread: numbers in typed arrays. */
export interface PackedRows {
  readonly lefts: readonly string[];
  /** How many pairs each row has; its pairs follow those of the row before. */
  readonly counts: Uint16Array;
  readonly records: Int32Array;
  readonly logOdds: Float64Array;
  /** Relations of domain, country and names, as one number. */
  readonly traits: Uint16Array;
  /** What spoke for each pair, a bit a reason. */
  readonly why: Uint16Array;
}

/** A pair that came from another thread. */
export interface UnpackedPair extends WeighedPair {
  readonly record: number;
  /** A bit a reason; see `readReasons`. */
  readonly why: number;
}

const DOMAINS = ['unknown', 'one', 'same', 'same_some', 'same_many', 'conflict', 'sister'] as const;
const COUNTRIES = ['unknown', 'same', 'conflict'] as const;
const SAMENESS = [0, 1, 2, 3] as const;
const YES_NO = [false, true] as const;

/** In the order in which an explanation gives them. */
const REASONS: readonly MatchReason[] = [
  'domain',
  'domain_stem',
  'name',
  'legal_form',
  'spelling',
  'abbreviation',
  'part_of_name',
  'acronym',
  'alias',
  'country',
  'city',
];

type Traits = Pick<WeighedPair, 'fields' | 'names'>;

export function packRows(rows: readonly ComparedRow[]): PackedRows {
  const pairs = rows.flatMap((row) => row.compared);
  return {
    lefts: rows.map((row) => row.left),
    counts: Uint16Array.from(rows, (row) => row.compared.length),
    records: Int32Array.from(pairs, (pair) => pair.record),
    logOdds: Float64Array.from(pairs, (pair) => pair.logOdds),
    traits: Uint16Array.from(pairs, numberOf),
    why: Uint16Array.from(pairs, (pair) => bitsOf(explainComparison(pair, pair.sharedDomain).why)),
  };
}

const NONE: readonly UnpackedPair[] = [];

/** The rows of a pack. Pairs of like traits share the objects that name them: a million rows have few kinds. */
export function unpackRows(packed: PackedRows): WeighedRow<UnpackedPair>[] {
  let at = 0;
  return packed.lefts.map((left, row) => {
    const from = at;
    at += packed.counts[row] ?? 0;
    if (from === at) return { left, compared: NONE };
    const compared: UnpackedPair[] = [];
    for (let i = from; i < at; i++) {
      compared.push({
        record: packed.records[i] ?? -1,
        logOdds: packed.logOdds[i] ?? 0,
        ...TRAITS[packed.traits[i] ?? 0]!,
        why: packed.why[i] ?? 0,
      });
    }
    return { left, compared };
  });
}

function bitsOf(why: readonly MatchReason[]): number {
  return why.reduce((bits, reason) => bits | (1 << REASONS.indexOf(reason)), 0);
}

/** The reasons of a pair, in the order in which an explanation gives them. */
export function readReasons(bits: number): MatchReason[] {
  return REASONS.filter((_, i) => bits & (1 << i));
}

function numberOf({ fields, names }: Traits): number {
  const domain = DOMAINS.indexOf(fields.domain);
  const country = COUNTRIES.indexOf(fields.country);
  const name = names.sameness * 4 + Number(names.isUnit) * 2 + Number(names.isDoubtful);
  return (domain * COUNTRIES.length + country) * SAMENESS.length * 4 + name;
}

const TRAITS: readonly Traits[] = DOMAINS.flatMap((domain) =>
  COUNTRIES.flatMap((country) =>
    SAMENESS.flatMap((sameness) =>
      YES_NO.flatMap((isUnit) =>
        YES_NO.map((isDoubtful) => ({
          fields: { domain, country },
          names: { sameness, isUnit, isDoubtful },
        })),
      ),
    ),
  ),
);
