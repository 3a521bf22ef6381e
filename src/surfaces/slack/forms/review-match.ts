import { AppError } from '../../../errors.ts';
import { readPair } from '../home/work-step.ts';
import { toInline } from '../render/escape.ts';
import { section } from '../render/pieces.ts';
import { carryOut } from './carry-out.ts';
import { type Choice, radioField, textField } from './fields.ts';
import { FieldFaults, type Filler, type Form } from './form.ts';

const VERDICTS: readonly Choice[] = [
  { value: 'same', words: 'The same company' },
  { value: 'not_same', words: 'Not the same company' },
  { value: 'later', words: 'Later' },
];

const REPORT: readonly Choice[] = [
  { value: 'not_same', words: 'Not the same company: tell a partner manager' },
];

/** A word on a match: a partner manager decides, a rep reports one as wrong. */
export const reviewMatch: Form = {
  name: 'review_match',

  async draw(filler, { subject, typed }) {
    const pair = await findPair(filler, subject);
    const side = (name: string, domain: string | null, country: string | null) =>
      toInline([name, domain, country].filter(Boolean).join(' · '));
    const reasons = (words: string, list: readonly string[]) =>
      list.length > 0 ? [`*${words}*`, ...list.map((one) => `• ${toInline(one)}`)] : [];
    const decides = filler.scope.role !== 'rep';
    return {
      title: 'The same company?',
      submit: decides ? 'Say so' : 'Report',
      blocks: [
        section(
          [
            `*${toInline(pair.partnerName)} has* ${side(pair.recordName, pair.recordDomain, pair.recordCountry)}`,
            `*We have* ${side(pair.accountName, pair.accountDomain, pair.accountCountry)}`,
            ...reasons('For', pair.speaksFor),
            ...reasons('Against', pair.speaksAgainst),
            ...(pair.doubtReason ? [`*Reported*: ${toInline(pair.doubtReason)}`] : []),
          ].join('\n'),
        ),
        radioField({ name: 'verdict', label: 'They are', choices: decides ? VERDICTS : REPORT, typed }),
        textField({ name: 'reason', label: 'Why', long: true, most: 1_000, optional: true, typed }),
      ],
    };
  },

  submit(filler, { subject, typed }) {
    const ids = readPair(subject);
    if (!typed.verdict || !ids) throw new FieldFaults({ verdict: 'Choose what they are.' });
    return carryOut(filler, 'draft_match_decision', {
      partner_id: ids.partnerId,
      account_id: ids.accountId,
      record_id: ids.recordId,
      verdict: typed.verdict,
      ...(typed.reason ? { reason: typed.reason } : {}),
    });
  },
};

async function findPair({ surface, scope }: Filler, subject: string) {
  const ids = readPair(subject);
  const [pair] = ids ? await surface.services.matchReviews.find(scope, ids) : [];
  if (!pair) throw new AppError('not_found', 'There is no such match that can be shown here.');
  return pair;
}
