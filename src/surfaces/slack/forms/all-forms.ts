import { decideRegistration } from './decide-registration.ts';
import type { Form } from './form.ts';
import { callbackOf } from './form.ts';
import { preferences } from './preferences.ts';
import { registerDeal } from './register-deal.ts';
import { requestIntro } from './request-intro.ts';
import { reviewMatch } from './review-match.ts';

const FORMS: readonly Form[] = [registerDeal, decideRegistration, requestIntro, reviewMatch, preferences];

/** The form that a view belongs to; null for a view that is none. */
export function findForm(callbackId: string | undefined): Form | null {
  return FORMS.find((form) => callbackOf(form) === callbackId) ?? null;
}

/** The form of a name; null for a name that none has. */
export function findFormByName(name: string): Form | null {
  return FORMS.find((form) => form.name === name) ?? null;
}
