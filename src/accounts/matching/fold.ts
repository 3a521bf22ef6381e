import anyAscii from 'any-ascii';

/** A word of a folded text. */
export interface FoldedToken {
  readonly text: string;
}

const ASCII_ONLY = /^[\x20-\x7e]*$/;
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\u3200-\u33ff]/u;
const NON_LATIN = /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u;

/** True where words are written without spaces, so that a form sits inside a run of letters. */
export function isUnspacedScript(text: string): boolean {
  return UNSPACED.test(text);
}

/** True where a letter of another script than Latin occurs. */
export function isNonLatin(text: string): boolean {
  return !ASCII_ONLY.test(text) && NON_LATIN.test(text);
}

/**
 * Small ASCII letters for any script: marks off, ligatures and other scripts spelt out (`ß` ss, `ø` o, `Газпром` gazprom),
 * apostrophes and pictures gone, `&` and `+` as 'and'.
 */
export function foldText(text: string): string {
  // Marks first: spelling out a letter and its mark one by one would leave accents as letters in some scripts.
  const ascii = ASCII_ONLY.test(text)
    ? text
    : anyAscii(
        text
          .replace(/\p{Extended_Pictographic}/gu, ' ')
          .normalize('NFKD')
          .replace(/\p{M}/gu, ''),
      );
  return ascii.toLowerCase().replace(/['`]/g, '').replace(/[&+]/g, ' and ');
}

const WORD = /[a-z0-9]+/g;

/** Words of a folded text; letters parted by dots or slashes alone are one word: `s.p.a.` is spa, `a. o.` ao, `a/s` as. */
export function splitTokens(folded: string): FoldedToken[] {
  const tokens: { text: string }[] = [];
  let [end, letters] = [-1, false];
  for (const found of folded.matchAll(WORD)) {
    const text = found[0];
    const single = text.length === 1 && text >= 'a';
    const last = tokens[tokens.length - 1];
    const between = end < 0 ? ' ' : folded.slice(end, found.index);
    if (single && letters && last && /^[./] ?$|^ ?\/$/.test(between)) last.text += text;
    else tokens.push({ text });
    letters = single;
    end = found.index + text.length;
  }
  return tokens;
}
