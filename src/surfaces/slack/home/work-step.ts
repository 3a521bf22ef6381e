import type { types } from '@slack/bolt';
import type { WorkStep } from '../../../worklist/types.ts';
import { ACTIONS } from '../action-ids.ts';
import { LIMITS } from '../render/limits.ts';
import { button } from '../render/pieces.ts';

/** The button of a step; null where what it has to hold is longer than Slack lets a button hold. */
export function renderStepButton(step: WorkStep): types.Button | null {
  const { actionId, value } = writeStep(step);
  return value.length <= LIMITS.buttonValue ? button({ actionId, words: step.words, value }) : null;
}

function writeStep(step: WorkStep): { actionId: string; value: string } {
  return { actionId: ACTIONS.askQuestion, value: step.question };
}
