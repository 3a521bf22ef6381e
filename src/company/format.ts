/** How a cell is read. `money` reads a decimal in the currency of another column of the row. */
export type CellKind =
  | { readonly kind: 'text' }
  | { readonly kind: 'list' }
  | { readonly kind: 'day' }
  | { readonly kind: 'instant' }
  | { readonly kind: 'integer' }
  | { readonly kind: 'number' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'money' }
  | { readonly kind: 'enum'; readonly names: readonly string[] }
  | { readonly kind: 'enum_list'; readonly names: readonly string[] };

export interface ColumnFormat {
  /** In the file. */
  readonly name: string;
  /** In the table. */
  readonly column: string;
  readonly cell: CellKind;
  readonly required: boolean;
  /** The table whose key this must be. */
  readonly refersTo?: 'accounts' | 'opportunities' | 'partners';
  /** What an empty cell means; the database's null where nothing is said. */
  readonly otherwise?: string | boolean | readonly string[];
}

export interface FileFormat {
  /** Without `.csv`. */
  readonly file: string;
  readonly table: string;
  readonly key: readonly string[];
  readonly columns: readonly ColumnFormat[];
  /** Pairs of columns of which the second may not be before the first. */
  readonly ordered?: readonly (readonly [start: string, end: string])[];
  /** Whether several rows of one key are the format's own way of saying one thing. */
  readonly repeats?: boolean;
}

const POPULATIONS = ['customer', 'open_opportunity', 'prospect'] as const;
const ARCHETYPES = ['influence', 'isv', 'si', 'msp', 'referral', 'reseller'] as const;

const cell = (kind: Exclude<CellKind['kind'], 'enum' | 'enum_list'>): CellKind => ({ kind });
const column = (name: string, kind: CellKind, more: Partial<ColumnFormat> = {}): ColumnFormat => ({
  name,
  column: name,
  cell: kind,
  required: false,
  ...more,
});
const text = (name: string, more: Partial<ColumnFormat> = {}) => column(name, cell('text'), more);
const key = (name: string) => text(name, { required: true });
const list = (name: string) => column(name, cell('list'), { otherwise: [] });
const day = (name: string) => column(name, cell('day'));
const integer = (name: string) => column(name, cell('integer'));
const number = (name: string) => column(name, cell('number'));
const money = (name: string, stored: string) => column(name, cell('money'), { column: stored });
const oneOf = (name: string, names: readonly string[], more: Partial<ColumnFormat> = {}) =>
  column(name, { kind: 'enum', names }, more);
const account = (more: Partial<ColumnFormat> = {}) => text('account_id', { refersTo: 'accounts', ...more });
const opportunity = (more: Partial<ColumnFormat> = {}) =>
  text('opportunity_id', { refersTo: 'opportunities', ...more });
const partner = (more: Partial<ColumnFormat> = {}) => text('partner_id', { refersTo: 'partners', ...more });
const needed = { required: true } as const;

/** Every file of a company folder, in the order in which rows refer to one another. */
export const FILE_FORMATS: readonly FileFormat[] = [
  {
    file: 'people',
    table: 'people',
    key: ['email'],
    columns: [
      key('email'),
      text('name'),
      oneOf('role', ['rep', 'partner_manager', 'admin'], needed),
      text('region'),
      text('slack_user_id'),
    ],
  },
  {
    file: 'accounts',
    table: 'accounts',
    key: ['account_id'],
    columns: [
      key('account_id'),
      text('name', needed),
      text('domain'),
      text('country'),
      text('industry'),
      integer('employees'),
      number('annual_revenue'),
      text('parent_account_id'),
      text('owner_email'),
      oneOf('status', POPULATIONS, { otherwise: 'prospect' }),
      list('also_known_as'),
    ],
  },
  {
    file: 'partners',
    table: 'partners',
    key: ['partner_id'],
    columns: [
      key('partner_id'),
      text('name', needed),
      text('domain'),
      oneOf('archetype', ARCHETYPES),
      text('tier'),
      oneOf('status', ['recruit', 'onboarding', 'active', 'inactive'], { otherwise: 'active' }),
      ...['regions', 'industries', 'competencies', 'products', 'integrations', 'competes_with'].map(list),
      text('manager_email'),
      day('joined_on'),
      text('shared_channel_id'),
      list('marketplaces'),
      integer('capacity'),
      text('slack_team_id'),
      text('private_note'),
    ],
  },
  {
    file: 'courses',
    table: 'courses',
    key: ['course'],
    columns: [
      key('course'),
      text('title'),
      text('competency'),
      list('archetypes'),
      number('hours'),
      text('url'),
    ],
  },
  {
    file: 'content',
    table: 'content',
    key: ['content_id'],
    columns: [
      key('content_id'),
      text('title'),
      text('kind'),
      text('url'),
      list('archetypes'),
      list('industries'),
      day('approved_on'),
      day('expires_on'),
    ],
    ordered: [['approved_on', 'expires_on']],
  },
  {
    file: 'plays',
    table: 'plays',
    key: ['play_id'],
    columns: [
      key('play_id'),
      text('name', needed),
      list('archetypes'),
      text('when', { column: 'when_text' }),
      list('steps'),
      list('competencies'),
    ],
  },
  {
    file: 'partner_people',
    table: 'partner_people',
    key: ['email'],
    columns: [key('email'), partner(needed), text('name'), text('role'), text('slack_user_id')],
  },
  {
    file: 'sharing',
    table: 'sharing',
    key: ['partner_id', 'population', 'direction'],
    columns: [
      partner(needed),
      oneOf('population', POPULATIONS, needed),
      oneOf('direction', ['theirs_to_us', 'ours_to_them'], needed),
      oneOf('level', ['hidden', 'count', 'overlap', 'full'], needed),
      list('fields'),
    ],
  },
  {
    file: 'partner_accounts',
    table: 'partner_accounts',
    key: ['partner_id', 'record_id'],
    columns: [
      partner(needed),
      text('partner_record_id', { column: 'record_id', required: true }),
      text('name', needed),
      text('domain'),
      text('country'),
      column(
        'population',
        { kind: 'enum_list', names: POPULATIONS },
        { column: 'populations', otherwise: [] },
      ),
      text('owner_name'),
      text('owner_email'),
      day('last_activity_on'),
      day('customer_since'),
      text('stage'),
      money('amount', 'amount_minor'),
      text('currency'),
    ],
  },
  {
    file: 'partner_contacts',
    table: 'partner_contacts',
    key: ['partner_id', 'account_name', 'account_domain', 'email'],
    columns: [
      partner(needed),
      key('account_name'),
      text('account_domain', { otherwise: '' }),
      key('email'),
      text('name'),
      text('title'),
      text('role'),
      day('relationship_since'),
      day('last_activity_on'),
    ],
  },
  {
    file: 'onboarding',
    table: 'onboarding',
    key: ['partner_id', 'step'],
    columns: [partner(needed), key('step'), day('due_on'), day('completed_on')],
  },
  {
    file: 'certifications',
    table: 'certifications',
    key: ['certification_id'],
    columns: [
      key('certification_id'),
      partner(needed),
      text('person_email'),
      text('course'),
      text('competency'),
      oneOf('status', ['enrolled', 'completed', 'expired'], needed),
      day('completed_on'),
      day('expires_on'),
    ],
    ordered: [['completed_on', 'expires_on']],
  },
  {
    file: 'surveys',
    table: 'surveys',
    key: ['survey_id'],
    columns: [
      key('survey_id'),
      partner(needed),
      text('respondent_email'),
      column('score', cell('integer'), needed),
      text('comment'),
      day('answered_on'),
    ],
  },
  {
    file: 'engagement',
    table: 'engagement',
    key: ['partner_id', 'kind', 'occurred_on'],
    columns: [
      partner(needed),
      oneOf(
        'kind',
        ['portal_login', 'content_download', 'meeting', 'training', 'lead', 'registration'],
        needed,
      ),
      column('occurred_on', cell('day'), needed),
    ],
    repeats: true,
  },
  {
    file: 'opportunities',
    table: 'opportunities',
    key: ['opportunity_id'],
    columns: [
      key('opportunity_id'),
      account(needed),
      text('name', { otherwise: '' }),
      text('product'),
      money('amount', 'amount_minor'),
      text('currency'),
      oneOf(
        'stage',
        ['prospecting', 'qualified', 'proposal', 'negotiation', 'closed_won', 'closed_lost'],
        needed,
      ),
      text('owner_email'),
      day('created_on'),
      day('last_activity_on'),
      day('close_on'),
      list('needs'),
      text('competitor'),
      oneOf('kind', ['new', 'growth', 'renewal'], { otherwise: 'new' }),
      column('public_tender', cell('boolean'), { otherwise: false }),
    ],
    ordered: [['created_on', 'close_on']],
  },
  {
    file: 'opportunity_stages',
    table: 'opportunity_stages',
    key: ['opportunity_id', 'stage'],
    columns: [
      opportunity(needed),
      oneOf(
        'stage',
        ['prospecting', 'qualified', 'proposal', 'negotiation', 'closed_won', 'closed_lost'],
        needed,
      ),
      column('entered_on', cell('day'), needed),
    ],
  },
  {
    file: 'contacts',
    table: 'contacts',
    key: ['account_id', 'email'],
    columns: [
      account(needed),
      key('email'),
      text('name'),
      text('title'),
      oneOf('role', ['economic_buyer', 'decision_maker', 'champion', 'user', 'other']),
      day('last_activity_on'),
    ],
  },
  {
    file: 'opportunity_partners',
    table: 'opportunity_partners',
    key: ['opportunity_id', 'partner_id', 'role'],
    columns: [
      opportunity(needed),
      partner(needed),
      oneOf('role', ['source', 'sell', 'influence', 'deliver', 'transact'], needed),
      day('added_on'),
      column('accepted', cell('boolean')),
    ],
  },
  {
    file: 'subscriptions',
    table: 'subscriptions',
    key: ['subscription_id'],
    columns: [
      key('subscription_id'),
      account(needed),
      text('product'),
      money('annual_amount', 'annual_minor'),
      text('currency'),
      number('gross_margin'),
      day('started_on'),
      day('ended_on'),
      partner(),
    ],
    ordered: [['started_on', 'ended_on']],
  },
  {
    file: 'integration_requests',
    table: 'integration_requests',
    key: ['request_id'],
    columns: [
      key('request_id'),
      account(),
      partner(),
      oneOf('kind', ['ticket', 'roadmap']),
      day('opened_on'),
      text('status'),
      integer('votes'),
    ],
  },
  {
    file: 'registrations',
    table: 'registrations',
    key: ['registration_id'],
    columns: [
      key('registration_id'),
      partner(needed),
      text('account_name', needed),
      text('account_domain'),
      text('country'),
      text('product'),
      money('amount', 'amount_minor'),
      text('currency'),
      oneOf('kind', ['resale', 'referral', 'msp', 'service'], { otherwise: 'resale' }),
      oneOf(
        'status',
        ['draft', 'submitted', 'returned', 'approved', 'rejected', 'expired', 'withdrawn', 'won', 'lost'],
        needed,
      ),
      column('submitted_on', cell('instant')),
      day('decided_on'),
      day('expires_on'),
      opportunity(),
      text('submitted_by'),
      text('reason_code'),
      text('reason'),
      text('private_note'),
    ],
    ordered: [['decided_on', 'expires_on']],
  },
  {
    file: 'touchpoints',
    table: 'touchpoints',
    key: ['touchpoint_id'],
    columns: [
      key('touchpoint_id'),
      opportunity(needed),
      partner(),
      oneOf(
        'kind',
        [
          'referral',
          'intro',
          'meeting',
          'demo',
          'workshop',
          'proof_of_concept',
          'event',
          'content',
          'campaign',
          'integration',
          'implementation',
          'marketplace',
        ],
        needed,
      ),
      column('occurred_on', cell('day'), needed),
      text('person_email'),
    ],
  },
  {
    file: 'campaigns',
    table: 'campaigns',
    key: ['campaign_id'],
    columns: [
      key('campaign_id'),
      partner(),
      text('name'),
      text('kind'),
      list('content_ids'),
      day('started_on'),
      day('ended_on'),
      money('spend', 'spend_minor'),
      text('currency'),
      integer('leads'),
    ],
    ordered: [['started_on', 'ended_on']],
  },
  {
    file: 'mdf_requests',
    table: 'mdf_requests',
    key: ['request_id'],
    columns: [
      key('request_id'),
      partner(needed),
      text('purpose'),
      text('kind'),
      money('amount', 'amount_minor'),
      text('currency'),
      oneOf('status', ['requested', 'approved', 'rejected', 'claimed', 'paid'], needed),
      day('requested_on'),
      day('decided_on'),
      money('claimed_amount', 'claimed_minor'),
      text('proof_url'),
    ],
    ordered: [['requested_on', 'decided_on']],
  },
  {
    file: 'costs',
    table: 'costs',
    key: ['cost_id'],
    columns: [
      key('cost_id'),
      partner(),
      oneOf('kind', ['mdf', 'headcount', 'enablement', 'commission', 'tooling', 'other'], {
        otherwise: 'other',
      }),
      column('amount', cell('money'), { column: 'amount_minor', required: true }),
      text('currency'),
      day('incurred_on'),
    ],
  },
  {
    file: 'marketplace_offers',
    table: 'marketplace_offers',
    key: ['offer_id'],
    columns: [
      key('offer_id'),
      partner(),
      account(),
      oneOf('marketplace', ['aws', 'azure', 'google']),
      oneOf('kind', ['private_offer', 'partner_private_offer']),
      money('amount', 'amount_minor'),
      text('currency'),
      oneOf('status', ['draft', 'sent', 'accepted', 'expired'], needed),
      day('sent_on'),
      day('expires_on'),
    ],
    ordered: [['sent_on', 'expires_on']],
  },
];
