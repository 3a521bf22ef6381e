import { createRandom } from '../../evals/worlds/random.ts';
import type { ClosedDeal, DealStep } from '../../src/insights/lift-design.ts';

export interface Planting {
  readonly seed: number;
  readonly deals: number;
  /** Log-odds that a partner adds to each step of a deal. */
  readonly effect: number;
  /** Whether partners join rather where deals are strong, and the further a deal has come. */
  readonly confounded: boolean;
}

const INDUSTRIES = { a: -0.6, b: -0.3, c: 0, d: 0.2, e: 0.4, f: 0.7 };
const OWNERS = { o1: -0.6, o2: -0.3, o3: 0, o4: 0.1, o5: 0.3, o6: 0.6 };
const STAGES = 4;

/**
 * Closed deals whose strength shows in their columns, and partners that join strong and late deals. `truth` is the mean
 * difference that the partner made to the deals that it joined, from the stage on at which it joined.
 */
export function plantDeals({ seed, deals, effect, confounded }: Planting): {
  deals: ClosedDeal[];
  truth: number;
} {
  const random = createRandom(seed);
  const gains: number[] = [];
  const made = Array.from({ length: deals }, (_, i): ClosedDeal => {
    const size = random.normal();
    const industry = random.pick(keysOf(INDUSTRIES));
    const owner = random.pick(keysOf(OWNERS));
    const isCustomer = random.chance(0.4);
    const strength = -0.5 * size + INDUSTRIES[industry] + OWNERS[owner] + (isCustomer ? 0.7 : -0.3);
    const pass = (withPartner: boolean) => logistic(0.9 + 0.6 * strength + (withPartner ? effect : 0));
    const join = logistic(confounded ? -1.6 + 0.8 * strength : -1.6);
    const steps: DealStep[] = [];
    for (let stage = 0; stage < STAGES && steps.at(-1)?.advanced !== false; stage++) {
      const attached =
        steps.at(-1)?.attached === true || ((confounded || stage === 0) && random.chance(join));
      steps.push({ stage, attached, advanced: random.chance(pass(attached)) });
    }
    const joined = steps.findIndex((step) => step.attached);
    if (joined >= 0) gains.push(pass(true) ** (STAGES - joined) - pass(false) ** (STAGES - joined));
    return {
      opportunityId: `O${i}`,
      won: steps.length === STAGES && steps.at(-1)?.advanced === true,
      attached: joined >= 0,
      amountMinor: Math.round(Math.exp(15 + size)),
      traits: { industry, owner, 'existing customer': isCustomer ? 'yes' : 'no' },
      steps,
    };
  });
  return { deals: made, truth: gains.reduce((sum, one) => sum + one, 0) / gains.length };
}

function keysOf<K extends string>(of: Readonly<Record<K, number>>): K[] {
  return Object.keys(of) as K[];
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
