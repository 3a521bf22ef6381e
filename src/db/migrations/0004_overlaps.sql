-- Which of a partner's records are accounts of ours, and as much of each as both sides agreed to show.
-- Rows are written by matching alone, with only the fields that the sharing level discloses.
create table account_overlaps (
  partner_id text not null references partners,
  record_id text not null,
  account_id text not null references accounts,
  score double precision not null,
  decision text not null check (decision in ('match', 'review')),
  explanation text not null,
  -- The most open level among the populations of the record, in each direction.
  level text not null check (level in ('hidden', 'count', 'overlap', 'full')),
  our_level text not null check (our_level in ('hidden', 'count', 'overlap', 'full')),
  our_population text not null,
  populations text[] not null,
  record_name text not null,
  owner_name text,
  owner_email text,
  last_activity_on date,
  customer_since date,
  stage text,
  amount_minor bigint,
  currency text,
  withheld text[] not null default '{}',
  our_owner_email text,
  first_seen_on date not null,
  primary key (partner_id, record_id),
  foreign key (partner_id, record_id) references partner_accounts on delete cascade
);
create index account_overlaps_account on account_overlaps (account_id);

-- How many, where which must not be said. `n` is null for fewer than five.
create table overlap_counts (
  partner_id text not null references partners,
  our_population text not null,
  population text not null,
  level text not null,
  our_level text not null,
  accounts integer,
  records integer,
  primary key (partner_id, our_population, population)
);

-- A person's word on a pair outranks every score and is never asked again.
create table match_decisions (
  partner_id text not null references partners,
  record_id text not null,
  account_id text not null references accounts,
  same boolean not null,
  decided_by text not null,
  decided_at timestamptz not null,
  primary key (partner_id, record_id, account_id)
);
