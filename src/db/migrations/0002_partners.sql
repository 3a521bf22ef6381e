-- Partners, their people, their lists, and what they have learnt and done in the programme.
create table partners (
  partner_id text primary key,
  name text not null,
  domain text,
  archetype text check (archetype in ('influence', 'isv', 'si', 'msp', 'referral', 'reseller')),
  tier text,
  status text not null default 'active' check (status in ('recruit', 'onboarding', 'active', 'inactive')),
  regions text[] not null default '{}',
  industries text[] not null default '{}',
  competencies text[] not null default '{}',
  products text[] not null default '{}',
  integrations text[] not null default '{}',
  competes_with text[] not null default '{}',
  manager_email text,
  joined_on date,
  shared_channel_id text,
  marketplaces text[] not null default '{}',
  capacity integer,
  slack_team_id text,
  private_note text,
  extra jsonb not null default '{}',
  check (not competes_with @> array[partner_id])
);
create index partners_slack_team on partners (slack_team_id);

create table partner_people (
  email text primary key,
  partner_id text not null references partners,
  name text,
  role text,
  slack_user_id text unique,
  extra jsonb not null default '{}'
);
create index partner_people_partner on partner_people (partner_id);

create table partner_accounts (
  partner_id text not null references partners,
  record_id text not null,
  name text not null,
  domain text,
  country text,
  populations text[] not null default '{}',
  owner_name text,
  owner_email text,
  last_activity_on date,
  customer_since date,
  stage text,
  amount_minor bigint,
  currency text,
  extra jsonb not null default '{}',
  primary key (partner_id, record_id)
);

create table partner_contacts (
  partner_id text not null references partners,
  account_name text not null,
  account_domain text not null default '',
  email text not null,
  name text,
  title text,
  role text,
  relationship_since date,
  last_activity_on date,
  extra jsonb not null default '{}',
  primary key (partner_id, account_name, account_domain, email)
);

create table sharing (
  partner_id text not null references partners,
  population text not null check (population in ('customer', 'open_opportunity', 'prospect')),
  direction text not null check (direction in ('theirs_to_us', 'ours_to_them')),
  level text not null check (level in ('hidden', 'count', 'overlap', 'full')),
  fields text[] not null default '{}',
  extra jsonb not null default '{}',
  primary key (partner_id, population, direction)
);

create table onboarding (
  partner_id text not null references partners,
  step text not null,
  due_on date,
  completed_on date,
  extra jsonb not null default '{}',
  primary key (partner_id, step)
);

create table certifications (
  certification_id text primary key,
  partner_id text not null references partners,
  person_email text,
  course text,
  competency text,
  status text not null check (status in ('enrolled', 'completed', 'expired')),
  completed_on date,
  expires_on date,
  extra jsonb not null default '{}'
);
create index certifications_partner on certifications (partner_id);

create table surveys (
  survey_id text primary key,
  partner_id text not null references partners,
  respondent_email text,
  score integer not null check (score between 1 and 5),
  comment text,
  answered_on date,
  extra jsonb not null default '{}'
);
create index surveys_partner on surveys (partner_id);

create table engagement (
  partner_id text not null references partners,
  kind text not null
    check (kind in ('portal_login', 'content_download', 'meeting', 'training', 'lead', 'registration')),
  occurred_on date not null,
  extra jsonb not null default '{}',
  primary key (partner_id, kind, occurred_on)
);
