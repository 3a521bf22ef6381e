import { isAppError } from '../../../errors.ts';
import { boxesField, textField } from './fields.ts';
import { FieldFaults, type Form } from './form.ts';

const ZONE_CHARACTERS = 60;

/** What a person is told by the program of its own accord, and by which clock. */
export const preferences: Form = {
  name: 'preferences',

  async draw({ surface, scope, userId }, { typed }) {
    const { preferences: kept } = surface.services;
    const known = await kept.read(scope);
    const told = kept.kinds.filter(({ kind }) => !known.muted.includes(kind)).map(({ kind }) => kind);
    const person = await surface.directory.person(userId);
    return {
      title: 'What I tell you',
      submit: 'Save',
      blocks: [
        boxesField({
          name: 'told',
          label: 'Write to me about',
          hint: 'At most one message a day, after nine in the morning',
          choices: kept.kinds.map(({ kind, words }) => ({ value: kind, words })),
          at: told.join('\n'),
          optional: true,
          typed,
        }),
        textField({
          name: 'zone',
          label: 'Time zone',
          hint: 'Such as Europe/Berlin',
          at: known.timeZone ?? person?.timeZone ?? 'UTC',
          most: ZONE_CHARACTERS,
          typed,
        }),
      ],
    };
  },

  async submit({ surface, scope }, { typed }) {
    const { preferences: kept } = surface.services;
    const told = new Set((typed.told ?? '').split('\n'));
    const muted = kept.kinds.map(({ kind }) => kind).filter((kind) => !told.has(kind));
    try {
      await kept.save(scope, { muted, timeZone: typed.zone || null });
    } catch (error) {
      if (isAppError(error) && error.code === 'bad_input') throw new FieldFaults({ zone: error.message });
      throw error;
    }
    return muted.length === 0
      ? 'I write to you about all of it, at most once a day.'
      : `I keep quiet about ${muted.length} of ${kept.kinds.length} kinds.`;
  },
};
