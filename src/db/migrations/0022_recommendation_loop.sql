-- Whether recommendations are followed and come true: what was shown, what was asked, what the partner answered; and the
-- favours between a partner and us. Nothing here is changed or taken back: of several answers the latest counts.
create table recommendations_shown (
  shown_id bigint generated always as identity primary key,
  -- An import may leave a deal out and bring it back, and its history with it: no foreign keys.
  opportunity_id text,
  account_id text not null,
  -- Null where the answer was to bring nobody.
  partner_id text references partners,
  rank integer not null check (rank >= 1),
  -- Among the first to learn about it, not for its rank.
  explored boolean not null default false,
  -- Of lift_models; null before the first training.
  model_id bigint,
  win_chance double precision check (win_chance between 0 and 1),
  lift double precision,
  lift_low double precision,
  lift_high double precision,
  shown_to text not null check (shown_to <> ''),
  shown_on date not null,
  shown_at timestamptz not null,
  -- Asked again on the same day it is the same recommendation: the first of the day counts.
  constraint recommendations_shown_once
    unique nulls not distinct (account_id, opportunity_id, partner_id, shown_to, shown_on)
);
create index recommendations_shown_deal on recommendations_shown (opportunity_id, shown_on);

alter table intro_requests add constraint intro_requests_of_partner unique (intro_id, partner_id);
create index intro_requests_deal on intro_requests (opportunity_id);

create table intro_answers (
  answer_id bigint generated always as identity primary key,
  intro_id text not null,
  partner_id text not null,
  answer text not null check (answer in ('accepted', 'declined')),
  reason text,
  answered_on date not null,
  recorded_by text not null,
  recorded_at timestamptz not null,
  -- The partner decides who reads an answer, so it is the request's own.
  foreign key (intro_id, partner_id) references intro_requests (intro_id, partner_id)
);
create index intro_answers_request on intro_answers (intro_id, answer_id);

-- What no system of record holds: leads and introductions that went either way, and what partners asked of us.
create table partner_favours (
  favour_id bigint generated always as identity primary key,
  partner_id text not null references partners,
  kind text not null check (kind in ('we_gave', 'they_gave', 'they_asked')),
  what text not null check (what in ('lead', 'introduction', 'reference', 'information', 'event', 'other')),
  note text,
  happened_on date not null,
  recorded_by text not null,
  recorded_at timestamptz not null
);
create index partner_favours_partner on partner_favours (partner_id);

do $$
declare
  t text;
begin
  foreach t in array array['recommendations_shown', 'intro_answers', 'partner_favours'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy system_all on %I to cosell_system using (true) with check (true)', t);
    execute format('grant select, insert on %I to cosell_system', t);
    execute format('create policy staff_reads on %I for select to cosell_internal, cosell_deciding using (true)', t);
    execute format('grant select on %I to cosell_internal, cosell_deciding', t);
  end loop;
end $$;

-- What came of recommendations is for those who decide; a seller's connection only asks whether a list was noted.
revoke select on recommendations_shown from cosell_internal;
grant select (account_id, opportunity_id, shown_to, shown_on) on recommendations_shown to cosell_internal;

-- Our people write in their own names only.
create policy staff_notes on recommendations_shown for insert to cosell_internal, cosell_deciding
  with check (exists (select from people p where p.email = shown_to));
grant insert (opportunity_id, account_id, partner_id, rank, explored, model_id, win_chance, lift, lift_low, lift_high,
  shown_to, shown_on, shown_at) on recommendations_shown to cosell_internal, cosell_deciding;
create policy staff_records on intro_answers for insert to cosell_internal, cosell_deciding
  with check (exists (select from people p where p.email = recorded_by));
grant insert (intro_id, partner_id, answer, reason, answered_on, recorded_by, recorded_at)
  on intro_answers to cosell_internal, cosell_deciding;
create policy staff_records on partner_favours for insert to cosell_internal, cosell_deciding
  with check (exists (select from people p where p.email = recorded_by));
grant insert (partner_id, kind, what, note, happened_on, recorded_by, recorded_at)
  on partner_favours to cosell_internal, cosell_deciding;

-- A partner reads what was asked of itself and its answers, not for which deal nor what was recommended to our people.
create policy partner_reads_own on intro_requests for select to cosell_partner
  using (partner_id = (select reader_partner()));
grant select (intro_id, partner_id, addressed_to, body, asked_at) on intro_requests to cosell_partner;
create policy partner_reads_own on intro_answers for select to cosell_partner
  using (partner_id = (select reader_partner()));
-- By the instant the latest answer is found: numbers in a row would tell how many other firms answered.
grant select (intro_id, partner_id, answer, answered_on, recorded_at) on intro_answers to cosell_partner;
