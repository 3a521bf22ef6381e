/**
 * What German exchanges and depositories write behind a company's name: currency and par value ('DL-,01', 'EO 10',
 * 'H YC 1'), 'O.N.' (no par value), the kind of share, depositary receipts.
 */
const MARK_AT_THE_END =
  /[\s.,/-]*(?:(?<=[\s.,])|(?<=^))(?:(?:DL|EO|LS|YC|HD|SF|SK|NK|DK|YN|CD|AD|ND|SD|RP|RB|RC|ZY|FT|KC|TB|IS|KR|RL|AP|MP|PP|IR|NT|TN)\s*-?\s*[,.]?\s?\d[\d,./]*|O\.?\s?N\.?|INH\.?|NA\.?(?=$)|NAM(?:ENS)?\.?[\s-]*AKT(?:IEN)?\.?|(?:UN)?SP(?:ON(?:S(?:ORED)?)?)?\.?\s?(?:ADR|GDR)S?|(?:SP\.?)?[AG]DRS?(?:\/?\s?\d+)?(?:\s?REG\.?\s?S)?|REG\.?\s?S|ORD(?:INARY)?\.?(?:\s?SH(?:ARE)?S?)?|SHS|VZO?\.?|ST\.?A|CL(?:ASS)?\.?\s?[A-C]|(?:CLASS\s[A-C]\s)?(?:COMMON|CAPITAL|PREFERRED)\s(?:STOCK|SHARES?)|SUB\.?|\(?NEW\)?|REPRE\w*)\s*$/i;

/** The text without the marks of a share class at its end; the text itself where nothing else would be left. */
export function stripShareMarks(text: string): string {
  let rest = text.trimEnd();
  for (let round = 0; round < 5; round++) {
    const shorter = rest.replace(MARK_AT_THE_END, '');
    if (shorter === rest || shorter.trim().length < 3) break;
    rest = shorter;
  }
  return rest;
}
