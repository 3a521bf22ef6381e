import type { ScopedConnection } from '../access/access.ts';
import type { PartnerFact, RegistrationFact } from './conflict-case.ts';

/** The rows of one firm that its own check rests on. */
export interface OwnRows {
  readonly partner: PartnerFact;
  readonly registrations: readonly (RegistrationFact & { readonly accountDomain: string | null })[];
}

interface OwnColumns extends Record<string, unknown> {
  readonly amountMinor: number | null;
  readonly currency: string | null;
}

type OwnRegistration = OwnColumns & Omit<OwnRows['registrations'][number], 'amount' | 'opportunityLost'>;

/** What a partner's scope sees of itself, in the columns that it may read; null where no firm is named. */
export async function readOwnRows(connection: ScopedConnection): Promise<OwnRows | null> {
  const [partner] = await connection.query<{
    partnerId: string;
    name: string;
    status: string;
    regions: string[];
  }>(
    `select partner_id as "partnerId", name, status, regions
     from partners
     order by partner_id`,
  );
  if (!partner) return null;
  const rows = await connection.query<OwnRegistration>(
    `select registration_id as "registrationId", partner_id as "partnerId", null::text as "accountId",
       account_name as "accountName", account_domain as "accountDomain", product, amount_minor as "amountMinor",
       currency, kind, status, submitted_on as "submittedOn", decided_on as "decidedOn", expires_on as "expiresOn",
       null::text as "opportunityId"
     from registrations
     order by registration_id`,
  );
  return {
    // Whom it competes with and what it can carry are not shown to it: rules over them find nothing.
    partner: { ...partner, competesWith: [], capacity: null },
    registrations: rows.map(({ amountMinor, currency, ...row }) => ({
      ...row,
      amount: amountMinor !== null && currency !== null ? { minor: amountMinor, currency } : null,
      opportunityLost: null,
    })),
  };
}
