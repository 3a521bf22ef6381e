-- What the last matching found and rested on, so that the next one does again only what has moved.

-- The accounts that a partner's record was compared with, whatever came of it. `print` names what the comparison rests
-- on: the record's own fields, our accounts, the weights and the matcher.
create table match_candidates (
  partner_id text not null references partners,
  record_id text not null,
  print text not null,
  -- One array a candidate: account, log-odds, relation of domains, relation of countries, sameness of names, explanation.
  compared jsonb not null,
  primary key (partner_id, record_id),
  foreign key (partner_id, record_id) references partner_accounts on delete cascade
);

-- One row a list that was linked: `partner:<id>` or `registrations`. `state` names what the links rest on and the links
-- themselves, as they were when they were written.
create table link_states (
  list text primary key,
  state text not null
);

-- Both name partners' rows beside accounts of ours before any sharing rule was asked: for matching alone.
alter table match_candidates enable row level security;
alter table match_candidates force row level security;
create policy system_all on match_candidates to cosell_system using (true) with check (true);
grant select, insert, update, delete on match_candidates to cosell_system;
alter table link_states enable row level security;
alter table link_states force row level security;
create policy system_all on link_states to cosell_system using (true) with check (true);
grant select, insert, update, delete on link_states to cosell_system;
