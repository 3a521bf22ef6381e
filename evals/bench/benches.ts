import type { Bench } from './measure.ts';

interface KnownBench {
  readonly name: string;
  /** What it measures beside what. */
  readonly about: string;
  /** What `most` bounds. */
  readonly unit: string;
  /** Loaded only when run: the libraries beside which it measures are not installed where the program only serves. */
  readonly load: () => Promise<Bench>;
}

/** Every bench, in the order in which they run. */
export const BENCHES: readonly KnownBench[] = [
  {
    name: 'matching',
    about: 'linking two lists with known truth, beside fuzzball and minisearch',
    unit: 'rows of the left list',
    load: async () => (await import('./matching.ts')).benchMatching,
  },
  {
    name: 'lookup',
    about: 'one new row against the accounts, beside fuzzball and minisearch',
    unit: 'accounts',
    load: async () => (await import('./lookup.ts')).benchLookup,
  },
  {
    name: 'psi',
    about: 'private overlap of two lists, beside an exchange of salted hashes',
    unit: 'keys of the longer list',
    load: async () => (await import('./psi.ts')).benchPsi,
  },
  {
    name: 'attribution',
    about: 'exact Markov and Shapley over raw paths, beside a plain pass for the last touch',
    unit: 'paths',
    load: async () => (await import('./attribution.ts')).benchAttribution,
  },
  {
    name: 'conflicts',
    about: 'conflict checks of many cases together, beside one case at a time',
    unit: 'cases',
    load: async () => (await import('./conflicts.ts')).benchConflicts,
  },
  {
    name: 'playbook',
    about: 'searches by random readers over made pages of every readership, with what leaked',
    unit: 'passages',
    load: async () => (await import('./playbook.ts')).benchPlaybook,
  },
  {
    name: 'recommend',
    about: 'training the lift model, and scoring 1,000 deals with 1,000 partners',
    unit: 'past deals',
    load: async () => (await import('./recommend.ts')).benchRecommend,
  },
];
