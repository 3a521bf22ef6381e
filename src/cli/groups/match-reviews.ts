import type { Command } from 'commander';
import { AppError } from '../../errors.ts';
import { type Commands, identify, readCount, scopeOf } from '../command-line.ts';
import {
  decideReview,
  listReviews,
  prepareWrongMatch,
  showLearnt,
  walkReviews,
} from '../commands/match-reviews.ts';

const JSON_HELP = `
JSON: { "pairs": [ { "partner_id", "record_id", "account_id", "partner", "record": { "name", "domain", "country" },
  "account": { "name", "domain", "country", "status" }, "open_amount", "currency", "score", "decision", "for": [],
  "against": [], "doubted_by", "doubt", "put_off" } ], "total" }
A decision: { "partner_id", "record_id", "account_id", "verdict", "message", "history": [ { "verdict", "reason", "by", "at" } ] }`;

const DECISIONS = { confirm: 'same', reject: 'not_same', later: 'later', takeBack: 'open' } as const;

/** accounts review, accounts wrong-match. */
export function addMatchReviewCommands(accounts: Command, { edge, withApp }: Commands): void {
  accounts
    .command('review')
    .description('matches in doubt, the most valuable first; on a terminal a walk through them')
    .requiredOption('--as <email>', 'who reviews')
    .option('--partner <id>')
    .option('--account <id>', 'the account of a decision')
    .option('--confirm <record>', 'the record is that account')
    .option('--reject <record>', 'the record is not that account')
    .option('--later <record>', 'asks for it again at the end')
    .option('--take-back <record>', 'undoes what was decided')
    .option('--reason <text>')
    .option('--limit <n>', 'how many are listed', readCount, 50)
    .option('--learnt', 'what matching learnt from decisions')
    .option('--forget-learnt', 'puts the shipped weights back; decisions stay')
    .option('--json', 'one JSON document')
    .addHelpText('after', JSON_HELP)
    .action((options) =>
      withApp(async (app) => {
        const scope = await scopeOf(app, options.as);
        const parts = { reviews: app.services.matchReviews, output: edge.output, now: edge.now };
        const json = options.json === true;
        if (options.learnt || options.forgetLearnt)
          return showLearnt(parts, { scope, forget: options.forgetLearnt === true, json });
        const decided = readDecision(options);
        if (decided) return decideReview(parts, { scope, ...decided, reason: options.reason ?? null, json });
        const walks = !json && edge.output.isTerminal && edge.stdin.isTTY === true && scope.role !== 'rep';
        if (walks) return walkReviews({ ...parts, input: edge.stdin }, { scope, partnerId: options.partner });
        return listReviews(parts, { scope, partnerId: options.partner, limit: options.limit, json });
      }),
    );

  accounts
    .command('wrong-match')
    .description('prepares to call a match wrong; a partner manager decides, a rep reports it')
    .requiredOption('--partner <id>')
    .requiredOption('--record <id>', "the partner's record")
    .requiredOption('--account <id>', 'our account')
    .requiredOption('--as <email>', 'who says so')
    .option('--reason <text>')
    .option('--json', 'one JSON document')
    .action((options) =>
      withApp(async (app) =>
        prepareWrongMatch(
          { assistant: app.assistant, output: edge.output },
          {
            actor: await identify(app, options.as),
            pair: { partnerId: options.partner, recordId: options.record, accountId: options.account },
            reason: options.reason,
            json: options.json === true,
          },
        ),
      ),
    );
}

/** The one decision that the options name; null where they name none. Throws `bad_input` for several or half a pair. */
function readDecision(options: Readonly<Record<string, unknown>>) {
  const named = Object.entries(DECISIONS).filter(([option]) => options[option] !== undefined);
  const [first] = named;
  if (!first) return null;
  if (named.length > 1) throw new AppError('bad_input', 'Decide on one record at a time.');
  if (typeof options.partner !== 'string' || typeof options.account !== 'string')
    throw new AppError('bad_input', 'Name the pair: --partner ID --account ID beside the record.');
  const [option, verdict] = first;
  return {
    pair: { partnerId: options.partner, recordId: String(options[option]), accountId: options.account },
    verdict,
  };
}
