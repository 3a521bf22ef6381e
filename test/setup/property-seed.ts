import { env } from 'node:process';
import fc from 'fast-check';

// One seed for all, so that a run says the same twice; another by COSELL_PROPERTY_SEED, more runs by COSELL_PROPERTY_RUNS.
const runs = env.COSELL_PROPERTY_RUNS;
fc.configureGlobal({
  seed: Number(env.COSELL_PROPERTY_SEED ?? 20_261_123),
  ...(runs ? { numRuns: Number(runs) } : {}),
});
