-- Each deal's path: its touches in order, as arrays side by side. The database keeps it as touches arrive, change and go, so
-- that a report reads a row a deal instead of sorting and grouping all touches. It depends on touches alone: what is known of
-- the deal itself (stage, amount, days) stays with the deal, and is joined.
create table deal_paths (
  -- No foreign key of its own: the touches have it.
  opportunity_id text primary key,
  -- By day, then id. Our own teams are ''.
  channels text[] not null,
  -- The day of each touch, counted from 1970-01-01.
  days integer[] not null,
  check (cardinality(channels) > 0 and cardinality(channels) = cardinality(days))
);

alter table deal_paths enable row level security;
alter table deal_paths force row level security;
create policy system_all on deal_paths to cosell_system using (true) with check (true);
grant select, insert, update, delete on deal_paths to cosell_system;
-- A path names every partner that touched the deal: partners have no grant on it, and read their own touches.
create policy staff_reads on deal_paths for select to cosell_internal, cosell_deciding using (true);
grant select on deal_paths to cosell_internal, cosell_deciding;

-- Works the paths of these deals out anew. Runs as whoever writes touches.
create function write_deal_paths(deals text[]) returns void
  language plpgsql
  set search_path from current as $$
begin
  delete from deal_paths p
  where p.opportunity_id = any (deals)
    and not exists (select from touchpoints t where t.opportunity_id = p.opportunity_id);
  insert into deal_paths as stored (opportunity_id, channels, days)
  select t.opportunity_id,
    array_agg(coalesce(t.partner_id, '') order by t.occurred_on, t.touchpoint_id collate "C"),
    array_agg(t.occurred_on - date '1970-01-01' order by t.occurred_on, t.touchpoint_id collate "C")
  from touchpoints t
  where t.opportunity_id = any (deals)
  group by t.opportunity_id
  on conflict (opportunity_id) do update set channels = excluded.channels, days = excluded.days
  where (stored.channels, stored.days) is distinct from (excluded.channels, excluded.days);
end $$;

create function follow_touches() returns trigger
  language plpgsql
  set search_path from current as $$
declare
  deals text[];
begin
  if tg_op = 'INSERT' then
    deals := array(select distinct n.opportunity_id from new_touches n);
  elsif tg_op = 'DELETE' then
    deals := array(select distinct o.opportunity_id from old_touches o);
  else
    deals := array(
      select n.opportunity_id from new_touches n
      union
      select o.opportunity_id from old_touches o);
  end if;
  if deals = '{}' then return null; end if;
  -- One writer at a time, to the end of its transaction: of two that touch one deal at once, each would miss the other's touch.
  -- Readers do not wait.
  lock table deal_paths in share row exclusive mode;
  perform write_deal_paths(deals);
  return null;
end $$;

create function forget_touches() returns trigger
  language plpgsql
  set search_path from current as $$
begin
  truncate deal_paths;
  return null;
end $$;

create trigger touches_arrive after insert on touchpoints
  referencing new table as new_touches
  for each statement execute function follow_touches();
create trigger touches_change after update on touchpoints
  referencing old table as old_touches new table as new_touches
  for each statement execute function follow_touches();
create trigger touches_go after delete on touchpoints
  referencing old table as old_touches
  for each statement execute function follow_touches();
create trigger touches_all_go after truncate on touchpoints
  for each statement execute function forget_touches();

-- The touches that are there already. The owner sees rows by its own policies only, and only for this.
create policy owner_fills on touchpoints for select to cosell_owner using (true);
create policy owner_fills on deal_paths to cosell_owner using (true) with check (true);
select write_deal_paths(array(select distinct opportunity_id from touchpoints));
drop policy owner_fills on deal_paths;
drop policy owner_fills on touchpoints;
