import type { types } from '@slack/bolt';
import type { Actor } from '../../../access/types.ts';
import type { WorkLine, Worklist, WorkSection, WorkStep } from '../../../worklist/types.ts';
import { ACTIONS } from '../action-ids.ts';
import { compact } from '../render/cards.ts';
import { toInline } from '../render/escape.ts';
import { cut, LIMITS } from '../render/limits.ts';
import { button, context, header, section } from '../render/pieces.ts';
import { formAction, NOTHING, renderStepButton } from './work-step.ts';

type Block = types.KnownBlock;

/** Names and notes are others' words: a long one must not push the rest out of sight. */
const WHAT_CHARACTERS = 300;
const STANDS_CHARACTERS = 300;

const UNKNOWN =
  'I don’t know you as one of this company’s people or of a partner’s, so I can tell you only what is public. If you work here or for a partner, ask a partner manager to put you on the list of people, with the email or the workspace that you use in Slack; then open this tab again.';

/** The Home tab of one person. Everything on it was read under that person's own scope; the buttons hold ids or a question. */
export function renderHome(actor: Actor, work: Worklist): Block[] {
  const blocks = [
    header('Co-sell assistant'),
    section(greet(actor)),
    { type: 'actions' as const, elements: startButtons(actor) },
    ...work.sections.flatMap(renderSection),
  ];
  return blocks.slice(0, LIMITS.homeBlocks);
}

/** A Home tab that could not be read, in a prepared sentence. */
export function renderBrokenHome(sentence: string): Block[] {
  return [
    header('Co-sell assistant'),
    section(toInline(sentence)),
    { type: 'actions', elements: [refresh()] },
  ];
}

function greet(actor: Actor): string {
  if (actor.kind === 'outsider') return UNKNOWN;
  return `Hello ${toInline(actor.name)}. Write to me in the Messages tab, or mention me in a channel.`;
}

function startButtons(actor: Actor): types.Button[] {
  if (actor.kind === 'outsider') {
    const question: WorkStep = {
      act: 'ask',
      words: 'About the programme',
      question: 'What is the partner programme?',
    };
    return [...compactButtons([renderStepButton(question)]), refresh()];
  }
  const register: WorkStep = { act: 'register', words: 'Register a deal' };
  const intro: WorkStep = { act: 'intro', words: 'Ask for an introduction', opportunityId: '' };
  return [
    ...compactButtons([renderStepButton(register), actor.kind === 'staff' ? renderStepButton(intro) : null]),
    preferences(),
    refresh(),
  ];
}

function preferences(): types.Button {
  return button({ actionId: formAction('preferences'), words: 'What I tell you', value: NOTHING });
}

function refresh(): types.Button {
  return button({ actionId: ACTIONS.refreshHome, words: 'Refresh', value: 'home' });
}

function renderSection(part: WorkSection): Block[] {
  const hidden = part.total - part.lines.length;
  const more = part.more && renderStepButton(part.more);
  return compact([
    { type: 'divider' },
    header(part.total > 0 ? `${part.title} (${part.total})` : part.title),
    ...part.lines.map(renderLine),
    part.total === 0 ? section(toInline(part.none)) : null,
    hidden > 0 ? context([`And ${hidden} more.`]) : null,
    more ? { type: 'actions', elements: [more] } : null,
  ]);
}

function renderLine(line: WorkLine): Block {
  const what = toInline(cut(line.what, WHAT_CHARACTERS));
  const accessory = line.step && renderStepButton(line.step);
  return {
    ...section(`*${what}*\n${toInline(cut(line.stands, STANDS_CHARACTERS))}`),
    ...(accessory ? { accessory: describeButton(accessory, line) } : {}),
  };
}

/** Many buttons say 'Decide': who hears the page and does not see it is told what about. */
function describeButton(accessory: types.Button, line: WorkLine): types.Button {
  const label = `${accessory.text.text}: ${toInline(line.what)}`;
  return { ...accessory, accessibility_label: cut(label, LIMITS.buttonText) };
}

function compactButtons(buttons: readonly (types.Button | null)[]): types.Button[] {
  return buttons.filter((one) => one !== null);
}
