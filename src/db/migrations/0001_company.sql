-- Our own side: settings, people, accounts, opportunities and what hangs on them.
create table company (
  only_one boolean primary key default true check (only_one),
  name text not null,
  settings jsonb not null
);

create table people (
  email text primary key,
  name text,
  role text not null check (role in ('rep', 'partner_manager', 'admin')),
  region text,
  slack_user_id text unique,
  extra jsonb not null default '{}'
);

create table accounts (
  account_id text primary key,
  name text not null,
  domain text,
  country text,
  industry text,
  employees integer,
  annual_revenue double precision,
  parent_account_id text references accounts deferrable initially deferred,
  owner_email text,
  status text not null default 'prospect' check (status in ('customer', 'open_opportunity', 'prospect')),
  also_known_as text[] not null default '{}',
  extra jsonb not null default '{}',
  check (parent_account_id <> account_id)
);
create index accounts_parent on accounts (parent_account_id);
create index accounts_owner on accounts (owner_email);

create table opportunities (
  opportunity_id text primary key,
  account_id text not null references accounts,
  name text not null,
  product text,
  amount_minor bigint,
  currency text,
  stage text not null
    check (stage in ('prospecting', 'qualified', 'proposal', 'negotiation', 'closed_won', 'closed_lost')),
  owner_email text,
  created_on date,
  last_activity_on date,
  close_on date,
  needs text[] not null default '{}',
  competitor text,
  kind text not null default 'new' check (kind in ('new', 'growth', 'renewal')),
  public_tender boolean not null default false,
  extra jsonb not null default '{}'
);
create index opportunities_account on opportunities (account_id);
create index opportunities_owner on opportunities (owner_email);
create index opportunities_close on opportunities (stage, close_on);

create table opportunity_stages (
  opportunity_id text not null references opportunities,
  stage text not null,
  entered_on date not null,
  extra jsonb not null default '{}',
  primary key (opportunity_id, stage)
);

create table contacts (
  account_id text not null references accounts,
  email text not null,
  name text,
  title text,
  role text check (role in ('economic_buyer', 'decision_maker', 'champion', 'user', 'other')),
  last_activity_on date,
  extra jsonb not null default '{}',
  primary key (account_id, email)
);

create table courses (
  course text primary key,
  title text,
  competency text,
  archetypes text[] not null default '{}',
  hours double precision,
  url text,
  extra jsonb not null default '{}'
);

create table content (
  content_id text primary key,
  title text,
  kind text,
  url text,
  archetypes text[] not null default '{}',
  industries text[] not null default '{}',
  approved_on date,
  expires_on date,
  extra jsonb not null default '{}'
);

create table plays (
  play_id text primary key,
  name text not null,
  archetypes text[] not null default '{}',
  when_text text,
  steps text[] not null default '{}',
  competencies text[] not null default '{}',
  extra jsonb not null default '{}'
);
