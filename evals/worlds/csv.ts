import { stringify } from 'csv-stringify/sync';
import type { Cell } from './rows.ts';

/** The header of each file of the company folder, in the order of its description. */
export const FILE_COLUMNS = {
  'people.csv': 'email name role region slack_user_id',
  'accounts.csv':
    'account_id name domain country industry employees annual_revenue parent_account_id owner_email status also_known_as',
  'opportunities.csv':
    'opportunity_id account_id name product amount currency stage owner_email created_on last_activity_on close_on needs competitor kind public_tender',
  'opportunity_stages.csv': 'opportunity_id stage entered_on',
  'contacts.csv': 'account_id email name title role last_activity_on',
  'opportunity_partners.csv': 'opportunity_id partner_id role added_on accepted',
  'subscriptions.csv':
    'subscription_id account_id product annual_amount currency gross_margin started_on ended_on partner_id',
  'integration_requests.csv': 'request_id account_id partner_id kind opened_on status votes',
  'partners.csv':
    'partner_id name domain archetype tier status regions industries competencies products integrations competes_with manager_email joined_on shared_channel_id marketplaces capacity slack_team_id private_note',
  'partner_people.csv': 'email partner_id name role slack_user_id',
  'partner_accounts.csv':
    'partner_id partner_record_id name domain country population owner_name owner_email last_activity_on customer_since stage amount currency',
  'partner_contacts.csv':
    'partner_id account_name account_domain email name title role relationship_since last_activity_on',
  'sharing.csv': 'partner_id population direction level fields',
  'onboarding.csv': 'partner_id step due_on completed_on',
  'certifications.csv':
    'certification_id partner_id person_email course competency status completed_on expires_on',
  'courses.csv': 'course title competency archetypes hours url',
  'surveys.csv': 'survey_id partner_id respondent_email score comment answered_on',
  'engagement.csv': 'partner_id kind occurred_on',
  'registrations.csv':
    'registration_id partner_id account_name account_domain country product amount currency kind status submitted_on decided_on expires_on opportunity_id submitted_by reason_code reason private_note',
  'touchpoints.csv': 'touchpoint_id opportunity_id partner_id kind occurred_on person_email',
  'campaigns.csv': 'campaign_id partner_id name kind content_ids started_on ended_on spend currency leads',
  'content.csv': 'content_id title kind url archetypes industries approved_on expires_on',
  'mdf_requests.csv':
    'request_id partner_id purpose kind amount currency status requested_on decided_on claimed_amount proof_url',
  'costs.csv': 'cost_id partner_id kind amount currency incurred_on',
  'marketplace_offers.csv':
    'offer_id partner_id account_id marketplace kind amount currency status sent_on expires_on',
  'plays.csv': 'play_id name archetypes when steps competencies',
} as const;

export type FileName = keyof typeof FILE_COLUMNS;

/** The columns of a file, as its header names them. */
export function columnsOf(file: FileName): string[] {
  return FILE_COLUMNS[file].split(' ');
}

/** Rows as CSV (RFC 4180, LF): lists joined by `;`, null as an empty cell, a column's cell under its camel-case name. */
export function toCsv(columns: readonly string[], rows: readonly object[]): string {
  const keys = columns.map(toCamelCase);
  const records = rows.map((row) => keys.map((key) => toText((row as Record<string, Cell>)[key] ?? null)));
  return stringify([[...columns], ...records]);
}

function toText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Number.isInteger(cell) ? String(cell) : cell.toFixed(2);
  return Array.isArray(cell) ? cell.join(';') : String(cell);
}

function toCamelCase(column: string): string {
  return column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
