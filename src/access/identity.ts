import type { Row } from '../db/port.ts';
import type { Access } from './access.ts';
import type { Actor, StaffRole } from './types.ts';

/** Whom the company's own lists know. Every look-up gives null for a person or team that stands on none of them. */
export interface Identity {
  /** A colleague of people.csv; letter case of the email does not matter. */
  staffByEmail(email: string): Promise<Actor | null>;
  staffBySlackUser(slackUserId: string): Promise<Actor | null>;
  /** A partner's person of partner_people.csv. */
  partnerBySlackUser(slackUserId: string): Promise<Actor | null>;
  /**
   * Anybody of the firm whose Slack workspace this is; named after the firm, since the list does not know the person.
   * Null as well where two firms claim the workspace: then it proves neither.
   */
  partnerBySlackTeam(slackTeamId: string): Promise<Actor | null>;
  partnerPersonByEmail(email: string): Promise<Actor | null>;
  /** A colleague before a partner's person: one who is on both lists is ours. For the terminal's `--as`. */
  personByEmail(email: string): Promise<Actor | null>;
}

interface StaffRow extends Row {
  readonly email: string;
  readonly name: string | null;
  readonly role: StaffRole;
}

interface PartnerPersonRow extends Row {
  readonly email: string;
  readonly name: string | null;
  readonly partner_id: string;
}

/** Looks people up under the system's scope: identity comes before any scope of the person's own. */
export function createIdentity(access: Access): Identity {
  const find = async <R extends Row>(sql: string, key: string): Promise<R | null> => {
    const rows = await access.open(access.system, (connection) => connection.query<R>(sql, [key]));
    return rows.length === 1 ? (rows[0] ?? null) : null;
  };

  const identity: Identity = {
    staffByEmail: async (email) =>
      toStaff(
        await find<StaffRow>('select email, name, role from people where lower(email) = lower($1)', email),
      ),
    staffBySlackUser: async (slackUserId) =>
      toStaff(
        await find<StaffRow>('select email, name, role from people where slack_user_id = $1', slackUserId),
      ),
    partnerBySlackUser: async (slackUserId) =>
      toPartner(
        await find<PartnerPersonRow>(
          'select email, name, partner_id from partner_people where slack_user_id = $1',
          slackUserId,
        ),
      ),
    partnerBySlackTeam: async (slackTeamId) =>
      toPartner(
        await find<PartnerPersonRow>(
          `select 'slack:' || slack_team_id as email, name, partner_id
           from partners
           where slack_team_id = $1
           limit 2`,
          slackTeamId,
        ),
      ),
    partnerPersonByEmail: async (email) =>
      toPartner(
        await find<PartnerPersonRow>(
          'select email, name, partner_id from partner_people where lower(email) = lower($1)',
          email,
        ),
      ),
    personByEmail: async (email) =>
      (await identity.staffByEmail(email)) ?? (await identity.partnerPersonByEmail(email)),
  };
  return identity;
}

function toStaff(row: StaffRow | null): Actor | null {
  return row && { kind: 'staff', email: row.email, name: row.name ?? row.email, role: row.role };
}

function toPartner(row: PartnerPersonRow | null): Actor | null {
  return row && { kind: 'partner', email: row.email, name: row.name ?? row.email, partnerId: row.partner_id };
}
