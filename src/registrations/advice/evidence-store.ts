import type { ScopedConnection } from '../../access/access.ts';
import type { IsoDate } from '../../dates.ts';
import type { WorkEvidence } from './types.ts';

export interface PartnerAtAccount {
  readonly partnerId: string;
  readonly accountId: string;
}

export type EvidenceRow = PartnerAtAccount & WorkEvidence & Record<string, unknown>;

/**
 * What each partner is recorded to have done at each account: touches from `from` to `to`, both included, deals that are
 * open, and people. Who took part in a touch is for our own people alone: the database refuses others.
 */
export function readEvidence(
  connection: ScopedConnection,
  pairs: readonly PartnerAtAccount[],
  window: { readonly from: IsoDate; readonly to: IsoDate },
): Promise<EvidenceRow[]> {
  return connection.query<EvidenceRow>(
    `select w.partner_id as "partnerId", w.account_id as "accountId", coalesce(t.touches, 0)::int as touches,
       coalesce(t.participants, 0)::int as participants, t.last_touch_on as "lastTouchOn", coalesce(d.open_deals, 0)::int as "openDeals",
       coalesce(c.contacts, 0)::int as contacts
     from (
       select distinct partner_id, account_id
       from unnest($1::text[], $2::text[]) as wanted (partner_id, account_id)
     ) w
     join accounts a on a.account_id = w.account_id
     left join lateral (
       select count(*) as touches, count(distinct touch.person_email) as participants,
         max(touch.occurred_on) as last_touch_on
       from opportunities o
       join touchpoints touch on touch.opportunity_id = o.opportunity_id
       where o.account_id = w.account_id
         and touch.partner_id = w.partner_id
         and touch.occurred_on between $3 and $4
     ) t on true
     left join lateral (
       select count(distinct o.opportunity_id) as open_deals
       from opportunities o
       join opportunity_partners role on role.opportunity_id = o.opportunity_id
       where o.account_id = w.account_id
         and role.partner_id = w.partner_id
         and role.accepted is not false
         and o.stage not in ('closed_won', 'closed_lost')
     ) d on true
     left join lateral (
       select count(distinct person.email) as contacts
       from partner_contacts person
       where person.partner_id = w.partner_id
         and (lower(person.account_name) = lower(a.name)
           or (person.account_domain <> '' and lower(person.account_domain) = lower(a.domain)))
     ) c on true
     order by w.partner_id, w.account_id`,
    [pairs.map((one) => one.partnerId), pairs.map((one) => one.accountId), window.from, window.to],
  );
}
