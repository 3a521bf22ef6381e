import { isTableRow } from './tables.ts';

/** Shorter ones say nothing alone; longer ones are cut nowhere, for a quote is a whole sentence. */
const MIN_CHARACTERS = 12;
const MAX_CHARACTERS = 700;
const ABBREVIATION = /\b(?:e\.g|i\.e|etc|vs|approx|inc|ltd|corp|no|dr|mr|mrs|ms|st|u\.s|fig|sec|max|min)\.$/i;
const RULE_LINE = /^[\s|:*_=-]+$/;

/**
 * The sentences, list items and table rows of a passage, in order, each word for word as it stands there. Headings are
 * none: they announce, but state nothing.
 */
export function listSentences(text: string): string[] {
  return splitParagraphs(text)
    .flatMap((paragraph) => (isTableRow(paragraph) ? [paragraph] : splitSentences(paragraph)))
    .map((sentence) => sentence.trim())
    .filter(
      (sentence) =>
        (sentence.length >= MIN_CHARACTERS || isTableRow(sentence)) &&
        sentence.length <= MAX_CHARACTERS &&
        /\p{L}/u.test(sentence),
    );
}

/** Lines belong together until a blank line, a heading, an item or a row begins something else. */
function splitParagraphs(text: string): string[] {
  const paragraphs: string[] = [];
  let current = '';
  const close = () => {
    if (current.trim()) paragraphs.push(current);
    current = '';
  };
  for (const line of text.split(/(?<=\n)/)) {
    // What stands right above a rule of dashes names the columns, and states nothing.
    if (RULE_LINE.test(line) && isTableRow(line) && isTableRow(paragraphs.at(-1) ?? '')) paragraphs.pop();
    if (!line.trim() || /^\s{0,3}#{1,6}\s/.test(line) || RULE_LINE.test(line)) {
      close();
      continue;
    }
    if (isTableRow(line) || isItem(line)) close();
    current += line;
    if (isTableRow(line)) close();
  }
  close();
  return paragraphs;
}

function isItem(line: string): boolean {
  return /^\s*(?:[-*+•]|\d+[.)])\s/.test(line);
}

function splitSentences(paragraph: string): string[] {
  const sentences: string[] = [];
  let from = 0;
  for (const end of paragraph.matchAll(/[.!?]["”’)*_]*\s+(?=[\p{Lu}\p{N}"“(*[`])/gu)) {
    const until = end.index + end[0].length;
    const sentence = paragraph.slice(from, until);
    if (ABBREVIATION.test(sentence.trim()) || /^\s*\d+[.)]\s*$/.test(sentence)) continue;
    sentences.push(sentence);
    from = until;
  }
  sentences.push(paragraph.slice(from));
  return sentences.map((sentence) => sentence.replace(/^\s*(?:[-*+•]|\d+[.)])\s+/, ''));
}
