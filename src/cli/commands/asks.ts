import type { Scope } from '../../access/types.ts';
import { AppError } from '../../errors.ts';
import type { RecommendationLoop } from '../../recommendations/loop/service.ts';
import type { AskAnswer, Favour, Share } from '../../recommendations/loop/types.ts';
import { type Output, writeJson } from '../output.ts';
import { writeTable } from './answer-text.ts';

export interface AskParts {
  readonly loop: RecommendationLoop;
  readonly scope: Scope;
  readonly output: Output;
  readonly json: boolean;
}

/** Intro requests and their answers. As JSON: `{ asks: [...] }`. */
export async function listAsks(parts: AskParts, partnerId: string | undefined): Promise<number> {
  const asks = await parts.loop.asks(parts.scope, partnerId ? { partnerId } : {});
  if (parts.json) {
    writeJson(parts.output, {
      asks: asks.map((one) => ({
        intro_id: one.introId,
        partner_id: one.partnerId,
        partner: one.partnerName,
        account_id: one.accountId,
        account: one.accountName,
        opportunity_id: one.opportunityId,
        addressed_to: one.addressedTo,
        asked_on: one.askedOn,
        state: one.state,
        answered_on: one.answeredOn,
        reason: one.reason,
        outcome: one.outcome,
      })),
    });
    return 0;
  }
  const rows = asks.map((one) => [
    one.introId,
    one.partnerName,
    one.accountName ?? '',
    one.askedOn,
    `${one.state}${one.answeredOn ? ` ${one.answeredOn}` : ''}`,
    one.outcome ?? '',
  ]);
  const head = ['Request', 'Partner', 'Account', 'Asked', 'Answer', 'Deal'];
  parts.output.out(rows.length === 0 ? 'No intro request is on record.\n' : `${writeTable(head, rows)}\n`);
  return 0;
}

/** Records a partner's answer. As JSON: `{ intro_id, answer, message }`. */
export async function answerAsk(parts: AskParts, answer: AskAnswer): Promise<number> {
  const message = await parts.loop.answer(parts.scope, answer);
  if (parts.json) writeJson(parts.output, { intro_id: answer.introId, answer: answer.answer, message });
  else parts.output.out(`${message}\n`);
  return 0;
}

/** Records a favour. As JSON: `{ partner_id, kind, what, on }`. */
export async function recordFavour(parts: AskParts, favour: Favour): Promise<number> {
  await parts.loop.recordFavour(parts.scope, favour);
  const { partnerId, kind, what, happenedOn } = favour;
  if (parts.json) writeJson(parts.output, { partner_id: partnerId, kind, what, on: happenedOn });
  else parts.output.out(`Recorded: ${kind.replace('_', ' ')} (${what}), ${partnerId}, ${happenedOn}.\n`);
  return 0;
}

/** Asks and gives by partner. As JSON: `{ partners: [...] }`. */
export async function showLedger(parts: AskParts, partnerId: string | undefined): Promise<number> {
  const entries = await parts.loop.ledger(parts.scope, partnerId ? [partnerId] : undefined);
  if (partnerId && entries.length === 0)
    throw new AppError('not_found', `There is no partner '${partnerId}' that can be shown here.`);
  if (parts.json) {
    writeJson(parts.output, {
      partners: entries.map((one) => ({
        partner_id: one.partnerId,
        name: one.partnerName,
        asked: one.asked,
        accepted: one.accepted,
        declined: one.declined,
        they_asked: {
          registrations: one.registrationsAsked,
          funds: one.fundsAsked,
          other: one.theyAsked,
        },
        they_helped: { deals: one.dealsHelped, intros: one.introsGiven, other: one.theyGave },
        we_helped: {
          registrations: one.registrationsGranted,
          funds: one.fundsGranted,
          campaigns: one.campaigns,
          other: one.weGave,
        },
        balance: one.balance,
        warning: one.warning,
      })),
    });
    return 0;
  }
  const rows = entries.map((one) => [
    `${one.partnerName} (${one.partnerId})`,
    `${one.accepted} of ${one.asked}`,
    String(one.registrationsAsked + one.fundsAsked + one.theyAsked),
    String(one.theyHelped),
    String(one.weHelped),
    String(one.balance),
    one.warning ?? '',
  ]);
  const head = ['Partner', 'Our asks accepted', 'They asked', 'They helped', 'We helped', 'Balance', 'Mind'];
  parts.output.out(`${writeTable(head, rows)}\n`);
  return 0;
}

/** Whether recommendations are followed and came true. As JSON: the report as it is. */
export async function showFollowed(parts: AskParts): Promise<number> {
  const found = await parts.loop.followed(parts.scope);
  if (parts.json) {
    const { firstFollowed, nobodyFollowed, ...rest } = found;
    writeJson(parts.output, { ...rest, first_followed: firstFollowed, nobody_followed: nobodyFollowed });
    return 0;
  }
  if (found.deals === 0) {
    parts.output.out('Not enough data: no recommendation for a deal has been shown to anybody yet.\n');
    return 0;
  }
  const { calibration } = found;
  const lines = [
    `Deals with a recommendation: ${found.deals} (${found.explored} with a place for exploration)`,
    `Followed: ${writeShare(found.followed)}`,
    `First choice followed: ${writeShare(found.firstFollowed)}`,
    `'Bring nobody' followed: ${writeShare(found.nobodyFollowed)}`,
    `Intro requests: ${found.asked}, accepted ${found.accepted}, declined ${found.declined}`,
    `Recommended partner joined: ${found.joined} deals, ${found.won} won, ${found.lost} lost`,
    calibration.predicted === null
      ? 'Predictions: no deal with one has closed, so there is not enough data.'
      : `Predicted ${percent(calibration.predicted)} on ${calibration.deals} closed deals, won ${writeShare(calibration.won)}, Brier ${calibration.brier}`,
    ...calibration.bins.map(
      (bin) =>
        `  ${percent(bin.from)} to ${percent(bin.to)}: predicted ${percent(bin.predicted)}, won ${writeShare(bin.won)}`,
    ),
  ];
  parts.output.out(`${lines.join('\n')}\n`);
  return 0;
}

function writeShare(one: Share): string {
  if (one.share === null || one.low === null || one.high === null) return 'none';
  return `${one.count} of ${one.of}, ${percent(one.share)} (90% interval ${percent(one.low)} to ${percent(one.high)})`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
