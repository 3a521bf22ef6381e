import { foldText, splitTokens } from './fold.ts';

/** Languages whose names of countries are met in company names; the runtime's own tables hold the names. */
const LANGUAGES = 'en de fr es it pt nl sv da nb fi pl cs hu ro tr ru uk el ja zh ko id vi ar he'.split(' ');

const COUNTRIES = (
  'AE AL AM AR AT AU AZ BA BD BE BG BH BO BR BY CA CH CL CM CN CO CR CU CY CZ DE DK DO DZ EC EE EG ES ET FI FR GB GE GH GR GT ' +
  'HK HN HR HU ID IE IL IN IQ IR IS IT JM JO JP KE KH KR KW KZ LA LB LK LT LU LV LY MA MD ME MK MM MN MO MT MX MY NG NI NL NO ' +
  'NP NZ OM PA PE PH PK PL PR PS PT PY QA RO RS RU RW SA SD SE SG SI SK SN SV SY TH TN TR TW TZ UA UG US UY UZ VE VN YE ZA ZM ZW'
).split(' ');

/** What people write that the tables do not list. */
const COLLOQUIAL: Readonly<Record<string, string>> = {
  usa: 'US',
  us: 'US',
  'united states of america': 'US',
  uk: 'GB',
  'great britain': 'GB',
  england: 'GB',
  britain: 'GB',
  uae: 'AE',
  holland: 'NL',
  iberia: 'ES',
  'czech republic': 'CZ',
  deutschland: 'DE',
  brasil: 'BR',
  korea: 'KR',
  russia: 'RU',
  turkey: 'TR',
  'hong kong': 'HK',
  hongkong: 'HK',
};

/** ISO codes by the folded name of the country, one to four words, in some twenty-five languages. */
export function countryNames(): Map<string, string> {
  const codes = new Map<string, string>(Object.entries(COLLOQUIAL));
  for (const language of LANGUAGES) {
    const names = new Intl.DisplayNames([language], { type: 'region' });
    for (const code of COUNTRIES) {
      const tokens = splitTokens(foldText(names.of(code) ?? '')).map((token) => token.text);
      const key = tokens.join(' ');
      if (key.length > 3 && tokens.length <= 4 && !codes.has(key)) codes.set(key, code);
    }
  }
  return codes;
}
