/** Ids of systems: letters and digits, with or without dashes, as long as none is a quarter, an amount or an ordinal. */
const TOKEN =
  /(?<![\w@.%$€£-])(?=[a-z0-9_-]*\d)(?=[a-z0-9_-]*[a-z])[a-z0-9]+(?:[-_][a-z0-9]+)*(?![\w@%]|\.\w)/gi;
const NO_ID =
  /^(?:q[1-4]|[hs][12]|fy[-_]?\d{2,4}|q[1-4]-?\d{2,4}|\d+(?:st|nd|rd|th)|\d+(?:k|m|bn|mio)?(?:usd|eur|gbp|chf)?|(?:usd|eur|gbp|chf)\d+(?:k|m|bn)?|\d+-?(?:days?|weeks?|months?|years?|hours?|h|d|w|y|x))$/i;
/** A bare number is an id where it is called one. */
const NUMBERED =
  /\b(?:reg(?:istration)?|deal|opportunity|opp|account|dr|id|number|no\.?)\s*#?\s*(\d{3,12})\b|#(\d{2,12})\b/i;
/** Ids that the program gives itself: ten letters, often without a digit. */
const OWN = /\bREG-[A-Z0-9]{10}\b/i;

/** The first id that a text holds, as it was typed; undefined where it holds none. */
export function readPastedId(text: string): string | undefined {
  const own = OWN.exec(text)?.[0];
  if (own) return own;
  for (const [token] of text.matchAll(TOKEN)) {
    const digits = token.replace(/\D/g, '').length;
    const dashed = /[-_]\d/.test(token);
    // 'M365' and 'web3' are words; 'OPP-7' and '0015e00002abcd' are not.
    if (
      !NO_ID.test(token) &&
      (dashed || (digits >= 2 && token.length >= 5) || /^(?:reg|dr|opp|acc)\d+$/i.test(token))
    )
      return token;
  }
  const numbered = NUMBERED.exec(text);
  return numbered?.[1] ?? numbered?.[2];
}
