import fc from 'fast-check';
import { isAppError } from '../../src/errors.ts';
import { codeOf } from '../../src/registrations/acting.ts';
import { keyOf } from '../../src/registrations/submit.ts';
import { at, TODAY, type World } from './registrations-world.ts';

export const ACCOUNTS = 50;
export const PARTNERS = 20;

const KINDS = [
  { weight: 40, arbitrary: fc.constant('submit' as const) },
  { weight: 24, arbitrary: fc.constant('approve' as const) },
  { weight: 6, arbitrary: fc.constant('reject' as const) },
  { weight: 6, arbitrary: fc.constant('return' as const) },
  { weight: 5, arbitrary: fc.constant('resubmit' as const) },
  { weight: 7, arbitrary: fc.constant('withdraw' as const) },
  { weight: 4, arbitrary: fc.constant('extend' as const) },
  { weight: 3, arbitrary: fc.constant('close' as const) },
  { weight: 3, arbitrary: fc.constant('abort' as const) },
  { weight: 1, arbitrary: fc.constant('expire' as const) },
  { weight: 1, arbitrary: fc.constant('rebuild' as const) },
];

const STEP = fc.record({
  kind: fc.oneof(...KINDS),
  partner: fc.nat(PARTNERS - 1),
  account: fc.nat(ACCOUNTS - 1),
  product: fc.constantFrom('Platform', 'platform ', 'Analytics'),
  round: fc.nat(2),
  service: fc.nat(9).map((n) => n === 0),
  /** Which of the latest registrations: many steps want the same one at the same time. */
  back: fc.nat(40),
  /** What a decider adds: its own word on the account, or a deal that is lost already. */
  adds: fc.constantFrom('nothing', 'nothing', 'nothing', 'account', 'lost deal'),
});

type Step = typeof STEP extends fc.Arbitrary<infer T> ? T : never;

/** What people were told of their steps; each step's number is the surface that its move names. */
export interface Ledger {
  /** Steps that were answered with a move. */
  readonly moved: { readonly surface: string; readonly registrationId: string; readonly to: string }[];
  /** Keys of submissions that were answered. */
  readonly keys: Set<string>;
  /** Steps that were refused in words, or taken back before the commit: they left nothing. */
  readonly nothing: string[];
  /** Steps whose connection was lost: they may have happened or not. */
  readonly unknown: string[];
  /** Registrations that scheduled work said it ended. */
  readonly ended: string[];
  /** What nobody expected. */
  readonly broken: string[];
}

/** The steps of a busy day; the same for the same seed. */
export function planSteps(count: number): Step[] {
  return fc.sample(STEP, { numRuns: count, seed: Number(process.env.COSELL_PROPERTY_SEED ?? 20_261_123) });
}

/** Runs the steps, as many at a time as there are worlds, each in its own; `disturb` is called every 25 steps. */
export async function runBusyDay(
  worlds: readonly World[],
  steps: readonly Step[],
  disturb: () => Promise<void>,
): Promise<Ledger> {
  const ledger: Ledger = { moved: [], keys: new Set(), nothing: [], unknown: [], ended: [], broken: [] };
  const known: { registrationId: string; partnerId: string }[] = [];
  let next = 0;
  const work = async (world: World) => {
    for (let i = next++; i < steps.length; i = next++) {
      const step = steps[i];
      if (!step) return;
      if (i % 25 === 24) await disturb();
      await takeStep({ world, ledger, known, surface: `step-${i}` }, step);
    }
  };
  await Promise.all(worlds.map(work));
  return ledger;
}

interface Day {
  readonly world: World;
  readonly ledger: Ledger;
  readonly known: { registrationId: string; partnerId: string }[];
  readonly surface: string;
}

async function takeStep(day: Day, step: Step): Promise<void> {
  const { ledger, surface } = day;
  try {
    if (step.kind === 'submit') await submit(day, step);
    else if (step.kind === 'expire') {
      ledger.ended.push(...(await day.world.registrations.expireDue(day.world.access.system)));
    } else if (step.kind === 'rebuild') {
      await day.world.registrations.rebuildProtections(day.world.access.system);
    } else await change(day, step, step.kind);
  } catch (error) {
    if (isAppError(error) || error instanceof TakenBack) ledger.nothing.push(surface);
    else if (isLostConnection(error)) ledger.unknown.push(surface);
    else ledger.broken.push(`${step.kind}: ${codeOf(error)} ${error}`);
  }
}

/** The partner's people try again when their connection is lost, with the same key, as a click's retry does. */
async function submit(day: Day, step: Step): Promise<void> {
  const { world, known, ledger, surface } = day;
  const partnerId = `p${step.partner}`;
  const draft = {
    partnerId,
    accountName: `acct-${step.account}`,
    product: step.product,
    kind: step.service ? ('service' as const) : ('resale' as const),
    submissionKey: ['key', partnerId, step.account, step.product, step.service, step.round].join('-'),
  };
  for (let attempt = 1; ; attempt++) {
    try {
      const scope = await world.partnerOf(partnerId);
      const { registrationId } = await world.registrations.submit(scope, draft, { ...at(), surface });
      known.push({ registrationId, partnerId });
      ledger.keys.add(keyOf(draft, TODAY));
      return;
    } catch (error) {
      if (!isLostConnection(error) || attempt === 4) throw error;
    }
  }
}

type Change = Exclude<Step['kind'], 'submit' | 'expire' | 'rebuild'>;

async function change(day: Day, step: Step, kind: Change): Promise<void> {
  const { world, ledger, known, surface } = day;
  const { registrations, access, manager } = world;
  const target = known.at(-1 - step.back) ?? known[0];
  if (!target) return;
  const { registrationId } = target;
  const occasion = { ...at(), surface };
  const order = orderOf(step, registrationId);
  const partner = await world.partnerOf(target.partnerId);
  const written = await {
    approve: () => registrations.decide(manager, order, occasion),
    reject: () => registrations.decide(manager, { ...order, decision: 'reject' }, occasion),
    return: () => registrations.decide(manager, { ...order, decision: 'return' }, occasion),
    resubmit: () => registrations.resubmit(partner, registrationId, occasion),
    withdraw: () => registrations.withdraw(step.back % 2 ? partner : manager, registrationId, occasion),
    extend: () => registrations.extend(manager, registrationId, occasion),
    close: () => registrations.close(manager, { registrationId, outcome: 'won' }, occasion),
    abort: () =>
      access.open(manager, async (connection) => {
        await registrations.decideWithin(connection, manager, order, occasion);
        throw new TakenBack();
      }),
  }[kind]();
  ledger.moved.push({ surface, registrationId, to: written.status });
}

function orderOf(step: Step, registrationId: string) {
  return {
    registrationId,
    decision: 'approve' as const,
    reasonCode: 'thin_submission',
    reason: 'Please say more.',
    accountId: step.adds === 'account' ? `acct-${(step.account + 1) % ACCOUNTS}` : null,
    opportunityId: step.adds === 'lost deal' ? `lost-${step.account}` : null,
  };
}

class TakenBack extends Error {}

/** The server ended the connection (57P01), or the line broke in whatever words the driver has for it. */
function isLostConnection(error: unknown): boolean {
  if (codeOf(error) !== null && /^(57P0\d|08\d{3}|ECONNRESET|EPIPE)$/.test(String(codeOf(error))))
    return true;
  return error instanceof Error && /connection (terminated|error)|not queryable|socket/i.test(error.message);
}
