import { convertMoney, formatMoney, parseMoney } from '../../money.ts';
import type { CertificateFact, ConflictTerms } from '../conflict-case.ts';
import { sameProduct } from '../protection.ts';
import { type ConflictRule, describeFinding, partnerName, sayList } from './wording.ts';

type Rule = ConflictRule<ConflictTerms>;

/** The account, or its parent, is one that only the direct team sells to. */
export const findNamedAccount: Rule = ({ account, relatives }, { rules }) => {
  const parent = relatives.find((one) => one.accountId === account.parentAccountId);
  return [account, ...(parent ? [parent] : [])]
    .filter((one) => rules.named_accounts.includes(one.accountId))
    .map((one) =>
      describeFinding({
        code: 'named_account',
        severity: 'block',
        subjects: { account_id: one.accountId },
        why:
          one === account
            ? `${account.name} is a named account: only the direct team sells to it.`
            : `${one.name}, the parent of ${account.name}, is a named account: only the direct team sells to it.`,
        remedy: 'Ask the owner of the account to bring the partner in; it cannot be registered.',
      }),
    );
};

/** The country and product are exclusive to another partner; without a partner, to anybody. */
export const findExclusiveTerritory: Rule = (about, terms) => {
  const { account, partner, product } = about;
  const { country } = account;
  if (country === null) return [];
  return terms.rules.exclusive_territories
    .filter((right) => right.partner_id !== partner?.partnerId)
    .filter((right) => terms.regionHolds(right.country, country) === true)
    .filter((right) => right.product === undefined || sameProduct(right.product, product))
    .map((right) => {
      const holder = partnerName(about.partners, right.partner_id);
      return describeFinding({
        code: 'exclusive_territory',
        severity: 'block',
        subjects: { partner_id: right.partner_id, account_id: account.accountId },
        why: `${right.product ?? 'Every product'} in ${right.country} is exclusive to ${holder}, and ${account.name} is in ${country}.`,
        remedy: `Bring ${holder} in instead.`,
      });
    });
};

/** The partner is not, or no longer, an active one. */
export const findPartnerNotActive: Rule = ({ partner }) =>
  partner && partner.status !== 'active'
    ? [
        describeFinding({
          code: 'partner_not_active',
          severity: 'block',
          subjects: { partner_id: partner.partnerId },
          why: `${partner.name} is not an active partner (status: ${partner.status}).`,
          remedy:
            partner.status === 'inactive'
              ? 'Reactivate the partner in the programme first, or choose another.'
              : 'Finish the onboarding first.',
        }),
      ]
    : [];

/** A competency that the opportunity needs, and in which the partner holds no valid certificate. */
export const findNotCertified: Rule = (about, terms) => {
  const { partner, opportunity } = about;
  if (!partner || !opportunity) return [];
  const missing = [...new Set(opportunity.needs)]
    .filter((need) => !about.integrations.has(plain(need)))
    .filter((need) => !partner.certificates.some((one) => certifies(one, need, terms.today)))
    .sort();
  if (missing.length === 0) return [];
  return [
    describeFinding({
      code: 'not_certified',
      severity: 'warn',
      subjects: {
        partner_id: partner.partnerId,
        opportunity_id: opportunity.opportunityId,
        competencies: missing,
      },
      why: `${opportunity.name} needs ${sayList(missing)}, and ${partner.name} holds no valid certificate in ${missing.length === 1 ? 'it' : 'them'}.`,
      remedy: 'Have a person of the partner certified, or add a partner that is.',
    }),
  ];
};

/** A registration worth less than the programme's least amount. Throws `bad_input` where its currency has no rate. */
export const findBelowMinimum: Rule = ({ amount, registration, partner }, terms) => {
  if (amount === null) return [];
  const worth = convertMoney(amount, { currency: terms.currency, rates: terms.rates });
  const least = parseMoney(String(terms.rules.min_amount), terms.currency);
  if (worth.minor >= least.minor) return [];
  return [
    describeFinding({
      code: 'below_minimum',
      severity: 'block',
      subjects: {
        ...(registration && { registration_id: registration.registrationId }),
        ...(partner && { partner_id: partner.partnerId }),
      },
      why: `${formatMoney(amount)} is under the least amount for a registration, ${formatMoney(least)}.`,
      remedy: 'Co-sell without a registration, or register when the deal has grown.',
    }),
  ];
};

/** The partner knows the account, and shares too little for that to be used. */
export const findSharingForbids: Rule = ({ account, partner }) =>
  partner?.overlapWithheld === true
    ? [
        describeFinding({
          code: 'sharing_forbids',
          severity: 'info',
          subjects: { partner_id: partner.partnerId, account_id: account.accountId },
          why: `What ${partner.name} shares of ${account.name} may be neither used nor named.`,
          remedy: `Ask ${partner.name} to share more, and do not mention it until then.`,
        }),
      ]
    : [];

/** The partner has accepted as many open co-sells as it can carry, or more. */
export const findOverCapacity: Rule = ({ partner }) =>
  partner && partner.capacity !== null && partner.openCoSells >= partner.capacity
    ? [
        describeFinding({
          code: 'over_capacity',
          severity: 'warn',
          subjects: { partner_id: partner.partnerId },
          why: `${partner.name} carries ${partner.openCoSells} open co-sells and has capacity for ${partner.capacity}.`,
          remedy: 'Ask the partner whether it has people for this one, or choose another.',
        }),
      ]
    : [];

/** The partner's regions are known, and none holds the account's country. */
export const findOutsideTerritory: Rule = ({ account, partner }, terms) => {
  const { country } = account;
  if (!partner || country === null || partner.regions.length === 0) return [];
  // A label that nobody explained may well hold the country.
  if (partner.regions.some((label) => terms.regionHolds(label, country) !== false)) return [];
  return [
    describeFinding({
      code: 'outside_territory',
      severity: 'warn',
      subjects: { partner_id: partner.partnerId, account_id: account.accountId },
      why: `${account.name} is in ${country}, and ${partner.name} works in ${sayList(partner.regions)}.`,
      remedy: 'Check that the partner can serve the account there, or choose one of the region.',
    }),
  ];
};

function certifies(certificate: CertificateFact, need: string, today: string): boolean {
  return (
    certificate.status === 'completed' &&
    certificate.competency !== null &&
    plain(certificate.competency) === plain(need) &&
    (certificate.completedOn === null || certificate.completedOn <= today) &&
    (certificate.expiresOn === null || today <= certificate.expiresOn)
  );
}

function plain(text: string): string {
  return text.trim().toLowerCase();
}
