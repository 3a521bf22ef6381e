-- The life of a registration, held by the database for every writer but the import of past records.

create function check_registration_insert() returns trigger
  language plpgsql as $$
begin
  if current_user <> 'cosell_system' and new.status not in ('draft', 'submitted') then
    raise exception 'a registration begins as a draft or submitted, not as %', new.status
      using errcode = 'check_violation';
  end if;
  return new;
end $$;

create trigger registration_begins_legally before insert on registrations
  for each row execute function check_registration_insert();

create function check_registration_move() returns trigger
  language plpgsql as $$
begin
  if current_user = 'cosell_system' then
    return new;
  end if;
  if old.status = new.status then
    if new.extensions = old.extensions and new.expires_on is not distinct from old.expires_on then
      return new;
    end if;
    if new.status <> 'approved' or new.extensions <> old.extensions + 1 or new.expires_on <= old.expires_on then
      raise exception 'registration % can only be prolonged while approved, once at a time', old.registration_id
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
  -- Policies say which rows; this says which moves: a partner asks, answers and takes back, and decides nothing.
  if current_user = 'cosell_partner' and new.status not in ('submitted', 'withdrawn') then
    raise exception 'a partner cannot decide on registration %', old.registration_id
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

create trigger registration_moves_legally before update on registrations
  for each row execute function check_registration_move();

-- Who may act on whose word is settled above; the protection that follows is kept by the owner, so that no writer can
-- approve without it or leave it behind. The exclusion constraint refuses the second of two.
create policy owner_keeps on protections to cosell_owner using (true) with check (true);

create function keep_protection() returns trigger
  language plpgsql security definer
  set search_path from current as $$
begin
  if new.account_id is null or new.expires_on is null then
    raise exception 'registration % protects no known account and time', new.registration_id
      using errcode = 'check_violation';
  end if;
  insert into protections (registration_id, partner_id, account_id, product, protected_from, protected_until)
  values (new.registration_id, new.partner_id, new.account_id, lower(trim(coalesce(new.product, ''))),
    coalesce(new.decided_on, new.submitted_on::date, new.expires_on), new.expires_on)
  on conflict (registration_id) do update set
    account_id = excluded.account_id,
    product = excluded.product,
    protected_from = excluded.protected_from,
    protected_until = excluded.protected_until;
  return null;
end $$;

create trigger registration_protects after update of status, extensions, expires_on, account_id on registrations
  for each row when (new.status = 'approved' and new.kind <> 'service' and current_user <> 'cosell_system')
  execute function keep_protection();

create function end_protection() returns trigger
  language plpgsql security definer
  set search_path from current as $$
begin
  delete from protections where registration_id = new.registration_id;
  return null;
end $$;

create trigger registration_ends_protection after update of status on registrations
  for each row when (old.status = 'approved' and new.status <> 'approved')
  execute function end_protection();

-- Every move leaves a trace: at the end of the transaction the newest one must say what the row says.
create function check_registration_trace() returns trigger
  language plpgsql as $$
declare
  newest text;
begin
  select m.to_status into newest
  from registration_moves m
  where m.registration_id = new.registration_id
  order by m.move_id desc
  limit 1;
  if newest is distinct from (select r.status from registrations r where r.registration_id = new.registration_id) then
    raise exception 'registration % moved without a trace', new.registration_id
      using errcode = 'check_violation';
  end if;
  return null;
end $$;

create constraint trigger registration_leaves_a_trace after insert or update of status on registrations
  deferrable initially deferred
  for each row when (current_user <> 'cosell_system')
  execute function check_registration_trace();

-- A decider says which account is meant where matching found none.
grant update (account_id, account_matched_by) on registrations to cosell_deciding;

-- The programme's day and numbers, for writers that may not read the company's row; whom accounts and territories are
-- reserved for stays there.
create policy owner_reads on company for select to cosell_owner using (true);

create function programme_terms() returns jsonb
  language sql stable security definer
  set search_path from current as $$
  select jsonb_build_object(
    'today', settings -> 'today',
    'rules', (settings -> 'rules_of_engagement') - 'named_accounts' - 'exclusive_territories')
  from company
$$;
