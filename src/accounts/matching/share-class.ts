/**
 * What German exchanges and depositories write behind a company's name: currency and par value ('DL-,01', 'EO 10',
 * 'H YC 1'), 'O.N.' (no par value), the kind of share, depositary receipts.
 */
const MARK_AT_THE_END =
  /[\s.,/-]*(?:(?<=[\s.,])|(?<=^))(?:(?:DL|EO|LS|YC|HD|SF|SK|NK|DK|YN|CD|AD|ND|SD|RP|RB|RC|ZY|FT|KC|TB|IS|KR|RL|AP|MP|PP|IR|NT|TN)\s*-?\s*[,.]?\s?\d[\d,./]*|O\.?\s?N\.?|INH\.?|NA\.?(?=$)|NAM(?:ENS)?\.?[\s-]*AKT(?:IEN)?\.?|(?:UN)?SP(?:ON(?:S(?:ORED)?)?)?\.?\s?(?:ADR|GDR)S?|(?:SP\.?)?[AG]DRS?(?:\/?\s?\d+)?(?:\s?REG\.?\s?S)?|REG\.?\s?S|ORD(?:INARY)?\.?(?:\s?SH(?:ARE)?S?)?|SHS|VZO?\.?|ST\.?A|CL(?:ASS)?\.?\s?[A-C]|(?:CLASS\s[A-C]\s)?(?:COMMON|CAPITAL|PREFERRED)\s(?:STOCK|SHARES?)|SUB\.?|\(?NEW\)?|REPRE\w*)\s*$/i;

/**
 * What index providers and registries write there: 'INC-CL A', 'AB B', 'Ltd (Class C)', 'NV-ADR', 'Co (The)', 'ORD GBP0.10', and
 * the state or 'NEW' between slashes of the SEC's conformed names ('INC /DE/'). A bare letter counts behind a legal form alone.
 */
const INDEX_MARK_AT_THE_END =
  /(?:\s*[/\\][A-Z]{2,4}[/\\]|,?\s*\(the\)|[\s-]\(?CL(?:ASS)?\.?\s?[A-C]\)?|-(?:[AG]DRS?|PREF|PRF|REG|CDI|NVDR)|\s(?:NVDR|CDI)|\s(?:[A-C]|REGISTERED|BEARER|NON-?VOTING|DEPOSITARY)\sSH(?:ARE)?S?|\sPREF(?:ERRED|ERENCE)?(?:\sSH(?:ARE)?S?)?|(?:\sORD)?\s(?:GBP|USD|EUR|CHF)\s?\d[\d.,/]*|(?<=\bS\.?P\.?A\.?)\sRSP|(?<=\b(?:INC|CORP|CO|LTD|PLC|AB|ASA|A\/S|OYJ|NV|SA)\.?)[\s-][A-C])\s*$/i;

/** The text without the marks of a share class at its end; the text itself where nothing else would be left. */
export function stripShareMarks(text: string): string {
  let rest = text.trimEnd();
  for (let round = 0; round < 5; round++) {
    const shorter = rest.replace(INDEX_MARK_AT_THE_END, '').replace(MARK_AT_THE_END, '');
    if (shorter === rest || shorter.trim().length < 3) break;
    rest = shorter;
  }
  return rest;
}
