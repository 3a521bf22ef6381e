const FINITE_VERB =
  /\b(?:is|are|was|were|do|does|did|can|could|may|should|will|has|have|had|show|list|tell|approve|reject|register|knows?|gets?|check)\b/i;

/** Begins what is told beside a question or an order: 'Can I register it? It is worth 40k.' */
const ADDS =
  /^(?:it['’]?s|it is|this is|that['’]?s|they(?:['’]re| are)|we (?:think|expect)|about|around|roughly|product|amount|worth)\b/i;

/** Sentences that ask; half a sentence that leans on the one before stays with it. */
export function splitSentences(flat: string): string[] {
  const parts = flat.split(/(?<=[?!])\s+|(?<=[.;])\s+(?=[A-Z])/).map((part) => part.trim());
  const asking = parts.filter((part) => part.length > 0);
  if (asking.length < 2 || !asking.some((part) => part.endsWith('?'))) return [flat];
  const whole: string[] = [];
  for (const part of asking) {
    // 'Can it be extended? By how long?' is one question: the second half names nothing to look for.
    const tells = ADDS.test(part) && !part.endsWith('?');
    const leans = tells || (part.split(' ').length <= 8 && !FINITE_VERB.test(part));
    const before = leans ? whole.pop() : undefined;
    whole.push(before ? `${before} ${part}` : part);
  }
  return whole;
}

const JOINT = /\s*(?:,|;)?\s+(?:and also|and|also|plus|as well as|oh and)\s+|\s*;\s+|\?\s+/gi;

/** Somebody who joins more asks for none of it clearly; and each cut is read twice. */
const MOST_CUTS = 6;

/** The ways to cut a sentence in two at a word that joins, in order. */
export function cutsOf(sentence: string): (readonly [string, string])[] {
  return [...sentence.matchAll(JOINT)].slice(0, MOST_CUTS).flatMap((match) => {
    const left = sentence.slice(0, match.index).trim();
    const right = sentence.slice(match.index + match[0].length).trim();
    return left.split(' ').length >= 2 && right !== '' ? [[left, right] as const] : [];
  });
}
