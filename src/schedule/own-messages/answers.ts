import { addDays, type IsoDate } from '../../dates.ts';
import type { Ask } from '../../recommendations/loop/types.ts';
import type { NoticeDraft } from '../types.ts';
import type { Sources } from './jobs.ts';
import { listColleagues, type Reader } from './people.ts';

/** How long an answer is news. */
const NEWS_DAYS = 14;

/** Tells whoever asked a partner for an introduction what the partner answered. */
export async function tellAnswers({ access, services }: Sources, today: IsoDate): Promise<NoticeDraft[]> {
  const colleagues = await listColleagues(access);
  const [anybody] = colleagues;
  if (!anybody) return [];
  // Requests and their answers are for all our people alike, so that one reading serves them all.
  const answered = (await services.recommendationLoop.asks(anybody.scope)).filter(
    (ask) => ask.answeredOn !== null && ask.answeredOn >= addDays(today, -NEWS_DAYS),
  );
  return colleagues.flatMap((reader) =>
    answered
      .filter((ask) => ask.askedBy?.toLowerCase() === reader.email.toLowerCase())
      .map((ask) => describe(reader, ask)),
  );
}

function describe(reader: Reader, ask: Ask): NoticeDraft {
  const about = ask.accountName ? ` at ${ask.accountName}` : '';
  const why = ask.reason ? ` They say: “${ask.reason}”` : '';
  const done = ask.state === 'accepted' ? 'accepted' : 'declined';
  return {
    kind: 'ask_answered',
    registrationId: null,
    subject: `${ask.introId}/${ask.state}`,
    partnerId: ask.partnerId,
    audience: 'internal',
    recipient: reader.email,
    aboutOn: ask.answeredOn ?? ask.askedOn,
    dueOn: ask.answeredOn ?? ask.askedOn,
    body: `${ask.partnerName} ${done} your request for an introduction${about}.${why}`,
  };
}
