import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor, Audience } from '../../src/access/types.ts';
import type { App } from '../../src/app.ts';
import type { Database } from '../../src/db/port.ts';
import { type Certificate, type Course, type Learner, planLessons } from '../../src/playbook/learning.ts';
import { openTestDatabase } from '../setup/database.ts';
import { insertPartner, insertRow } from '../setup/rows.ts';
import { openTestApp } from '../setup/sample.ts';
import { page, writePages } from './pages.ts';

const TODAY = '2026-06-30';
const course = (name: string, competency: string | null, archetypes: string[] = []): Course => ({
  course: name,
  title: null,
  competency,
  archetypes,
  hours: 8,
  url: null,
});
const COURSES = [
  course('identity-pro', 'identity'),
  course('network-pro', 'network'),
  course('first-steps', null),
  course('msp-start', null, ['msp']),
];
const certificate = (fields: Partial<Certificate>): Certificate => ({
  personEmail: 'kim@acorn.example',
  course: 'identity-pro',
  competency: 'identity',
  status: 'completed',
  expiresOn: '2027-06-30',
  ...fields,
});
const learner = (fields: Partial<Learner>): Learner => ({
  name: 'Acorn',
  archetype: 'si',
  competencies: [],
  certificates: [certificate({ course: 'first-steps', competency: null })],
  needs: [],
  ...fields,
});
const plan = (fields: Partial<Learner>, limit = 5) =>
  planLessons(learner(fields), COURSES, { today: TODAY, limit }).map(({ course, reasons }) => [
    course,
    ...reasons,
  ]);
const FIRST = certificate({ course: 'first-steps', competency: null });

describe('planLessons', () => {
  it('puts what open deals need before what runs out, and that before what is claimed', () => {
    expect(
      plan({
        competencies: ['network'],
        needs: [{ need: 'Network', opportunity: 'Globex rollout' }],
        certificates: [FIRST, certificate({ expiresOn: '2026-08-01' })],
      }),
    ).toEqual([
      [
        'network-pro',
        'needed in Globex rollout, with no valid certificate in it',
        'network is a competency of the firm, with no valid certificate',
      ],
      ['identity-pro', 'the certificate of kim@acorn.example runs out on 2026-08-01'],
    ]);
  });

  it('asks for nothing that a valid certificate covers, up to its last day', () => {
    const needs = [{ need: 'identity', opportunity: 'Globex rollout' }];
    expect(plan({ needs, competencies: ['identity'], certificates: [FIRST, certificate({})] })).toEqual([]);
    expect(plan({ needs, certificates: [FIRST, certificate({ expiresOn: TODAY })] })).toEqual([
      ['identity-pro', `the certificate of kim@acorn.example runs out on ${TODAY}`],
    ]);
  });

  it('passes over a certificate that the same person has renewed', () => {
    expect(
      plan({ certificates: [FIRST, certificate({ expiresOn: '2026-01-31' }), certificate({})] }),
    ).toEqual([]);
  });

  it('names what was begun, and the first courses of its kind that nobody took', () => {
    expect(
      plan({
        archetype: 'msp',
        certificates: [certificate({ status: 'enrolled', expiresOn: null })],
      }),
    ).toEqual([
      ['identity-pro', 'kim@acorn.example is enrolled and has not finished'],
      ['first-steps', 'a first course for every partner, with nobody recorded who took it'],
      ['msp-start', 'a first course for partners of the kind msp, with nobody recorded who took it'],
    ]);
    expect(plan({ archetype: 'msp', certificates: [] }, 1)).toHaveLength(1);
  });
});

describe('what a team should learn next, asked in chat', () => {
  let database: Database;
  let app: App;

  const MANAGER: Actor = {
    kind: 'staff',
    email: 'mo@northwind.example',
    name: 'Mo',
    role: 'partner_manager',
  };
  const KIM: Actor = { kind: 'partner', email: 'kim@acorn.example', name: 'Kim', partnerId: 'acorn' };
  const LEE: Actor = { kind: 'partner', email: 'lee@birch.example', name: 'Lee', partnerId: 'birch' };
  let threads = 0;
  const ask = (actor: Actor, text: string, audience: Audience = { place: 'dm' }) => {
    threads += 1;
    return app.assistant.answer({ text, actor, audience, thread: `t-${threads}` });
  };

  beforeAll(async () => {
    database = await openTestDatabase();
    app = await openTestApp(database);
    const { access } = app;
    for (const partner_id of ['acorn', 'birch'])
      await insertPartner(access, {
        partner_id,
        name: partner_id === 'acorn' ? 'Acorn Trading' : 'Birch Works',
      });
    await insertRow(access, 'courses', {
      course: 'network-pro',
      title: 'Network professional',
      competency: 'network',
      hours: 8,
    });
    await insertRow(access, 'accounts', { account_id: 'ACC-1', name: 'Globex' });
    await insertRow(access, 'opportunities', {
      opportunity_id: 'OPP-1',
      account_id: 'ACC-1',
      name: 'Globex rollout',
      stage: 'proposal',
      needs: ['network'],
    });
    await insertRow(access, 'opportunity_partners', {
      opportunity_id: 'OPP-1',
      partner_id: 'acorn',
      role: 'deliver',
    });
    await app.services.playbook.index(
      writePages({
        'training.md': page(
          'visibility: partner\ntitle: Training',
          '# Training\n\nIntegrators start with the training courses that they deliver. Resellers take the sales course first.',
        ),
      }),
    );
  });
  afterAll(() => database.close());

  it('is answered to a manager with the deals, the reasons and the page for that kind of partner', async () => {
    const answer = await ask(MANAGER, 'What should Acorn Trading learn next?');
    expect(answer.text).toBe(
      [
        'What Acorn Trading should learn next:',
        '1. Network professional (8 h): needed in Globex rollout, with no valid certificate in it.',
        'The playbook says: “Integrators start with the training courses that they deliver.” (Training)',
      ].join('\n'),
    );
    expect(answer.cards).toContainEqual(expect.objectContaining({ title: 'What to learn next' }));
  });

  it('is answered to the partner itself, and in a room with it, without our deals', async () => {
    for (const answer of [
      await ask(KIM, 'What should our team learn next?'),
      await ask(MANAGER, 'What should Acorn Trading learn next?', { place: 'shared', partnerIds: ['acorn'] }),
    ]) {
      expect(answer.text).toContain('Integrators start with the training courses');
      expect(JSON.stringify([answer.text, answer.cards])).not.toMatch(/Globex|needed in/);
    }
  });

  it('tells one partner nothing of another', async () => {
    const answer = await ask(LEE, 'What should Acorn Trading learn next?');
    expect(JSON.stringify([answer.text, answer.cards])).not.toMatch(/Globex|Acorn Trading should/);
    const scope = await app.access.grant(LEE, { place: 'dm' });
    await expect(app.services.playbook.learning(scope, 'acorn')).rejects.toMatchObject({ code: 'not_found' });
  });
});
