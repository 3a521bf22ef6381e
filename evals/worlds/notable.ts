import type { Ledger } from './ledger.ts';
import type { Part } from './partners.ts';
import type { OtherStories } from './planted-cases.ts';
import type { HeroStory } from './planted-hero.ts';

/** Whom and what demonstrations and tests ask about, in any seed. */
export interface Notable {
  readonly reps: readonly { readonly email: string; readonly territory: string }[];
  readonly partnerManagers: readonly string[];
  readonly admin: string;
  readonly heroAccount: string;
  readonly heroAccountName: string;
  readonly heroOpportunity: string;
  readonly heroOpportunityName: string;
  readonly heroOwner: string;
  readonly heroRegistration: string;
  readonly parts: Readonly<Record<Part, string>>;
  readonly partnerPeople: Readonly<Record<string, readonly string[]>>;
  readonly sharedChannels: Readonly<Record<string, string>>;
  readonly disputedOpportunity: string;
  readonly pendingRegistrations: readonly [string, string];
  readonly expiringRegistration: string;
  readonly expiredRegistration: string;
  readonly dormantOpportunity: string;
  readonly namedAccount: string;
}

/** Names the people and rows that a story can be told about. */
export function nameNotable(ledger: Ledger, stories: { hero: HeroStory; others: OtherStories }): Notable {
  const { people, partners, partnerPeople, accounts } = ledger;
  const { hero, others } = stories;
  const emails = (role: string) => people.filter((one) => one.role === role).map((one) => one.email);
  const parts = Object.fromEntries(
    Object.entries(partners.parts).map(([part, one]) => [part, one.partnerId]),
  );
  const shared = partners.partners.filter((one) => one.sharedChannelId !== null);
  return {
    reps: people
      .filter((one) => one.role === 'rep')
      .map((one) => ({ email: one.email, territory: one.region })),
    partnerManagers: emails('partner_manager'),
    admin: emails('admin')[0]!,
    heroAccount: accounts.hero.accountId,
    heroAccountName: accounts.hero.name,
    heroOpportunity: hero.deal.opportunityId,
    heroOpportunityName: hero.deal.name,
    heroOwner: hero.deal.ownerEmail,
    heroRegistration: hero.protectedBy.registrationId,
    parts: parts as Record<Part, string>,
    partnerPeople: Object.fromEntries(
      partners.partners.map((one) => [
        one.partnerId,
        partnerPeople.filter((person) => person.partnerId === one.partnerId).map((person) => person.email),
      ]),
    ),
    sharedChannels: Object.fromEntries(shared.map((one) => [one.partnerId, one.sharedChannelId!])),
    disputedOpportunity: others.disputed.opportunityId,
    pendingRegistrations: [others.pending[0].registrationId, others.pending[1].registrationId],
    expiringRegistration: others.expiring.registrationId,
    expiredRegistration: others.lapsed.registrationId,
    dormantOpportunity: others.dormant.opportunityId,
    namedAccount: others.namedParent.accountId,
  };
}
