import type { Scope } from '../../access/types.ts';
import type { CompanyService } from '../../company/service.ts';
import { AppError } from '../../errors.ts';
import { formatMoney, toDecimal } from '../../money.ts';
import type { RegistrationsService } from '../../registrations/service.ts';
import type {
  Decision,
  RegistrationDraft,
  RegistrationKind,
  RegistrationRow,
  RegistrationStatus,
  RegistrationView,
} from '../../registrations/types.ts';
import { type Output, writeJson } from '../output.ts';
import { readAmount } from './conflicts.ts';

export interface RegistrationParts {
  readonly registrations: RegistrationsService;
  readonly company: Pick<CompanyService, 'settings'>;
  readonly scopeOf: (email: string) => Promise<Scope>;
  readonly now: () => Date;
  readonly output: Output;
}

interface Asked {
  readonly as: string;
  readonly json: boolean;
}

/** A write happens only where `yes` is set; else it is said and the exit code is 1. */
interface Writing extends Asked {
  readonly yes: boolean;
}

const STATUSES: readonly RegistrationStatus[] = [
  'draft',
  'submitted',
  'returned',
  'approved',
  'rejected',
  'expired',
  'withdrawn',
  'won',
  'lost',
];
const KINDS: readonly RegistrationKind[] = ['resale', 'referral', 'msp', 'service'];
const DECISIONS: readonly Decision[] = ['approve', 'reject', 'return'];

/** The registrations that fit, the newest first. */
export async function listRegistrations(
  parts: RegistrationParts,
  request: Asked & {
    readonly partner?: string | undefined;
    readonly status?: string | undefined;
    readonly account?: string | undefined;
    readonly text?: string | undefined;
    readonly due?: boolean | undefined;
  },
): Promise<number> {
  const status = request.status === undefined ? undefined : readOne(request.status, STATUSES, 'status');
  const rows = await parts.registrations.list(await parts.scopeOf(request.as), {
    ...(request.partner ? { partnerId: request.partner } : {}),
    ...(status ? { status } : {}),
    ...(request.account ? { accountId: request.account } : {}),
    ...(request.text ? { text: request.text } : {}),
    ...(request.due ? { dueOnly: true } : {}),
  });
  if (request.json) writeJson(parts.output, { registrations: rows.map(shapeRow) });
  else parts.output.out(rows.length === 0 ? 'None.\n' : rows.map((row) => `${describeRow(row)}\n`).join(''));
  return 0;
}

/** One registration with its history and what stands in its way. */
export async function showRegistration(
  parts: RegistrationParts,
  request: Asked & { readonly id: string },
): Promise<number> {
  const view = await parts.registrations.show(await parts.scopeOf(request.as), request.id);
  if (request.json) {
    writeJson(parts.output, {
      ...shapeRow(view.registration),
      moves: view.moves.map((move) => ({
        from: move.fromStatus,
        to: move.toStatus,
        at: move.movedAt,
        by: move.movedBy,
        surface: move.surface,
        reason: move.reason,
      })),
      findings: view.findings,
      unchecked: view.unchecked,
    });
  } else parts.output.out(describeView(view));
  return 0;
}

/** Checks every history; names the first move that does not hold. */
export async function verifyRegistrations(parts: RegistrationParts, request: Asked): Promise<number> {
  const { registrations, moves, broken } = await parts.registrations.verifyHistory(
    await parts.scopeOf(request.as),
  );
  if (request.json) {
    writeJson(parts.output, {
      whole: broken === null,
      registrations,
      moves,
      broken: broken && {
        registration_id: broken.registrationId,
        move_id: broken.moveId,
        why: broken.why,
      },
    });
  } else if (broken) {
    const where = broken.moveId === null ? 'without any move' : `at move ${broken.moveId}`;
    parts.output.out(`The history of ${broken.registrationId} is broken ${where}: ${broken.why}.\n`);
  } else parts.output.out(`${moves} moves of ${registrations} registrations: every history is whole.\n`);
  return broken ? 1 : 0;
}

/** Submits for a partner. */
export async function submitRegistration(
  parts: RegistrationParts,
  request: Writing & {
    readonly partner?: string | undefined;
    readonly account: string;
    readonly domain?: string | undefined;
    readonly country?: string | undefined;
    readonly product?: string | undefined;
    readonly amount?: string | undefined;
    readonly currency?: string | undefined;
    readonly kind?: string | undefined;
    readonly opportunity?: string | undefined;
    readonly key?: string | undefined;
  },
): Promise<number> {
  const scope = await parts.scopeOf(request.as);
  const partnerId = request.partner ?? scope.partnerIds[0];
  if (!partnerId) throw new AppError('bad_input', 'Say which partner submits: --partner ID.');
  const { currency } = await parts.company.settings();
  const amount = readAmount(request.amount, request.currency ?? currency);
  const draft: RegistrationDraft = {
    partnerId,
    accountName: request.account,
    accountDomain: request.domain ?? null,
    country: request.country ?? null,
    product: request.product ?? null,
    amount,
    kind: request.kind === undefined ? 'resale' : readOne(request.kind, KINDS, 'kind'),
    opportunityId: request.opportunity ?? null,
    ...(request.key ? { submissionKey: request.key } : {}),
  };
  const what = [request.account, request.product, amount && formatMoney(amount)].filter(Boolean).join(', ');
  return write(parts, request, {
    action: 'submit',
    summary: `Submit the registration of ${what} for ${partnerId}`,
    run: () => parts.registrations.submit(scope, draft, occasion(parts)),
  });
}

/** Approves, rejects or returns. */
export async function decideRegistration(
  parts: RegistrationParts,
  request: Writing & {
    readonly id: string;
    readonly decision: string;
    readonly reasonCode?: string | undefined;
    readonly reason?: string | undefined;
    readonly opportunity?: string | undefined;
    readonly account?: string | undefined;
  },
): Promise<number> {
  const scope = await parts.scopeOf(request.as);
  const decision = readOne(request.decision, DECISIONS, 'decision');
  const because = request.reasonCode ? ` (${request.reasonCode})` : '';
  return write(parts, request, {
    action: decision,
    summary: `${capitalise(decision)} ${request.id}${because}`,
    run: () =>
      parts.registrations.decide(
        scope,
        {
          registrationId: request.id,
          decision,
          reasonCode: request.reasonCode ?? null,
          reason: request.reason ?? null,
          opportunityId: request.opportunity ?? null,
          accountId: request.account ?? null,
        },
        occasion(parts),
      ),
  });
}

/** Extends, withdraws, or answers the question on a returned one. */
export async function changeRegistration(
  parts: RegistrationParts,
  request: Writing & {
    readonly id: string;
    readonly change: 'extend' | 'withdraw' | 'resubmit';
    readonly reason?: string | undefined;
  },
): Promise<number> {
  const scope = await parts.scopeOf(request.as);
  const { id, change } = request;
  return write(parts, request, {
    action: change,
    summary: `${capitalise(change)} ${id}`,
    run: () => parts.registrations[change](scope, id, { ...occasion(parts), reason: request.reason ?? null }),
  });
}

async function write(
  parts: RegistrationParts,
  request: Writing,
  step: { action: string; summary: string; run: () => ReturnType<RegistrationsService['submit']> },
): Promise<number> {
  if (!request.yes) {
    if (request.json) writeJson(parts.output, { written: false, action: step.action, summary: step.summary });
    else parts.output.out(`${step.summary}.\n`);
    parts.output.err('Nothing was written: repeat it with --yes.\n');
    return 1;
  }
  const written = await step.run();
  if (request.json) {
    writeJson(parts.output, {
      written: true,
      registration_id: written.registrationId,
      status: written.status,
      protected_until: written.protectedUntil,
      message: written.message,
    });
  } else parts.output.out(`${written.message}\n`);
  return 0;
}

function occasion(parts: RegistrationParts) {
  return { surface: 'terminal', at: parts.now() };
}

/** A row with the names of the files' columns; money is in its own currency, as it was registered. */
function shapeRow(row: RegistrationRow) {
  return {
    registration_id: row.registrationId,
    partner_id: row.partnerId,
    partner: row.partnerName,
    account_name: row.accountName,
    account_domain: row.accountDomain,
    account_id: row.accountId,
    country: row.country,
    product: row.product,
    amount:
      row.amountMinor === null || row.currency === null
        ? null
        : toDecimal({ minor: row.amountMinor, currency: row.currency }),
    currency: row.currency,
    kind: row.kind,
    status: row.status,
    submitted_on: row.submittedOn,
    submitted_by: row.submittedBy,
    decided_on: row.decidedOn,
    expires_on: row.expiresOn,
    decision_due_on: row.decisionDueOn,
    overdue: row.overdue,
    protected_until: row.protectedUntil,
    extensions: row.extensions,
    opportunity_id: row.opportunityId,
    reason_code: row.reasonCode,
    reason: row.reason,
    reply: row.reply,
  };
}

function describeRow(row: RegistrationRow): string {
  const state = row.overdue
    ? `${row.status}, decision was due on ${row.decisionDueOn}`
    : row.decisionDueOn
      ? `${row.status}, decision due on ${row.decisionDueOn}`
      : row.protectedUntil
        ? `${row.status}, protected until ${row.protectedUntil}`
        : row.status;
  // On one line, whatever was typed: a name with a line in it must not look like another row.
  const what = [row.accountName, row.product].filter(Boolean).join(', ').replace(/\s+/g, ' ');
  return `${row.registrationId}  ${row.partnerName}: ${what} (${state})`;
}

function describeView({ registration, moves, findings, unchecked }: RegistrationView): string {
  const lines = [describeRow(registration)];
  if (registration.reply) lines.push(`reply: ${registration.reply}`);
  for (const move of moves) {
    const who = move.movedBy ? ` by ${move.movedBy}` : '';
    lines.push(`${move.movedAt.slice(0, 16)}  ${move.fromStatus ?? 'new'} -> ${move.toStatus}${who}`);
  }
  for (const finding of findings) lines.push(`${finding.severity.padEnd(5)} ${finding.code}: ${finding.why}`);
  if (unchecked) lines.push(`not checked: ${unchecked}`);
  return `${lines.join('\n')}\n`;
}

function readOne<T extends string>(text: string, choices: readonly T[], what: string): T {
  const choice = choices.find((one) => one === text.trim().toLowerCase());
  if (!choice) throw new AppError('bad_input', `'${text}' is no ${what}; there are ${choices.join(', ')}.`);
  return choice;
}

function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
