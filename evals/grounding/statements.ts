import { daysBetween } from '../../src/dates.ts';
import type { Random } from '../worlds/random.ts';
import type { TrueTurn } from './collect-turns.ts';
import { rewordAmount, rewordDay } from './reword.ts';

type Row = Readonly<Record<string, unknown>>;

/**
 * True sentences that the offline model would not write, made from the rows of a turn's results: possessives, first names,
 * short amounts, days without a year, shares and spans, as a large model words them.
 */
export function stateTurn(turn: TrueTurn, random: Random): string[] {
  const said = turn.outputs.flatMap((output) => stateOutput(output as Row, turn, random));
  return said.filter((one) => one !== '');
}

function stateOutput(output: Row, turn: TrueTurn, random: Random): string[] {
  const pick = (n: number) => random.int(0, n - 1);
  const rows = (key: string) => (Array.isArray(output[key]) ? (output[key] as Row[]) : []);
  const text = (row: Row, key: string) => (typeof row[key] === 'string' ? row[key] : '');
  const said: string[] = [];
  for (const row of random.sample(rows('registrations'), 2)) {
    const until = text(row, 'expires_on');
    const partner = text(row, 'partner');
    const account = text(row, 'account');
    if (!partner || !until) continue;
    const left = daysBetween(turn.facts.today, until);
    said.push(
      random.pick([
        `${possessive(partner)} registration of ${account} (${text(row, 'registration_id')}) is protected until ${rewordDay(until, pick)}.`,
        `${text(row, 'registration_id')} runs out on ${rewordDay(until, pick)}, ${left} days from now; it is with ${partner} for ${account}.`,
        `On ${account}, ${partner} holds a registration that ends ${rewordDay(until, pick)}.`,
      ]),
    );
  }
  for (const row of random.sample(rows('opportunities'), 2)) {
    said.push(
      `${text(row, 'name')} at ${text(row, 'account')} is worth ${rewordAmount(text(row, 'amount'), pick)} and should close by ${rewordDay(text(row, 'close_on'), pick)}.`,
    );
  }
  for (const row of random.sample(rows('overlaps'), 2)) {
    const owner = text(row, 'owner');
    const last = text(row, 'last_activity_on');
    if (owner && last)
      said.push(
        `${text(row, 'partner')} has ${text(row, 'account')} on its list; ${owner.split(' ')[0]} owns it there, and the last activity was on ${rewordDay(last, pick)}.`,
      );
  }
  const total = output.total as Row | undefined;
  for (const row of random.sample(rows('rows'), 2)) {
    if (!total || typeof total !== 'object' || figureOf(row.sourced) === 0) continue;
    const share = Math.round((100 * figureOf(row.sourced)) / figureOf(total.sourced));
    said.push(
      `${text(row, 'label')} sourced ${rewordAmount(text(row, 'sourced'), pick)}, ${share}% of the ${rewordAmount(text(total, 'sourced'), pick)} that partners sourced.`,
    );
  }
  if (total && typeof total === 'object' && figureOf(total.won) > 0) {
    const direct = Math.round((100 * figureOf(total.direct)) / figureOf(total.won));
    said.push(
      `Of ${rewordAmount(text(total, 'won'), pick)} won over ${String(total.deals)} deals, ${rewordAmount(text(total, 'direct'), pick)} was direct, or ${direct} percent.`,
    );
  }
  for (const row of random.sample(rows('partners'), 1)) {
    const lift = row.lift as { estimate: number } | null | undefined;
    if (lift)
      said.push(
        `I expect ${text(row, 'name')} to add about ${Math.round(lift.estimate * 100)} percentage points to the chance to win.`,
      );
  }
  return said;
}

function possessive(name: string): string {
  return name.endsWith('s') ? `${name}'` : `${name}'s`;
}

function figureOf(amount: unknown): number {
  return typeof amount === 'string' ? Number(amount.replace(/[^\d.]/g, '')) : 0;
}
