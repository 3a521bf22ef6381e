-- The imported row's hash: a folder imported again changes only rows whose source changed, not what was decided since.
do $$
declare
  t text;
begin
  foreach t in array array[
    'people', 'accounts', 'opportunities', 'opportunity_stages', 'contacts', 'courses', 'content', 'plays', 'partners',
    'partner_people', 'partner_accounts', 'partner_contacts', 'sharing', 'onboarding', 'certifications', 'surveys',
    'engagement', 'opportunity_partners', 'subscriptions', 'integration_requests', 'registrations', 'touchpoints',
    'campaigns', 'mdf_requests', 'costs', 'marketplace_offers'
  ] loop
    execute format('alter table %I add column source_hash text', t);
  end loop;
end $$;
