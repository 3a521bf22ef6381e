import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer, Card, RecommendedPartnerJson } from '../../src/agent/types.ts';
import { renderAnswer } from '../../src/surfaces/slack/render/blocks.ts';
import { allowLink, toInline, toMrkdwn, toPlain } from '../../src/surfaces/slack/render/escape.ts';
import { findBlockFaults } from './fake/block-rules.ts';
import { aProposal } from './scripted-assistant.ts';

function anAnswer(look: Partial<Answer> = {}): Answer {
  return {
    turnId: 'turn_1',
    text: 'Bring in Borealis.',
    model: 'scripted',
    mode: 'full',
    ms: 1,
    scope: {} as Answer['scope'],
    tools: [],
    cards: [],
    citations: [],
    proposals: [],
    abstained: false,
    thread: 't',
    fullerAnswerPrivately: false,
    ...look,
  };
}

function aPartner(look: Partial<RecommendedPartnerJson> = {}): RecommendedPartnerJson {
  return {
    partner_id: 'borealis',
    name: 'Borealis',
    rank: 1,
    score: 0.7,
    play: 'co-sell',
    role: 'sell',
    lift: { estimate: 0.08, low: -0.01, high: 0.16 },
    reasons: [
      { signal: 'overlap', text: 'Globex is their customer', weight: 0.3, evidence: [] },
      { signal: 'capacity', text: 'They are at capacity', weight: -0.1, evidence: [] },
    ],
    conflicts: [
      {
        code: 'COMPETING',
        severity: 'warn',
        subjects: {},
        since: null,
        until: null,
        why: 'Kestrel is registered',
        rule: null,
        remedy: 'Ask the manager',
      },
    ],
    next: [{ action: 'request_intro', text: 'Ask for an intro' }],
    ...look,
  };
}

describe('an answer', () => {
  it('tells a ranking with reasons, conflicts and next steps, in words as well as signs', () => {
    const card: Card = {
      kind: 'recommendation',
      title: 'Partners for Globex',
      recommendation: {
        subject: { opportunity_id: 'o1', account_id: 'a1' },
        partners: [aPartner()],
        left_out: [{ partner_id: 'k', name: 'Kestrel', why: 'competes with us' }],
        coverage: 'partial',
      },
    };
    const { text, blocks } = renderAnswer(anAnswer({ cards: [card] }));
    expect(text).toBe('Bring in Borealis.');
    expect(blocks.map(readBlock)).toEqual([
      'Bring in Borealis.',
      'Partners for Globex',
      [
        '*1. Borealis*: sell, co-sell, lift +8 points (-1 points to +16 points)',
        '+ Globex is their customer',
        '– They are at capacity',
        '⚠️ Warning: Kestrel is registered',
        '→ Ask for an intro',
      ].join('\n'),
      'Left out: Kestrel, competes with us',
      'From what everybody here may see; there may be more that is not shown.',
    ]);
  });

  it('shows a prepared step as it is stored, and puts nothing but its id into the buttons', () => {
    const { blocks } = renderAnswer(anAnswer({ proposals: [aProposal()] }));
    expect(blocks.slice(1)).toMatchObject([
      { type: 'section', text: { text: '*Prepared*: Ask Borealis for an intro to Globex.' } },
      { elements: [{ text: 'addressed to: Kim' }, { text: 'body: Could you introduce us?' }] },
      {
        type: 'actions',
        block_id: 'proposal:prop_1',
        elements: [
          { action_id: 'confirm_proposal', value: 'prop_1' },
          { action_id: 'dismiss_proposal', value: 'prop_1' },
        ],
      },
    ]);
  });

  it('says that it was made without a model', () => {
    const { blocks } = renderAnswer(anAnswer({ mode: 'basic' }));
    expect(readBlock(blocks.at(-1))).toBe('Basic mode: answered without a configured model.');
  });

  it('links a page only to hosts that the company allows', () => {
    const passage = {
      path: 'p.md',
      title: 'Rules',
      heading: 'Fees',
      quote: 'Ten percent.',
      url: 'https://wiki.example/p',
    };
    const card: Card = { kind: 'passages', title: 'Playbook', passages: [passage] };
    expect(JSON.stringify(renderAnswer(anAnswer({ cards: [card] })))).not.toContain('wiki.example');
    expect(
      renderAnswer(anAnswer({ cards: [card] }), { linkHosts: ['wiki.example'] }).blocks[2],
    ).toMatchObject({
      accessory: { type: 'button', url: 'https://wiki.example/p' },
    });
  });

  it('keeps the buttons however much else there is to say', () => {
    const { blocks } = renderAnswer(hugeAnswer());
    expect(findBlockFaults(blocks)).toEqual([]);
    expect(blocks.filter((block) => block.type === 'actions').length).toBeGreaterThan(0);
    expect(JSON.stringify(blocks)).toContain('There is more than fits here');
  });

  it('is taken by Slack whatever it holds', () => {
    const words = fc.string({ unit: 'grapheme', maxLength: 400 });
    const long = fc.oneof(
      words,
      fc.nat(7_000).map((length) => 'wörd & <b> '.repeat(length / 10).slice(0, length)),
    );
    const cards = fc.array(
      fc.oneof(
        fc.record({
          kind: fc.constant('table' as const),
          title: long,
          columns: fc.array(words, { minLength: 1, maxLength: 30 }),
          rows: fc.array(fc.array(words, { maxLength: 5 }), { maxLength: 120 }),
          total: fc.nat(500),
          has_more: fc.boolean(),
        }),
        fc.record({
          kind: fc.constant('scorecard' as const),
          title: long,
          facts: fc.array(fc.record({ label: words, text: long }), { maxLength: 30 }),
        }),
        fc.record({
          kind: fc.constant('recommendation' as const),
          title: long,
          recommendation: fc.record({
            subject: fc.constant({ opportunity_id: null, account_id: 'a' }),
            partners: fc.array(
              long.map((name) => aPartner({ name })),
              { maxLength: 12 },
            ),
            left_out: fc.array(fc.record({ partner_id: words, name: words, why: long }), { maxLength: 20 }),
            coverage: fc.constant('partial' as const),
          }),
        }),
      ),
      { maxLength: 6 },
    );
    const proposals = fc.uniqueArray(
      fc
        .record({ id: fc.uuid(), summary: long, body: long })
        .map(({ id, summary, body }) => aProposal({ id, summary, payload: { body, amount: 3 } })),
      { maxLength: 12, selector: (one) => one.id },
    );
    fc.assert(
      fc.property(long, cards, proposals, (text, drawn, prepared) => {
        const rendered = renderAnswer(anAnswer({ text, cards: drawn, proposals: prepared }));
        expect(findBlockFaults(rendered.blocks)).toEqual([]);
        expect(rendered.text.length).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });
});

describe('others’ text', () => {
  it.each([
    ['<!channel> <!here> <!everyone|x> look', 'look'],
    ['ask <@U123> or <#C1|sales> or <!subteam^S1>', 'ask or or'],
    ['[click](https://evil.example/?q=1)', 'click'],
    ['![x](https://evil.example/p.png?d=1) ok', 'ok'],
    ['see <https://evil.example|our wiki>', 'see our wiki'],
    ['[a]: https://evil.example/x\nfine', 'fine'],
    ['go to https://evil.example/x now', 'go to `https://evil.example/x` now'],
    ['go to evil.example/x', 'go to `evil.example/x`'],
    ['write mailto:a@b.example', 'write `mailto:a@b.example`'],
    ['slack://channel?id=1', '`slack://channel?id=1`'],
    ['pay\u202Eload\u200Bs\u{E0041}', 'payloads'],
    ['a < b && c > d', 'a &lt; b &amp;&amp; c &gt; d'],
    ['<<!channel>!channel>', '&lt;!channel&gt;'],
    ['**bold** and ## no\n# Head\n- one', '*bold* and ## no\n*Head*\n• one'],
    ['`<!channel>`', '``'],
  ])('%j does nothing in an answer', (text, shown) => {
    expect(toMrkdwn(text).replace(/ {2,}/g, ' ')).toBe(shown);
  });

  it('never carries a token, an unseen character or a live address, however it is put together', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '!',
      '@',
      '#',
      '|',
      '[',
      ']',
      '(',
      ')',
      '`',
      '*',
      '&',
      'channel',
      'U123',
      'https://evil.example/x',
      'evil.example',
      'mailto:',
      '\u200B',
      '\u202E',
      ' ',
      '\n',
      '&lt;',
      '```',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const text = pieces.join('');
        for (const shown of [toMrkdwn(text), toInline(text), toPlain(text)]) {
          expect(shown).not.toMatch(/[<>]/);
          expect(shown).not.toMatch(/[\u200B\u202E]/);
        }
        expect(toInline(text)).not.toMatch(/\n/);
      }),
      { numRuns: 500 },
    );
  });

  it('takes no longer for being long', () => {
    for (const text of ['a'.repeat(24_000), '['.repeat(24_000), '<'.repeat(24_000), 'a.'.repeat(12_000)]) {
      expect(renderAnswer(anAnswer({ text })).blocks.length).toBeGreaterThan(0);
    }
  });
});

describe('a link', () => {
  it.each([
    'http://wiki.example/x',
    'https://wiki.example.evil.example/',
    'https://wiki.example@evil.example/',
    'https://user:pw@wiki.example/',
    'https://wiki.example:8443/',
    'javascript:alert(1)',
    'https://evil.example/wiki.example',
    'not a link',
  ])('to %s is refused', (url) => {
    expect(allowLink(url, ['wiki.example'])).toBe(null);
  });

  it('to an allowed host is kept', () => {
    expect(allowLink('https://wiki.example/a?b=c', ['wiki.example'])).toBe('https://wiki.example/a?b=c');
  });
});

function hugeAnswer(): Answer {
  const facts = Array.from({ length: 60 }, (_, i) => ({ label: `Fact ${i}`, text: 'x'.repeat(900) }));
  return anAnswer({
    text: 'long '.repeat(5_000),
    cards: [
      { kind: 'scorecard', title: 'Score', facts },
      { kind: 'passages', title: 'Pages', passages: [] },
    ],
    proposals: Array.from({ length: 30 }, (_, i) =>
      aProposal({ id: `prop_${i}`, summary: 'y'.repeat(2_000) }),
    ),
  });
}

function readBlock(block: unknown): string | undefined {
  const { text, elements } = block as { text?: { text: string }; elements?: { text: string }[] };
  return text?.text ?? elements?.map((one) => one.text).join('\n');
}
