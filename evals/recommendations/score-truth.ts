import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { generateWorld } from '../worlds/generate.ts';
import { measureNdcg } from './ndcg.ts';

/** What the generator knows of an open deal: the chance to win it alone and with each active partner. */
interface PlantedDeal {
  readonly opportunity_id: string;
  readonly without_partner: number;
  readonly with_partner: Readonly<Record<string, number>>;
}

const TOP = 5;

/**
 * How good the rankings are on generated companies whose partners' true lift is known: mean nDCG@5 (gain: lift above the
 * worst candidate's, discount log2(rank + 1)), and the true lift of the first pick beside that of a random partner.
 */
async function scoreWorld(
  seed: number,
): Promise<{ seed: number; ndcg: number; top: number; random: number; deals: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'cosell-truth-'));
  const config = readConfig({ COSELL_LOG: 'silent' });
  const app = await openApp({ config, folder: null, now: () => new Date(), log: createLog('silent') });
  try {
    const { truthFile } = await generateWorld({ seed, folder: join(folder, 'company') });
    await app.importCompany({ folder: join(folder, 'company') });
    const truth = JSON.parse(readFileSync(truthFile, 'utf8')) as { open_deals: readonly PlantedDeal[] };
    const scope = await app.access.grant(
      { kind: 'staff', email: 'evals', name: 'evals', role: 'rep' },
      { place: 'dm' },
    );
    let ndcg = 0;
    let top = 0;
    let random = 0;
    for (const deal of truth.open_deals) {
      const found = await app.services.recommendations.recommend(scope, {
        subjectId: deal.opportunity_id,
        top: TOP,
      });
      const stopped = new Set(found.left_out.map((one) => one.partner_id));
      const chances = Object.entries(deal.with_partner).filter(([id]) => !stopped.has(id));
      ndcg += measureNdcg(
        found.partners.map((one) => one.partner_id),
        Object.fromEntries(chances),
        TOP,
      );
      top +=
        (deal.with_partner[found.partners[0]?.partner_id ?? ''] ?? deal.without_partner) -
        deal.without_partner;
      random += chances.reduce((sum, [, chance]) => sum + chance - deal.without_partner, 0) / chances.length;
    }
    const n = truth.open_deals.length;
    return { seed, ndcg: ndcg / n, top: top / n, random: random / n, deals: n };
  } finally {
    await app.close();
    rmSync(folder, { recursive: true });
  }
}

const seeds = process.argv.slice(2).map(Number);
for (const seed of seeds.length > 0 ? seeds : [7, 12, 99]) {
  const { ndcg, top, random, deals } = await scoreWorld(seed);
  process.stdout.write(
    `seed ${seed}: nDCG@5 ${ndcg.toFixed(3)}, true lift of the first ${top.toFixed(3)}, of a random partner ${random.toFixed(3)} (${deals} open deals)\n`,
  );
}
