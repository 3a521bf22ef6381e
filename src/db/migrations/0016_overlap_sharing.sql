-- Sharing rules to the field: what a rule leaves out is in no table that its reader sees. Of an overlap each side gets only
-- the populations and fields that the other shows; counts are kept apart for each side; accounts that a partner alone has
-- stand in a table of their own instead of the partner's list.

alter table account_overlaps
  -- What the partner shows of its record.
  add column record_domain text,
  add column record_country text,
  -- What we show of our account: the names of the fields, and the fields, null where the rule leaves one out.
  add column shown text[] not null default '{}',
  add column shown_name text,
  add column shown_domain text,
  add column shown_country text,
  add column shown_population text,
  add column shown_owner_name text,
  add column shown_last_activity_on date,
  add column shown_customer_since date;
create index account_overlaps_seen on account_overlaps (first_seen_on);

revoke select on account_overlaps from cosell_partner, cosell_internal, cosell_deciding;
grant select (partner_id, record_id, account_id, our_level, our_owner_email, shown_name, shown_domain,
  shown_country, shown_population, shown_owner_name, shown_last_activity_on, shown_customer_since,
  shown, first_seen_on) on account_overlaps to cosell_partner;
grant select (partner_id, record_id, account_id, score, decision, explanation, level, our_population, populations,
  record_name, record_domain, record_country, owner_name, owner_email, last_activity_on, customer_since, stage,
  amount_minor, currency, withheld, first_seen_on) on account_overlaps to cosell_internal, cosell_deciding;

-- A partner sees a row of ours whole only where the rule shows all of what the row says; else what the overlap shows.
drop policy partner_reads_shared_accounts on accounts;
create policy partner_reads_shared_accounts on accounts for select to cosell_partner
  using (account_id in (
      select o.account_id
      from account_overlaps o
      where o.shown_name is not null
        and o.shown_population is not null
        and coalesce(o.shown_domain, '') = coalesce(accounts.domain, '')
        and coalesce(o.shown_country, '') = coalesce(accounts.country, ''))
    or status in (
      select s.population
      from sharing s
      where s.direction = 'ours_to_them'
        and s.level = 'full'
        and (s.fields = '{}' or s.fields @> '{name,domain,country,population}')));

-- Records of partners that are no account of ours, as far as the partner shares all it has: our whitespace.
create table partner_whitespace (
  partner_id text not null references partners,
  record_id text not null,
  name text,
  domain text,
  country text,
  populations text[] not null,
  owner_name text,
  owner_email text,
  last_activity_on date,
  customer_since date,
  stage text,
  amount_minor bigint,
  currency text,
  withheld text[] not null,
  first_seen_on date not null,
  primary key (partner_id, record_id),
  foreign key (partner_id, record_id) references partner_accounts on delete cascade
);
alter table partner_whitespace enable row level security;
alter table partner_whitespace force row level security;
create policy system_all on partner_whitespace to cosell_system using (true) with check (true);
grant select, insert, update, delete on partner_whitespace to cosell_system;
-- The rule is asked again at every reading, so that a level taken back holds before the next import.
create policy staff_reads_shared_in_full on partner_whitespace for select to cosell_internal, cosell_deciding
  using (not exists (
    select from sharing s
    where s.partner_id = partner_whitespace.partner_id
      and s.direction = 'theirs_to_us'
      and s.level <> 'full'
      and s.population = any (partner_whitespace.populations)));
grant select on partner_whitespace to cosell_internal, cosell_deciding;

drop policy staff_reads_shared_in_full on partner_accounts;
revoke select on partner_accounts from cosell_internal, cosell_deciding;
revoke select (partner_id, record_id, name, domain, country, populations)
  on partner_accounts from cosell_internal, cosell_deciding;

-- One cell of ours × theirs, as each side may read it. `shown_to_us` and `shown_to_them` are how many accounts: 'exact',
-- 'few' (fewer than 5) or 'all'; numbers are null but for 'exact'. `counted` are the accounts that the published number of
-- a side that gets only counts stands for: it is published again when at least 5 of them have changed.
drop table overlap_counts;
create table overlap_counts (
  partner_id text not null references partners,
  our_population text not null,
  -- 'unsaid' where the record's population is not shown.
  population text not null,
  level text not null check (level in ('hidden', 'count', 'overlap', 'full')),
  accounts integer,
  records integer,
  said text check (said in ('exact', 'few', 'all')),
  their_total integer,
  counted text[],
  our_level text not null check (our_level in ('hidden', 'count', 'overlap', 'full')),
  shown_accounts integer,
  shown_records integer,
  shown_said text check (shown_said in ('exact', 'few', 'all')),
  shown_counted text[],
  primary key (partner_id, our_population, population)
);
alter table overlap_counts enable row level security;
alter table overlap_counts force row level security;
create policy system_all on overlap_counts to cosell_system using (true) with check (true);
grant select, insert, update, delete on overlap_counts to cosell_system;
create policy staff_reads_counted on overlap_counts for select to cosell_internal, cosell_deciding
  using (level <> 'hidden');
grant select (partner_id, our_population, population, level, accounts, records, said, their_total)
  on overlap_counts to cosell_internal, cosell_deciding;
create policy partner_reads_counts on overlap_counts for select to cosell_partner
  using (partner_id = (select reader_partner()) and our_level <> 'hidden' and shown_said is not null);
grant select (partner_id, our_population, population, our_level, shown_accounts, shown_records, shown_said)
  on overlap_counts to cosell_partner;

-- Every list is linked anew, so that the new columns are filled.
delete from link_states where list like 'partner:%';
