-- What we and partners do together: roles on deals, registrations, touches, money.
create table opportunity_partners (
  opportunity_id text not null references opportunities,
  partner_id text not null references partners,
  role text not null check (role in ('source', 'sell', 'influence', 'deliver', 'transact')),
  added_on date,
  accepted boolean,
  extra jsonb not null default '{}',
  primary key (opportunity_id, partner_id, role)
);
create index opportunity_partners_partner on opportunity_partners (partner_id);

create table subscriptions (
  subscription_id text primary key,
  account_id text not null references accounts,
  product text,
  annual_minor bigint,
  currency text,
  gross_margin double precision check (gross_margin between -1 and 1),
  started_on date,
  ended_on date,
  partner_id text references partners,
  extra jsonb not null default '{}'
);
create index subscriptions_account on subscriptions (account_id);

create table integration_requests (
  request_id text primary key,
  account_id text references accounts,
  partner_id text references partners,
  kind text check (kind in ('ticket', 'roadmap')),
  opened_on date,
  status text,
  votes integer,
  extra jsonb not null default '{}'
);

create table registrations (
  registration_id text primary key,
  partner_id text not null references partners,
  account_name text not null,
  account_domain text,
  country text,
  product text,
  amount_minor bigint,
  currency text,
  kind text not null default 'resale' check (kind in ('resale', 'referral', 'msp', 'service')),
  status text not null check (status in
    ('draft', 'submitted', 'returned', 'approved', 'rejected', 'expired', 'withdrawn', 'won', 'lost')),
  submitted_on timestamptz,
  decided_on date,
  expires_on date,
  opportunity_id text references opportunities,
  submitted_by text,
  reason_code text,
  reason text,
  private_note text,
  extensions integer not null default 0,
  -- What the partner may read of a decision: prepared words, without other partners' facts.
  reply text,
  -- The account meant, as matching found it. Partners have no grant on it: it would say what we know.
  account_id text references accounts,
  account_matched_by text,
  -- One submission is one registration, however often the click or event is repeated.
  submission_key text unique,
  extra jsonb not null default '{}',
  unique (registration_id, partner_id)
);
create index registrations_partner on registrations (partner_id);
create index registrations_account on registrations (account_id);
create index registrations_opportunity on registrations (opportunity_id);
create index registrations_status on registrations (status);

-- Append-only by privilege: nobody, the importing role included, may change or delete a move.
create table registration_moves (
  move_id bigint generated always as identity primary key,
  registration_id text not null,
  partner_id text not null,
  from_status text,
  to_status text not null,
  moved_at timestamptz not null,
  moved_by text not null,
  surface text not null,
  reason text,
  -- The partner decides who reads a move, so it is the registration's own.
  foreign key (registration_id, partner_id) references registrations (registration_id, partner_id) on update cascade
);
create index registration_moves_registration on registration_moves (registration_id, move_id);

-- The exclusive right itself. Two partners can't hold one account and product at a time, whatever runs at once.
create table protections (
  registration_id text primary key,
  partner_id text not null,
  account_id text not null references accounts,
  product text not null,
  protected_from date not null,
  protected_until date not null,
  check (protected_from <= protected_until),
  foreign key (registration_id, partner_id) references registrations (registration_id, partner_id) on update cascade,
  constraint protections_one_partner exclude using gist (
    account_id with =, product with =, partner_id with <>,
    daterange(protected_from, protected_until, '[]') with &&)
);
create index protections_account on protections (account_id, product);

create table touchpoints (
  touchpoint_id text primary key,
  opportunity_id text not null references opportunities,
  partner_id text references partners,
  kind text not null check (kind in ('referral', 'intro', 'meeting', 'demo', 'workshop', 'proof_of_concept',
    'event', 'content', 'campaign', 'integration', 'implementation', 'marketplace')),
  occurred_on date not null,
  person_email text,
  extra jsonb not null default '{}'
);
create index touchpoints_opportunity on touchpoints (opportunity_id, occurred_on);
create index touchpoints_partner on touchpoints (partner_id);

create table campaigns (
  campaign_id text primary key,
  partner_id text references partners,
  name text,
  kind text,
  content_ids text[] not null default '{}',
  started_on date,
  ended_on date,
  spend_minor bigint,
  currency text,
  leads integer,
  extra jsonb not null default '{}'
);

create table mdf_requests (
  request_id text primary key,
  partner_id text not null references partners,
  purpose text,
  kind text,
  amount_minor bigint,
  currency text,
  status text not null check (status in ('requested', 'approved', 'rejected', 'claimed', 'paid')),
  requested_on date,
  decided_on date,
  claimed_minor bigint,
  proof_url text,
  extra jsonb not null default '{}'
);
create index mdf_requests_partner on mdf_requests (partner_id);

create table costs (
  cost_id text primary key,
  partner_id text references partners,
  kind text not null check (kind in ('mdf', 'headcount', 'enablement', 'commission', 'tooling', 'other')),
  amount_minor bigint not null,
  currency text not null,
  incurred_on date,
  extra jsonb not null default '{}'
);
create index costs_partner on costs (partner_id);

create table marketplace_offers (
  offer_id text primary key,
  partner_id text references partners,
  account_id text references accounts,
  marketplace text check (marketplace in ('aws', 'azure', 'google')),
  kind text check (kind in ('private_offer', 'partner_private_offer')),
  amount_minor bigint,
  currency text,
  status text not null check (status in ('draft', 'sent', 'accepted', 'expired')),
  sent_on date,
  expires_on date,
  extra jsonb not null default '{}'
);
create index marketplace_offers_account on marketplace_offers (account_id);
