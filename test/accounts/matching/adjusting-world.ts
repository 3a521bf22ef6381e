import type { DecidedPair } from '../../../src/accounts/matching/adjust-weights.ts';
import { compareRows, createListEngine, decideLinks } from '../../../src/accounts/matching/link-lists.ts';
import { loadMatchWeights, type MatchWeights } from '../../../src/accounts/matching/score.ts';
import type { AccountRecord } from '../../../src/accounts/matching/types.ts';

export interface LabelledWorld {
  readonly left: readonly AccountRecord[];
  readonly right: readonly AccountRecord[];
  /** Which account a row is; rows that are none of ours are missing. */
  readonly truth: ReadonlyMap<string, string>;
}

const STEMS = 'al be co da el fi go ha in jo ka lu mo ne or pa qui ro sa te ur vi wa xe ya zo'.split(' ');
const TRADES = 'Turbines Logistics Optics Foods Pharma Motors Textiles Printing Analytics Maritime'.split(
  ' ',
);

/**
 * Two lists in which a shared domain misleads: accounts and records that were entered through a distributor carry the
 * distributor's domain, whoever they are; `misled` is their share. Of the others every tenth is a namesake in another trade, the
 * rest have a domain of their own or none. `seed` sets all.
 */
export function makeWorld({
  seed,
  size,
  misled,
}: {
  seed: number;
  size: number;
  misled: number;
}): LabelledWorld {
  const random = createRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const word = () => {
    const text = pick(STEMS) + pick(STEMS) + pick(STEMS);
    return text[0]!.toUpperCase() + text.slice(1);
  };
  const truth = new Map<string, string>();
  const left: AccountRecord[] = [];
  const right: AccountRecord[] = [];
  for (let i = 0; i < size; i++) {
    const name = `${word()} ${pick(TRADES)}`;
    const kind = random();
    const via = `distributor${Math.floor(i / 6)}.example`;
    const own = `${name.split(' ')[0]!.toLowerCase()}${i}.example`;
    const id = `A${i}`;
    const record = `R${i}`;
    if (i % 10 === 0) {
      right.push({ id, name, domain: own, country: 'US' });
      left.push({
        id: record,
        name: `${name.split(' ')[0]} ${pick(TRADES)} ${word()}`,
        domain: null,
        country: 'US',
      });
    } else if (kind < misled) {
      // Another customer of the same distributor: same domain, another company, now and then of the same trade.
      right.push({ id, name, domain: via, country: 'US' });
      left.push({
        id: record,
        name: `${word()} ${random() < 0.7 ? name.split(' ')[1] : pick(TRADES)}`,
        domain: via,
        country: random() < 0.5 ? 'US' : null,
      });
    } else if (kind < misled + (1 - misled) / 2) {
      right.push({ id, name, domain: own, country: 'US' });
      left.push({
        id: record,
        name: random() < 0.5 ? `${name} Inc` : name.split(' ')[0]!,
        domain: own,
        country: 'US',
      });
      truth.set(record, id);
    } else {
      right.push({ id, name, domain: null, country: 'US' });
      left.push({ id: record, name: random() < 0.5 ? `${name} Ltd` : name, domain: null, country: null });
      truth.set(record, id);
    }
  }
  return { left, right, truth };
}

/** Precision, recall and F1 of all links, those for review included. */
export function scoreLinks(world: LabelledWorld, weights: MatchWeights) {
  const engine = createListEngine(world.right, weights);
  const links = decideLinks(compareRows(engine, world.left), (record) => engine.idOf(record));
  const hits = links.filter((link) => world.truth.get(link.left) === link.right).length;
  const precision = links.length === 0 ? 1 : hits / links.length;
  const recall = hits / world.truth.size;
  return { precision, recall, f1: hits === 0 ? 0 : (2 * precision * recall) / (precision + recall), links };
}

/** What a person who knows the truth says of the first pairs that the shipped weights link, those in doubt first. */
export function decidePairs(world: LabelledWorld, count: number): DecidedPair[] {
  const engine = createListEngine(world.right, loadMatchWeights());
  const rows = compareRows(engine, world.left);
  const links = decideLinks(rows, (record) => engine.idOf(record));
  const order = [...links].sort(
    (a, b) => Math.abs(a.logOdds) - Math.abs(b.logOdds) || (a.left < b.left ? -1 : 1),
  );
  return order.slice(0, count).map((link) => {
    const compared = rows
      .find((row) => row.left === link.left)
      ?.compared.find((one) => engine.idOf(one.record) === link.right);
    if (!compared) throw new Error('A link rests on a comparison.');
    return {
      evidence: compared.evidence,
      logOdds: compared.logOdds,
      same: world.truth.get(link.left) === link.right,
    };
  });
}

function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
