import type { Scope } from '../access/types.ts';
import type { ReviewPair } from '../accounts/reviews.ts';
import type { SourceClaim } from '../attribution/types.ts';
import { addDays, type IsoDate } from '../dates.ts';
import { formatMoney } from '../money.ts';
import type { QuestionGroup } from '../playbook/group-questions.ts';
import type { RegistrationRow } from '../registrations/types.ts';
import type { WorkRooms } from './service.ts';
import type { WorkLine, WorkSection } from './types.ts';

const SHOWN = 5;

/** How many days before its end a protection is listed. */
const ENDS_WITHIN_DAYS = 30;

/** What waits for those who decide: registrations, ends of protections, disputed sources, doubtful matches, open questions. */
export async function readManagerWork(
  rooms: WorkRooms,
  scope: Scope,
  today: IsoDate,
): Promise<WorkSection[]> {
  return [
    await readDecisions(rooms, scope),
    await readExpiring(rooms, scope, today),
    await readDisputes(rooms, scope),
    await readMatches(rooms, scope),
    await readUnanswered(rooms, scope),
  ];
}

async function readDecisions({ registrations }: WorkRooms, scope: Scope): Promise<WorkSection> {
  const due = (await registrations.list(scope, { dueOnly: true }))
    .filter((one) => one.decisionDueOn !== null)
    .sort((a, b) => compare(a.decisionDueOn, b.decisionDueOn));
  return {
    key: 'decisions',
    title: 'Decisions due',
    lines: due.slice(0, SHOWN).map((one) => ({
      what: nameRegistration(one),
      stands: `${one.overdue ? 'was due' : 'due'} on ${one.decisionDueOn}`,
      step: { act: 'decide', words: 'Decide', registrationId: one.registrationId },
    })),
    total: due.length,
    none: 'No registration waits for a decision.',
    counted: 'registrations to decide on',
    more: {
      act: 'ask',
      words: 'Which first?',
      question: 'What should I do about the registrations that wait for a decision?',
    },
  };
}

async function readExpiring(
  { registrations }: WorkRooms,
  scope: Scope,
  today: IsoDate,
): Promise<WorkSection> {
  const until = addDays(today, ENDS_WITHIN_DAYS);
  const ending = (await registrations.list(scope, { status: 'approved' }))
    .filter((one) => one.protectedUntil !== null && one.protectedUntil <= until)
    .sort((a, b) => compare(a.protectedUntil, b.protectedUntil));
  return {
    key: 'expiring',
    title: 'Protections that end soon',
    lines: ending.slice(0, SHOWN).map((one) => ({
      what: nameRegistration(one),
      stands: `protected until ${one.protectedUntil}`,
      step: { act: 'ask', words: 'Extend', question: `Extend registration ${one.registrationId}` },
    })),
    total: ending.length,
    none: `No protection ends within ${ENDS_WITHIN_DAYS} days.`,
    counted: `protections that end within ${ENDS_WITHIN_DAYS} days`,
    more: null,
  };
}

async function readDisputes({ attribution }: WorkRooms, scope: Scope): Promise<WorkSection> {
  const claims = await attribution.sourceClaims(scope);
  return {
    key: 'disputes',
    title: 'Deals whose source is disputed',
    lines: claims.slice(0, SHOWN).map(describeClaim),
    total: claims.length,
    none: 'Nobody disputes who sourced a deal.',
    counted: 'deals with a disputed source',
    more: null,
  };
}

function describeClaim(claim: SourceClaim): WorkLine {
  const names = claim.claimants.map((one) => one.name).join(' and ');
  const why = claim.kind === 'disputed' ? 'claimed by' : 'claimed late by';
  const amount = formatMoney({ minor: claim.amountMinor, currency: claim.currency });
  return {
    what: [claim.opportunityName, claim.accountName].join(', '),
    stands: `${why} ${names} · ${amount}`,
    step: {
      act: 'ask',
      words: 'Who touched it?',
      question: `Which partners touched ${claim.opportunityId}, and when?`,
    },
  };
}

async function readMatches({ matchReviews }: WorkRooms, scope: Scope): Promise<WorkSection> {
  const { pairs, total } = await matchReviews.queue(scope, { limit: SHOWN });
  return {
    key: 'matches',
    title: 'Matches to review',
    lines: pairs.map(describePair),
    total,
    none: 'No match is in doubt.',
    counted: 'matches to review',
    more: null,
  };
}

function describePair(pair: ReviewPair): WorkLine {
  const { partnerId, recordId, accountId } = pair;
  const against = pair.speaksAgainst[0];
  const reported = pair.doubtReason ? `reported: ${pair.doubtReason}` : null;
  return {
    what: `${pair.recordName} of ${pair.partnerName}, our ${pair.accountName}`,
    stands:
      [pair.speaksFor[0], against && `but ${against}`, reported].filter(Boolean).join(', ') || 'in doubt',
    step: { act: 'review', words: 'Review', partnerId, recordId, accountId },
  };
}

async function readUnanswered({ playbook }: WorkRooms, scope: Scope): Promise<WorkSection> {
  const { unanswered } = await playbook.review(scope);
  return {
    key: 'unanswered',
    title: 'What the playbook could not answer',
    lines: unanswered.slice(0, SHOWN).map(describeQuestion),
    total: unanswered.length,
    none: 'The playbook had something for every question that was asked.',
    counted: 'questions without an answer in the playbook',
    more: null,
  };
}

function describeQuestion(group: QuestionGroup): WorkLine {
  const times = group.count === 1 ? 'asked once' : `asked ${group.count} times`;
  const by = group.partners.length > 0 ? ` by ${group.partners.slice(0, 3).join(', ')}` : '';
  return {
    what: group.question,
    stands: `${times}${by}, last on ${group.lastAskedOn}`,
    step: { act: 'ask', words: 'Ask again', question: group.question },
  };
}

function nameRegistration(one: RegistrationRow): string {
  return [
    one.registrationId,
    one.partnerName,
    [one.accountName, one.product].filter(Boolean).join(', '),
  ].join(' · ');
}

function compare(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : 1;
}
