import type { App, types } from '@slack/bolt';
import type { Actor } from '../../../access/types.ts';
import { toInline } from '../render/escape.ts';
import { header, section } from '../render/pieces.ts';
import type { Surface } from '../surface.ts';

const EXAMPLES = {
  rep: [
    'Who should we bring into a deal, and why?',
    'Which conflicts stand in the way?',
    'Draft an intro request.',
  ],
  manager: [
    'Which registrations wait for a decision?',
    'What did each partner source last quarter?',
    'What does the playbook say about deal registration?',
  ],
  partner: ['How do our registrations stand?', 'Register a deal.', 'What does the programme ask of us?'],
  outsider: ['What is the partner programme?'],
} as const;

/** Somebody opens the app's Home tab, which nobody else reads. */
export function listenToHome(app: App, surface: Surface): void {
  app.event('app_home_opened', async ({ event }) => {
    if (event.tab !== 'home') return;
    const { actor } = await surface.audiences.lookAlone(event.user, { fresh: true });
    try {
      await surface.client.views.publish({
        user_id: event.user,
        view: { type: 'home', blocks: renderHome(actor) },
      });
    } catch (error) {
      surface.log.info({ err: error }, 'a Home tab could not be shown');
    }
  });
}

function renderHome(actor: Actor): types.KnownBlock[] {
  const greeting =
    actor.kind === 'outsider'
      ? 'I don’t know you as one of this company’s people or partners, so I can tell you what is public.'
      : `Hello ${toInline(actor.name)}. Write to me in the Messages tab, or mention me in a channel.`;
  const examples = examplesFor(actor).map((example) => `• ${example}`);
  return [
    header('Co-sell assistant'),
    section(greeting),
    section(['*Ask, for example*', ...examples].join('\n')),
  ];
}

function examplesFor(actor: Actor): readonly string[] {
  if (actor.kind !== 'staff') return EXAMPLES[actor.kind];
  return actor.role === 'rep' ? EXAMPLES.rep : EXAMPLES.manager;
}
