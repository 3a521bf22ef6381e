-- The assistant's memory and its ledger: turns, trace, proposals, audit, events taken once.
create table turns (
  turn_id text primary key,
  thread text not null,
  -- The conversation is remembered for each audience apart: what was said among ourselves is not shown to others.
  audience text not null,
  partner_id text references partners,
  actor text not null,
  question text not null,
  answer jsonb,
  started_at timestamptz not null,
  ended_at timestamptz,
  model text,
  mode text
);
create index turns_thread on turns (thread, audience, started_at);

create table turn_steps (
  turn_id text not null references turns,
  step integer not null,
  kind text not null check (kind in ('model', 'tool', 'grounding', 'error')),
  name text not null,
  detail jsonb not null,
  ms integer not null,
  primary key (turn_id, step)
);

create table proposals (
  proposal_id text primary key,
  action text not null,
  payload jsonb not null,
  payload_hash text not null,
  partner_id text references partners,
  proposed_by text not null,
  -- staff: any of our people; manager: a partner manager or admin; partner: a person of partner_id.
  confirmer text not null check (confirmer in ('staff', 'manager', 'partner')),
  place text not null,
  state text not null default 'pending' check (state in ('pending', 'confirmed', 'dismissed')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  settled_by text,
  settled_at timestamptz,
  outcome jsonb
);

create table intro_requests (
  intro_id text primary key,
  proposal_id text unique references proposals,
  partner_id text not null references partners,
  account_id text references accounts,
  opportunity_id text references opportunities,
  addressed_to text,
  body text not null,
  asked_by text not null,
  asked_at timestamptz not null
);

create table audit (
  audit_id bigint generated always as identity primary key,
  happened_at timestamptz not null,
  actor text not null,
  audience text not null,
  partner_id text,
  turn_id text,
  kind text not null,
  detail jsonb not null
);

-- A key is taken with a lease: where the first attempt died, the repeated event is the only one left.
create table taken_events (
  event_key text primary key,
  taken_at timestamptz not null,
  leased_until timestamptz not null,
  state text not null check (state in ('running', 'done'))
);

-- Moves whenever rows that caches are built from may have changed.
create table data_version (
  only_one boolean primary key default true check (only_one),
  version bigint not null
);
insert into data_version (version) values (1);
