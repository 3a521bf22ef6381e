import type { Company } from './company.ts';
import type { PartnerBook } from './partners.ts';
import type { Random } from './random.ts';
import { type RelationBook, servesCountry } from './relations.ts';
import type { Account, Opportunity } from './rows.ts';

/** What a deal's chance hangs on, as far as partners bear on it. */
export interface DealShape {
  readonly account: Account;
  readonly product: string;
  readonly needs: readonly string[];
  readonly kind: Opportunity['kind'];
  /** Standard normal: what a rep senses of a deal and no column shows. It also draws partners, which confounds. */
  readonly quality: number;
}

/** Terms of the planted log-odds of winning. */
export const WIN_TERMS = {
  base: -0.55,
  quality: 0.75,
  growth: 0.5,
  renewal: 1.5,
  partnerAttached: -0.75,
  overlapCustomer: 0.7,
  overlapOpen: 0.35,
  industry: 0.45,
  needsCovered: 0.7,
  region: 0.25,
  /** For each further partner, of the lift of the best. */
  secondPartner: 0.15,
} as const;

interface HiddenTraits {
  /** Log-odds that this partner adds to any deal. */
  readonly skill: number;
  /** How readily reps bring it in, whatever it adds. */
  readonly popularity: number;
}

export interface WinModel {
  readonly traits: ReadonlyMap<string, HiddenTraits>;
  /** Log-odds that a partner adds to a deal. */
  lift(partnerId: string, deal: Omit<DealShape, 'quality' | 'kind'>): number;
  /** Chance of winning with these partners. */
  chance(deal: DealShape, partnerIds: readonly string[]): number;
  /** Whom a rep would bring in: by popularity, relation and territory more than by what it adds. */
  choosePartner(deal: DealShape, without: readonly string[], random: Random): string;
}

/** The planted truth about who helps to win what. */
export function createWinModel(
  world: { company: Company; partners: PartnerBook; relations: RelationBook },
  random: Random,
): WinModel {
  const partners = new Map(world.partners.partners.map((one) => [one.partnerId, one]));
  const traits = new Map(
    world.partners.partners.map((one) => [
      one.partnerId,
      drawTraits(world.company.tiers.indexOf(one.tier as never), random),
    ]),
  );
  const lift: WinModel['lift'] = (partnerId, deal) => {
    const partner = partners.get(partnerId)!;
    const populations = world.relations.find(partnerId, deal.account.accountId)?.populations ?? [];
    const held = [...partner.competencies, ...partner.integrations];
    const covered = deal.needs.filter((need) => held.includes(need)).length / Math.max(1, deal.needs.length);
    return (
      traits.get(partnerId)!.skill +
      WIN_TERMS.partnerAttached +
      (populations.includes('customer') ? WIN_TERMS.overlapCustomer : 0) +
      (populations.includes('open_opportunity') ? WIN_TERMS.overlapOpen : 0) +
      (partner.industries.includes(deal.account.industry) ? WIN_TERMS.industry : 0) +
      WIN_TERMS.needsCovered * covered +
      (servesCountry(partner, deal.account.country) ? WIN_TERMS.region : 0)
    );
  };
  const eligible = world.partners.partners.filter(
    (one) => one.status === 'active' || one.status === 'inactive',
  );
  return {
    traits,
    lift,
    chance: (deal, partnerIds) => {
      const lifts = partnerIds.map((one) => lift(one, deal)).sort((one, other) => other - one);
      const joint =
        (lifts[0] ?? 0) + lifts.slice(1).reduce((sum, one) => sum + WIN_TERMS.secondPartner * one, 0);
      const kind = deal.kind === 'new' ? 0 : WIN_TERMS[deal.kind];
      return sigmoid(WIN_TERMS.base + WIN_TERMS.quality * deal.quality + kind + joint);
    },
    choosePartner: (deal, without, source) =>
      source.weighted(
        eligible
          .filter((one) => !without.includes(one.partnerId))
          .map((one) => {
            const populations =
              world.relations.find(one.partnerId, deal.account.accountId)?.populations ?? [];
            const known = populations.includes('customer') ? 3 : populations.length > 0 ? 1.8 : 0.7;
            const home = servesCountry(one, deal.account.country) ? 1 : 0.08;
            const weight = traits.get(one.partnerId)!.popularity * known * home;
            return [one.partnerId, one.status === 'inactive' ? weight * 0.3 : weight] as const;
          }),
      ),
  };
}

function drawTraits(tier: number, random: Random): HiddenTraits {
  const prestige = tier < 0 ? 0 : (3 - tier) * 0.35;
  return { skill: 0.1 + 0.6 * random.normal(), popularity: Math.exp(prestige + 0.6 * random.normal()) };
}

function sigmoid(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}
