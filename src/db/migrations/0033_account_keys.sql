-- What accounts can be found by, kept beside them, so that a question for one account reads a few keys and not the whole list.

-- One row a name of an account. `keys` are numbers of words, letter triples, compact names, acronyms and domains; the
-- program makes them (src/accounts/account-keys.ts), and reads an account itself before it says anything of it.
create table account_names (
  name_id bigint generated always as identity primary key,
  account_id text not null,
  place integer not null check (place >= 0),
  -- Euclidean length of the name's vector of words and letter triples.
  length double precision not null check (length > 0),
  keys integer[] not null,
  constraint account_names_once unique (account_id, place)
);
create index account_names_keys on account_names using gin (keys);

-- Sorts new names into the index: until then each of a question's keys would read all of them. The index's owner alone may do so.
create function settle_account_names() returns void
  language sql security definer
  set search_path from current as $$
  select gin_clean_pending_list('account_names_keys'::regclass);
$$;
revoke execute on function settle_account_names() from public;
grant execute on function settle_account_names() to cosell_system;

-- How many names hold a key: what is common says little. A key that is a word as people write it holds the word, and the
-- pieces by which slips of the hand are found.
create table account_keys (
  key integer primary key,
  names integer not null,
  word text,
  pieces integer[],
  check ((word is null) = (pieces is null))
);
create index account_keys_pieces on account_keys using gin (pieces) with (fastupdate = off) where pieces is not null;

-- Accounts whose keys are to be made anew, a row a statement that changed some: whoever asks next sees that there are any.
create table account_changes (
  change_id bigint generated always as identity primary key,
  account_ids text[] not null check (cardinality(account_ids) > 0)
);

create function note_added_accounts() returns trigger language plpgsql as $$
begin
  insert into account_changes (account_ids)
  select array_agg(a.account_id order by a.account_id)
  from added a
  having count(*) > 0;
  return null;
end $$;

create function note_removed_accounts() returns trigger language plpgsql as $$
begin
  insert into account_changes (account_ids)
  select array_agg(r.account_id order by r.account_id)
  from removed r
  having count(*) > 0;
  return null;
end $$;

create function note_changed_accounts() returns trigger language plpgsql as $$
begin
  insert into account_changes (account_ids)
  select array_agg(c.account_id order by c.account_id)
  from (
    select account_id, name, domain, also_known_as from added
    except
    select account_id, name, domain, also_known_as from removed
    union
    select account_id, null, null, null from removed r where not exists (
      select from added a where a.account_id = r.account_id)) c
  having count(*) > 0;
  return null;
end $$;

create trigger accounts_added after insert on accounts
  referencing new table as added for each statement execute function note_added_accounts();
create trigger accounts_removed after delete on accounts
  referencing old table as removed for each statement execute function note_removed_accounts();
create trigger accounts_changed after update on accounts
  referencing old table as removed new table as added for each statement execute function note_changed_accounts();

do $$
declare
  t text;
begin
  foreach t in array array['account_names', 'account_keys', 'account_changes'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy system_all on %I to cosell_system using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to cosell_system', t);
    -- Partners get none of it: how common a word is tells of accounts that they may not see.
    execute format('create policy staff_reads on %I for select to cosell_internal, cosell_deciding using (true)', t);
    execute format('grant select on %I to cosell_internal, cosell_deciding', t);
  end loop;
end $$;

-- Accounts that were there before their keys. Row security would hide them from the owner.
alter table accounts no force row level security;
alter table account_changes no force row level security;
insert into account_changes (account_ids)
select array_agg(account_id order by account_id)
from accounts
having count(*) > 0;
alter table accounts force row level security;
alter table account_changes force row level security;
