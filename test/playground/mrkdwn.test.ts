import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMrkdwn, safeUrl } from '../../src/surfaces/playground/page/mrkdwn.js';

type Words = { kind: string; text?: string; url?: string; inner?: Words[] };

const textOf = (words: readonly Words[]): string =>
  words.map((one) => one.text ?? textOf(one.inner ?? [])).join('');
const linksOf = (words: readonly Words[]): string[] =>
  words.flatMap((one) => (one.url ? [one.url] : linksOf(one.inner ?? [])));

describe('reading mrkdwn', () => {
  it('reads styles, code, quotes, mentions and links', () => {
    const text = '*Prepared*: `a*b*` _soon_ ~not~ <@U1> <https://example.com/a?b=1&amp;c=2|the page>';
    expect(readMrkdwn(text, { U1: 'Rita' })).toEqual([
      { kind: 'bold', inner: [{ kind: 'text', text: 'Prepared' }] },
      { kind: 'text', text: ': ' },
      { kind: 'code', text: 'a*b*' },
      { kind: 'text', text: ' ' },
      { kind: 'italic', inner: [{ kind: 'text', text: 'soon' }] },
      { kind: 'text', text: ' ' },
      { kind: 'strike', inner: [{ kind: 'text', text: 'not' }] },
      { kind: 'text', text: ' ' },
      { kind: 'mention', text: '@Rita' },
      { kind: 'text', text: ' ' },
      { kind: 'link', url: 'https://example.com/a?b=1&c=2', text: 'the page' },
    ]);
    expect(readMrkdwn('&gt; said\nnext')).toEqual([
      { kind: 'quote', inner: [{ kind: 'text', text: 'said' }] },
      { kind: 'text', text: '\nnext' },
    ]);
  });

  it('leaves words alone that only look like styles', () => {
    for (const text of ['snake_case_name', '2*3*4', '~5 of 7~8', 'a * b * c'])
      expect(readMrkdwn(text)).toEqual([{ kind: 'text', text }]);
  });

  it('makes a link of https and mail alone', () => {
    for (const url of [
      'javascript:alert(1)',
      'JavaScript:alert(1)',
      'data:text/html,x',
      'http://a.b',
      'file:///etc/passwd',
      '//a.b',
      ' https',
    ])
      expect(safeUrl(url)).toBeNull();
    expect(linksOf(readMrkdwn('<javascript:alert(1)|a> <data:text/html,x|b> <https://a.b|c>'))).toEqual([
      'https://a.b',
    ]);
  });

  it('loses no letter of an escaped text, whatever it is', () => {
    const asTyped = (text: string) =>
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab <>&/"\'=;!@#|:.1', 'é', '日') }), (text) => {
        expect(textOf(readMrkdwn(asTyped(text)))).toBe(text.replace(/^> ?(.*)(?:\n|$)/gm, '$1'));
      }),
    );
  });

  it('reads a long text of nothing but marks and letters', () => {
    for (const mark of ['*a', '_a ', '~a ', '`a ', '```a', '<a', '&gt; a\n'])
      expect(textOf(readMrkdwn(mark.repeat(3_000)))).toContain('a');
  });
});
