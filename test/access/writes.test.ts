import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScopedConnection } from '../../src/access/access.ts';
import type { Database } from '../../src/db/port.ts';
import { listTestDatabases } from '../setup/database.ts';
import { openReaders, type Reader } from './world.ts';

/** What comes of a write: rows touched, or refused by privilege or policy, by a rule of the data, or by a key. */
type Outcome = 'done' | 'nothing' | 'refused' | 'unlawful' | 'no such row';

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  '42501': 'refused',
  '23514': 'unlawful',
  '23503': 'no such row',
};

class Undone extends Error {}

const register = (id: string, partner: string, status: string) =>
  `insert into registrations (registration_id, partner_id, account_name, status)
   values ('${id}', '${partner}', 'New', '${status}')`;
const trace = (registration: string, partner: string, status: string) =>
  `insert into registration_moves (registration_id, partner_id, to_status, moved_at, moved_by, surface)
   values ('${registration}', '${partner}', '${status}', '2026-01-02T00:00Z', 'x', 'cli')`;
const move = (registration: string, status: string) =>
  `update registrations set status = '${status}' where registration_id = '${registration}'`;
const propose = (partner: string, confirmer: string, state = 'pending') =>
  `insert into proposals (proposal_id, action, payload, payload_hash, partner_id, proposed_by, confirmer, place, state,
     created_at, expires_at)
   values ('new', 'x', '{}', 'x', '${partner}', 'x', '${confirmer}', 'x', '${state}', '2026-01-01T00:00Z',
     '2026-01-01T00:15Z')`;
const confirm = (proposal: string) =>
  `update proposals set state = 'confirmed', settled_by = 'x' where proposal_id = '${proposal}'`;
const tell = (proposal: string) =>
  `update proposals set outcome = '{"message": "done"}' where proposal_id = '${proposal}'`;
const reopen = (proposal: string) =>
  `update proposals set state = 'pending' where proposal_id = '${proposal}'`;
const protect = `insert into protections (registration_id, partner_id, account_id, product, protected_from, protected_until)
  values ('a-open', 'a', 'nobody', 'core', '2026-01-01', '2026-04-01')`;
const review = (record: string, account: string, verdict: string, by: string) =>
  `insert into match_reviews (partner_id, record_id, account_id, verdict, reason, said_by, said_at)
   values ('a', '${record}', '${account}', '${verdict}', 'why', '${by}', '2026-01-02T00:00Z')`;

// Statements parted by '; ' run in one transaction; the last one's outcome counts.
const ATTEMPTS: readonly [who: string, readers: readonly Reader[], statement: string, outcome: Outcome][] = [
  ['registers its own deal', ['a'], register('n', 'a', 'submitted'), 'done'],
  ['prepares its own deal', ['a'], register('n', 'a', 'draft'), 'done'],
  ['registers for another', ['a', 'room', 'unset', 'public'], register('n', 'b', 'submitted'), 'refused'],
  ['registers for a firm in the room', ['room'], register('n', 'a', 'submitted'), 'refused'],
  ['registers for any partner', ['internal', 'deciding'], register('n', 'b', 'submitted'), 'done'],
  [
    'names the account of its own registration',
    ['a'],
    `insert into registrations (registration_id, partner_id, account_name, status, account_id)
     values ('n', 'a', 'New', 'draft', 'nobody')`,
    'refused',
  ],
  ['takes its own back', ['a'], move('a-open', 'withdrawn'), 'done'],
  ['sends its own draft', ['a'], move('a-draft', 'submitted'), 'done'],
  [
    'writes a message in our name',
    ['internal', 'deciding', 'a', 'room', 'unset', 'public'],
    `insert into notices (kind, registration_id, partner_id, audience, recipient, about_on, due_on, body)
     values ('protection_ends', 'a-held', 'a', 'partner', 'x', '2026-04-01', '2026-03-18', 'x')`,
    'refused',
  ],
  [
    'mutes somebody',
    ['internal', 'deciding', 'a', 'room', 'unset', 'public'],
    `update preferences set muted = '{weekly_digest}'`,
    'refused',
  ],
  [
    'praises an answer in another’s name',
    ['internal', 'deciding', 'a', 'room', 'unset', 'public'],
    `insert into answer_feedback (turn_id, person, verdict, said_at) values ('a-said', 'x', 'good', now())`,
    'refused',
  ],
  ['keeps a message from going out', ['deciding', 'a'], `update notices set state = 'dropped'`, 'refused'],
  ['unsays a message', ['system', 'deciding', 'a'], 'delete from notices', 'refused'],
  ['calls work done', ['deciding', 'a'], 'update scheduled_runs set finished_at = now()', 'refused'],
  ['takes back what another sent', ['a', 'room', 'unset'], move('b-open', 'withdrawn'), 'nothing'],
  ['sends a refused one again', ['a'], move('a-refused', 'submitted'), 'unlawful'],
  ['takes a refused one back', ['a'], move('a-refused', 'withdrawn'), 'unlawful'],
  ['changes the amount of its own', ['a'], `update registrations set amount_minor = 9`, 'refused'],
  ['gives its own to another', ['a'], `update registrations set partner_id = 'b'`, 'refused'],
  ['prolongs its own', ['a'], `update registrations set extensions = 1`, 'refused'],
  ['decides', ['room', 'unset'], move('a-open', 'approved'), 'nothing'],
  ['decides', ['internal', 'public'], move('a-open', 'approved'), 'refused'],
  ['decides on its own', ['a'], move('a-open', 'approved'), 'refused'],
  ['refuses', ['deciding'], move('a-open', 'rejected'), 'done'],
  ['decides again', ['deciding'], move('a-refused', 'approved'), 'unlawful'],
  ['deletes a registration', ['internal', 'deciding', 'a', 'public'], 'delete from registrations', 'refused'],
  ['traces its own sending', ['a'], trace('a-open', 'a', 'submitted'), 'done'],
  ["traces a move of another's", ['a'], trace('b-open', 'b', 'withdrawn'), 'refused'],
  ["traces a move of another's as its own", ['a'], trace('b-open', 'a', 'withdrawn'), 'no such row'],
  ['traces a decision on its own', ['a'], trace('a-open', 'a', 'approved'), 'refused'],
  ['traces a decision', ['internal'], trace('a-open', 'a', 'approved'), 'refused'],
  ['traces a decision for the manager', ['deciding'], trace('a-open', 'a', 'approved'), 'done'],
  ['traces for the wrong partner', ['deciding', 'system'], trace('a-open', 'b', 'approved'), 'no such row'],
  [
    'edits history',
    ['system', 'internal', 'deciding', 'a'],
    `update registration_moves set reason = 'x'`,
    'refused',
  ],
  ['deletes history', ['system', 'internal', 'deciding', 'a'], 'delete from registration_moves', 'refused'],
  ['deletes the audit', ['system', 'internal', 'deciding', 'a'], 'delete from audit', 'refused'],
  ['protects', ['internal', 'a', 'room', 'public'], protect, 'refused'],
  ['protects as the manager', ['deciding'], protect, 'done'],
  [
    'lifts a protection',
    ['internal', 'a', 'public'],
    `delete from protections where registration_id = 'b-held'`,
    'refused',
  ],
  ['proposes to itself', ['a'], propose('a', 'partner'), 'done'],
  ['proposes to another', ['a', 'room', 'unset', 'public'], propose('b', 'partner'), 'refused'],
  ['proposes what our people confirm', ['a'], propose('a', 'staff'), 'refused'],
  ['proposes to anybody', ['internal', 'deciding'], propose('a', 'manager'), 'done'],
  [
    'proposes what is confirmed already',
    ['internal', 'deciding'],
    propose('a', 'staff', 'confirmed'),
    'refused',
  ],
  ['confirms its own', ['a'], confirm('a-partner'), 'done'],
  ['confirms what is for another', ['a', 'room', 'unset'], confirm('b-partner'), 'nothing'],
  ['confirms what is for our people', ['a'], confirm('a-staff'), 'nothing'],
  ['confirms what is for the manager', ['a', 'internal'], confirm('a-manager'), 'nothing'],
  ['confirms what is for a partner', ['internal', 'deciding'], confirm('a-partner'), 'nothing'],
  ['confirms what is for our people', ['internal', 'deciding'], confirm('a-staff'), 'done'],
  ['confirms what is for the manager', ['deciding'], confirm('a-manager'), 'done'],
  [
    'changes what will be done',
    ['a', 'internal', 'deciding'],
    `update proposals set payload = '{}'`,
    'refused',
  ],
  [
    'changes who confirms',
    ['a', 'internal', 'deciding'],
    `update proposals set confirmer = 'staff'`,
    'refused',
  ],
  ['tells what came of it', ['a'], `${confirm('a-partner')}; ${tell('a-partner')}`, 'done'],
  ['opens a confirmed step again', ['a'], `${confirm('a-partner')}; ${reopen('a-partner')}`, 'refused'],
  [
    'settles a step again after its outcome',
    ['a'],
    `${confirm('a-partner')}; ${tell('a-partner')}; ${confirm('a-partner')}`,
    'nothing',
  ],
  [
    'opens a confirmed step again',
    ['internal', 'deciding'],
    `${confirm('a-staff')}; ${reopen('a-staff')}`,
    'refused',
  ],
  ['gives itself a tier', ['a', 'internal', 'deciding'], `update partners set tier = 'platinum'`, 'refused'],
  ['opens our list to itself', ['a', 'internal'], `update sharing set level = 'full'`, 'refused'],
  ['changes the programme', ['a', 'internal', 'deciding'], `update company set name = 'x'`, 'refused'],
  [
    'makes a page its own',
    ['a', 'internal', 'deciding', 'public'],
    `update playbook_pages set audience_id = 6`,
    'refused',
  ],
  [
    'settles which records are one without a word of why',
    ['internal', 'deciding', 'a'],
    `insert into match_decisions (partner_id, record_id, account_id, same, decided_by, decided_at)
     values ('a', 'a-overlap', 'a-shared', true, 'x', '2026-01-01T00:00Z')`,
    'refused',
  ],
  [
    'says that records are one',
    ['deciding'],
    review('a-overlap', 'a-shared', 'same', 'pm@us.example'),
    'done',
  ],
  [
    'says that records are one',
    ['internal', 'a', 'room', 'public'],
    review('a-overlap', 'a-shared', 'same', 'pm@us.example'),
    'refused',
  ],
  [
    'decides on a pair in the name of somebody who may not',
    ['deciding'],
    review('a-overlap', 'a-shared', 'not_same', 'rep@us.example'),
    'refused',
  ],
  [
    'decides on a pair that the partner withholds',
    ['deciding', 'internal'],
    review('a-withheld', 'a-hidden', 'same', 'pm@us.example'),
    'refused',
  ],
  ['doubts a match', ['internal'], review('a-overlap', 'a-shared', 'doubted', 'rep@us.example'), 'done'],
  ['doubts a match', ['a', 'room'], review('a-overlap', 'a-shared', 'doubted', 'rep@us.example'), 'refused'],
  [
    'changes what was said of a pair',
    ['system', 'deciding', 'internal', 'a'],
    `update match_reviews set verdict = 'same'`,
    'refused',
  ],
  [
    'puts the shipped weights back',
    ['deciding'],
    `insert into match_weights (learnt_on, changes, decisions, learnt_at) values ('x', '[]', 0, '2026-01-02T00:00Z')`,
    'done',
  ],
  [
    'writes weights of its own',
    ['deciding', 'internal', 'a'],
    `insert into match_weights (learnt_on, changes, decisions, learnt_at) values ('x', '[1]', 0, '2026-01-02T00:00Z')`,
    'refused',
  ],
  ['teaches the matcher', ['deciding', 'a'], `update match_weights set changes = '[]'`, 'refused'],
  [
    'asks for an introduction in the name of our people',
    ['a', 'room', 'public'],
    `insert into intro_requests (intro_id, partner_id, body, asked_by, asked_at)
     values ('n', 'a', 'x', 'x', '2026-01-01T00:00Z')`,
    'refused',
  ],
  [
    'notes what was shown to somebody of ours',
    ['internal', 'deciding'],
    `insert into recommendations_shown (account_id, partner_id, rank, shown_to, shown_on, shown_at)
     values ('nobody', 'a', 1, 'rep@us.example', '2026-01-02', '2026-01-02T00:00Z')`,
    'done',
  ],
  [
    'notes what was shown to nobody of ours',
    ['internal', 'deciding', 'a', 'room', 'public'],
    `insert into recommendations_shown (account_id, partner_id, rank, shown_to, shown_on, shown_at)
     values ('nobody', 'a', 1, 'x', '2026-01-02', '2026-01-02T00:00Z')`,
    'refused',
  ],
  [
    'answers a request in the name of nobody of ours',
    ['internal', 'deciding', 'a', 'b', 'room', 'public'],
    `insert into intro_answers (intro_id, partner_id, answer, answered_on, recorded_by, recorded_at)
     values ('a', 'a', 'accepted', '2026-01-02', 'x', '2026-01-02T00:00Z')`,
    'refused',
  ],
  [
    'records the answer to a request',
    ['internal', 'deciding'],
    `insert into intro_answers (intro_id, partner_id, answer, answered_on, recorded_by, recorded_at)
     values ('a', 'a', 'declined', '2026-01-02', 'rep@us.example', '2026-01-02T00:00Z')`,
    'done',
  ],
  [
    'changes an answer',
    ['system', 'internal', 'deciding', 'a'],
    `update intro_answers set answer = 'declined'`,
    'refused',
  ],
  [
    'forgets what was shown',
    ['system', 'internal', 'deciding', 'a'],
    'delete from recommendations_shown',
    'refused',
  ],
  [
    'writes itself a favour',
    ['a', 'room', 'public'],
    `insert into partner_favours (partner_id, kind, what, happened_on, recorded_by, recorded_at)
     values ('a', 'they_gave', 'lead', '2026-01-02', 'rep@us.example', '2026-01-02T00:00Z')`,
    'refused',
  ],
  ['makes a table', ['system', 'internal', 'a', 'public'], 'create table mine (n integer)', 'refused'],
  ['becomes the owner of a table', ['system', 'a'], 'alter table company owner to current_user', 'refused'],
  ['switches row security off', ['system', 'a'], 'alter table company disable row level security', 'refused'],
  ['empties a table', ['system', 'internal', 'deciding', 'a'], 'truncate company', 'refused'],
];

describe.each(listTestDatabases())('On $kind', ({ open }) => {
  let database: Database;
  let world: Awaited<ReturnType<typeof openReaders>>;
  beforeAll(async () => {
    database = await open();
    world = await openReaders(database);
  });
  afterAll(() => database.close());

  const cases = ATTEMPTS.flatMap(([what, readers, statement, outcome]) =>
    readers.map((reader) => [reader, what, outcome, statement] as const),
  );
  it.each(cases)('%s %s: %s', async (reader, _, outcome, statement) => {
    const found = await world
      .read(reader, (connection) => attempt(connection, statement))
      .catch((error: Error) => {
        if (error instanceof Undone) return error.message;
        throw error;
      });
    expect(found).toBe(outcome);
  });
});

/** Runs the statements, notes what came of the last, and undoes them all. */
async function attempt(connection: ScopedConnection, statements: string): Promise<never> {
  let outcome: string = 'nothing';
  for (const statement of statements.split('; ')) {
    const counted = /^(insert|update|delete)/.test(statement) ? `${statement} returning 1 as one` : statement;
    outcome = await connection
      .savepoint(() => connection.query(counted))
      .then(
        (rows) => (rows.length > 0 ? 'done' : 'nothing'),
        (error: { code?: string; message: string }) => OUTCOMES[error.code ?? ''] ?? error.message,
      );
  }
  throw new Undone(outcome);
}
