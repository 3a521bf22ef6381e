import { type Access, createAccess, type ScopedConnection } from '../../src/access/access.ts';
import type { Database, Session } from '../../src/db/port.ts';

/** Who reads in the matrix: the roles of our side, two partners, a room of both, strangers, and a session left unset. */
export const READERS = ['system', 'internal', 'deciding', 'a', 'b', 'room', 'public', 'unset'] as const;
export type Reader = (typeof READERS)[number];

const PARTNER_A = { kind: 'partner', email: 'ann@a.example', name: 'Ann', partnerId: 'a' } as const;
const PARTNER_B = { kind: 'partner', email: 'bob@b.example', name: 'Bob', partnerId: 'b' } as const;
const STAFF = { kind: 'staff', email: 'rep@us.example', name: 'Rep', role: 'rep' } as const;

/**
 * Opens transactions as each reader gets them from the door itself; `unset` is what a fault would leave. The world
 * holds the same kinds of rows of each of `partners`, in that order.
 */
export async function openReaders(
  database: Database,
  partners: readonly string[] = ['a', 'b'],
): Promise<{
  access: Access;
  read<T>(reader: Reader, work: (connection: ScopedConnection) => Promise<T>): Promise<T>;
}> {
  const access = createAccess(database);
  await access.open(access.system, (connection) => seedWorld(connection, partners));
  const scopes = {
    system: access.system,
    internal: await access.grant(STAFF, { place: 'internal' }),
    deciding: await access.grant({ ...STAFF, role: 'partner_manager' }, { place: 'dm' }),
    a: await access.grant(PARTNER_A, { place: 'dm' }),
    b: await access.grant(PARTNER_B, { place: 'dm' }),
    room: await access.grant(STAFF, { place: 'shared', partnerIds: ['a', 'b'] }),
    public: await access.grant(STAFF, { place: 'external' }),
  };
  const unset: Session = { role: 'cosell_partner', settings: {} };
  return {
    access,
    read: (reader, work) =>
      reader === 'unset'
        ? database.transaction(unset, (connection) => work(connection as ScopedConnection))
        : access.open(scopes[reader], work),
  };
}

/** Every table gets rows: of `a` and `b` alike where they belong to a partner, so that seeing too much shows. */
async function seedWorld(connection: ScopedConnection, partners: readonly string[]): Promise<void> {
  await runAll(connection, OURS);
  for (const partner of partners) {
    const script = OF_A_PARTNER.replaceAll('<p>', partner).replaceAll(
      '<open>',
      partner === 'a' ? 'full' : 'hidden',
    );
    await runAll(connection, script);
  }
  await runAll(connection, PLAYBOOK);
}

async function runAll(connection: ScopedConnection, script: string): Promise<void> {
  for (const statement of script.split(/;\n/)) if (statement.trim()) await connection.query(statement);
}

const OURS = `
insert into company (name, settings) values ('Us', '{}');
insert into people (email, role) values ('rep@us.example', 'rep'), ('pm@us.example', 'partner_manager');
insert into accounts (account_id, name, status) values
  ('customer', 'Customer', 'customer'), ('nobody', 'Nobody', 'prospect');
insert into opportunities (opportunity_id, account_id, name, stage) values ('deal', 'nobody', 'Deal', 'qualified');
insert into opportunity_stages (opportunity_id, stage, entered_on) values ('deal', 'qualified', '2026-01-01');
insert into contacts (account_id, email) values ('nobody', 'buyer@nobody.example');
insert into courses (course, title) values ('course', 'Course');
insert into content (content_id, title) values ('content', 'Content');
insert into plays (play_id, name) values ('play', 'Play');
insert into taken_events (event_key, taken_at, leased_until, state)
  values ('event', '2026-01-01T00:00Z', '2026-01-01T00:01Z', 'done');
insert into match_weights (learnt_on, changes, decisions, learnt_at) values ('x', '[]', 0, '2026-01-01T00:00Z');
insert into link_states (list, state) values ('registrations', 'x');
insert into scheduled_runs (job, due_on) values ('remind', '2026-01-01');
insert into playbook_questions (asked_on, question, outcome) values ('2026-01-01', 'ours', 'nothing');
insert into account_names (account_id, place, length, keys) values ('nobody', 0, 1, '{7}');
insert into account_keys (key, names, word, pieces) values (7, 1, 'nobody', '{8,9,10}');
insert into lift_models (trained_on, deals, weights) values ('2026-01-01', 1, '{}');
`;

const OF_A_PARTNER = `
insert into partners (partner_id, name, tier, archetype, private_note) values ('<p>', 'Partner <p>', 'tier-<p>', 'si', 'x');
insert into partner_people (email, partner_id) values ('<p>', '<p>');
insert into accounts (account_id, name, domain) values
  ('<p>-shared', 'Shared <p>', 'shared-<p>.example'), ('<p>-hidden', 'Hidden <p>', 'hidden-<p>.example'),
  ('<p>-unsure', 'Unsure <p>', 'unsure-<p>.example');
insert into sharing (partner_id, population, direction, level) values
  ('<p>', 'customer', 'theirs_to_us', 'full'), ('<p>', 'open_opportunity', 'theirs_to_us', 'overlap'),
  ('<p>', 'prospect', 'theirs_to_us', 'hidden'), ('<p>', 'customer', 'ours_to_them', '<open>');
insert into partner_accounts (partner_id, record_id, name, populations) values
  ('<p>', '<p>-full', 'Full <p>', '{customer}'), ('<p>', '<p>-overlap', 'Shared <p>', '{open_opportunity}'),
  ('<p>', '<p>-withheld', 'Hidden <p>', '{prospect}'), ('<p>', '<p>-unsaid', 'Unsaid <p>', '{}');
insert into account_overlaps (partner_id, record_id, account_id, score, decision, explanation, level, our_level,
    our_population, populations, record_name, shown_name, shown_population, shown_domain, first_seen_on) values
  ('<p>', '<p>-overlap', '<p>-shared', 1, 'match', '', 'overlap', 'overlap', 'prospect', '{}', 'Shared <p>', 'Shared <p>',
    'prospect', 'shared-<p>.example', '2026-01-01'),
  ('<p>', '<p>-withheld', '<p>-hidden', 1, 'match', '', 'hidden', 'count', 'prospect', '{}', 'Hidden <p>', null, null, null,
    '2026-01-01'),
  ('<p>', '<p>-full', '<p>-unsure', 0.6, 'review', '', 'full', 'full', 'customer', '{}', 'Full <p>', 'Unsure <p>', 'customer',
    'unsure-<p>.example', '2026-01-01');
insert into overlap_counts (partner_id, our_population, population, level, accounts, said, our_level, shown_accounts,
    shown_said) values
  ('<p>', 'prospect', 'customer', 'full', 2, 'exact', 'overlap', 2, 'exact'),
  ('<p>', 'prospect', 'prospect', 'hidden', null, null, 'full', 7, 'exact'),
  ('<p>', 'customer', 'customer', 'full', 7, 'exact', 'hidden', null, null),
  ('<p>', 'open_opportunity', 'customer', 'full', 4, 'exact', 'count', null, 'few'),
  ('<p>', 'open_opportunity', 'prospect', 'count', null, 'few', 'overlap', null, null),
  ('<p>', 'open_opportunity', 'open_opportunity', 'overlap', 5, 'exact', 'count', 5, 'exact');
insert into partner_whitespace (partner_id, record_id, name, populations, withheld, first_seen_on) values
  ('<p>', '<p>-unsaid', 'Unsaid <p>', '{}', '{}', '2026-01-01'),
  ('<p>', '<p>-overlap', 'Closed since', '{open_opportunity}', '{}', '2026-01-01');
insert into match_candidates (partner_id, record_id, print, compared) values ('<p>', '<p>-full', 'x', '[]');
insert into match_decisions (partner_id, record_id, account_id, same, decided_by, decided_at)
  values ('<p>', '<p>-full', '<p>-unsure', true, 'x', '2026-01-01T00:00Z');
insert into match_reviews (partner_id, record_id, account_id, verdict, said_by, said_at)
  values ('<p>', '<p>-full', '<p>-unsure', 'same', 'x', '2026-01-01T00:00Z');
insert into source_decisions (opportunity_id, partner_id, reason, decided_by, decided_at)
  values ('deal', '<p>', 'they brought it', 'x', '2026-01-01T00:00Z');
insert into partner_contacts (partner_id, account_name, account_domain, email) values
  ('<p>', 'shared <p>', '', '<p>-at-shared'), ('<p>', 'Other words', 'shared-<p>.example', '<p>-at-shared-domain'),
  ('<p>', 'Hidden <p>', 'hidden-<p>.example', '<p>-at-hidden'), ('<p>', 'Elsewhere', '', '<p>-elsewhere');
insert into onboarding (partner_id, step) values ('<p>', 'contract');
insert into certifications (certification_id, partner_id, status) values ('<p>', '<p>', 'completed');
insert into surveys (survey_id, partner_id, score) values ('<p>', '<p>', 5);
insert into engagement (partner_id, kind, occurred_on) values ('<p>', 'meeting', '2026-01-01');
insert into opportunity_partners (opportunity_id, partner_id, role) values ('deal', '<p>', 'sell');
insert into subscriptions (subscription_id, account_id, partner_id) values ('<p>', 'nobody', '<p>');
insert into integration_requests (request_id, partner_id) values ('<p>', '<p>');
insert into registrations (registration_id, partner_id, account_name, status, private_note, account_id) values
  ('<p>-open', '<p>', 'Open', 'submitted', 'x', 'nobody'), ('<p>-refused', '<p>', 'Refused', 'rejected', 'x', 'nobody'),
  ('<p>-held', '<p>', 'Held', 'approved', 'x', '<p>-shared'), ('<p>-draft', '<p>', 'Draft', 'draft', 'x', null);
insert into registration_moves (registration_id, partner_id, to_status, moved_at, moved_by, surface)
  values ('<p>-open', '<p>', 'submitted', '2026-01-01T00:00Z', 'x', 'cli');
insert into protections (registration_id, partner_id, account_id, product, protected_from, protected_until)
  values ('<p>-held', '<p>', '<p>-shared', 'core', '2026-01-01', '2026-04-01');
insert into notices (kind, registration_id, partner_id, audience, recipient, about_on, due_on, body)
  values ('protection_ends', '<p>-held', '<p>', 'partner', '<p>', '2026-04-01', '2026-03-02', 'x');
insert into playbook_questions (asked_on, partner_id, question, outcome)
  values ('2026-01-01', '<p>', 'asked', 'nothing');
insert into submission_refusals (partner_id, refused_on, times) values ('<p>', '2026-01-01', 1);
insert into touchpoints (touchpoint_id, opportunity_id, partner_id, kind, occurred_on)
  values ('<p>', 'deal', '<p>', 'intro', '2026-01-01');
insert into campaigns (campaign_id, partner_id) values ('<p>', '<p>');
insert into mdf_requests (request_id, partner_id, status) values ('<p>', '<p>', 'paid');
insert into costs (cost_id, partner_id, kind, amount_minor, currency) values ('<p>', '<p>', 'mdf', 1, 'EUR');
insert into marketplace_offers (offer_id, partner_id, status) values ('<p>', '<p>', 'sent');
insert into attribution_ledger (opportunity_id, partner_id, outcome, sourced, influenced, delivered, disputed,
    amount_minor, attributed_minor) values ('deal', '<p>', 'open', true, true, false, false, 1, 1);
insert into turns (turn_id, thread, audience, partner_id, actor, question, started_at) values
  ('<p>-said', 't', 'partner:<p>', '<p>', 'x', 'x', '2026-01-01T00:00Z'),
  ('<p>-spoken-of', 't', 'internal', '<p>', 'x', 'x', '2026-01-01T00:00Z'),
  ('<p>-in-room', 't', 'partners:a+b', null, 'x', 'x', '2026-01-01T00:00Z');
insert into answer_feedback (turn_id, person, verdict, said_at) values ('<p>-said', '<p>', 'bad', '2026-01-01T00:00Z');
insert into preferences (person, changed_at) values ('<p>', '2026-01-01T00:00Z');
insert into turn_steps (turn_id, step, kind, name, detail, ms) values ('<p>-said', 0, 'tool', 'x', '{}', 1);
insert into proposals (proposal_id, action, payload, payload_hash, partner_id, proposed_by, confirmer, place,
    created_at, expires_at) values
  ('<p>-partner', 'x', '{}', 'x', '<p>', 'x', 'partner', 'x', '2026-01-01T00:00Z', '2026-01-01T00:15Z'),
  ('<p>-staff', 'x', '{}', 'x', '<p>', 'x', 'staff', 'x', '2026-01-01T00:00Z', '2026-01-01T00:15Z'),
  ('<p>-manager', 'x', '{}', 'x', '<p>', 'x', 'manager', 'x', '2026-01-01T00:00Z', '2026-01-01T00:15Z');
insert into intro_requests (intro_id, partner_id, body, asked_by, asked_at)
  values ('<p>', '<p>', 'x', 'x', '2026-01-01T00:00Z');
insert into intro_answers (intro_id, partner_id, answer, answered_on, recorded_by, recorded_at)
  values ('<p>', '<p>', 'accepted', '2026-01-01', 'x', '2026-01-01T00:00Z');
insert into partner_favours (partner_id, kind, what, happened_on, recorded_by, recorded_at)
  values ('<p>', 'we_gave', 'lead', '2026-01-01', 'x', '2026-01-01T00:00Z');
insert into recommendations_shown (opportunity_id, account_id, partner_id, rank, shown_to, shown_on, shown_at)
  values ('deal', 'nobody', '<p>', 1, 'x', '2026-01-01', '2026-01-01T00:00Z');
insert into audit (happened_at, actor, audience, partner_id, kind, detail)
  values ('2026-01-01T00:00Z', 'x', 'x', '<p>', 'x', '{}');
`;

const PLAYBOOK = `
insert into playbook_audiences (audience_id, visibility, partners, tiers) overriding system value values
  (1, 'internal', '{}', '{}'), (2, 'partner', '{}', '{}'), (3, 'partner', '{a}', '{}'), (4, 'partner', '{a,b}', '{}'),
  (5, 'partner', '{}', '{tier-b}'), (6, 'public', '{}', '{}');
insert into playbook_pages (path, audience_id, title, family, content_hash)
  select (array['internal', 'partners', 'only-a', 'a-and-b', 'tier-b', 'public'])[audience_id], audience_id, 'x', 'x', 'x'
  from playbook_audiences;
insert into playbook_passages (passage_id, path, audience_id, position, heading, body, body_hash, word_count, embedding)
  select path, path, audience_id, 0, 'x', 'x', 'x', 1, array_fill(1, array[512])::vector
  from playbook_pages;
insert into playbook_terms (word, stem, audience_id, passages, postings)
  select path, path, audience_id, 1, '' from playbook_pages;
`;
