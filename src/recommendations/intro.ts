import { AppError } from '../errors.ts';

export interface IntroRequest {
  readonly partnerId: string;
  readonly accountId: string;
  readonly opportunityId: string | null;
}

/** What is known of a partner, an account and the deal between us, as far as it is shared. */
export interface IntroFacts {
  readonly partnerId: string;
  readonly partnerName: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly accountDomain: string | null;
  readonly product: string | null;
  readonly needs: readonly string[] | null;
  readonly populations: readonly string[] | null;
  readonly ownerName: string | null;
  readonly ownerEmail: string | null;
  readonly customerSince: string | null;
  readonly contactEmail: string | null;
  readonly contactName: string | null;
  /** An account where they have an open deal and we are at home: what we can give in return. */
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

/**
 * Writes the request to the partner's rep who owns the relation, else to the partner's own contact: who we are to each
 * other here, the ask, a give in return, and one question that is easily answered. Nobody at the prospect is ever the
 * addressee. Throws `bad_input` where no person can be addressed.
 */
export function writeIntro(facts: IntroFacts, sender: string | null): IntroDraft {
  const owner =
    facts.ownerEmail && isPersonAtPartner(facts.ownerEmail, facts)
      ? { name: facts.ownerName, email: facts.ownerEmail }
      : null;
  const contact = facts.contactEmail ? { name: facts.contactName, email: facts.contactEmail } : null;
  const addressee = owner ?? contact;
  if (!addressee) {
    throw new AppError(
      'bad_input',
      `${facts.partnerName} shares nobody whom I could address. Ask their partner manager first.`,
    );
  }
  const name = addressee.name ?? addressee.email;
  return {
    partnerId: facts.partnerId,
    partnerName: facts.partnerName,
    accountId: facts.accountId,
    accountName: facts.accountName,
    addressedTo: `${name} <${addressee.email}>`,
    body: writeBody(facts, { to: name.split(' ')[0] ?? name, sender }),
  };
}

function isPersonAtPartner(email: string, facts: IntroFacts): boolean {
  if (SHARED_MAILBOX.test(email)) return false;
  const host = email.split('@')[1]?.toLowerCase() ?? '';
  return facts.accountDomain === null || !host.endsWith(facts.accountDomain.toLowerCase());
}

function writeBody(facts: IntroFacts, letter: { to: string; sender: string | null }): string {
  const { accountName, partnerName } = facts;
  const standing = facts.populations?.includes('customer')
    ? `${accountName} is a customer of yours${facts.customerSince ? ` since ${facts.customerSince.slice(0, 4)}` : ''}`
    : facts.populations?.includes('open_opportunity')
      ? `you have an open deal at ${accountName} yourselves`
      : `${partnerName} may know ${accountName} better than we do`;
  const topic = facts.product ? `our ${facts.product}` : 'our products';
  const needs =
    facts.needs && facts.needs.length > 0 ? ` What they look for: ${facts.needs.join(', ')}.` : '';
  const give = facts.give
    ? `In return I would gladly open a door at ${facts.give}: we are at home there, and I see that you have a deal in the works.`
    : 'I have no account to offer in return today and do not want to promise one; when you next need a word at a customer of ours, please count on me.';
  return [
    `Hi ${letter.to},`,
    `we are talking with ${accountName} about ${topic}, and as far as your list tells us ${standing}.${needs} Before we go further we would like to understand who decides there and how they like to buy. Would you introduce us to the person whom you know best, or tell us in a few words whom to approach and what to keep clear of?`,
    give,
    'We keep you in the picture at each step and take nothing to the customer that you have not seen first. Would a short call this week suit you, yes or no?',
    `Thank you${letter.sender ? `\n${letter.sender}` : ''}`,
  ].join('\n\n');
}
