import type { types } from '@slack/bolt';
import { toInline, toPlain } from '../render/escape.ts';
import { cut, LIMITS } from '../render/limits.ts';
import { section } from '../render/pieces.ts';
import { callbackOf, type Form, type FormLook } from './form.ts';

/** A form as Slack takes it. The metadata names what it is about and is looked up anew whenever it comes back. */
export function frameForm(form: Form, look: FormLook, subject: string): types.ModalView {
  return {
    type: 'modal',
    callback_id: callbackOf(form),
    private_metadata: subject,
    title: plain(look.title),
    submit: plain(look.submit),
    close: plain('Cancel'),
    blocks: look.blocks.slice(0, LIMITS.modalBlocks),
  };
}

/** A modal that only says something. */
export function frameNotice(title: string, sentence: string): types.ModalView {
  return {
    type: 'modal',
    title: plain(title),
    close: plain('Close'),
    blocks: sentence.split('\n\n').map((part) => section(toInline(part))),
  };
}

function plain(text: string): types.PlainTextElement {
  return { type: 'plain_text', text: cut(toPlain(text), LIMITS.modalTitle), emoji: false };
}
