-- A registration's moves as a chain: each carries the seal of the one before it, so that one that was changed, taken out
-- or put in between by somebody above the policies shows. The database computes the seals; what a writer sends is lost.
alter table registration_moves add column previous_seal text not null default '';
alter table registration_moves add column seal text not null default '';

-- The partner is left out: it follows its registration, and decides who reads the move.
create function seal_move(previous_seal text, move_id bigint, registration_id text, from_status text, to_status text,
    moved_at timestamptz, moved_by text, surface text, reason text) returns text
  language sql stable
  set search_path from current as $$
  select encode(sha256(convert_to(jsonb_build_array(previous_seal, move_id, registration_id, from_status, to_status,
    extract(epoch from moved_at)::numeric(20, 6)::text, moved_by, surface, reason)::text, 'UTF8')), 'hex')
$$;

create policy owner_keeps on registration_moves to cosell_owner using (true) with check (true);

do $$
declare
  m registration_moves;
  last_registration text;
  last_seal text;
begin
  for m in select * from registration_moves order by registration_id, move_id loop
    if m.registration_id is distinct from last_registration then
      last_registration := m.registration_id;
      last_seal := '';
    end if;
    update registration_moves x
    set previous_seal = last_seal,
      seal = seal_move(last_seal, m.move_id, m.registration_id, m.from_status, m.to_status, m.moved_at, m.moved_by,
        m.surface, m.reason)
    where x.move_id = m.move_id
    returning x.seal into last_seal;
  end loop;
end $$;

-- From here on the owner, too, only reads it: the trigger looks up the seal to go on from.
drop policy owner_keeps on registration_moves;
create policy owner_reads on registration_moves for select to cosell_owner using (true);

-- Two moves can't follow the same one, whatever runs at once.
create unique index registration_moves_chain on registration_moves (registration_id, previous_seal);

create function seal_registration_move() returns trigger
  language plpgsql security definer
  set search_path from current as $$
begin
  select m.seal into new.previous_seal
  from registration_moves m
  where m.registration_id = new.registration_id
  order by m.move_id desc
  limit 1;
  new.previous_seal := coalesce(new.previous_seal, '');
  new.seal := seal_move(new.previous_seal, new.move_id, new.registration_id, new.from_status, new.to_status, new.moved_at,
    new.moved_by, new.surface, new.reason);
  return new;
end $$;

create trigger registration_move_is_sealed before insert on registration_moves
  for each row execute function seal_registration_move();
