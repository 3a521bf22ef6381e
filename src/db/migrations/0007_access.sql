-- Who may see and change which rows. This file is the only place that says so; services hold no check of access.
--
-- cosell_system     import, matching, scheduled work, identity; never opened for a person's question
-- cosell_internal   our people
-- cosell_deciding   our partner managers: what our people may, and decisions
-- cosell_partner    one partner's people, or a room that they read (cosell.partner_id)
-- cosell_public     anybody else, and rooms of several firms without a partner in common

create function reader_partner() returns text
  language sql stable parallel safe
  return nullif(current_setting('cosell.partner_id', true), '');

-- A list is set as a JSON array, since a name may hold any character. Unset is null and not an empty list, which every
-- page would contain.
create function reader_list(setting text) returns text[]
  language sql stable parallel safe
  return (
    select array_agg(name)
    from jsonb_array_elements_text(nullif(current_setting(setting, true), '')::jsonb) as names(name));

do $$
declare
  t text;
begin
  for t in select tablename from pg_tables where schemaname = current_schema() and tablename <> 'migrations' loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy system_all on %I to cosell_system using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to cosell_system', t);
  end loop;
end $$;

-- History can't be edited, by anyone.
revoke update, delete on registration_moves, audit from cosell_system;

-- Our people read the business whole; what a partner withheld was never written where they read.
do $$
declare
  t text;
begin
  foreach t in array array[
    'company', 'people', 'accounts', 'opportunities', 'opportunity_stages', 'contacts', 'courses', 'content', 'plays',
    'partners', 'partner_people', 'sharing', 'onboarding', 'certifications', 'surveys', 'engagement',
    'opportunity_partners', 'subscriptions', 'integration_requests', 'registrations',
    'registration_moves', 'protections', 'touchpoints', 'campaigns', 'mdf_requests', 'costs', 'marketplace_offers',
    'match_decisions', 'turns', 'turn_steps', 'proposals', 'intro_requests', 'playbook_audiences',
    'playbook_pages', 'playbook_passages', 'playbook_terms', 'playbook_index', 'data_version'
  ] loop
    execute format('create policy staff_reads on %I for select to cosell_internal, cosell_deciding using (true)', t);
    execute format('grant select on %I to cosell_internal, cosell_deciding', t);
  end loop;
end $$;

-- Overlaps and partners' rows as far as the partner shares them. Of unmatched rows only what whitespace needs.
create policy staff_reads_disclosed on account_overlaps for select to cosell_internal, cosell_deciding
  using (level in ('overlap', 'full'));
grant select on account_overlaps to cosell_internal, cosell_deciding;
create policy staff_reads_counted on overlap_counts for select to cosell_internal, cosell_deciding
  using (level <> 'hidden');
grant select on overlap_counts to cosell_internal, cosell_deciding;
create policy staff_reads_shared_in_full on partner_accounts for select to cosell_internal, cosell_deciding
  using (exists (
    select from sharing s
    where s.partner_id = partner_accounts.partner_id
      and s.direction = 'theirs_to_us'
      and s.level = 'full'
      and s.population = any (partner_accounts.populations))
    or not exists (
      select from sharing s
      where s.partner_id = partner_accounts.partner_id
        and s.direction = 'theirs_to_us'
        and s.population = any (partner_accounts.populations)));
grant select (partner_id, record_id, name, domain, country, populations)
  on partner_accounts to cosell_internal, cosell_deciding;
-- A contact names the account it is at. Where a partner withholds any population, only those at disclosed overlaps.
create policy staff_reads_disclosed on partner_contacts for select to cosell_internal, cosell_deciding
  using (not exists (
    select from sharing s
    where s.partner_id = partner_contacts.partner_id
      and s.direction = 'theirs_to_us'
      and s.level <> 'full')
    or exists (
      select from account_overlaps o
      join accounts a on a.account_id = o.account_id
      where o.partner_id = partner_contacts.partner_id
        and (lower(partner_contacts.account_name) in (lower(o.record_name), lower(a.name))
          or (partner_contacts.account_domain <> '' and lower(partner_contacts.account_domain) = lower(a.domain)))));
grant select on partner_contacts to cosell_internal, cosell_deciding;

-- What our people may write: proposals, the requests and submissions that a click makes of them, and their own trace.
do $$
declare
  t text;
begin
  foreach t in array array['intro_requests', 'registrations', 'registration_moves'] loop
    execute format(
      'create policy staff_adds on %I for insert to cosell_internal, cosell_deciding with check (true)', t);
    execute format('grant insert on %I to cosell_internal, cosell_deciding', t);
  end loop;
end $$;
create policy staff_proposes on proposals for insert to cosell_internal, cosell_deciding
  with check (state = 'pending');
grant insert (proposal_id, action, payload, payload_hash, partner_id, proposed_by, confirmer, place, state, created_at,
  expires_at) on proposals to cosell_internal, cosell_deciding;
-- A step is settled once; what came of it is written once, after that, and it is never open again.
create policy staff_settles on proposals for update to cosell_internal, cosell_deciding
  using ((confirmer = 'staff' or (confirmer = 'manager' and current_user = 'cosell_deciding'))
    and (state = 'pending' or (state = 'confirmed' and outcome is null)))
  with check (state <> 'pending');
grant update (state, settled_by, settled_at, outcome) on proposals to cosell_internal, cosell_deciding;
create policy rep_submits on registrations as restrictive for insert to cosell_internal
  with check (status in ('draft', 'submitted'));
create policy rep_traces_submissions on registration_moves as restrictive for insert to cosell_internal
  with check (to_status in ('draft', 'submitted'));

-- Decisions.
create policy manager_decides on registrations for update to cosell_deciding using (true) with check (true);
grant update (status, decided_on, expires_on, opportunity_id, reason_code, reason, private_note, extensions, reply)
  on registrations to cosell_deciding;
create policy manager_protects on protections for insert to cosell_deciding with check (true);
create policy manager_prolongs on protections for update to cosell_deciding using (true) with check (true);
create policy manager_ends on protections for delete to cosell_deciding using (true);
grant insert, update, delete on protections to cosell_deciding;
create policy manager_settles_matches on match_decisions for insert to cosell_deciding with check (true);
grant insert on match_decisions to cosell_deciding;

-- A partner's people: the rows of their own firm, in the columns named here.
do $$
declare
  t text;
begin
  foreach t in array array[
    'partners', 'partner_people', 'partner_accounts', 'partner_contacts', 'sharing', 'onboarding', 'certifications',
    'surveys', 'engagement', 'opportunity_partners', 'registrations', 'registration_moves', 'mdf_requests',
    'campaigns', 'marketplace_offers', 'touchpoints'
  ] loop
    execute format(
      'create policy partner_reads_own on %I for select to cosell_partner '
      'using (partner_id = (select reader_partner()))', t);
  end loop;
end $$;
grant select (partner_id, name, domain, archetype, tier, status, regions, industries, competencies, products,
  integrations, manager_email, joined_on, shared_channel_id, marketplaces, capacity) on partners to cosell_partner;
grant select (email, partner_id, name, role) on partner_people to cosell_partner;
grant select (partner_id, record_id, name, domain, country, populations, owner_name, owner_email, last_activity_on,
  customer_since, stage, amount_minor, currency) on partner_accounts to cosell_partner;
grant select (partner_id, account_name, account_domain, email, name, title, role, relationship_since,
  last_activity_on) on partner_contacts to cosell_partner;
grant select (partner_id, population, direction, level, fields) on sharing to cosell_partner;
grant select (partner_id, step, due_on, completed_on) on onboarding to cosell_partner;
grant select (certification_id, partner_id, person_email, course, competency, status, completed_on, expires_on)
  on certifications to cosell_partner;
grant select (survey_id, partner_id, respondent_email, score, comment, answered_on) on surveys to cosell_partner;
grant select (partner_id, kind, occurred_on) on engagement to cosell_partner;
grant select (opportunity_id, partner_id, role, added_on, accepted) on opportunity_partners to cosell_partner;
grant select (registration_id, partner_id, account_name, account_domain, country, product, amount_minor, currency,
  kind, status, submitted_on, decided_on, expires_on, submitted_by, reason_code, extensions, reply, submission_key)
  on registrations to cosell_partner;
grant select (move_id, registration_id, partner_id, from_status, to_status, moved_at)
  on registration_moves to cosell_partner;
grant select (request_id, partner_id, purpose, kind, amount_minor, currency, status, requested_on, decided_on,
  claimed_minor) on mdf_requests to cosell_partner;
grant select (campaign_id, partner_id, name, kind, content_ids, started_on, ended_on, leads)
  on campaigns to cosell_partner;
grant select (offer_id, partner_id, marketplace, kind, amount_minor, currency, status, sent_on, expires_on)
  on marketplace_offers to cosell_partner;
grant select (touchpoint_id, opportunity_id, partner_id, kind, occurred_on) on touchpoints to cosell_partner;
grant select (proposal_id, action, payload, payload_hash, partner_id, proposed_by, confirmer, place, state,
  created_at, expires_at, settled_by, settled_at, outcome) on proposals to cosell_partner;
-- Steps that our people prepared about a partner are not the partner's, nor is what they asked among themselves.
create policy partner_reads_own on proposals for select to cosell_partner
  using (partner_id = (select reader_partner()) and confirmer = 'partner');
grant select on turns to cosell_partner;
create policy partner_reads_own on turns for select to cosell_partner
  using (partner_id = (select reader_partner()) and audience = 'partner:' || (select reader_partner()));

-- Our side of an overlap, and our accounts, as far as we share them with this partner.
create policy partner_reads_shared on account_overlaps for select to cosell_partner
  using (partner_id = (select reader_partner()) and our_level in ('overlap', 'full') and decision = 'match');
grant select (partner_id, record_id, account_id, record_name, our_population, our_owner_email, our_level)
  on account_overlaps to cosell_partner;
-- Readers without rights get no rows rather than an error: a question about nothing of theirs is a question.
create policy partner_reads_shared_accounts on accounts for select to cosell_partner
  using (account_id in (select o.account_id from account_overlaps o)
    or status in (
      select s.population
      from sharing s
      where s.direction = 'ours_to_them'
        and s.level = 'full'));
grant select (account_id, name, domain, country, status, also_known_as) on accounts to cosell_partner, cosell_public;
create policy partner_reads_counts on overlap_counts for select to cosell_partner
  using (partner_id = (select reader_partner())
    and (our_level in ('overlap', 'full')
      -- Fewer than five are named by asking for one account after the other.
      or (our_level = 'count' and (accounts is null or accounts >= 5))));
grant select (partner_id, our_population, population, our_level, accounts, records) on overlap_counts
  to cosell_partner;

-- Questions that join deals give a partner no rows of them rather than an error.
grant select (opportunity_id, account_id, product, stage, close_on, amount_minor, currency) on opportunities
  to cosell_partner;

-- Facts of the programme itself.
do $$
declare
  t text;
begin
  foreach t in array array['courses', 'content', 'data_version'] loop
    execute format('create policy partner_reads_programme on %I for select to cosell_partner using (true)', t);
  end loop;
end $$;
grant select (course, title, competency, archetypes, hours, url) on courses to cosell_partner;
grant select (content_id, title, kind, url, archetypes, industries, approved_on, expires_on)
  on content to cosell_partner;
grant select on data_version to cosell_partner, cosell_public;
create policy public_reads_version on data_version for select to cosell_public using (true);

-- What a partner's people may write.
create policy partner_proposes on proposals for insert to cosell_partner
  with check (partner_id = (select reader_partner()) and confirmer = 'partner' and state = 'pending');
grant insert (proposal_id, action, payload, payload_hash, partner_id, proposed_by, confirmer, place, state, created_at,
  expires_at) on proposals to cosell_partner;
create policy partner_settles on proposals for update to cosell_partner
  using (partner_id = (select reader_partner())
    and confirmer = 'partner'
    and (state = 'pending' or (state = 'confirmed' and outcome is null)))
  with check (state <> 'pending');
grant update (state, settled_by, settled_at, outcome) on proposals to cosell_partner;
create policy partner_submits on registrations for insert to cosell_partner
  with check (partner_id = (select reader_partner()) and status in ('draft', 'submitted'));
grant insert (registration_id, partner_id, account_name, account_domain, country, product, amount_minor, currency,
  kind, status, submitted_on, submitted_by, submission_key) on registrations to cosell_partner;
create policy partner_withdraws on registrations for update to cosell_partner
  using (partner_id = (select reader_partner()))
  with check (partner_id = (select reader_partner()) and status in ('submitted', 'withdrawn'));
grant update (status) on registrations to cosell_partner;
create policy partner_leaves_a_trace on registration_moves for insert to cosell_partner
  with check (partner_id = (select reader_partner()) and to_status in ('draft', 'submitted', 'withdrawn'));
grant insert on registration_moves to cosell_partner;

-- Playbook pages: for rooms of several partners, only what each of them may read. Tiers and archetypes are stored in
-- lower case. Which other partners a page is for is nobody's business but ours.
create policy partner_reads_pages on playbook_audiences for select to cosell_partner
  using (visibility = 'public'
    or (visibility = 'partner'
      and (partners = '{}' or partners @> (select reader_list('cosell.reader_partners')))
      and (tiers = '{}' or tiers @> (select lower(reader_list('cosell.reader_tiers')::text)::text[]))
      and (archetypes = '{}' or archetypes @> (select lower(reader_list('cosell.reader_archetypes')::text)::text[]))));
create policy public_reads_pages on playbook_audiences for select to cosell_public using (visibility = 'public');
grant select (audience_id, passages, words) on playbook_audiences to cosell_partner, cosell_public;
do $$
declare
  t text;
begin
  foreach t in array array['playbook_pages', 'playbook_passages', 'playbook_terms'] loop
    execute format(
      'create policy reader_reads on %I for select to cosell_partner, cosell_public '
      'using (audience_id in (select audience_id from playbook_audiences))', t);
    execute format('grant select on %I to cosell_partner, cosell_public', t);
  end loop;
end $$;
create policy reader_reads on playbook_index for select to cosell_partner, cosell_public using (true);
grant select on playbook_index to cosell_partner, cosell_public;
grant select on playbook_vectors
  to cosell_system, cosell_internal, cosell_deciding, cosell_partner, cosell_public;
