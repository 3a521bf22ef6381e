-- What is computed from the company's rows and kept: who brought in what, and what past deals taught.

-- Facts about (opportunity, partner), not results of a model; money in the company's currency.
create table attribution_ledger (
  opportunity_id text not null references opportunities,
  partner_id text not null references partners,
  outcome text not null check (outcome in ('won', 'lost', 'open')),
  sourced boolean not null,
  influenced boolean not null,
  delivered boolean not null,
  disputed boolean not null,
  amount_minor bigint not null,
  -- This partner's share by equal credit to each touch.
  attributed_minor bigint not null,
  created_on date,
  closed_on date,
  -- Ids of the role, registration or touch that it rests on.
  evidence text[] not null default '{}',
  primary key (opportunity_id, partner_id)
);
create index attribution_ledger_partner on attribution_ledger (partner_id, closed_on);

create table lift_models (
  model_id bigint generated always as identity primary key,
  trained_on date not null,
  deals integer not null,
  weights jsonb not null
);

do $$
declare
  t text;
begin
  foreach t in array array['attribution_ledger', 'lift_models'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy system_all on %I to cosell_system using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to cosell_system', t);
    execute format('create policy staff_reads on %I for select to cosell_internal, cosell_deciding using (true)', t);
    execute format('grant select on %I to cosell_internal, cosell_deciding', t);
  end loop;
end $$;
-- A partner may be told its own sourced and influenced revenue, and no other's.
create policy partner_reads_own on attribution_ledger for select to cosell_partner
  using (partner_id = (select reader_partner()));
grant select (opportunity_id, partner_id, outcome, sourced, influenced, amount_minor, closed_on)
  on attribution_ledger to cosell_partner;
