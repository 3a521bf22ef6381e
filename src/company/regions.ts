/** What region labels stand for, in ISO 3166 countries. */
export interface Regions {
  /** The countries of a label; a country stands for itself; an unknown label for nothing. */
  countriesOf(label: string): readonly string[];
  /** Whether one of the labels holds the country. */
  covers(labels: readonly string[], country: string): boolean;
}

const EUROPE =
  'AL AD AT BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE SI SK SM UA VA XK';
const MIDDLE_EAST = 'AE BH IL IQ IR JO KW LB OM PS QA SA SY TR YE';
const AFRICA =
  'AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG RW SC SD SL SN SO SS ST SZ TD TG TN TZ UG ZA ZM ZW';
const NORTH_AMERICA = 'US CA';
const LATIN_AMERICA =
  'AR BB BO BR BS BZ CL CO CR CU DM DO EC GD GT GY HN HT JM KN LC MX NI PA PE PR PY SR SV TT UY VC VE';
const EAST_ASIA = 'CN HK JP KR MO MN TW';
const SOUTH_EAST_ASIA = 'BN ID KH LA MM MY PH SG TH TL VN';
const SOUTH_ASIA = 'AF BD BT IN LK MV NP PK';
const OCEANIA = 'AU NZ FJ PG SB VU WS TO';

/** The labels that the trade uses alike. */
const USUAL: Readonly<Record<string, string>> = {
  AMER: `${NORTH_AMERICA} ${LATIN_AMERICA}`,
  AMERICAS: `${NORTH_AMERICA} ${LATIN_AMERICA}`,
  NA: NORTH_AMERICA,
  NAMER: NORTH_AMERICA,
  'NORTH AMERICA': NORTH_AMERICA,
  LATAM: LATIN_AMERICA,
  EMEA: `${EUROPE} ${MIDDLE_EAST} ${AFRICA}`,
  EUROPE,
  EU: 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK',
  MEA: `${MIDDLE_EAST} ${AFRICA}`,
  'MIDDLE EAST': MIDDLE_EAST,
  AFRICA,
  APAC: `${EAST_ASIA} ${SOUTH_EAST_ASIA} ${SOUTH_ASIA} ${OCEANIA}`,
  APJ: `${EAST_ASIA} ${SOUTH_EAST_ASIA} ${SOUTH_ASIA} ${OCEANIA}`,
  ASIA: `${EAST_ASIA} ${SOUTH_EAST_ASIA} ${SOUTH_ASIA}`,
  ASEAN: 'BN ID KH LA MM MY PH SG TH VN',
  DACH: 'DE AT CH',
  NORDICS: 'DK FI IS NO SE',
  NORDIC: 'DK FI IS NO SE',
  BENELUX: 'BE NL LU',
  IBERIA: 'ES PT',
  BALTICS: 'EE LT LV',
  CEE: 'AL BA BG CZ EE HR HU LT LV ME MK PL RO RS SI SK',
  UKI: 'GB IE',
  UK: 'GB',
  'UK&I': 'GB IE',
  USA: 'US',
  ANZ: 'AU NZ',
  GCC: 'AE BH KW OM QA SA',
};

/** The company's own labels win over the usual ones; upper and lower case are alike. */
export function createRegions(own: Readonly<Record<string, readonly string[]>>): Regions {
  const table = new Map<string, readonly string[]>(
    Object.entries(USUAL).map(([label, countries]) => [label, countries.split(' ')]),
  );
  for (const [label, countries] of Object.entries(own)) table.set(label.toUpperCase(), countries);
  const countriesOf = (label: string) =>
    table.get(label.trim().toUpperCase()) ?? [label.trim().toUpperCase()];
  return {
    countriesOf,
    covers: (labels, country) => labels.some((label) => countriesOf(label).includes(country.toUpperCase())),
  };
}
