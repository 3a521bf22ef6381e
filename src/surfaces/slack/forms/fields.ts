import type { types } from '@slack/bolt';
import { toPlain } from '../render/escape.ts';
import { cut, LIMITS } from '../render/limits.ts';
import type { Typed } from './form.ts';

/** The one control of each field; a field is told by its block. */
const CONTROL = 'typed';

/** The control of a field whose changes are told while the form is filled in. */
export const WATCHED = 'watched';

interface FieldLook {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly typed: Typed;
  /** What stands in it before anybody typed. */
  readonly at?: string | undefined;
  readonly optional?: boolean;
  /** Draw the form anew when it changes. */
  readonly watch?: boolean;
}

export interface Choice {
  readonly value: string;
  readonly words: string;
}

/** A line or, `long`, several of them. */
export function textField(look: FieldLook & { long?: boolean; most: number }): types.InputBlock {
  const typed = standingIn(look);
  return inputBlock(look, {
    type: 'plain_text_input',
    action_id: controlOf(look),
    multiline: look.long ?? false,
    max_length: look.most,
    ...(typed ? { initial_value: cut(typed, look.most) } : {}),
    ...(look.watch
      ? { dispatch_action_config: { trigger_actions_on: ['on_enter_pressed', 'on_character_entered'] } }
      : {}),
  });
}

export function amountField(look: FieldLook): types.InputBlock {
  const typed = standingIn(look);
  return inputBlock(look, {
    type: 'number_input',
    action_id: controlOf(look),
    is_decimal_allowed: true,
    min_value: '0',
    ...(typed ? { initial_value: typed } : {}),
  });
}

/** One of a closed list. At most so many as Slack takes; the caller offers a text instead where there are more. */
export function choiceField(look: FieldLook & { choices: readonly Choice[] }): types.InputBlock {
  const options = describeChoices(look.choices);
  const initial = options.find((option) => option.value === standingIn(look));
  return inputBlock(look, {
    type: 'static_select',
    action_id: controlOf(look),
    options,
    ...(initial ? { initial_option: initial } : {}),
  });
}

/** One of a few, all of them in sight. */
export function radioField(look: FieldLook & { choices: readonly Choice[] }): types.InputBlock {
  const options = describeChoices(look.choices);
  const initial = options.find((option) => option.value === standingIn(look));
  return inputBlock(look, {
    type: 'radio_buttons',
    action_id: controlOf(look),
    options,
    ...(initial ? { initial_option: initial } : {}),
  });
}

/** Several of a few. */
export function boxesField(look: FieldLook & { choices: readonly Choice[] }): types.InputBlock {
  const options = describeChoices(look.choices);
  const ticked = new Set(standingIn(look).split('\n'));
  const initial = options.filter((option) => ticked.has(option.value ?? ''));
  return inputBlock(look, {
    type: 'checkboxes',
    action_id: controlOf(look),
    options,
    ...(initial.length > 0 ? { initial_options: initial } : {}),
  });
}

/** Choices that Slack takes in one list. */
export function fitsOneList(choices: readonly Choice[]): boolean {
  return (
    choices.length > 0 &&
    choices.length <= LIMITS.options &&
    choices.every((one) => one.value.length > 0 && one.value.length <= LIMITS.optionValue)
  );
}

function inputBlock(look: FieldLook, element: types.InputBlock['element']): types.InputBlock {
  return {
    type: 'input',
    block_id: look.name,
    label: plain(look.label),
    element,
    optional: look.optional ?? false,
    dispatch_action: look.watch ?? false,
    ...(look.hint ? { hint: plain(look.hint) } : {}),
  };
}

function describeChoices(choices: readonly Choice[]): types.PlainTextOption[] {
  return choices.slice(0, LIMITS.options).map(({ value, words }) => ({
    text: plain(cut(toPlain(words) || '–', LIMITS.optionText)),
    value,
  }));
}

function standingIn(look: FieldLook): string {
  return look.typed[look.name] ?? look.at ?? '';
}

function controlOf(look: FieldLook): string {
  return look.watch ? WATCHED : CONTROL;
}

function plain(text: string): types.PlainTextElement {
  return { type: 'plain_text', text, emoji: false };
}
