-- What people want to be told and when, what they thought of answers, and messages about more than registrations.
create table preferences (
  -- A person by email, in small letters.
  person text primary key check (person <> '' and person = lower(person)),
  -- Kinds of messages that are not sent to them.
  muted text[] not null default '{}',
  -- An IANA name; null where nobody said.
  time_zone text check (time_zone <> ''),
  changed_at timestamptz not null
);

create table answer_feedback (
  turn_id text not null references turns on delete cascade,
  person text not null check (person <> ''),
  verdict text not null check (verdict in ('good', 'bad')),
  said_at timestamptz not null,
  -- The last word of a person on an answer counts.
  primary key (turn_id, person)
);
create index answer_feedback_order on answer_feedback (said_at, turn_id, person);

alter table notices
  alter column registration_id drop not null,
  alter column partner_id drop not null,
  -- What it is about where that is no registration.
  add column subject text not null default '',
  add column about_id text generated always as (coalesce(registration_id, subject)) stored,
  -- The first notice of the message that it went out with; null until somebody tries to send it.
  add column sent_with bigint references notices (notice_id),
  drop constraint notices_kind_check,
  add constraint notices_kind_check check (kind in ('protection_ends', 'decision_overdue', 'overlap_new',
    'ask_answered', 'deal_without_partner', 'weekly_digest')),
  add constraint notices_about_something check (
    (registration_id is not null) = (kind in ('protection_ends', 'decision_overdue'))),
  -- Whoever reads for a partner reads that partner's own facts.
  add constraint notices_of_a_partner check (partner_id is not null or audience = 'internal'),
  drop constraint notices_said_once,
  add constraint notices_said_once unique (kind, about_id, recipient, audience, about_on, due_on);
create index notices_by_day on notices (recipient, delivered_at) where state = 'delivered';

do $$
declare
  t text;
begin
  foreach t in array array['preferences', 'answer_feedback'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy system_all on %I to cosell_system using (true) with check (true)', t);
    execute format('grant select, insert, update on %I to cosell_system', t);
  end loop;
end $$;
-- How answers were received is for those who look after the programme; partners' words are among it.
create policy deciding_reads on answer_feedback for select to cosell_deciding using (true);
grant select on answer_feedback to cosell_deciding;
