import type { types } from '@slack/bolt';
import { isRefusal } from '../../access/refusals.ts';
import type { Scope } from '../../access/types.ts';
import { isAppError } from '../../errors.ts';
import { renderStepButton } from './home/work-step.ts';
import { compact, renderCard } from './render/cards.ts';
import { toInline } from './render/escape.ts';
import { context, section } from './render/pieces.ts';
import type { SurfaceServices } from './surface.ts';

const MOST_ACCOUNTS = 3;
const MOST_DEALS = 3;
const MOST_FINDINGS = 6;

/** Words with a digit in them, as deals' ids have. */
const ID = /[\p{L}\p{N}][\p{L}\p{N}_-]{2,39}/gu;
const MOST_IDS = 10;

interface Subject {
  /** As the check is asked about it. */
  readonly account: string;
  readonly name: string;
  readonly opportunityId: string | null;
}

/**
 * What the deal in a message runs into, as far as the scope may see it. The message is searched for the names of accounts
 * and the ids of deals, and is nothing else: no word of it is a question or an order.
 */
export async function drawDealCheck(
  services: SurfaceServices,
  scope: Scope,
  text: string,
): Promise<types.KnownBlock[]> {
  const subjects = await findSubjects(services, scope, text);
  if (subjects.length === 0) {
    return [section('I find no account or deal in this message that can be shown here.')];
  }
  const parts = await Promise.all(subjects.map((one) => drawSubject(services, scope, one)));
  return parts.flat();
}

async function findSubjects(services: SurfaceServices, scope: Scope, text: string): Promise<Subject[]> {
  const { accounts } = services;
  const ids = [...new Set(text.match(ID) ?? [])].filter((word) => /\d/.test(word)).slice(0, MOST_IDS);
  const named: Subject[] = [];
  for (const id of ids) {
    const [deal] = await readDeals(services, scope, { opportunityId: id.toUpperCase() });
    if (deal) {
      const { accountId, accountName, opportunityId } = deal;
      named.push({ account: accountId, name: accountName, opportunityId });
    }
  }
  const mentioned = (await accounts.findMentions(scope, text)).flatMap((mention) => {
    const [best] = mention.candidates;
    return best ? [{ account: best.id, name: mention.text, opportunityId: null }] : [];
  });
  const byAccount = new Map([...mentioned, ...named].map((one) => [one.account, one]));
  return [...byAccount.values()].slice(0, MOST_ACCOUNTS);
}

/** Deals are for our own people to see, and the database says so: others see none. */
async function readDeals(
  { accounts }: SurfaceServices,
  scope: Scope,
  filter: Parameters<SurfaceServices['accounts']['opportunities']>[1],
) {
  try {
    return await accounts.opportunities(scope, filter);
  } catch (error) {
    if (isRefusal(error)) return [];
    throw error;
  }
}

async function drawSubject(
  services: SurfaceServices,
  scope: Scope,
  subject: Subject,
): Promise<types.KnownBlock[]> {
  const deals = await readDeals(services, scope, { accountId: subject.account, openOnly: true });
  const first = deals.filter((deal) => deal.opportunityId === subject.opportunityId);
  const others = deals.filter((deal) => deal.opportunityId !== subject.opportunityId);
  const lines = [...first, ...others].slice(0, MOST_DEALS).map((deal) => {
    const question = `Who should we bring into ${deal.opportunityId}?`;
    const button = renderStepButton({ act: 'ask', words: 'Who helps?', question });
    const words = `*${toInline(deal.name)}*\n${toInline(deal.stage.replaceAll('_', ' '))}`;
    return { ...section(words), ...(button ? { accessory: button } : {}) };
  });
  return compact([...(await drawConflicts(services, scope, subject)), ...lines]);
}

async function drawConflicts(services: SurfaceServices, scope: Scope, subject: Subject) {
  const [own] = scope.partnerIds;
  try {
    const check = await services.registrations.check(scope, {
      account: subject.account,
      opportunityId: subject.opportunityId,
      partner: scope.role === 'partner' ? (own ?? null) : null,
    });
    const shown = { account: check.account, findings: check.findings.slice(0, MOST_FINDINGS) };
    return compact([
      ...renderCard({ kind: 'conflicts', title: check.account.name, check: shown }, []),
      check.offer ? context([toInline(check.offer)]) : null,
    ]);
  } catch (error) {
    if (!isAppError(error) || error.code === 'internal') throw error;
    return [section(`*${toInline(subject.name)}*: ${toInline(error.message)}`)];
  }
}
