-- The moves that a registration may make, held by the database for every writer but the import of past records.
create function check_registration_move() returns trigger
  language plpgsql as $$
begin
  if old.status = new.status and not (new.status = 'approved' and new.extensions = old.extensions + 1) then
    return new;
  end if;
  if current_user = 'cosell_system' then
    return new;
  end if;
  if not ((old.status, new.status) in (
    ('draft', 'submitted'), ('draft', 'withdrawn'),
    ('submitted', 'approved'), ('submitted', 'rejected'), ('submitted', 'returned'), ('submitted', 'withdrawn'),
    ('returned', 'submitted'), ('returned', 'withdrawn'), ('returned', 'expired'),
    ('approved', 'won'), ('approved', 'lost'), ('approved', 'expired'), ('approved', 'withdrawn'),
    ('approved', 'approved'))) then
    raise exception 'registration % cannot go from % to %', old.registration_id, old.status, new.status
      using errcode = 'check_violation';
  end if;
  return new;
end $$;

create trigger registration_moves_legally before update on registrations
  for each row execute function check_registration_move();

