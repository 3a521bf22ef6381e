/** A word as text search counts it: lower case, without accents, and with what joined its parts. */
export type Word = string;

const LINK_TARGET = /\]\([^)\s]*(?:\s+"[^"]*")?\)/g;
const ADDRESS = /https?:\/\/\S+/g;
const TAG = /<\/?[a-z][^>]*>/gi;
const THOUSANDS = /(?<=\d),(?=\d{3}\b)/g;
const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}]+)?|%/gu;
const HYPHENATED = /[\p{L}]+(?:-[\p{L}]+)+/gu;

/** The words of a text in order. Addresses, tags and markup are none; 'co-sell' is 'co', 'sell' and, once more, 'cosell'. */
export function listWords(text: string): Word[] {
  const plain = text
    .replace(LINK_TARGET, '] ')
    .replace(ADDRESS, ' ')
    .replace(TAG, ' ')
    .replace(THOUSANDS, '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/_/g, ' ')
    .toLowerCase();
  const words = [...plain.matchAll(WORD)].map(([word]) =>
    word === '%' ? 'percent' : word.replace(/['’].*$/, ''),
  );
  const joined = [...plain.matchAll(HYPHENATED)].map(([word]) => word.replaceAll('-', ''));
  return [...words, ...joined].map((word) => word.slice(0, 40));
}
