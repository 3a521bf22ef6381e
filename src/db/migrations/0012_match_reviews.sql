-- What people said of pairs in doubt, word by word, and what the matcher learnt from it. Nothing is changed or taken back
-- here: the latest word on a pair counts, and those before it are its history. A record or account that an import leaves
-- out comes back with its words, so neither is a foreign key.
create table match_reviews (
  review_id bigint generated always as identity primary key,
  partner_id text not null references partners,
  record_id text not null,
  account_id text not null,
  -- same, not_same: decided. later: skipped. doubted: somebody says that the match is wrong. open: a word taken back.
  verdict text not null check (verdict in ('same', 'not_same', 'later', 'doubted', 'open')),
  reason text,
  said_by text not null check (said_by <> ''),
  said_at timestamptz not null,
  -- The word that this one follows: two people who saw the same state can't both have the last one.
  after_review bigint references match_reviews,
  check (verdict <> 'doubted' or coalesce(reason, '') <> '')
);
create unique index match_reviews_first on match_reviews (partner_id, record_id, account_id) where after_review is null;
create unique index match_reviews_next on match_reviews (after_review);
create index match_reviews_pair on match_reviews (partner_id, record_id, account_id, review_id);

alter table match_reviews enable row level security;
alter table match_reviews force row level security;
create policy system_all on match_reviews to cosell_system using (true) with check (true);
grant select, insert on match_reviews to cosell_system;
create policy staff_reads on match_reviews for select to cosell_internal, cosell_deciding using (true);
grant select on match_reviews to cosell_internal, cosell_deciding;

-- Only pairs that the reader may see as an overlap can be spoken of, or those with a word already, and only in the name
-- of one of our people whose role may say it.
create policy staff_doubts on match_reviews for insert to cosell_internal
  with check (verdict = 'doubted'
    and exists (select from people p where p.email = said_by)
    and exists (
      select from account_overlaps o
      where o.partner_id = match_reviews.partner_id
        and o.record_id = match_reviews.record_id
        and o.account_id = match_reviews.account_id));
create policy manager_decides on match_reviews for insert to cosell_deciding
  with check (exists (select from people p where p.email = said_by and p.role in ('partner_manager', 'admin'))
    and (after_review is not null
      or exists (
        select from account_overlaps o
        where o.partner_id = match_reviews.partner_id
          and o.record_id = match_reviews.record_id
          and o.account_id = match_reviews.account_id)));
grant insert (partner_id, record_id, account_id, verdict, reason, said_by, said_at, after_review)
  on match_reviews to cosell_internal, cosell_deciding;

-- What matching obeys is kept from the words by the program's own scope; a decision without its words would have no history.
revoke insert on match_decisions from cosell_deciding;
drop policy manager_settles_matches on match_decisions;

-- What the company's own decisions add to the shipped weights; the newest row counts.
create table match_weights (
  weights_id bigint generated always as identity primary key,
  -- Of the shipped weights that the changes were learnt on: changes on others mean nothing.
  learnt_on text not null,
  changes jsonb not null,
  decisions integer not null check (decisions >= 0),
  learnt_at timestamptz not null
);
alter table match_weights enable row level security;
alter table match_weights force row level security;
create policy system_all on match_weights to cosell_system using (true) with check (true);
grant select, insert on match_weights to cosell_system;
create policy staff_reads on match_weights for select to cosell_internal, cosell_deciding using (true);
grant select on match_weights to cosell_internal, cosell_deciding;
-- A partner manager puts the shipped weights back; nothing else is theirs to write.
create policy manager_forgets on match_weights for insert to cosell_deciding
  with check (decisions = 0 and changes = '[]'::jsonb);
grant insert (learnt_on, changes, decisions, learnt_at) on match_weights to cosell_deciding;
