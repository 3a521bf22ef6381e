-- Who sourced a deal, where a person had to say: a dispute between partners, or a claim made after the lock date. Nothing is
-- changed or taken back here; the latest word on a deal counts, and those before it are its history.
create table source_decisions (
  decision_id bigint generated always as identity primary key,
  opportunity_id text not null references opportunities on delete cascade,
  -- Null where no partner sourced it.
  partner_id text references partners,
  reason text not null check (reason <> ''),
  decided_by text not null,
  decided_at timestamptz not null
);
create index source_decisions_opportunity on source_decisions (opportunity_id, decision_id);

alter table source_decisions enable row level security;
alter table source_decisions force row level security;
create policy system_all on source_decisions to cosell_system using (true) with check (true);
grant select, insert on source_decisions to cosell_system;
create policy staff_reads on source_decisions for select to cosell_internal, cosell_deciding using (true);
grant select on source_decisions to cosell_internal, cosell_deciding;
create policy manager_decides on source_decisions for insert to cosell_deciding with check (true);
grant insert (opportunity_id, partner_id, reason, decided_by, decided_at) on source_decisions to cosell_deciding;
