/** The models that need the order of the touches and no dates. */
export type OrderedModel = 'first' | 'last' | 'linear' | 'even' | 'position';

/** Touches as channel numbers counted from 0, in order; only the first `count` places are filled. */
export interface NumberedTouches {
  readonly touches: Int32Array;
  readonly count: number;
}

/** Writes the share of each touch into `shares`, one a touch, adding up to 1. */
export type TouchWeigher = (path: NumberedTouches, shares: Float64Array) => void;

/**
 * The rule that spreads one conversion over the touches of a path. It is made once and called for each path, so that a
 * million paths allocate nothing; `shares` must be as long as the path.
 *
 * first, last: all to one touch. linear: 1/L each, repeats counted. even: 1/d on the first touch of each of the d distinct
 * channels. position: 40/20/40 with the 20 over those between; 50/50 for two touches.
 */
export function createTouchWeigher(model: OrderedModel): TouchWeigher {
  switch (model) {
    case 'first':
      return (path, shares) => giveAll({ path, shares, place: 0 });
    case 'last':
      return (path, shares) => giveAll({ path, shares, place: path.count - 1 });
    case 'linear':
      return (path, shares) => giveEach({ shares, from: 0, to: path.count, share: 1 / path.count });
    case 'even':
      return createEvenWeigher();
    case 'position':
      return weighByPosition;
  }
}

function giveAll(to: { path: NumberedTouches; shares: Float64Array; place: number }): void {
  giveEach({ shares: to.shares, from: 0, to: to.path.count, share: 0 });
  to.shares[to.place] = 1;
}

/** A plain loop: `fill` leaves the compiled code, which for a handful of places costs more than the places do. */
function giveEach(to: { shares: Float64Array; from: number; to: number; share: number }): void {
  for (let at = to.from; at < to.to; at++) to.shares[at] = to.share;
}

function weighByPosition({ count }: NumberedTouches, shares: Float64Array): void {
  if (count <= 2) {
    giveEach({ shares, from: 0, to: count, share: 1 / count });
    return;
  }
  giveEach({ shares, from: 1, to: count - 1, share: 0.2 / (count - 2) });
  shares[0] = 0.4;
  shares[count - 1] = 0.4;
}

function createEvenWeigher(): TouchWeigher {
  // A stamp for each channel instead of a set for each path: the loop then allocates nothing.
  let stampOf = new Float64Array(64);
  let stamp = 0;
  return ({ touches, count }, shares) => {
    stamp += 1;
    let distinct = 0;
    for (let at = 0; at < count; at++) {
      const channel = touches[at]!;
      if (channel >= stampOf.length) stampOf = widen(stampOf, channel);
      const isNew = stampOf[channel] !== stamp;
      stampOf[channel] = stamp;
      shares[at] = isNew ? 1 : 0;
      if (isNew) distinct += 1;
    }
    for (let at = 0; at < count; at++) shares[at] = shares[at]! / distinct;
  };
}

function widen(sums: Float64Array, place: number): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(2 * (place + 1));
  wider.set(sums);
  return wider;
}
