import { TextDecoder } from 'node:util';
import { analyse } from 'chardet';

/** Turns the bytes of one file into text, piece by piece; throws a TypeError at bytes that its encoding does not have. */
export interface TextDecoding {
  decode(bytes?: Uint8Array): string;
}

/** Bytes 0x80 to 0x9f of Windows-1252, which Node 20 decodes as controls: https://encoding.spec.whatwg.org/index-windows-1252.txt */
const WINDOWS_1252_C1 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Of one byte a letter, beside ASCII letters; the first that reads best is taken. */
const LATIN = ['windows-1252', 'windows-1250', 'macintosh'] as const;

/** A text of which fewer letters than this stand where letters stand is taken for a wrong reading. */
const PLAUSIBLE = 0.9;

/** A decoder of an encoding's name as the WHATWG Encoding standard has it. */
export function createDecoding(encoding: string): TextDecoding {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const isWindows1252 = decoder.encoding === 'windows-1252';
  return {
    decode(bytes) {
      const text = bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
      return isWindows1252 ? repairC1(text) : text;
    },
  };
}

function repairC1(text: string): string {
  return text.replace(/[\x80-\x9f]/g, (letter) => WINDOWS_1252_C1[letter.charCodeAt(0) - 0x80] ?? letter);
}

/**
 * The encoding of bytes that are neither UTF-8 nor UTF-16: lines that hold other than ASCII. Null where no encoding reads
 * as text, or several do alike: a wrong guess would change names without a word.
 */
export function guessLegacyEncoding(sample: Uint8Array): string | null {
  const latin = LATIN.map((encoding) => ({ encoding, share: shareOfPlausible(readAs(sample, encoding)) }));
  const best = latin.reduce((a, b) => (b.share > a.share ? b : a));
  if (best.share >= PLAUSIBLE) return best.encoding;
  const others = analyse(sample)
    .filter((one) => !/^(?:ascii|utf|iso-8859-[129]$|windows-125[024])/i.test(one.name))
    .map(({ name, confidence }) => ({ name, confidence, text: readAs(sample, name) }))
    .filter((one) => shareOfPlausible(one.text) >= PLAUSIBLE)
    .sort((a, b) => b.confidence - a.confidence);
  const [first, second] = others;
  if (!first || (second?.confidence === first.confidence && second.text !== first.text)) return null;
  return first.name.toLowerCase();
}

function readAs(sample: Uint8Array, encoding: string): string | null {
  try {
    const decoding = createDecoding(encoding);
    return decoding.decode(sample) + decoding.decode();
  } catch {
    // Not an answer, and no fault: the bytes are not of this encoding, or the platform does not know it.
    return null;
  }
}

/** Scripts whose letters don't share a word. */
const SCRIPTS = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u];
const LETTER = /[\p{L}\p{M}]/u;
const USUAL_SIGN = /[€‚„…‹›‘’“”•–—™\u00a0¡©«®°²³´·»¿§£¥¼½¾ªº、。・「」（），．－ー〜＆／：]/u;
const INSIDE_WORDS = /[’‘·–—・ー＆－]/u;
/** Czech and Slovak read as Windows-1252: letters of Norway and Italy beside š and ž. */
const CZECH_AS_WESTERN = /[èøìòÈØÌ]/;

/** The share of the characters beyond ASCII that stand where a text has such characters; 0 for no text. */
function shareOfPlausible(text: string | null): number {
  if (text === null) return 0;
  const letters = [...text];
  const isCzech = /[šžŠŽ]/.test(text) && CZECH_AS_WESTERN.test(text) && !/[łąęśřěčďťň]/i.test(text);
  let good = 0;
  let all = 0;
  for (const [i, letter] of letters.entries()) {
    if (letter <= '\u007f') continue;
    all += 1;
    const around = { before: letters[i - 1] ?? '', after: letters[i + 1] ?? '' };
    if (isPlausible(letter, around) && !(isCzech && CZECH_AS_WESTERN.test(letter)) && !endsRun(letters, i))
      good += 1;
  }
  return all === 0 ? 0 : good / all;
}

function isPlausible(letter: string, around: { before: string; after: string }): boolean {
  const { before, after } = around;
  if (!LETTER.test(letter)) {
    if (!USUAL_SIGN.test(letter) && !/\p{N}/u.test(letter)) return false;
    return INSIDE_WORDS.test(letter) || !(LETTER.test(before) && LETTER.test(after));
  }
  const script = SCRIPTS.findIndex((one) => one.test(letter));
  const isForeign = (other: string) =>
    script >= 0 && LETTER.test(other) && SCRIPTS.findIndex((one) => one.test(other)) !== script;
  if (isForeign(before) || isForeign(after)) return false;
  const isCapital = /\p{Lu}/u.test(letter);
  if (isCapital && LETTER.test(before) && /\p{Ll}/u.test(after)) return false;
  return !(isCapital && /\p{Ll}/u.test(before)) && !(/\p{Lu}/u.test(after) && /\p{Ll}/u.test(letter));
}

/** Latin words rarely hold four letters in a row that are beyond ASCII; words of other scripts read as Latin do. */
function endsRun(letters: readonly string[], i: number): boolean {
  const isBeyond = (letter: string | undefined) =>
    letter !== undefined && /[^\p{ASCII}]/u.test(letter) && /\p{Script=Latin}/u.test(letter);
  if (!isBeyond(letters[i])) return false;
  let from = i;
  let to = i;
  while (i - from < 4 && isBeyond(letters[from - 1])) from -= 1;
  while (to - i < 4 && isBeyond(letters[to + 1])) to += 1;
  return to - from + 1 >= 4;
}
