import type { CompanySettings } from '../../company/settings.ts';
import { addDays, type IsoDate } from '../../dates.ts';
import { termsByDay } from '../conflict-check.ts';
import { periodOf } from '../replay/replay.ts';
import type { History } from '../replay/store.ts';
import { walkHistory } from '../replay/walk.ts';
import { measureAcceptance } from './acceptance.ts';
import { findOverrides } from './overrides.ts';
import { findSquatting } from './squatting.ts';
import type { FairnessReport, FairnessRequest } from './types.ts';

/**
 * How evenly registrations were treated in a period: squatting, acceptance and time to decide, and where the direct
 * team or a decision went against a claim. Findings are those of the rules in force, on what was known on the day of
 * each decision. Throws `bad_input` for a period that ends before it begins.
 */
export function measureFairness(
  { lives, surroundings, firms }: History,
  request: FairnessRequest,
  company: { settings: CompanySettings; today: IsoDate },
): FairnessReport {
  const { settings, today } = company;
  const period = periodOf(lives, request, today);
  const rules = settings.rules_of_engagement;
  const walk = walkHistory(lives, surroundings, {
    termsOn: termsByDay(settings),
    rules: { was: rules, wouldBe: rules },
    from: null,
    // What ended a claim later is no part of the period, but says that it did not run out.
    until: addDays(today, 1),
  });
  const inPeriod = (day: IsoDate) => period.from <= day && day < period.to;
  const standings = [...walk.was.standings.values()];
  const decisions = walk.looks.filter((look) => look.moment === 'decided' && inPeriod(look.on));
  return {
    period,
    squatting: findSquatting(standings, surroundings, { today, inPeriod }),
    acceptance: measureAcceptance(decisions, firms),
    overrides: findOverrides({ standings, decisions }, surroundings, inPeriod),
  };
}
