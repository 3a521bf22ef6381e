import type { types } from '@slack/bolt';
import { ACTIONS } from '../action-ids.ts';
import type { Rendered } from './blocks.ts';
import { LIMITS } from './limits.ts';

/** The answer with two small buttons under it, where there is room for them. They hold the answer's id and the verdict. */
export function withFeedback(rendered: Rendered, turnId: string): Rendered {
  if (rendered.blocks.length >= LIMITS.blocks) return rendered;
  return { ...rendered, blocks: [...rendered.blocks, renderFeedback(turnId)] };
}

function renderFeedback(turnId: string): types.ContextActionsBlock {
  const text = (words: string) => ({ type: 'plain_text' as const, text: words, emoji: false });
  return {
    type: 'context_actions',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: ACTIONS.rateAnswer,
        positive_button: {
          text: text('Good answer'),
          value: `good:${turnId}`,
          accessibility_label: 'Good answer',
        },
        negative_button: {
          text: text('Bad answer'),
          value: `bad:${turnId}`,
          accessibility_label: 'Bad answer',
        },
      },
    ],
  };
}

/** Reads what a button held; null for anything that was not written here. */
export function readRating(written: string | undefined): { turnId: string; verdict: 'good' | 'bad' } | null {
  const [, verdict, turnId] = /^(good|bad):(turn_\w{1,80})$/.exec(written ?? '') ?? [];
  if (!turnId) return null;
  return { turnId, verdict: verdict === 'good' ? 'good' : 'bad' };
}
