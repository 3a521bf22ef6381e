import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { writeLiftWorld } from './lift-world.ts';
import { measureNdcg } from './ndcg.ts';

const TOP = 5;

/**
 * `score-lift-worlds.ts [--deals N] [--partners N] [--effect X] [SEED…]`: company folders with planted lift, imported and
 * ranked as a person would. With --effect 0 partners do nothing, and `excludes zero` should not pass 0.10.
 */
const { values, positionals } = parseArgs({
  options: { deals: { type: 'string' }, partners: { type: 'string' }, effect: { type: 'string' } },
  allowPositionals: true,
});

async function scoreWorld(seed: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'cosell-lift-'));
  const app = await openApp({
    config: readConfig({ COSELL_LOG: 'silent' }),
    folder: null,
    now: () => new Date(),
    log: createLog('silent'),
  });
  try {
    const truth = writeLiftWorld({
      seed,
      folder,
      deals: Number(values.deals ?? 500),
      partners: Number(values.partners ?? 25),
      effect: Number(values.effect ?? 1),
    });
    const began = performance.now();
    await app.importCompany({ folder });
    const imported = (performance.now() - began) / 1_000;
    const scope = await app.access.grant(
      { kind: 'staff', email: 'evals', name: 'evals', role: 'rep' },
      { place: 'dm' },
    );
    const sums = { ndcg: 0, lift: 0, useless: 0, excellent: 0, found: 0, zero: 0, intervals: 0, covered: 0 };
    for (const deal of truth.openDeals) {
      const { partners } = await app.services.recommendations.recommend(scope, {
        subjectId: deal.opportunityId,
        top: TOP,
      });
      const ids = partners.map((one) => one.partner_id);
      const lifts = Object.fromEntries(Object.entries(deal.with).map(([id, p]) => [id, p - deal.without]));
      sums.ndcg += measureNdcg(ids, lifts, TOP);
      sums.lift += lifts[ids[0] ?? ''] ?? 0;
      if (truth.useless.includes(ids[0] ?? '')) sums.useless += 1;
      const best = Object.keys(lifts)
        .sort((a, b) => (lifts[b] ?? 0) - (lifts[a] ?? 0))
        .slice(0, TOP);
      for (const id of best.filter((one) => truth.excellent.includes(one))) {
        sums.excellent += 1;
        if (ids.includes(id)) sums.found += 1;
      }
      for (const { lift, partner_id } of partners) {
        if (!lift) continue;
        sums.intervals += 1;
        const known = lifts[partner_id] ?? 0;
        if (lift.low > 0 || lift.high < 0) sums.zero += 1;
        if (lift.low <= known && known <= lift.high) sums.covered += 1;
      }
    }
    const n = truth.openDeals.length;
    const share = (count: number, of: number) => (count / of).toFixed(3);
    return [
      `seed ${seed}: nDCG@5 ${share(sums.ndcg, n)}`,
      `true lift of the first ${share(sums.lift, n)}`,
      `useless first ${share(sums.useless, n)}`,
      `rare but excellent of the true five found ${share(sums.found, sums.excellent)}`,
      `intervals without zero ${share(sums.zero, sums.intervals)}`,
      `true lift inside ${share(sums.covered, sums.intervals)}`,
      `import ${imported.toFixed(1)} s`,
    ].join(', ');
  } finally {
    await app.close();
    rmSync(folder, { recursive: true });
  }
}

const seeds = positionals.map(Number);
for (const seed of seeds.length > 0 ? seeds : [1, 2, 3]) process.stdout.write(`${await scoreWorld(seed)}\n`);
