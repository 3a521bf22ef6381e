import { parse } from 'yaml';
import { companySettingsSchema, type RulesOfEngagement } from '../../company/settings.ts';
import { AppError } from '../../errors.ts';

const RULES = companySettingsSchema.shape.rules_of_engagement.unwrap();

/** Every rule of company.yaml, by its key. */
const RULE_KEYS = Object.keys(RULES.shape) as (keyof RulesOfEngagement)[];

/** A hundred years: a longer stretch is a slip, and leaves the calendar. */
const MOST_DAYS = 36_500;

/**
 * The rules with some of them set anew, each written as `key=value` as company.yaml would have it; a list or a table is
 * written as YAML in one line. Of a key named twice the later counts. Throws `bad_input` with the keys that there are
 * for an unknown one, and for a value that cannot be read.
 */
export function readRuleChanges(rules: RulesOfEngagement, written: readonly string[]): RulesOfEngagement {
  return written.reduce((changed, one) => setRule(changed, one), rules);
}

/** The keys whose values differ, in the order of company.yaml. */
export function listChangedRules(was: RulesOfEngagement, wouldBe: RulesOfEngagement) {
  return RULE_KEYS.filter((key) => JSON.stringify(was[key]) !== JSON.stringify(wouldBe[key])).map((key) => ({
    rule: key,
    was: was[key],
    wouldBe: wouldBe[key],
  }));
}

function setRule(rules: RulesOfEngagement, written: string): RulesOfEngagement {
  const at = written.indexOf('=');
  const key = (at < 0 ? written : written.slice(0, at)).trim();
  const known = RULE_KEYS.find((one) => one === key);
  if (known === undefined) {
    throw new AppError('bad_input', `'${key}' is no rule; there are ${RULE_KEYS.join(', ')}.`);
  }
  const parsed = at < 0 ? null : RULES.shape[known].safeParse(readYaml(written.slice(at + 1)));
  // An empty value would be read as the default, which nobody asked for.
  const empty = written.slice(at + 1).trim() === '';
  if (!parsed?.success || empty || (known !== 'min_amount' && Number(parsed.data) > MOST_DAYS)) {
    throw new AppError(
      'bad_input',
      `'${written}' cannot be read: write ${known}=VALUE as company.yaml has it. There are ${RULE_KEYS.join(', ')}.`,
    );
  }
  return { ...rules, [known]: parsed.data };
}

/** What the text says as YAML; null, which no rule takes, where it is none. */
function readYaml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return null;
  }
}
