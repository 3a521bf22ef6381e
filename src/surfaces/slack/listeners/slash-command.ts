import type { App, SlashCommand } from '@slack/bolt';
import { answerPrivately } from '../answering.ts';
import { explainFailure } from '../explaining.ts';
import { findFormByName } from '../forms/all-forms.ts';
import type { FormName } from '../forms/form.ts';
import { lookAtFiller, openForm } from '../forms/opening.ts';
import { mute, readMuting } from '../muting.ts';
import { readText } from '../read-text.ts';
import type { Surface } from '../surface.ts';
import { summariseHome } from './app-home-opened.ts';

/** One line a subcommand; anything else is a question. */
const USAGE = [
  'Write your question after the command, such as: /cosell who should we bring into the Globex deal?',
  '/cosell home: what waits for you',
  '/cosell register: register a deal',
  '/cosell decide REG-1: decide on a registration',
  '/cosell intro OPP-1: ask a partner for an introduction',
  '/cosell mute week, /cosell unmute all: what I write to you about',
  '/cosell preferences: the same as a form, and your time zone',
].join('\n');

const FORMS: Readonly<Record<string, FormName>> = {
  register: 'register_deal',
  decide: 'decide_registration',
  intro: 'request_intro',
  preferences: 'preferences',
  mute: 'preferences',
  unmute: 'preferences',
};

/** What a form needs to be told of: nothing opens without it. */
const NAMES_ONE = new Set<FormName>(['decide_registration']);

/** `/cosell TEXT`: nobody in the channel sees it; answers come in a direct message, where they stay. */
export function listenToCommand(app: App, surface: Surface): void {
  app.command('/cosell', async ({ ack, command, respond }) => {
    const asked = readCommand(command, surface.home.botUserId);
    if (asked.kind === 'help') {
      await ack({ response_type: 'ephemeral', text: USAGE });
      return;
    }
    if (asked.kind === 'question')
      await ack({ response_type: 'ephemeral', text: 'I answer you in a direct message.' });
    else await ack();
    await surface.events.once([`command|${command.trigger_id}`], async () => {
      try {
        const said = await carryOutCommand(surface, command, asked);
        if (said) await respond({ response_type: 'ephemeral', text: said });
      } catch (error) {
        await respond({ response_type: 'ephemeral', text: explainFailure(error, surface.log) });
      }
    });
  });
}

type Asked =
  | { readonly kind: 'help' }
  | { readonly kind: 'home' }
  | { readonly kind: 'question'; readonly text: string }
  | { readonly kind: 'muting'; readonly off: boolean; readonly which: string }
  | { readonly kind: 'form'; readonly form: FormName; readonly subject: string };

function readCommand(command: SlashCommand, botUserId: string): Asked {
  const text = readText(command.text, botUserId);
  const [word = '', ...rest] = text.split(/\s+/);
  const name = word.toLowerCase();
  const subject = rest.join(' ');
  if (!text || name === 'help') return { kind: 'help' };
  if (name === 'home' && !subject) return { kind: 'home' };
  if ((name === 'mute' || name === 'unmute') && subject)
    return readMuting(subject)
      ? { kind: 'muting', off: name === 'mute', which: subject }
      : { kind: 'question', text };
  const form = FORMS[name];
  // 'register the Globex deal for Borealis' is a sentence, and 'register' a command.
  const isCommand = form && rest.length <= 1 && (subject ? form !== 'register_deal' : !NAMES_ONE.has(form));
  return isCommand ? { kind: 'form', form, subject: subject.toUpperCase() } : { kind: 'question', text };
}

/** Gives what is said to the person alone; nothing where the answer comes another way. */
async function carryOutCommand(
  surface: Surface,
  command: SlashCommand,
  asked: Exclude<Asked, { kind: 'help' }>,
): Promise<string | null> {
  const userId = command.user_id;
  switch (asked.kind) {
    case 'question':
      await answerPrivately(surface, { userId, text: asked.text });
      return null;
    case 'home':
      return summariseHome(surface, userId);
    case 'muting':
      return mute(await lookAtFiller(surface, userId), asked);
    case 'form': {
      const form = findFormByName(asked.form);
      if (form)
        await openForm(surface, { form, subject: asked.subject, userId, triggerId: command.trigger_id });
      return null;
    }
  }
}
