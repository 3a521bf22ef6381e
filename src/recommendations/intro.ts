import type { FindingJson } from '../agent/types.ts';
import { AppError } from '../errors.ts';
import { explainGrade, gradePlay } from './plays.ts';
import type { Relation } from './types.ts';

export interface IntroRequest {
  readonly partnerId: string;
  readonly accountId: string;
  readonly opportunityId: string | null;
}

/** What may be said to a partner of an account and the deal between us: what it shared itself, and what we show it. */
export interface IntroFacts {
  readonly partnerId: string;
  readonly partnerName: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly accountDomain: string | null;
  readonly product: string | null;
  readonly populations: readonly string[] | null;
  readonly ownerName: string | null;
  readonly ownerEmail: string | null;
  readonly customerSince: string | null;
  readonly contactEmail: string | null;
  readonly contactName: string | null;
  /** Domains of the partner's own people, in lower case. */
  readonly partnerHosts: readonly string[];
  /** Addresses of people at the account, in lower case: none of them is ever written to. */
  readonly theirPeople: readonly string[];
  /** An account where they have an open deal and we are at home, and which we show them: what we can give in return. */
  readonly give: string | null;
}

export interface IntroDraft {
  readonly partnerId: string;
  readonly partnerName: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly addressedTo: string;
  readonly body: string;
}

const SHARED_MAILBOX = /^(?:info|sales|hello|contact|office|support|partners?|no-?reply|admin)@/i;
/** Longer names are cut, so that a request keeps to 90 to 140 words. */
const NAME_WORDS = 5;

/**
 * Says why no request is written: a finding that blocks, or a play below medium. Throws `conflict` with the words for the
 * person who asked.
 */
export function refuseIntro(subject: {
  facts: Pick<IntroFacts, 'partnerName' | 'accountName'>;
  relation: Relation | undefined;
  findings: readonly FindingJson[];
}): void {
  const { facts, relation, findings } = subject;
  const block = findings.find((one) => one.severity === 'block');
  if (block)
    throw new AppError(
      'conflict',
      `I draft no request to ${facts.partnerName}: ${block.why} ${block.remedy}`,
    );
  if (gradePlay(relation) !== 'weak') return;
  throw new AppError(
    'conflict',
    `I draft no request to ${facts.partnerName} about ${facts.accountName}: ${explainGrade(relation)}. Ask their partner manager first.`,
  );
}

/**
 * Writes the request to the partner's rep who owns the relation, else to the partner's own contact: who we are to each
 * other here, the ask, a give in return, and one question that is easily answered. 90 to 140 words. Nobody at the prospect
 * is ever the addressee. Throws `bad_input` where no person can be addressed.
 */
export function writeIntro(facts: IntroFacts, sender: string | null): IntroDraft {
  const people = [
    { name: facts.ownerName, email: facts.ownerEmail },
    { name: facts.contactName, email: facts.contactEmail },
  ];
  const addressee = people.find((one) => one.email !== null && isPersonAtPartner(one.email, facts));
  if (!addressee?.email) {
    throw new AppError(
      'bad_input',
      `${facts.partnerName} shares nobody whom I could address. Ask their partner manager first.`,
    );
  }
  const name = addressee.name?.trim() || addressee.email;
  return {
    partnerId: facts.partnerId,
    partnerName: facts.partnerName,
    accountId: facts.accountId,
    accountName: facts.accountName,
    addressedTo: `${name} <${addressee.email}>`,
    body: writeBody(facts, { to: name.split(/\s/)[0] ?? name, sender }),
  };
}

function isPersonAtPartner(email: string, facts: IntroFacts): boolean {
  if (SHARED_MAILBOX.test(email) || facts.theirPeople.includes(email.toLowerCase())) return false;
  const host = email.split('@')[1]?.toLowerCase() ?? '';
  const prospect = facts.accountDomain?.toLowerCase();
  if (host === '') return false;
  // Where it is not known how the account writes, only the partner's own addresses are safe.
  if (!prospect) return facts.partnerHosts.includes(host);
  return host !== prospect && !host.endsWith(`.${prospect}`);
}

function writeBody(facts: IntroFacts, letter: { to: string; sender: string | null }): string {
  const topic = facts.product ? `our ${shorten(facts.product, NAME_WORDS - 1)}` : 'our products';
  const give = facts.give
    ? `In return I would gladly open a door at ${shorten(facts.give)}: we are at home there, and you have a deal in the works.`
    : 'I have no account to offer in return today and promise none; when you next need a word at a customer of ours, please count on me.';
  const sender = letter.sender?.trim();
  return [
    `Hi ${letter.to},`,
    `we are talking with ${shorten(facts.accountName)} about ${topic}, and ${describeStanding(facts)}. Before we go further we want to understand who decides there and how they like to buy. Would you introduce us to the person whom you know best, or tell us in a few words whom to approach and what to keep clear of?`,
    give,
    'We keep you in the picture at each step and take nothing to them that you have not seen first. Would a short call this week suit you, yes or no?',
    `Thank you${sender ? `\n${shorten(sender, NAME_WORDS - 1)}` : ''}`,
  ].join('\n\n');
}

function describeStanding(facts: IntroFacts): string {
  if (facts.populations?.includes('customer'))
    return `your list says that they are a customer of yours${facts.customerSince ? ` since ${facts.customerSince.slice(0, 4)}` : ''}`;
  return facts.populations?.includes('open_opportunity')
    ? 'your list says that you have an open deal there yourselves'
    : 'you may know them better than we do';
}

function shorten(name: string, words = NAME_WORDS): string {
  return name.trim().split(/\s+/).slice(0, words).join(' ');
}
