-- Work that time asks for: which job was done for which day, and the messages that came of it until they are delivered.
create table scheduled_runs (
  job text not null,
  due_on date not null,
  -- The last time, set in the transaction that did the work, so that the two can't part.
  finished_at timestamptz,
  failures integer not null default 0 check (failures >= 0),
  last_failure text,
  primary key (job, due_on)
);

create table notices (
  notice_id bigint generated always as identity primary key,
  kind text not null check (kind in ('protection_ends', 'decision_overdue')),
  registration_id text not null,
  partner_id text not null,
  -- partner: a person of the partner, and nothing but the partner's own facts. internal: one of our people.
  audience text not null check (audience in ('partner', 'internal')),
  recipient text not null check (recipient <> ''),
  -- The day that the message is about, and the day from which on it is to be said.
  about_on date not null,
  due_on date not null,
  body text not null check (body <> ''),
  made_at timestamptz not null default now(),
  -- dropped: what it says was over before anybody could deliver it.
  state text not null default 'waiting' check (state in ('waiting', 'sending', 'delivered', 'dropped')),
  attempts integer not null default 0 check (attempts >= 0),
  -- When a waiting one may be tried again, and from when on one that is being sent counts as left behind.
  try_after timestamptz not null default now(),
  last_failure text,
  delivered_at timestamptz,
  check ((state = 'delivered') = (delivered_at is not null)),
  foreign key (registration_id, partner_id) references registrations (registration_id, partner_id)
    on update cascade on delete cascade,
  -- However often and in however many processes it comes up, it is one message.
  constraint notices_said_once unique (kind, registration_id, recipient, audience, about_on, due_on)
);
create index notices_open on notices (notice_id) where state in ('waiting', 'sending');

do $$
declare
  t text;
begin
  foreach t in array array['scheduled_runs', 'notices'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy system_all on %I to cosell_system using (true) with check (true)', t);
    -- Kept for good: without its row a message would be said again.
    execute format('grant select, insert, update on %I to cosell_system', t);
  end loop;
end $$;
