import type { types } from '@slack/bolt';
import { z } from 'zod';
import type { WorkStep } from '../../../worklist/types.ts';
import { ACTIONS } from '../action-ids.ts';
import type { FormName } from '../forms/form.ts';
import { LIMITS } from '../render/limits.ts';
import { button } from '../render/pieces.ts';

const ids = z.tuple([z.string().min(1), z.string().min(1), z.string().min(1)]);

/** The button of a step; null where what it has to hold is longer than Slack lets a button hold. */
export function renderStepButton(step: WorkStep): types.Button | null {
  const { actionId, value } = writeStep(step);
  return value.length <= LIMITS.buttonValue ? button({ actionId, words: step.words, value }) : null;
}

function writeStep(step: WorkStep): { actionId: string; value: string } {
  switch (step.act) {
    case 'ask':
      return { actionId: ACTIONS.askQuestion, value: step.question };
    case 'decide':
      return { actionId: formAction('decide_registration'), value: step.registrationId };
    case 'intro':
      return { actionId: formAction('request_intro'), value: step.opportunityId || NOTHING };
    case 'register':
      return { actionId: formAction('register_deal'), value: NOTHING };
    case 'review':
      return { actionId: formAction('review_match'), value: writePair(step) };
  }
}

/** What a button holds that opens a form about nothing in particular: a button's value can't be empty. */
export const NOTHING = '-';

/** The action of a button that opens a form. */
export function formAction(form: FormName): string {
  return `${ACTIONS.openForm}${form}`;
}

/** A match by its three ids. */
interface Pair {
  readonly partnerId: string;
  readonly recordId: string;
  readonly accountId: string;
}

function writePair(pair: Pair): string {
  return JSON.stringify([pair.partnerId, pair.recordId, pair.accountId]);
}

/** Reads what a match's button holds; null for anything that was not written here. */
export function readPair(written: string): Pair | null {
  try {
    const [partnerId, recordId, accountId] = ids.parse(JSON.parse(written));
    return { partnerId, recordId, accountId };
  } catch {
    return null;
  }
}
