import { createHash, randomBytes } from 'node:crypto';
import type { ProposalDraft } from '../../tools/define.ts';
import type { Access, ScopedConnection } from '../access/access.ts';
import { isRefusal } from '../access/refusals.ts';
import type { Scope } from '../access/types.ts';
import { AppError } from '../errors.ts';
import type { Click, ProposalView, Settled } from './types.ts';

/** How long a prepared step waits for its click. */
const LIFETIME_MS = 15 * 60_000;

/** What a click carries out: plain code over the stored payload, inside the click's own transaction. */
export interface ProposalAction {
  /** Done with the clicker's rights; gives the sentence that the person reads. */
  execute(connection: ScopedConnection, step: ExecutedStep): Promise<string>;
  /** Work of the program's own that follows a committed step, such as matching a new registration's account. */
  afterwards?(step: ExecutedStep): Promise<void>;
  /** Work of the program's own that follows a step which was refused, once its transaction is undone. */
  refused?(step: ExecutedStep, error: unknown): Promise<void>;
}

export interface ExecutedStep {
  readonly proposalId: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly scope: Scope;
  readonly surface: Click['surface'];
  /** One of the payload's `options`; null where it offers none. */
  readonly option: string | null;
  readonly at: Date;
}

export interface Proposals {
  store(scope: Scope, draft: ProposalDraft): Promise<ProposalView>;
  confirm(click: Click): Promise<Settled>;
  dismiss(click: Click): Promise<Settled>;
}

interface ProposalRow extends Record<string, unknown> {
  readonly proposal_id: string;
  readonly action: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly payload_hash: string;
  readonly state: string;
  readonly expires_at: string;
}

const COLUMNS = 'proposal_id, action, payload, payload_hash, state, expires_at';

/**
 * Prepared steps: stored as they will be carried out, settled once, by somebody whom the database lets settle them.
 * `actions` are the steps that the program knows, by name.
 */
export function createProposals(dependencies: {
  access: Access;
  actions: Readonly<Record<string, ProposalAction>>;
  now: () => Date;
}): Proposals {
  const { access, actions, now } = dependencies;

  const store: Proposals['store'] = async (scope, draft) => {
    const proposalId = `prop_${randomBytes(12).toString('hex')}`;
    const at = now();
    const expiresAt = new Date(at.getTime() + LIFETIME_MS);
    const payload = { ...draft.payload, summary: draft.summary };
    await access.open(scope, (connection) =>
      connection.query(
        `insert into proposals (proposal_id, action, payload, payload_hash, partner_id, proposed_by, confirmer, place,
           state, created_at, expires_at)
         values ($1, $2, $3::jsonb, $4, $5, $6, $7, $8, 'pending', $9, $10)`,
        [
          proposalId,
          draft.action,
          JSON.stringify(payload),
          hashPayload(payload),
          draft.partnerId,
          scope.actor.kind === 'outsider' ? scope.actor.id : scope.actor.email,
          draft.confirmer,
          scope.key,
          at.toISOString(),
          expiresAt.toISOString(),
        ],
      ),
    );
    return viewOf({
      proposal_id: proposalId,
      action: draft.action,
      payload,
      expires_at: expiresAt.toISOString(),
    });
  };

  const confirm: Proposals['confirm'] = async (click) => {
    const scope = await access.grant(click.actor, click.audience);
    const at = now();
    const begun: { step: ExecutedStep; action: ProposalAction }[] = [];
    const carryOut = async (connection: ScopedConnection) => {
      const row = await settle(connection, { click, state: 'confirmed', at });
      const action = actions[row.action];
      if (!action) throw new AppError('internal', `The step '${row.action}' is not known to this version.`);
      if (hashPayload(row.payload) !== row.payload_hash) {
        throw new AppError('conflict', 'This step was altered after it was shown. Ask for it again.');
      }
      const step: ExecutedStep = {
        proposalId: row.proposal_id,
        payload: row.payload,
        scope,
        surface: click.surface,
        option: readOption(row.payload, click.option),
        at,
      };
      begun.push({ step, action });
      const message = await action.execute(connection, step);
      await connection.query('update proposals set outcome = $2::jsonb where proposal_id = $1', [
        row.proposal_id,
        JSON.stringify({ message }),
      ]);
      return { row, step, message, action };
    };
    const done = await access.open(scope, carryOut).catch(async (error: unknown) => {
      const last = begun.at(-1);
      await last?.action.refused?.(last.step, error);
      throw error;
    });
    await done.action.afterwards?.(done.step);
    return { proposal: viewOf(done.row), state: 'confirmed', message: done.message };
  };

  const dismiss: Proposals['dismiss'] = async (click) => {
    const scope = await access.grant(click.actor, click.audience);
    const row = await access.open(scope, (connection) =>
      settle(connection, { click, state: 'dismissed', at: now() }),
    );
    return { proposal: viewOf(row), state: 'dismissed', message: 'Dismissed; nothing was changed.' };
  };

  return { store, confirm, dismiss };
}

/** What was chosen of what the step offers. Throws `bad_input`, so that nothing is settled, for anything else. */
function readOption(payload: ProposalRow['payload'], option: string | undefined): string | null {
  const options = Array.isArray(payload.options) ? payload.options.map(String) : [];
  if (options.length === 0) return null;
  if (option !== undefined && options.includes(option)) return option;
  throw new AppError('bad_input', `Choose one of: ${options.join(', ')}.`);
}

/** Takes the step once: of any number of clicks at a time, one gets the row. */
async function settle(
  connection: ScopedConnection,
  settling: { click: Click; state: 'confirmed' | 'dismissed'; at: Date },
): Promise<ProposalRow> {
  try {
    return await settleOnce(connection, settling);
  } catch (error) {
    // Readers without any right on proposals are refused by the database itself.
    if (!isRefusal(error)) throw error;
    throw new AppError('not_found', 'There is no such step for you to settle.', { cause: error });
  }
}

async function settleOnce(
  connection: ScopedConnection,
  settling: { click: Click; state: 'confirmed' | 'dismissed'; at: Date },
): Promise<ProposalRow> {
  const { click, state, at } = settling;
  const who = click.actor.kind === 'outsider' ? click.actor.id : click.actor.email;
  const [row] = await connection.query<ProposalRow>(
    `update proposals
     set state = $2, settled_by = $3, settled_at = $4
     where proposal_id = $1
       and state = 'pending'
       and expires_at > $4
     returning ${COLUMNS}`,
    [click.proposalId, state, who, at.toISOString()],
  );
  if (row) return row;
  throw await explainRefusal(connection, click.proposalId, at);
}

async function explainRefusal(connection: ScopedConnection, proposalId: string, at: Date): Promise<AppError> {
  const [row] = await connection.query<ProposalRow>(
    `select ${COLUMNS} from proposals where proposal_id = $1`,
    [proposalId],
  );
  if (!row) return new AppError('not_found', 'There is no such step for you to settle.');
  if (row.state !== 'pending')
    return new AppError('conflict', `This step was already ${row.state}; nothing was done twice.`);
  if (row.expires_at <= at.toISOString())
    return new AppError('expired', 'This step has expired. Ask for it again.');
  return new AppError('not_allowed', 'This step is for somebody else to confirm.');
}

function viewOf(row: Pick<ProposalRow, 'proposal_id' | 'action' | 'payload' | 'expires_at'>): ProposalView {
  const { summary, ...payload } = row.payload;
  return {
    id: row.proposal_id,
    action: row.action,
    summary: String(summary),
    payload,
    expires_at: row.expires_at,
  };
}

/** Keys in order, since the database keeps JSON objects in an order of its own. */
function hashPayload(payload: unknown): string {
  return createHash('sha256').update(canonical(payload)).digest('hex');
}

function canonical(part: unknown): string {
  if (Array.isArray(part)) return `[${part.map(canonical).join(',')}]`;
  if (part !== null && typeof part === 'object') {
    const entries = Object.entries(part)
      .filter(([, one]) => one !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`;
  }
  return JSON.stringify(part) ?? 'null';
}
