import type { ScopedConnection } from '../access/access.ts';

// Columns that a partner may read of its own rows, so that both sides read one scorecard.

export interface PartRow extends Record<string, unknown> {
  readonly outcome: 'won' | 'lost' | 'open';
  readonly closedOn: string | null;
  readonly amountMinor: number;
}

/** Deals of any time that a partner sourced or influenced, by close. */
export function listParts(connection: ScopedConnection, partnerId: string): Promise<PartRow[]> {
  return connection.query<PartRow>(
    `select outcome, closed_on as "closedOn", amount_minor as "amountMinor"
     from attribution_ledger
     where partner_id = $1
       and (sourced or influenced)
     order by closed_on nulls first, opportunity_id`,
    [partnerId],
  );
}

export interface RegistrationCounts extends Record<string, unknown> {
  readonly submitted: number;
  readonly approved: number;
  readonly rejected: number;
}

/** Registrations submitted in a period, and those decided in it. An approved one may have moved on to its end. */
export async function countRegistrations(
  connection: ScopedConnection,
  wanted: { partnerId: string; from: string; to: string },
): Promise<RegistrationCounts> {
  const [row] = await connection.query<RegistrationCounts>(
    `select count(*) filter (where submitted_on >= $2 and submitted_on < $3) as submitted,
       count(*) filter (where decided_on >= $2 and decided_on < $3
         and status in ('approved', 'won', 'lost', 'expired')) as approved,
       count(*) filter (where decided_on >= $2 and decided_on < $3 and status = 'rejected') as rejected
     from registrations
     where partner_id = $1`,
    [wanted.partnerId, wanted.from, wanted.to],
  );
  return row ?? { submitted: 0, approved: 0, rejected: 0 };
}

/** Certificates that were completed by a day and had not run out on it. */
export async function countCertificates(
  connection: ScopedConnection,
  wanted: { partnerId: string; on: string },
): Promise<number> {
  const [row] = await connection.query<{ valid: number }>(
    `select count(*) as valid
     from certifications
     where partner_id = $1
       and (status = 'completed' or (status = 'expired' and expires_on is not null))
       and (completed_on is null or completed_on <= $2)
       and (expires_on is null or expires_on >= $2)`,
    [wanted.partnerId, wanted.on],
  );
  return row?.valid ?? 0;
}

/** Survey scores that a partner's people gave in a period. */
export async function listScores(
  connection: ScopedConnection,
  wanted: { partnerId: string; from: string; to: string },
): Promise<number[]> {
  const rows = await connection.query<{ score: number }>(
    `select score
     from surveys
     where partner_id = $1
       and answered_on >= $2
       and answered_on < $3
     order by survey_id`,
    [wanted.partnerId, wanted.from, wanted.to],
  );
  return rows.map((row) => row.score);
}
