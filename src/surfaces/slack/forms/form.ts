import type { types } from '@slack/bolt';
import type { Actor, Audience, Scope } from '../../../access/types.ts';
import type { Surface } from '../surface.ts';

/** What stands in a form's fields, by field; an empty text where nothing does, several choices with line breaks between. */
export type Typed = Readonly<Record<string, string>>;

/** The person at a form. Looked up anew for each opening, each change and each sending. */
export interface Filler {
  readonly surface: Surface;
  readonly userId: string;
  readonly actor: Actor;
  readonly audience: Audience;
  readonly scope: Scope;
}

export interface Filled {
  /** What the form is about, as ids; empty for a form about nothing in particular. */
  readonly subject: string;
  readonly typed: Typed;
}

/** One form: a modal that is read by its person alone, so that it may show what a direct message may. */
export interface Form {
  readonly name: FormName;
  /** Draws it with what is filled in so far. Throws AppError in words where this person can't have it. */
  draw(filler: Filler, filled: Filled): Promise<FormLook>;
  /**
   * Carries out what was sent, under the person's scope, and gives the sentence that they read. Throws `FieldFaults` for
   * what is wrong at a field, AppError for the rest.
   */
  submit(filler: Filler, filled: Filled): Promise<string>;
}

export type FormName =
  | 'register_deal'
  | 'decide_registration'
  | 'request_intro'
  | 'review_match'
  | 'preferences';

/** What is drawn; the frame around it is the same for all forms. */
export interface FormLook {
  readonly title: string;
  readonly submit: string;
  readonly blocks: readonly types.KnownBlock[];
}

/** What is wrong, by field. */
export class FieldFaults extends Error {
  readonly faults: Readonly<Record<string, string>>;

  constructor(faults: Readonly<Record<string, string>>) {
    super('A form was not filled in as it has to be.');
    this.name = 'FieldFaults';
    this.faults = faults;
  }
}

/** Prefixed, so that a click or sending is known to be of a form. */
export function callbackOf(form: Pick<Form, 'name'>): string {
  return `form:${form.name}`;
}
