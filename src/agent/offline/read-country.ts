/** Other words for a country that people of the trade use; the runtime's own tables hold the names. */
const OTHERWISE: Readonly<Record<string, string>> = {
  uk: 'GB',
  britain: 'GB',
  england: 'GB',
  usa: 'US',
  'the states': 'US',
  america: 'US',
  holland: 'NL',
  uae: 'AE',
};

const CODES =
  'AE AT AU BE BR CA CH CL CN CZ DE DK EE ES FI FR GB GR HK HU IE IL IN IT JP KR LU MX MY NL NO NZ PL PT RO SA SE SG TH TR US ZA'.split(
    ' ',
  );

/** The ISO 3166 code of the first country that a plain text names in English; null where it names none. */
export function readCountry(plain: string): string | null {
  for (const [name, code] of Object.entries(OTHERWISE)) if (hasWords(plain, name)) return code;
  const names = new Intl.DisplayNames(['en'], { type: 'region' });
  return CODES.find((code) => hasWords(plain, (names.of(code) ?? '').toLowerCase())) ?? null;
}

function hasWords(text: string, words: string): boolean {
  return ` ${text.replace(/[^a-z]+/g, ' ')} `.includes(` ${words} `);
}
