-- What was asked of the playbook, so that partner managers learn what it can't answer.
create table playbook_questions (
  question_id bigint generated always as identity primary key,
  asked_on date not null,
  -- The firm of the asker, null for our own people; no person is kept.
  partner_id text references partners on update cascade on delete cascade,
  question text not null check (question <> ''),
  -- answered: a sentence holds most of what was asked. closest: passages that may. nothing: no visible page speaks of it.
  outcome text not null check (outcome in ('answered', 'closest', 'nothing')),
  -- The pages that were quoted.
  paths text[] not null default '{}'
);
create index playbook_questions_day on playbook_questions (asked_on);

alter table playbook_questions enable row level security;
alter table playbook_questions force row level security;
create policy system_all on playbook_questions to cosell_system using (true) with check (true);
grant select, insert, delete on playbook_questions to cosell_system;
-- One partner's questions are for its partner managers' eyes: neither other partners nor sellers read them.
create policy manager_reads on playbook_questions for select to cosell_deciding using (true);
grant select on playbook_questions to cosell_deciding;
