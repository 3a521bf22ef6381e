import type { Command } from 'commander';
import type { App } from '../../app.ts';
import { AppError } from '../../errors.ts';
import { type Commands, readCasesFile, readDate, readRange, scopeOf } from '../command-line.ts';
import { checkConflictCases, checkConflicts } from '../commands/conflicts.ts';
import { adviseDecisions } from '../commands/decision-advice.ts';
import { reportFairness } from '../commands/fairness.ts';
import { listProbing } from '../commands/probing.ts';
import {
  changeRegistration,
  decideRegistration,
  listRegistrations,
  type RegistrationParts,
  showRegistration,
  submitRegistration,
  verifyRegistrations,
} from '../commands/registrations.ts';
import { replayRegistrations } from '../commands/replay.ts';

/** conflicts, registrations list/show/verify/probing/replay/fairness/submit/decide/extend/withdraw/resubmit. */
export function addRegistrationCommands(commands: Commands): void {
  addConflicts(commands);
  const { program, edge, withApp } = commands;
  const group = program.command('registrations').description('the life of a registration');
  const partsOf = (app: App): RegistrationParts => ({
    registrations: app.services.registrations,
    company: app.services.company,
    scopeOf: (email) => scopeOf(app, email),
    now: edge.now,
    output: edge.output,
  });

  group
    .command('list')
    .option('--partner <id>')
    .option('--status <status>')
    .option('--account <id>')
    .option('--text <text>', 'part of the account as submitted')
    .option('--due', 'only those on which a decision is owed')
    .requiredOption('--as <email>', 'who asks')
    .option('--json', 'one JSON document')
    .action((options) =>
      withApp((app) => listRegistrations(partsOf(app), { ...options, json: options.json === true })),
    );
  group
    .command('show')
    .argument('<id>')
    .requiredOption('--as <email>', 'who asks')
    .option('--json', 'one JSON document')
    .action((id: string, options) =>
      withApp((app) => showRegistration(partsOf(app), { ...options, id, json: options.json === true })),
    );
  group
    .command('advise')
    .description('what to decide on submitted registrations, and why; all that wait where none is named')
    .argument('[id]')
    .requiredOption('--as <email>', 'who decides')
    .option('--json', 'one JSON document')
    .action((id: string | undefined, options) =>
      withApp((app) => adviseDecisions(partsOf(app), { id, as: options.as, json: options.json === true })),
    );
  group
    .command('verify')
    .description('whether every history is whole; exit 1 where one is not')
    .requiredOption('--as <email>', 'who asks')
    .option('--json', 'one JSON document')
    .action((options) =>
      withApp((app) => verifyRegistrations(partsOf(app), { as: options.as, json: options.json === true })),
    );
  addReviews(commands, group);
  group
    .command('probing')
    .description('the partners that met a limit on submissions')
    .requiredOption('--as <email>', 'who asks')
    .option('--json', 'one JSON document')
    .action((options) =>
      withApp((app) => listProbing(partsOf(app), { as: options.as, json: options.json === true })),
    );
  group
    .command('submit')
    .requiredOption('--account <name>', 'as the partner calls it')
    .option('--partner <id>', "on a partner's behalf")
    .option('--domain <domain>')
    .option('--country <code>')
    .option('--product <product>')
    .option('--amount <decimal>')
    .option('--currency <code>')
    .option('--kind <kind>', 'resale, referral, msp or service')
    .option('--opportunity <id>')
    .option('--key <key>', 'repeated with one key it is one registration')
    .requiredOption('--as <email>', 'who submits')
    .option('--yes', 'write it; without, only show what would be written')
    .option('--json', 'one JSON document')
    .action((options) =>
      withApp((app) =>
        submitRegistration(partsOf(app), {
          ...options,
          yes: options.yes === true,
          json: options.json === true,
        }),
      ),
    );
  group
    .command('decide')
    .argument('<id>')
    .requiredOption('--decision <decision>', 'approve, reject or return')
    .option('--reason-code <code>', 'from the closed list; needed to reject')
    .option('--reason <text>')
    .option('--opportunity <id>')
    .option('--account <id>', 'which account is meant, where matching found none')
    .requiredOption('--as <email>', 'who decides')
    .option('--yes', 'write it; without, only show what would be written')
    .option('--json', 'one JSON document')
    .action((id: string, options) =>
      withApp((app) =>
        decideRegistration(partsOf(app), {
          ...options,
          id,
          yes: options.yes === true,
          json: options.json === true,
        }),
      ),
    );
  for (const change of ['extend', 'withdraw', 'resubmit'] as const) {
    group
      .command(change)
      .argument('<id>')
      .option('--reason <text>')
      .requiredOption('--as <email>', 'who asks for it')
      .option('--yes', 'write it; without, only show what would be written')
      .option('--json', 'one JSON document')
      .action((id: string, options) =>
        withApp((app) =>
          changeRegistration(partsOf(app), {
            ...options,
            id,
            change,
            yes: options.yes === true,
            json: options.json === true,
          }),
        ),
      );
  }
}

/** What history teaches: both read only, and for partner managers. */
function addReviews({ edge, withApp }: Commands, group: Command): void {
  group
    .command('replay')
    .description('past registrations under other rules: which decisions would have changed, and for whom')
    .option('--set <rule=value...>', 'a rule of company.yaml, such as registration_protection_days=120')
    .option('--from <date>', 'first day of the other rules', readDate)
    .option('--to <date>', 'the first day after', readDate)
    .requiredOption('--as <email>', 'who asks; a partner manager')
    .option('--json', 'one JSON document')
    .action((options) =>
      withApp(async (app) =>
        replayRegistrations(
          { registrations: app.services.registrations, output: edge.output },
          {
            scope: await scopeOf(app, options.as),
            set: options.set ?? [],
            ...readRange(options),
            json: options.json === true,
          },
        ),
      ),
    );
  group
    .command('fairness')
    .description('squatting, acceptance by tier and size, and overrides by the direct team')
    .option('--from <date>', 'first day', readDate)
    .option('--to <date>', 'the first day after', readDate)
    .requiredOption('--as <email>', 'who asks; a partner manager')
    .option('--json', 'one JSON document')
    .action((options) =>
      withApp(async (app) =>
        reportFairness(
          { registrations: app.services.registrations, output: edge.output },
          { scope: await scopeOf(app, options.as), ...readRange(options), json: options.json === true },
        ),
      ),
    );
}

function addConflicts({ program, edge, withApp }: Commands): void {
  program
    .command('conflicts')
    .description('what the rules of engagement say of an account')
    .option('--account <text>', 'its id, name, spelling or domain')
    .option('--product <product>')
    .option('--partner <id>')
    .option('--opportunity <id>')
    .option('--registration <id>')
    .option('--amount <decimal>')
    .option('--currency <code>')
    .option('--on <date>', 'the day that the check looks at')
    .option('--as <email>', 'who asks')
    .option('--cases <file>', 'many at once, a JSON object a line')
    .option('--json', 'one JSON document')
    .action(async (options) => {
      const { cases, json, ...subject } = options;
      if (cases === undefined && !subject.account && !subject.opportunity && !subject.registration) {
        throw new AppError('bad_input', 'Name the account: cosell conflicts --account NAME --as EMAIL.');
      }
      const lines = cases === undefined ? null : readCasesFile(cases);
      await withApp((app) => {
        const parts = {
          registrations: app.services.registrations,
          company: app.services.company,
          scopeOf: (email: string) => scopeOf(app, email || undefined),
          output: edge.output,
        };
        if (lines !== null) return checkConflictCases(parts, lines, { as: options.as });
        return checkConflicts(parts, { ...subject, as: options.as, json: json === true });
      });
    });
}
