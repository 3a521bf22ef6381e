import { describe, expect, test } from 'vitest';
import { affirms, mentions, normaliseText } from '../../evals/compare-text.ts';
import { gradeTrial, type Trial } from '../../evals/grade.ts';
import { type TaskDraft, taskSchema } from '../../evals/task.ts';
import type { Answer } from '../../src/agent/types.ts';

describe('texts are compared in normal form', () => {
  test.each([
    ['March 2, 2026', '2026-03-02'],
    ['2nd of March 2026', '2026-03-02'],
    ['$1,250.00', '$1250'],
    ['60k', '60000'],
    ['1.2 million', '1200000'],
    ['Ｋestrel\u200b', 'kestrel'],
  ])('%s reads %s', (written, normal) => {
    expect(normaliseText(written)).toBe(normal);
  });

  test('a fact that is denied is not affirmed', () => {
    const text = normaliseText('I would not bring Kestrel. Borealis knows them.');
    expect(affirms(text, 'Kestrel')).toBe(false);
    expect(affirms(text, 'Borealis')).toBe(true);
  });

  test('a wording that denies by itself counts as said', () => {
    expect(affirms(normaliseText('There is no conflict.'), 'no conflict')).toBe(true);
  });

  test('a name is found as a whole word alone', () => {
    expect(mentions(normaliseText('Altamonte sells'), 'Altamont')).toBe(false);
    expect(mentions(normaliseText('Altamont, too'), 'Altamont')).toBe(true);
  });
});

describe('a trial passes when all of its parts do', () => {
  test('and names the part that failed', () => {
    const grade = gradeTrial(
      task({ answer: { facts: [{ number: 3 }, { any: ['Kestrel'] }] } }),
      trial('Kestrel: 4.'),
    );
    expect(grade).toMatchObject({ passed: false, parts: { facts: false, database: true, form: true } });
    expect(grade.why).toEqual(['facts: lacks {"number":3}']);
  });

  test('but not with a row that nobody asked for', () => {
    const seen = { ...trial('Done.'), diff: { appeared: [row('approved')], vanished: [], drafts: [] } };
    expect(gradeTrial(task({}), seen).parts.database).toBe(false);
  });

  test('but not with a step prepared unasked', () => {
    const seen = { ...trial('Done.'), diff: { appeared: [], vanished: [], drafts: ['submit_registration'] } };
    expect(gradeTrial(task({}), seen).parts.database).toBe(false);
  });

  test('with exactly the rows that were to change', () => {
    const changed = [{ table: 'registrations', where: { registration_id: 'R-1', status: 'approved' } }];
    const seen = {
      ...trial('Done.'),
      diff: { appeared: [row('approved')], vanished: [row('submitted')], drafts: [] },
    };
    expect(gradeTrial(task({ db: { changed } }), seen).passed).toBe(true);
  });

  test('but not by listing everybody', () => {
    const answer = { facts: [{ any: ['Ann'] }], names: ['Ann', 'Bob', 'Cid'], max_listed: 2 };
    expect(gradeTrial(task({ answer }), trial('Ann, Bob, Cid')).parts.form).toBe(false);
    expect(gradeTrial(task({ answer }), trial('Ann')).passed).toBe(true);
  });

  test('but not by showing what is forbidden, unless the person typed it', () => {
    const answer = { forbidden: ['Borealis'] };
    expect(gradeTrial(task({ answer }), trial('It is Borealis.')).passed).toBe(false);
    const typed = { ...trial('I know nothing of Borealis.'), said: ['What of Borealis?'] };
    expect(gradeTrial(task({ answer }), typed).passed).toBe(true);
  });

  test('and asks back only where it asks for what is missing', () => {
    expect(gradeTrial(task({ answer: { asks: ['amount'] } }), trial('Which amount?')).passed).toBe(true);
    expect(gradeTrial(task({ answer: { asks: ['amount'] } }), trial('Which product?')).passed).toBe(false);
  });
});

function task(expectation: TaskDraft['expect']) {
  return taskSchema.parse({
    id: 'one',
    kind: 'any',
    role: 'rep',
    as: 'ann@firm.example',
    turns: [{ say: 'Well?' }],
    expect: expectation,
  });
}

function trial(text: string): Trial {
  const answer = { text, tools: [], cards: [], citations: [], proposals: [] } as unknown as Answer;
  return {
    said: ['Well?'],
    answers: [answer],
    diff: { appeared: [], vanished: [], drafts: [] },
    fault: null,
  };
}

function row(status: string) {
  return { table: 'registrations', row: { registration_id: 'R-1', status } };
}
