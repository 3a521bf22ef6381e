/** More players than this would need a table of more than 2^20 sets (24 MB in three columns, 0.2 s). */
export const MOST_EXACT_PLAYERS = 20;

/**
 * The Shapley value of each player of a game (Shapley 1953): the mean of what the player adds over all orders of joining,
 * Σ |S|!(N − |S| − 1)!/N! · (v(S ∪ i) − v(S)). `worth` has 2^N places; bit i of a place says that player i is in the set. The
 * values add up to v(all) − v(nobody). 16 players take 3 ms.
 *
 * The sum runs over the sets and not over Harsanyi dividends: dividends of a game that is not additive alternate in sign
 * and grow with 2^N, which loses digits, while these weights are positive and add up to 1.
 */
export function shapleyValues(worth: Float64Array): Float64Array {
  const players = Math.round(Math.log2(worth.length));
  const weights = joiningWeights(players);
  const sizes = setSizes(worth.length);
  const values = new Float64Array(players);
  for (let player = 0; player < players; player++) {
    const bit = 1 << player;
    let sum = 0;
    for (let set = 0; set < worth.length; set++) {
      if ((set & bit) === 0) sum += weights[sizes[set]!]! * (worth[set | bit]! - worth[set]!);
    }
    values[player] = sum;
  }
  return values;
}

/** Turns a column by exact set into its sums over all subsets, in place: 'exactly these channels' becomes 'within these'. */
export function sumOverSubsets(column: Float64Array): void {
  for (let bit = 1; bit < column.length; bit <<= 1) {
    for (let set = 0; set < column.length; set++) {
      if (set & bit) column[set] = column[set]! + column[set ^ bit]!;
    }
  }
}

/** s!(N − s − 1)!/N! for each size s, as 1/(N · C(N − 1, s)), which stays exact far past the factorials' range. */
function joiningWeights(players: number): Float64Array {
  const weights = new Float64Array(players);
  let choices = 1;
  for (let size = 0; size < players; size++) {
    weights[size] = 1 / (players * choices);
    choices = (choices * (players - 1 - size)) / (size + 1);
  }
  return weights;
}

function setSizes(sets: number): Uint8Array {
  const sizes = new Uint8Array(sets);
  for (let set = 1; set < sets; set++) sizes[set] = sizes[set >> 1]! + (set & 1);
  return sizes;
}
