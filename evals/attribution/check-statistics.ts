/**
 * Compares survival and regression figures with stored references of R: `npx tsx evals/attribution/check-statistics.ts FOLDER`,
 * FOLDER holding `stats/` and `recommender/`. Prints a line a figure and ends with 1 where one is off.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { type CoxSubject, fitCox } from '../../src/insights/statistics/cox-regression.ts';
import { estimateSurvival, medianSurvival, survivalAt } from '../../src/insights/statistics/kaplan-meier.ts';
import { testLogRank } from '../../src/insights/statistics/log-rank.ts';
import { fitLogistic } from '../../src/insights/statistics/logistic-regression.ts';
import { estimateRestrictedMean } from '../../src/insights/statistics/restricted-mean.ts';

const folder = process.argv[2];
if (!folder) throw new Error('usage: npx tsx evals/attribution/check-statistics.ts FOLDER');
const reference = JSON.parse(readFileSync(join(folder, 'stats/r_reference.json'), 'utf8'));
let off = 0;

compareSurvival();
compareLogistic();
process.stdout.write(`${off === 0 ? 'all equal' : `${off} off`}\n`);
process.exitCode = off === 0 ? 0 : 1;

function compareSurvival(): void {
  const rows = readRows('stats/partner_tenure.csv').map((row) => ({
    archetype: String(row.archetype),
    activity: Number(row.activity_z),
    time: Number(row.tenure_months),
    event: row.churned === '1',
  }));
  const expected = reference.survival;
  const names = ['msp', 'referral', 'si'];
  const groups = names.map((name) => rows.filter((row) => row.archetype === name));
  groups.forEach((group, g) => {
    const curve = estimateSurvival(group);
    const stratum = `arch=${names[g]}`;
    check(`median ${stratum}`, medianSurvival(curve), expected.median[stratum], 1e-8);
    check(`RMST ${stratum}`, estimateRestrictedMean(curve, 24).mean, expected.rmst24[stratum], 1e-8);
    expected.km.strata.forEach((name: string, i: number) => {
      if (name === stratum)
        check(
          `S ${name} ${expected.km.time[i]}`,
          survivalAt(curve, expected.km.time[i]),
          expected.km.surv[i],
          1e-8,
        );
    });
  });
  check('log-rank', testLogRank(groups).chiSquare, expected.logrank_chisq, 1e-8);
  const subjects: CoxSubject[] = rows.map((row) => ({
    ...row,
    covariates: [Number(row.archetype === 'referral'), Number(row.archetype === 'si'), row.activity],
  }));
  for (const ties of ['efron', 'breslow'] as const) {
    const fit = fitCox(subjects, { ties });
    const wanted = expected[`cox_${ties}`];
    ['archreferral', 'archsi', 'act'].forEach((name, i) => {
      check(`Cox ${ties} ${name}`, fit.coefficients[i] ?? null, wanted[name], 1e-6);
    });
  }
  check('Cox log likelihood', fitCox(subjects).logLikelihood, expected.cox_efron_loglik[1], 1e-6);
}

function compareLogistic(): void {
  const rows = readRows('recommender/deals_history.csv').slice(0, 3000);
  const fit = fitLogistic(
    rows.map((row) => [row.partner_id ? 1 : 0, Number(row.intent_score), Math.log(Number(row.amount_usd))]),
    rows.map((row) => row.won === '1'),
  );
  const { coef, se, deviance } = reference.logistic;
  ['(Intercept)', 'attached', 'intent_score', 'lamt'].forEach((name, i) => {
    check(`logistic ${name}`, fit.coefficients[i] ?? null, coef[name], 1e-6);
    check(`logistic error ${name}`, fit.standardErrors[i] ?? null, se[name], 1e-6);
  });
  check('logistic deviance', fit.deviance, deviance, 1e-6);
}

function check(name: string, got: number | null, wanted: number, tolerance: number): void {
  const fits = got !== null && Math.abs(got - wanted) <= tolerance * Math.max(1, Math.abs(wanted));
  if (!fits) off += 1;
  process.stdout.write(`${fits ? 'ok ' : 'OFF'} ${name}: ${got} against ${wanted}\n`);
}

function readRows(path: string): Record<string, string>[] {
  return parse(readFileSync(join(folder ?? '', path)), { columns: true });
}
