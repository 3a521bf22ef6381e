/** How the playbook's sentence for a conflict is told: what to search for, and what the sentence itself must say. */
export interface RuleTopic {
  readonly query: string;
  /** Each must be found in the sentence. */
  readonly says: readonly RegExp[];
  /** Must be found in the sentence or in the headings above it. */
  readonly about: RegExp;
}

const REGISTRATION = /regist|deal reg|protect/i;

/** One topic for each code of rules-of-engagement.md that a partner programme usually has a rule for. */
export const RULE_TOPICS: Readonly<Record<string, RuleTopic>> = {
  registered_by_other: {
    query: 'only one partner can hold an approved deal registration protection for the same opportunity',
    about: REGISTRATION,
    says: [
      /\b(?:only one|one partner|first|another partner|other partners?|same (?:opportunity|account|customer|deal)|exclusiv\w+)\b/i,
    ],
  },
  pending_with_other: {
    query: 'two partners submit the same deal registration first submitted has the claim order of receipt',
    about: REGISTRATION,
    says: [
      /\b(?:first|earlier|earliest|order of receipt|received|date of submission|competing|more than one|two or more|multiple partners)\b/i,
    ],
  },
  direct_deal: {
    query: 'deal registration rejected when direct sales team already has an open opportunity',
    about: REGISTRATION,
    says: [
      /\b(?:direct|existing|already|sales team|open opportunit\w+|pipeline|our own)\b/i,
      /\b(?:opportunit\w+|deal|pipeline|sales)\b/i,
    ],
  },
  direct_deal_early: {
    query: 'early stage direct opportunity co-sell with partner instead of deal registration',
    about: /co-?sell|direct|early|regist/i,
    says: [/\b(?:early|co-?sell\w*|stage|prospecting)\b/i, /\b(?:direct|opportunit\w+|sales team)\b/i],
  },
  existing_customer: {
    query: 'deal registration for an existing customer of the same product new business only',
    about: /customer|install|subscri/i,
    says: [
      /\b(?:existing|current|installed|already (?:a )?customer|new (?:customers?|business|logo)|renewals?)\b/i,
      /\b(?:customers?|subscri\w+|business|logo)\b/i,
    ],
  },
  named_account: {
    query: 'named accounts reserved for the direct sales team',
    about: /account/i,
    says: [/\b(?:named|reserved|strategic|house|direct[- ]only) accounts?\b/i],
  },
  exclusive_territory: {
    query: 'exclusive territory of a partner',
    about: /exclusiv/i,
    says: [/\bexclusiv\w+\b/i, /\b(?:territor\w+|countr\w+|regions?)\b/i],
  },
  competitor_in_deal: {
    query: 'competing partners in the same deal opportunity',
    about: /compet/i,
    says: [/\bcompet\w+\b/i, /\b(?:partners?|deal|opportunit\w+)\b/i],
  },
  partner_not_active: {
    query: 'only active partners in good standing may register deals',
    about: /partner|programme|program/i,
    says: [
      /\b(?:active|good standing|signed|agreement in place|authori[sz]ed|inactive)\b/i,
      /\b(?:regist\w+|eligib\w+|must|may|transact)\b/i,
    ],
  },
  not_certified: {
    query: 'partner must hold certification completed training required to deliver or register',
    about: /certif|accredit|training/i,
    says: [
      /\b(?:certif\w+|accredit\w+|training)\b/i,
      /\b(?:must|required?|requires|need\w*|at least|only|mandatory)\b/i,
    ],
  },
  below_minimum: {
    query: 'minimum deal size amount to register an opportunity',
    about: /regist|deal|opportunit/i,
    says: [
      /\b(?:minimum|at least|below|under|less than|smaller than|no smaller)\b/i,
      /[$€£]|\b(?:amount|size|value|usd|eur|gbp|\d[\d,.]{2,})\b/i,
    ],
  },
  already_registered: {
    query: 'duplicate deal registration same opportunity already registered by the partner',
    about: REGISTRATION,
    says: [/\b(?:duplicates?|already|again|twice|once)\b/i],
  },
  registration_expiring: {
    query: 'extend a deal registration before it expires extension',
    about: REGISTRATION,
    says: [/\b(?:exten\w+|renew\w*|prolong\w*)\b/i],
  },
  registration_expired: {
    query: 'deal registration expires after days protection ends',
    about: REGISTRATION,
    says: [/\b(?:expir\w+|lapse\w*|ends?|valid)\b/i],
  },
  sharing_forbids: {
    query: 'account data sharing rules confidentiality of partner account lists',
    about: /shar|data|confiden/i,
    says: [/\b(?:shar\w+|disclos\w+|confiden\w+)\b/i, /\b(?:accounts?|customers?|data|lists?|overlaps?)\b/i],
  },
  over_capacity: {
    query: 'how many co-sell deals a partner can carry at a time capacity',
    about: /capacit|co-?sell|workload/i,
    says: [/\b(?:capacit\w+|at (?:a|the same|one) time|at once|overload\w*)\b/i],
  },
  source_disputed: {
    query: 'dispute over which partner sourced an opportunity',
    about: /sourc|origin|credit/i,
    says: [
      /\b(?:disput\w+|conflict\w*|disagree\w*|contest\w*|claims?)\b/i,
      /\b(?:sourc\w+|origin\w+|credit\w*)\b/i,
    ],
  },
  incumbent_partner: {
    query: 'renewals belong to the incumbent partner of record',
    about: /renew/i,
    says: [
      /\brenew\w*\b/i,
      /\b(?:incumbent|partner of record|same partner|original partner|existing partner|selling partner)\b/i,
    ],
  },
  outside_territory: {
    query: 'partner may sell and register only in its authorised territory and regions',
    about: /territor|region|countr/i,
    says: [
      /\b(?:territor\w+|regions?|countr\w+|geograph\w+)\b/i,
      /\b(?:only|outside|within|authori[sz]ed|must|may|not)\b/i,
    ],
  },
  too_many_open: {
    query: 'maximum number of open deal registrations for a partner at a time',
    about: REGISTRATION,
    says: [
      /\b(?:maximum|at most|no more than|up to|limit\w*|more than)\b/i,
      /\b\d+\b|\b(?:open|active|undecided)\b/i,
    ],
  },
  public_tender: {
    query: 'public tender deal registration gives priority but no protection',
    about: /tender|rfp|public|bid/i,
    says: [/\b(?:tenders?|rfps?|public (?:sector )?bids?|procurement)\b/i],
  },
  offer_bypasses_registration: {
    query: 'marketplace private offer must go through the registered partner',
    about: /marketplace|private offer/i,
    says: [/\b(?:marketplaces?|private offers?)\b/i, /\b(?:partners?|regist\w+|resell\w*)\b/i],
  },
};
