-- The trace of a turn: append-only, read by those who decide; it also names the steps that were prepared.
alter table turn_steps drop constraint turn_steps_kind_check;
alter table turn_steps add constraint turn_steps_kind_check
  check (kind in ('model', 'tool', 'grounding', 'error', 'proposal'));

revoke update, delete on turns, turn_steps from cosell_system;

drop policy staff_reads on turn_steps;
revoke select on turn_steps from cosell_internal;
create policy deciders_read on turn_steps for select to cosell_deciding using (true);

-- The spending of a day is added up before each turn of a configured model.
create index turns_started on turns (started_at);
