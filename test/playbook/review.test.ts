import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Access, createAccess } from '../../src/access/access.ts';
import type { Actor, Scope } from '../../src/access/types.ts';
import { createCompanyService } from '../../src/company/service.ts';
import { defaultSettings } from '../../src/company/settings.ts';
import { compareSettings } from '../../src/playbook/compare-settings.ts';
import { groupQuestions, type QuestionGroup } from '../../src/playbook/group-questions.ts';
import { createPlaybookService, type PlaybookService } from '../../src/playbook/service.ts';
import { listWords } from '../../src/playbook/words.ts';
import { openTestDatabase } from '../setup/database.ts';
import { grantPartner, grantStaff, page, writePages } from './pages.ts';

describe('the playbook from the other side', () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let access: Access;
  let playbook: PlaybookService;
  let manager: Scope;

  const grant = (actor: Actor) => access.grant(actor, { place: 'dm' });

  beforeAll(async () => {
    database = await openTestDatabase();
    access = createAccess(database);
    await access.open(access.system, (connection) =>
      connection.query(
        `insert into partners (partner_id, name) values ('acorn', 'Acorn'), ('birch', 'Birch') on conflict do nothing`,
      ),
    );
    playbook = createPlaybookService({
      access,
      company: createCompanyService({ access, now: () => new Date('2026-06-30T12:00:00Z') }),
      embedder: null,
    });
    await playbook.index(
      writePages({
        'registration.md': page(
          'visibility: partner\ntitle: Deal registration',
          '# Deal registration\n\nAn approved registration protects you for 60 days. Your manager decides within 2 working days.',
        ),
        'spring.md': page(
          'visibility: partner\ntitle: Spring offer',
          '# Spring offer\n\nThe spring bonus of 4 percent holds until 31 March 2026 for all orders.',
        ),
        'logo.md': page('visibility: partner\ntitle: Logo', '# Logo\n\nThe logo may not be recoloured.'),
        'internal.md': page(
          'visibility: internal\ntitle: Escalation',
          '# Escalation\n\nAsk the deal desk first.',
        ),
      }),
    );
    manager = await grant({
      kind: 'staff',
      email: 'mo@northwind.example',
      name: 'Mo',
      role: 'partner_manager',
    });
    const [acorn, birch] = [await grantPartner(access, 'acorn'), await grantPartner(access, 'birch')];
    await playbook.quote(acorn, 'How long does protection of an approved registration last?');
    await playbook.quote(acorn, 'Which zebras can we hire?');
    await playbook.quote(birch, 'Can we hire zebras?');
    await playbook.quote(await grantStaff(access), 'Which yaks are there?');
    await playbook.quote(
      await access.grant({ kind: 'outsider', id: 'U1' }, { place: 'external' }),
      'What may a stranger ask?',
    );
  });

  afterAll(() => database.close());

  test('groups what found nothing, with the partners that asked and without the people', async () => {
    const { questions, unanswered } = await playbook.review(manager);

    expect(questions).toBe(4);
    expect(unanswered).toEqual<QuestionGroup[]>([
      {
        question: 'Can we hire zebras?',
        count: 2,
        partners: ['Acorn', 'Birch'],
        lastAskedOn: '2026-06-30',
        nothingFound: true,
      },
      {
        question: 'Which yaks are there?',
        count: 1,
        partners: [],
        lastAskedOn: '2026-06-30',
        nothingFound: true,
      },
    ]);
  });

  test('names the pages that no question reached', async () => {
    const { unreached } = await playbook.review(manager);

    expect(unreached.map((one) => one.path)).toContain('playbook/logo.md');
    expect(unreached.map((one) => one.path)).not.toContain('playbook/registration.md');
  });

  test('names pages that speak of a day that is over', async () => {
    const { stale } = await playbook.review(manager);

    expect(stale).toEqual([
      {
        path: 'playbook/spring.md',
        title: 'Spring offer',
        why: 'It speaks of a date that is over, 2026-03-31.',
      },
    ]);
  });

  test('shows where a page and company.yaml give different numbers, and not where they agree', async () => {
    const { disagreements } = await playbook.review(manager);

    expect(disagreements).toEqual([
      {
        setting: 'registration_protection_days',
        configured: 90,
        said: 60,
        path: 'playbook/registration.md',
        quote: 'An approved registration protects you for 60 days.',
      },
    ]);
  });

  test.each([
    ['a seller', () => grantStaff(access)],
    ['a partner', () => grantPartner(access, 'acorn')],
    ['a stranger', () => access.grant({ kind: 'outsider', id: 'U1' }, { place: 'external' })],
    [
      'a partner manager in a room with a partner',
      () =>
        access.grant(
          { kind: 'staff', email: 'mo@northwind.example', name: 'Mo', role: 'partner_manager' },
          { place: 'shared', partnerIds: ['acorn'] },
        ),
    ],
  ] as const)('is refused to %s', async (_, open) => {
    await expect(playbook.review(await open())).rejects.toMatchObject({ code: 'not_allowed' });
  });
});

describe('compareSettings', () => {
  const rules = defaultSettings().rules_of_engagement;
  const differences = (text: string) =>
    compareSettings([{ path: 'p', title: 'Deal registration', heading: '', text }], rules).map(
      ({ setting, said }) => [setting, said],
    );

  test.each([
    ['Protection lasts for 120 days.', [['registration_protection_days', 120]]],
    ['Protection lasts for three months.', []],
    ['Protection lasts for two months.', [['registration_protection_days', 60]]],
    ['Your manager decides within five working days.', [['registration_decision_days', 5]]],
    [
      'It can be extended by 45 days, at most twice.',
      [
        ['extension_days', 45],
        ['max_extensions', 2],
      ],
    ],
    ['The smallest amount that can be registered is $25,000.', [['min_amount', 25_000]]],
    ['A partner may hold at most 40 open registrations.', [['max_open_registrations', 40]]],
    ['Invoices are due after 30 days.', []],
    ['Protection of personal data is a duty.', []],
  ])('reads %j', (text, expected) => {
    expect(differences(text)).toEqual(expected);
  });
});

test('questions that share half of their words are one group, the most frequent first', () => {
  const kept = (question: string) => ({
    askedOn: '2026-06-30',
    partner: null,
    question,
    outcome: 'nothing' as const,
  });
  const groups = groupQuestions(
    [kept('solar panels'), kept('electric vans'), kept('lease electric vans')],
    (question) => new Set(listWords(question)),
  );

  expect(groups.map(({ question, count }) => [question, count])).toEqual([
    ['electric vans', 2],
    ['solar panels', 1],
  ]);
});
