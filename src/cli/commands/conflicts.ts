import type { Scope } from '../../access/types.ts';
import type { CompanyService } from '../../company/service.ts';
import { isIsoDate } from '../../dates.ts';
import { AppError, isAppError } from '../../errors.ts';
import { type Money, parseMoney } from '../../money.ts';
import type { RegistrationsService } from '../../registrations/service.ts';
import type { ConflictCheck, ConflictSubject } from '../../registrations/types.ts';
import { type Case, describeError, type Output, readCases, writeJson, writeJsonLine } from '../output.ts';

export interface ConflictParts {
  readonly registrations: Pick<RegistrationsService, 'check' | 'checkMany'>;
  readonly company: Pick<CompanyService, 'settings'>;
  /** The scope of a person, by email. */
  readonly scopeOf: (email: string) => Promise<Scope>;
  readonly output: Output;
}

/** The command's options, as typed, or the keys of a case: nothing is checked yet. */
export interface ConflictOptions {
  readonly [key: string]: unknown;
  readonly account?: unknown;
  readonly product?: unknown;
  readonly partner?: unknown;
  readonly opportunity?: unknown;
  readonly registration?: unknown;
  readonly amount?: unknown;
  readonly currency?: unknown;
  readonly on?: unknown;
}

/** The findings of one subject, for a person or as one JSON document. */
export async function checkConflicts(
  parts: ConflictParts,
  request: ConflictOptions & { readonly as: string; readonly json: boolean },
): Promise<number> {
  const { currency } = await parts.company.settings();
  const subject = readSubject(request, currency);
  const check = await parts.registrations.check(await parts.scopeOf(request.as), subject);
  if (request.json) writeJson(parts.output, check);
  else parts.output.out(describeCheck(check));
  return 0;
}

/** A file of subjects, a JSON line each in their order; those of one person are checked together. */
export async function checkConflictCases(
  parts: ConflictParts,
  lines: string,
  defaults: { readonly as: string | undefined },
): Promise<number> {
  const { currency } = await parts.company.settings();
  const cases = readCases(lines);
  const replies = new Map<Case, ConflictCheck | AppError>();
  const byAsker = new Map<string, { one: Case; subject: ConflictSubject }[]>();
  for (const one of cases) {
    const asker = String(one.as ?? defaults.as ?? '');
    const subject = readOrFail(one as ConflictOptions, currency);
    const asked = byAsker.get(asker);
    if (isAppError(subject)) replies.set(one, subject);
    else if (asked) asked.push({ one, subject });
    else byAsker.set(asker, [{ one, subject }]);
  }
  for (const [asker, asked] of byAsker) {
    const checks = await checkTogether(
      parts,
      asker,
      asked.map(({ subject }) => subject),
    );
    asked.forEach(({ one }, i) => {
      const check = checks[i];
      if (check) replies.set(one, check);
    });
  }
  for (const one of cases) {
    const reply = replies.get(one) ?? new AppError('internal', 'The case was not answered.');
    writeJsonLine(parts.output, {
      id: one.id,
      ...(isAppError(reply) ? { error: describeError(reply) } : reply),
    });
  }
  return 0;
}

async function checkTogether(
  parts: ConflictParts,
  asker: string,
  subjects: readonly ConflictSubject[],
): Promise<readonly (ConflictCheck | AppError)[]> {
  try {
    return await parts.registrations.checkMany(await parts.scopeOf(asker), subjects);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return subjects.map(() => error);
  }
}

function readOrFail(one: ConflictOptions, currency: string): ConflictSubject | AppError {
  try {
    return readSubject(one, currency);
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
}

/** Throws `bad_input`, naming the option that can't be read. */
function readSubject(options: ConflictOptions, currency: string): ConflictSubject {
  const on = readText(options.on, 'on');
  if (on !== null && !isIsoDate(on))
    throw new AppError('bad_input', `'${on}' is not a date such as 2026-06-30.`);
  return {
    account: readText(options.account, 'account'),
    product: readText(options.product, 'product'),
    partner: readText(options.partner, 'partner'),
    opportunityId: readText(options.opportunity, 'opportunity'),
    registrationId: readText(options.registration, 'registration'),
    amount: readAmount(options.amount, readText(options.currency, 'currency') ?? currency),
    on,
  };
}

/** A decimal amount of a command's option; null for none. Throws `bad_input` for anything else. */
export function readAmount(amount: unknown, currency: string): Money | null {
  if (amount === null || amount === undefined || amount === '') return null;
  if (typeof amount !== 'number' && typeof amount !== 'string') {
    throw new AppError('bad_input', 'The amount is not a decimal such as 45000.50.');
  }
  const unit = currency.toUpperCase();
  if (!/^[A-Z]{3}$/.test(unit))
    throw new AppError('bad_input', `'${currency}' is not a currency such as EUR.`);
  return parseMoney(String(amount), unit);
}

function readText(text: unknown, option: string): string | null {
  if (text === null || text === undefined) return null;
  if (typeof text !== 'string' && typeof text !== 'number') {
    throw new AppError('bad_input', `'${option}' is not a text.`);
  }
  return String(text).trim() || null;
}

function describeCheck(check: ConflictCheck): string {
  const { account, findings } = check;
  const id = account.account_id ? ` (${account.account_id})` : '';
  const lines = [`${account.name}${id}, found by: ${account.matched_by}`];
  if (findings.length === 0) lines.push('Nothing stands in the way.');
  for (const finding of findings) {
    lines.push(`${finding.severity.padEnd(5)} ${finding.code}: ${finding.why}`, `      > ${finding.remedy}`);
    if (finding.rule) lines.push(`      "${finding.rule.quote}" (${finding.rule.path})`);
  }
  if (check.offer) lines.push(check.offer);
  return `${lines.join('\n')}\n`;
}
