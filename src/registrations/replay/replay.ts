import type { ScopedConnection } from '../../access/access.ts';
import type { CompanySettings } from '../../company/settings.ts';
import { addDays, type IsoDate } from '../../dates.ts';
import { AppError } from '../../errors.ts';
import { parseMoney } from '../../money.ts';
import { termsByDay } from '../conflict-check.ts';
import { readRuleChanges } from './read-rules.ts';
import { reportReplay } from './report.ts';
import { admitDeciders, type History, readHistory } from './store.ts';
import type { ReplayReport, ReplayRequest } from './types.ts';
import { walkHistory } from './walk.ts';

/** Reads the history in one transaction; only for those who may decide. Throws the database's refusal to others. */
export async function readHistoryWithin(
  connection: ScopedConnection,
  settings: CompanySettings,
): Promise<History> {
  await admitDeciders(connection);
  return readHistory(connection, settings.rules_of_engagement);
}

/**
 * The company's own registrations under other rules: which decisions would have been other ones, for whom, and how
 * protections, findings and lateness would have moved. With no rule changed both sides are equal. Throws `bad_input`
 * for a rule that cannot be read and for a period that ends before it begins.
 */
export function replayHistory(
  { lives, surroundings }: History,
  request: ReplayRequest,
  company: { settings: CompanySettings; today: IsoDate },
): ReplayReport {
  const { settings, today } = company;
  const was = settings.rules_of_engagement;
  const wouldBe = readRuleChanges(was, request.set);
  // An amount that is none fails here, whether or not a registration comes to be weighed by it.
  parseMoney(String(wouldBe.min_amount), settings.currency);
  const period = periodOf(lives, request, today);
  const walk = walkHistory(lives, surroundings, {
    termsOn: termsByDay(settings),
    rules: { was, wouldBe },
    from: request.from ?? null,
    until: addDays(period.to, -1),
  });
  return reportReplay({ walk, lives, period, today });
}

/** The days asked for; from the first submission to today, where they are left out. Throws `bad_input`. */
export function periodOf(
  lives: History['lives'],
  asked: Pick<ReplayRequest, 'from' | 'to'>,
  today: IsoDate,
): { readonly from: IsoDate; readonly to: IsoDate } {
  const to = asked.to ?? addDays(today, 1);
  const [first = addDays(to, -1)] = lives.flatMap((life) => life.steps[0]?.at.slice(0, 10) ?? []).sort();
  const from = asked.from ?? (first < to ? first : addDays(to, -1));
  if (from >= to) throw new AppError('bad_input', `The period ends (${to}) before it begins (${from}).`);
  return { from, to };
}
