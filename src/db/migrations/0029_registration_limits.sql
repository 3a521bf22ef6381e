-- Limits that hold for every writer: how often and how long a protection is prolonged; and what is refused is counted.
create or replace function check_registration_insert() returns trigger
  language plpgsql as $$
begin
  if current_user <> 'cosell_system' and (new.status not in ('draft', 'submitted') or new.extensions <> 0) then
    raise exception 'a registration begins as a draft or submitted and not prolonged, not as %', new.status
      using errcode = 'check_violation';
  end if;
  return new;
end $$;

-- As in 0008, and a prolongation within the programme's numbers. The row is locked by then, so of two at once the second
-- counts the first. The defaults are those of a company that says nothing.
create or replace function check_registration_move() returns trigger
  language plpgsql as $$
declare
  rules jsonb;
  ends date;
begin
  if current_user = 'cosell_system' then
    return new;
  end if;
  if old.status = new.status then
    if new.extensions = old.extensions and new.expires_on is not distinct from old.expires_on then
      return new;
    end if;
    if new.status <> 'approved' or new.extensions <> old.extensions + 1 or new.expires_on is null
      or new.expires_on <= old.expires_on then
      raise exception 'registration % can only be prolonged while approved, once at a time', old.registration_id
        using errcode = 'check_violation';
    end if;
    rules := programme_terms() -> 'rules';
    if new.extensions > coalesce((rules ->> 'max_extensions')::integer, 1) then
      raise exception 'registration % was prolonged as often as the programme allows', old.registration_id
        using errcode = 'check_violation';
    end if;
    ends := coalesce(old.expires_on,
      old.decided_on + coalesce((rules ->> 'registration_protection_days')::integer, 90));
    if new.expires_on > ends + coalesce((rules ->> 'extension_days')::integer, 30) then
      raise exception 'registration % can be prolonged by the days of the programme only', old.registration_id
        using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if not ((old.status, new.status) in (
    ('draft', 'submitted'), ('draft', 'withdrawn'),
    ('submitted', 'approved'), ('submitted', 'rejected'), ('submitted', 'returned'), ('submitted', 'withdrawn'),
    ('returned', 'submitted'), ('returned', 'withdrawn'), ('returned', 'expired'),
    ('approved', 'won'), ('approved', 'lost'), ('approved', 'expired'), ('approved', 'withdrawn'))) then
    raise exception 'registration % cannot go from % to %', old.registration_id, old.status, new.status
      using errcode = 'check_violation';
  end if;
  if new.extensions <> old.extensions then
    raise exception 'registration % can only be prolonged while approved', old.registration_id
      using errcode = 'check_violation';
  end if;
  -- Policies say which rows; this says which moves: a partner asks, answers and takes back, and decides nothing.
  if current_user = 'cosell_partner' and new.status not in ('submitted', 'withdrawn') then
    raise exception 'a partner cannot decide on registration %', old.registration_id
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

-- How often a partner's submissions were refused for a limit; their accounts are not kept: nothing was submitted. A row a
-- partner and day, so that trying fills no table.
create table submission_refusals (
  partner_id text not null references partners on update cascade on delete cascade,
  refused_on date not null,
  times integer not null check (times > 0),
  primary key (partner_id, refused_on)
);

alter table submission_refusals enable row level security;
alter table submission_refusals force row level security;
create policy system_all on submission_refusals to cosell_system using (true) with check (true);
grant select, insert, update on submission_refusals to cosell_system;
create policy staff_reads on submission_refusals for select to cosell_internal, cosell_deciding using (true);
grant select on submission_refusals to cosell_internal, cosell_deciding;
create policy partner_reads_own on submission_refusals for select to cosell_partner
  using (partner_id = (select reader_partner()));
grant select on submission_refusals to cosell_partner;
