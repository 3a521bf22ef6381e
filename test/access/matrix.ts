import type { Reader } from './world.ts';

/** Of one table: which expression names its rows, who sees which of them, and what each role may do at all. */
export interface TableAccess {
  readonly key: string;
  readonly sees: Readonly<Record<Reader, string>>;
  readonly grants: Grants;
}

/** `select insert update(state)`: columns are named where it is not all of them. */
interface Grants {
  readonly system: string;
  readonly internal: string;
  readonly deciding: string;
  readonly partner: string;
  readonly public: string;
}

/** What a reader without any right on a table gets. */
export const DENIED = 'denied';

const WHOLE = 'delete insert select update';
const STAFF_READ = { system: WHOLE, internal: 'select', deciding: 'select', partner: '', public: '' };
const EVERYBODY_READS = { ...STAFF_READ, partner: 'select', public: 'select' };

function forStaff(keys: string): TableAccess['sees'] {
  const denied = { a: DENIED, b: DENIED, room: DENIED, public: DENIED, unset: DENIED };
  return { system: keys, internal: keys, deciding: keys, ...denied };
}

function forSystem(keys: string): TableAccess['sees'] {
  return { ...forStaff(keys), internal: DENIED, deciding: DENIED };
}

function forStaffOnly(staff: string, system: string): TableAccess['sees'] {
  return { ...forStaff(staff), system };
}

function forPartners(keys: { staff: string; a: string; b: string; system?: string }): TableAccess['sees'] {
  const { staff, a, b, system = staff } = keys;
  return { ...forStaff(staff), system, a, b, room: '', unset: '' };
}

function forProgramme(keys: string): TableAccess['sees'] {
  return { ...forStaff(keys), a: keys, b: keys, room: keys, unset: keys };
}

function forEverybody(keys: string): TableAccess['sees'] {
  return { ...forProgramme(keys), public: keys };
}

const DISCLOSED_OVERLAP =
  'select(partner_id record_id account_id score decision explanation level our_population populations record_name ' +
  'owner_name owner_email last_activity_on customer_since stage amount_minor currency withheld first_seen_on ' +
  'record_domain record_country)';

const COUNTED = 'select(partner_id our_population population level accounts records said their_total)';

const NOTES_SHOWN =
  'insert(opportunity_id account_id partner_id rank explored model_id win_chance lift lift_low lift_high ' +
  'shown_to shown_on shown_at)';

const OWN = forPartners({ staff: 'a b', a: 'a', b: 'b' });

const PAGES: TableAccess['sees'] = {
  ...forStaff('a-and-b internal only-a partners public tier-b'),
  a: 'a-and-b only-a partners public',
  b: 'a-and-b partners public tier-b',
  room: 'a-and-b partners public',
  public: 'public',
  unset: 'partners public',
};

/** The whole of who may do what: a table that is not named here may not exist. */
export const MATRIX: Readonly<Record<string, TableAccess>> = {
  account_changes: {
    key: "array_to_string(account_ids, '+')",
    sees: forStaff('a-hidden+a-shared+a-unsure b-hidden+b-shared+b-unsure customer+nobody'),
    grants: STAFF_READ,
  },
  account_keys: { key: 'key', sees: forStaff('7'), grants: STAFF_READ },
  account_names: { key: 'account_id', sees: forStaff('nobody'), grants: STAFF_READ },
  account_overlaps: {
    key: 'record_id',
    sees: forPartners({
      system: 'a-full a-overlap a-withheld b-full b-overlap b-withheld',
      staff: 'a-full a-overlap b-full b-overlap',
      a: 'a-overlap',
      b: 'b-overlap',
    }),
    grants: {
      ...STAFF_READ,
      internal: DISCLOSED_OVERLAP,
      deciding: DISCLOSED_OVERLAP,
      partner:
        'select(partner_id record_id account_id our_level our_owner_email first_seen_on shown shown_name shown_domain ' +
        'shown_country shown_population shown_owner_name shown_last_activity_on shown_customer_since)',
    },
  },
  accounts: {
    key: 'account_id',
    sees: {
      ...forPartners({
        staff: 'a-hidden a-shared a-unsure b-hidden b-shared b-unsure customer nobody',
        a: 'a-shared customer',
        b: 'b-shared',
      }),
      public: '',
    },
    grants: {
      ...STAFF_READ,
      partner: 'select(account_id name domain country status also_known_as)',
      public: 'select(account_id name domain country status also_known_as)',
    },
  },
  answer_feedback: {
    key: 'turn_id',
    sees: { ...forSystem('a-said b-said'), deciding: 'a-said b-said' },
    grants: { ...STAFF_READ, system: 'insert select update', internal: '' },
  },
  attribution_ledger: {
    key: 'partner_id',
    sees: OWN,
    grants: {
      ...STAFF_READ,
      partner: 'select(opportunity_id partner_id outcome sourced influenced amount_minor closed_on)',
    },
  },
  audit: {
    key: 'partner_id',
    sees: forSystem('a b'),
    grants: {
      ...STAFF_READ,
      system: 'insert select',
      internal: '',
      deciding: '',
    },
  },
  campaigns: {
    key: 'partner_id',
    sees: OWN,
    grants: {
      ...STAFF_READ,
      partner: 'select(campaign_id partner_id name kind content_ids started_on ended_on leads)',
    },
  },
  certifications: {
    key: 'partner_id',
    sees: OWN,
    grants: {
      ...STAFF_READ,
      partner:
        'select(certification_id partner_id person_email course competency status completed_on ' +
        'expires_on)',
    },
  },
  company: { key: "'us'", sees: forStaff('us'), grants: STAFF_READ },
  contacts: { key: 'account_id', sees: forStaff('nobody'), grants: STAFF_READ },
  content: {
    key: 'content_id',
    sees: forProgramme('content'),
    grants: {
      ...STAFF_READ,
      partner: 'select(content_id title kind url archetypes industries approved_on expires_on)',
    },
  },
  costs: { key: 'partner_id', sees: forStaff('a b'), grants: STAFF_READ },
  courses: {
    key: 'course',
    sees: forProgramme('course'),
    grants: {
      ...STAFF_READ,
      partner: 'select(course title competency archetypes hours url)',
    },
  },
  data_version: { key: "'one'", sees: forEverybody('one'), grants: EVERYBODY_READS },
  // Names every partner that touched the deal.
  deal_paths: {
    key: `opportunity_id || ': ' || array_to_string(channels, ' ')`,
    sees: forStaff('deal: a b'),
    grants: STAFF_READ,
  },
  engagement: {
    key: 'partner_id',
    sees: OWN,
    grants: {
      ...STAFF_READ,
      partner: 'select(partner_id kind occurred_on)',
    },
  },
  integration_requests: { key: 'partner_id', sees: forStaff('a b'), grants: STAFF_READ },
  intro_answers: {
    key: 'partner_id',
    sees: OWN,
    grants: {
      ...STAFF_READ,
      system: 'insert select',
      internal: 'insert(intro_id partner_id answer reason answered_on recorded_by recorded_at) select',
      deciding: 'insert(intro_id partner_id answer reason answered_on recorded_by recorded_at) select',
      partner: 'select(intro_id partner_id answer answered_on recorded_at)',
    },
  },
  intro_requests: {
    key: 'partner_id',
    sees: OWN,
    grants: {
      ...STAFF_READ,
      internal: 'insert select',
      deciding: 'insert select',
      partner: 'select(intro_id partner_id addressed_to body asked_at)',
    },
  },
  lift_models: { key: "'one'", sees: forStaff('one'), grants: STAFF_READ },
  marketplace_offers: {
    key: 'partner_id',
    sees: OWN,
    grants: {
      ...STAFF_READ,
      partner:
        'select(offer_id partner_id marketplace kind amount_minor currency status sent_on ' + 'expires_on)',
    },
  },
  link_states: {
    key: 'list',
    sees: forSystem('registrations'),
    grants: {
      ...STAFF_READ,
      internal: '',
      deciding: '',
    },
  },
  match_candidates: {
    key: 'partner_id',
    sees: forSystem('a b'),
    grants: {
      ...STAFF_READ,
      internal: '',
      deciding: '',
    },
  },
  match_decisions: {
    key: 'partner_id',
    sees: forStaff('a b'),
    // Kept from the words of match_reviews, which have a history.
    grants: STAFF_READ,
  },
  match_reviews: {
    key: 'partner_id',
    sees: forStaff('a b'),
    grants: {
      ...STAFF_READ,
      // A word that was given is kept: nobody changes or takes it back.
      system: 'insert select',
      internal: 'insert(partner_id record_id account_id verdict reason said_by said_at after_review) select',
      deciding: 'insert(partner_id record_id account_id verdict reason said_by said_at after_review) select',
    },
  },
  match_weights: {
    key: "'one'",
    sees: forStaff('one'),
    grants: {
      ...STAFF_READ,
      system: 'insert select',
      deciding: 'insert(learnt_on changes decisions learnt_at) select',
    },
  },
  mdf_requests: {
    key: 'partner_id',
    sees: OWN,
    grants: {
      ...STAFF_READ,
      partner:
        'select(request_id partner_id purpose kind amount_minor currency status requested_on ' +
        'decided_on claimed_minor)',
    },
  },
  notices: {
    key: 'partner_id',
    sees: forSystem('a b'),
    grants: {
      ...STAFF_READ,
      // What was said is kept, so that it is not said again.
      system: 'insert select update',
      internal: '',
      deciding: '',
    },
  },
  onboarding: {
    key: 'partner_id',
    sees: OWN,
    grants: {
      ...STAFF_READ,
      partner: 'select(partner_id step due_on completed_on)',
    },
  },
  opportunities: {
    key: 'opportunity_id',
    sees: forPartners({ staff: 'deal', a: '', b: '' }),
    grants: {
      ...STAFF_READ,
      partner: 'select(opportunity_id account_id product amount_minor currency stage close_on)',
    },
  },
  opportunity_partners: {
    key: 'partner_id',
    sees: OWN,
    grants: {
      ...STAFF_READ,
      partner: 'select(opportunity_id partner_id role added_on accepted)',
    },
  },
  opportunity_stages: { key: 'opportunity_id', sees: forStaff('deal'), grants: STAFF_READ },
  overlap_counts: {
    key: "concat_ws('/', partner_id, our_population, population)",
    sees: forPartners({
      system:
        'a/customer/customer a/open_opportunity/customer a/open_opportunity/open_opportunity a/open_opportunity/prospect a/prospect/customer a/prospect/prospect b/customer/customer b/open_opportunity/customer b/open_opportunity/open_opportunity b/open_opportunity/prospect b/prospect/customer b/prospect/prospect',
      staff:
        'a/customer/customer a/open_opportunity/customer a/open_opportunity/open_opportunity a/open_opportunity/prospect a/prospect/customer b/customer/customer b/open_opportunity/customer b/open_opportunity/open_opportunity b/open_opportunity/prospect b/prospect/customer',
      a: 'a/open_opportunity/customer a/open_opportunity/open_opportunity a/prospect/customer a/prospect/prospect',
      b: 'b/open_opportunity/customer b/open_opportunity/open_opportunity b/prospect/customer b/prospect/prospect',
    }),
    grants: {
      ...STAFF_READ,
      internal: COUNTED,
      deciding: COUNTED,
      partner:
        'select(partner_id our_population population our_level shown_accounts shown_records shown_said)',
    },
  },
  partner_accounts: {
    key: 'record_id',
    sees: {
      ...forPartners({
        staff: 'a-full a-overlap a-unsaid a-withheld b-full b-overlap b-unsaid b-withheld',
        a: 'a-full a-overlap a-unsaid a-withheld',
        b: 'b-full b-overlap b-unsaid b-withheld',
      }),
      internal: DENIED,
      deciding: DENIED,
    },
    grants: {
      ...STAFF_READ,
      internal: '',
      deciding: '',
      partner:
        'select(partner_id record_id name domain country populations owner_name owner_email ' +
        'last_activity_on customer_since stage amount_minor currency)',
    },
  },
  partner_contacts: {
    key: 'email',
    sees: forPartners({
      system:
        'a-at-hidden a-at-shared a-at-shared-domain a-elsewhere b-at-hidden b-at-shared b-at-shared-domain b-elsewhere',
      staff: 'a-at-shared a-at-shared-domain b-at-shared b-at-shared-domain',
      a: 'a-at-hidden a-at-shared a-at-shared-domain a-elsewhere',
      b: 'b-at-hidden b-at-shared b-at-shared-domain b-elsewhere',
    }),
    grants: {
      ...STAFF_READ,
      partner:
        'select(partner_id account_name account_domain email name title role relationship_since ' +
        'last_activity_on)',
    },
  },
  partner_favours: {
    key: 'partner_id',
    sees: forStaff('a b'),
    grants: {
      ...STAFF_READ,
      system: 'insert select',
      internal: 'insert(partner_id kind what note happened_on recorded_by recorded_at) select',
      deciding: 'insert(partner_id kind what note happened_on recorded_by recorded_at) select',
    },
  },
  partner_people: {
    key: 'email',
    sees: OWN,
    grants: {
      ...STAFF_READ,
      partner: 'select(email partner_id name role)',
    },
  },
  partner_whitespace: {
    key: 'record_id',
    sees: forStaffOnly('a-unsaid b-unsaid', 'a-overlap a-unsaid b-overlap b-unsaid'),
    grants: STAFF_READ,
  },
  partners: {
    key: 'partner_id',
    sees: OWN,
    grants: {
      ...STAFF_READ,
      partner:
        'select(partner_id name domain archetype tier status regions industries competencies ' +
        'products integrations manager_email joined_on shared_channel_id marketplaces capacity)',
    },
  },
  people: { key: 'email', sees: forStaff('pm@us.example rep@us.example'), grants: STAFF_READ },
  playbook_audiences: {
    key: 'audience_id',
    sees: {
      ...forPartners({ staff: '1 2 3 4 5 6', a: '2 3 4 6', b: '2 4 5 6' }),
      room: '2 4 6',
      public: '6',
      unset: '2 6',
    },
    grants: {
      ...STAFF_READ,
      partner: 'select(audience_id passages words)',
      public: 'select(audience_id passages words)',
    },
  },
  playbook_index: { key: "'one'", sees: forEverybody('one'), grants: EVERYBODY_READS },
  playbook_pages: { key: 'path', sees: PAGES, grants: EVERYBODY_READS },
  playbook_passages: { key: 'passage_id', sees: PAGES, grants: EVERYBODY_READS },
  playbook_questions: {
    key: "concat_ws('/', partner_id, question)",
    sees: { ...forStaff('a/asked b/asked ours'), internal: DENIED },
    grants: { ...STAFF_READ, system: 'delete insert select', internal: '' },
  },
  submission_refusals: {
    key: 'partner_id',
    sees: forPartners({ staff: 'a b', a: 'a', b: 'b' }),
    grants: { ...STAFF_READ, system: 'insert select update', partner: 'select' },
  },
  playbook_terms: { key: 'word', sees: PAGES, grants: EVERYBODY_READS },
  playbook_vectors: {
    key: '(select path from playbook_passages where passage_no = id)',
    sees: PAGES,
    grants: {
      ...STAFF_READ,
      system: 'select',
      partner: 'select',
      public: 'select',
    },
  },
  plays: { key: 'play_id', sees: forStaff('play'), grants: STAFF_READ },
  preferences: {
    key: 'person',
    // Each person's own, which the program reads and writes under the name of whoever asks.
    sees: forSystem('a b'),
    grants: { ...STAFF_READ, system: 'insert select update', internal: '', deciding: '' },
  },
  proposals: {
    key: 'proposal_id',
    sees: forPartners({
      staff: 'a-manager a-partner a-staff b-manager b-partner b-staff',
      a: 'a-partner',
      b: 'b-partner',
    }),
    grants: {
      ...STAFF_READ,
      internal:
        'insert(proposal_id action payload payload_hash partner_id proposed_by confirmer place ' +
        'state created_at expires_at) select update(state settled_by settled_at outcome)',
      deciding:
        'insert(proposal_id action payload payload_hash partner_id proposed_by confirmer place ' +
        'state created_at expires_at) select update(state settled_by settled_at outcome)',
      partner:
        'insert(proposal_id action payload payload_hash partner_id proposed_by confirmer place ' +
        'state created_at expires_at) select update(state settled_by settled_at outcome)',
    },
  },
  protections: {
    key: 'partner_id',
    sees: forStaff('a b'),
    grants: {
      ...STAFF_READ,
      deciding: 'delete insert select update',
    },
  },
  registration_moves: {
    key: 'partner_id',
    sees: OWN,
    grants: {
      ...STAFF_READ,
      system: 'insert select',
      internal: 'insert select',
      deciding: 'insert select',
      partner: 'insert select(move_id registration_id partner_id from_status to_status moved_at)',
    },
  },
  recommendations_shown: {
    key: 'partner_id',
    sees: { ...forStaff('a b'), internal: DENIED },
    grants: {
      ...STAFF_READ,
      system: 'insert select',
      internal: `${NOTES_SHOWN} select(opportunity_id account_id shown_to shown_on)`,
      deciding: `${NOTES_SHOWN} select`,
    },
  },
  registrations: {
    key: 'registration_id',
    sees: forPartners({
      staff: 'a-draft a-held a-open a-refused b-draft b-held b-open b-refused',
      a: 'a-draft a-held a-open a-refused',
      b: 'b-draft b-held b-open b-refused',
    }),
    grants: {
      ...STAFF_READ,
      internal: 'insert select',
      deciding:
        'insert select update(status decided_on expires_on opportunity_id reason_code reason ' +
        'private_note extensions reply account_id account_matched_by)',
      partner:
        'insert(registration_id partner_id account_name account_domain country product amount_minor ' +
        'currency kind status submitted_on submitted_by submission_key) select(registration_id ' +
        'partner_id account_name account_domain country product amount_minor currency kind status ' +
        'submitted_on decided_on expires_on submitted_by reason_code extensions reply ' +
        'submission_key) update(status)',
    },
  },
  scheduled_runs: {
    key: 'job',
    sees: forSystem('remind'),
    grants: {
      ...STAFF_READ,
      system: 'insert select update',
      internal: '',
      deciding: '',
    },
  },
  sharing: {
    key: "concat_ws('/', partner_id, direction, population)",
    sees: forPartners({
      staff:
        'a/ours_to_them/customer a/theirs_to_us/customer a/theirs_to_us/open_opportunity a/theirs_to_us/prospect b/ours_to_them/customer b/theirs_to_us/customer b/theirs_to_us/open_opportunity b/theirs_to_us/prospect',
      a: 'a/ours_to_them/customer a/theirs_to_us/customer a/theirs_to_us/open_opportunity a/theirs_to_us/prospect',
      b: 'b/ours_to_them/customer b/theirs_to_us/customer b/theirs_to_us/open_opportunity b/theirs_to_us/prospect',
    }),
    grants: {
      ...STAFF_READ,
      partner: 'select(partner_id population direction level fields)',
    },
  },
  source_decisions: {
    key: 'partner_id',
    sees: forStaff('a b'),
    grants: {
      ...STAFF_READ,
      // A word that was given is kept: nobody changes or takes it back.
      system: 'insert select',
      deciding: 'insert(opportunity_id partner_id reason decided_by decided_at) select',
    },
  },
  subscriptions: { key: 'partner_id', sees: forStaff('a b'), grants: STAFF_READ },
  surveys: {
    key: 'partner_id',
    sees: OWN,
    grants: {
      ...STAFF_READ,
      partner: 'select(survey_id partner_id respondent_email score comment answered_on)',
    },
  },
  taken_events: {
    key: 'event_key',
    sees: forSystem('event'),
    grants: {
      ...STAFF_READ,
      internal: '',
      deciding: '',
    },
  },
  touchpoints: {
    key: 'partner_id',
    sees: OWN,
    grants: {
      ...STAFF_READ,
      partner: 'select(touchpoint_id opportunity_id partner_id kind occurred_on)',
    },
  },
  turn_steps: {
    key: 'turn_id',
    sees: { ...forStaff('a-said b-said'), internal: DENIED },
    grants: { ...STAFF_READ, system: 'insert select', internal: '' },
  },
  turns: {
    key: 'turn_id',
    sees: forPartners({
      staff: 'a-in-room a-said a-spoken-of b-in-room b-said b-spoken-of',
      a: 'a-said',
      b: 'b-said',
    }),
    grants: {
      ...STAFF_READ,
      system: 'insert select',
      partner: 'select',
    },
  },
};
