import pc from 'picocolors';
import type { Audience } from '../../access/types.ts';
import type { App } from '../../app.ts';
import { AppError } from '../../errors.ts';
import type { Output } from '../output.ts';
import { writeAnswer } from './answer-text.ts';
import { loadSampleCompany } from './sample.ts';

interface DemoTurn {
  readonly as: string;
  readonly audience: Audience;
  readonly text: string;
}

/**
 * Loads the sample company into memory and asks five questions as four people: a rep, a partner manager and two partners
 * in channels shared with them. Everything runs through the real chain, with no key, server or workspace.
 */
export async function runDemo(parts: { open: () => Promise<App>; output: Output }): Promise<number> {
  const { output } = parts;
  output.err('Loading the sample company …\n');
  const app = await parts.open();
  try {
    await loadSampleCompany(app);
    const settings = await app.services.company.settings();
    output.out(
      `${pc.bold(settings.name)}: a made-up vendor with its partners, today ${await app.services.company.today()}\n`,
    );
    for (const turn of await planDemo(app)) {
      const actor = await app.identity.personByEmail(turn.as);
      if (!actor || actor.kind === 'outsider')
        throw new AppError('not_found', `The sample company lacks ${turn.as}.`);
      const role = actor.kind === 'staff' ? actor.role.replace('_', ' ') : `partner, ${actor.partnerId}`;
      const place =
        turn.audience.place === 'shared'
          ? `channel shared with ${turn.audience.partnerIds.join(', ')}`
          : 'direct message';
      output.out(`\n${pc.cyan(`── ${actor.name} (${role}), ${place}`)}\n${pc.bold(`> ${turn.text}`)}\n\n`);
      output.out(
        writeAnswer(
          await app.assistant.answer({
            text: turn.text,
            actor,
            audience: turn.audience,
            thread: `demo|${turn.as}`,
          }),
        ),
      );
    }
    return 0;
  } finally {
    await app.close();
  }
}

/** The questions, about whatever deal, partners and registrations the sample company has. */
async function planDemo(app: App): Promise<DemoTurn[]> {
  const [facts] = await app.access.open(app.access.system, (connection) =>
    connection.query<{ rep: string; manager: string; account: string }>(
      `select
         (select email from people where role = 'rep' order by email limit 1) as rep,
         (select email from people where role = 'partner_manager' order by email limit 1) as manager,
         (select a.name
          from opportunities o
          join accounts a on a.account_id = o.account_id
          where o.stage not in ('closed_won', 'closed_lost')
          order by a.name not ilike 'globex%', (
            select count(distinct x.partner_id) from account_overlaps x where x.account_id = a.account_id) desc,
            o.opportunity_id
          limit 1) as account`,
    ),
  );
  const partners = await app.access.open(app.access.system, (connection) =>
    connection.query<{ partnerId: string; email: string; registrations: number }>(
      `select p.partner_id as "partnerId", (
         select e.email from partner_people e where e.partner_id = p.partner_id order by e.email limit 1) as email,
         (select count(*) from registrations r where r.partner_id = p.partner_id) as registrations
       from partners p
       where p.status = 'active'
         and exists (select from partner_people e where e.partner_id = p.partner_id)
       order by p.shared_channel_id is null, registrations desc, p.partner_id
       limit 2`,
    ),
  );
  const [first, second] = partners;
  if (!facts || !first || !second) throw new AppError('internal', 'The sample company is not complete.');
  const account = facts.account.replace(/ (?:Corporation|Corp|Inc|GmbH|Ltd|LLC|AG)\.?$/, '');
  const settings = await app.services.company.settings();
  const shared = (partnerId: string): Audience => ({ place: 'shared', partnerIds: [partnerId] });
  return [
    { as: facts.rep, audience: { place: 'dm' }, text: `Who should we bring into the ${account} deal?` },
    { as: facts.rep, audience: { place: 'dm' }, text: `Any conflicts on ${account} if we do?` },
    {
      as: facts.manager,
      audience: { place: 'dm' },
      text: 'How much did partners source and influence last quarter?',
    },
    {
      as: first.email,
      audience: shared(first.partnerId),
      text: `Register ${account} for 60,000 ${settings.currency}, ${settings.products[0] ?? 'the product'}.`,
    },
    {
      as: second.email,
      audience: shared(second.partnerId),
      text: 'How long is a registration protected, and can it be extended?',
    },
  ];
}
