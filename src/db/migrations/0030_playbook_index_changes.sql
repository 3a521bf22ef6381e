-- How often the playbook's index has changed, so that what searches keep of it outlives imports of anything else.
alter table playbook_index add column changes bigint not null default 0;
