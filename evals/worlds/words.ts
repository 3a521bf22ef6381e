/** Words that names of people, companies and partners are put together from. All companies are invented. */
const list = (text: string) => text.split(/\s+/).filter(Boolean);

export const FIRST_NAMES = list(`
  Amara Anders Anika Arjun Beatriz Bjorn Camille Carlos Chiara Chloe Daniel Daria Diego Elena Elif Emeka Emma Erik Fatima
  Felix Freya Gabriel Giulia Grace Hannah Haruto Hugo Ines Ingrid Isaac Ivan Jana Jonas Julia Kaito Karin Katarzyna Kwame
  Lars Laura Leila Liam Linnea Lucas Maeve Marco Maria Martin Maya Mei Mikkel Mina Nadia Niamh Noah Nora Oliver Omar Paula
  Pavel Petra Priya Rafael Rania Rohan Ruth Sabine Samuel Sanna Selma Sofia Stefan Sunita Tariq Theo Thomas Tomas Valentina
  Victor Wanjiru Wei Yara Yusuf Zoe`);

export const LAST_NAMES = list(`
  Abbott Adeyemi Albrecht Almeida Andersson Aoki Bakker Banerjee Barros Becker Bennett Bergstrom Blanchard Bowen Brandt
  Brennan Caruso Castillo Chandra Chen Costa Dahl Delgado Dietrich Doyle Dubois Eklund Eriksen Ferrari Fischer Fontaine
  Foster Fujita Gallagher Garcia Ghosh Gruber Haddad Hansen Harper Hoffmann Holm Ibrahim Ishikawa Iyer Jansen Jensen Kaur
  Keller Khan Kim Kowalska Kruger Larsen Laurent Lehmann Lindqvist Lopez Madsen Malik Marchetti Mensah Mercer Meyer
  Moreau Mori Murphy Nakamura Navarro Nguyen Nilsson Novak Nyberg Oduya Okafor Olsen Osei Park Patel Pereira Petrov
  Quinn Rahman Ramos Richter Rivera Romano Rossi Sato Schmitt Shah Silva Sokolov Stein Sullivan Svensson Tanaka Torres
  Usman Vasquez Vogel Wagner Walsh Weber Whitfield Winkler Wright Yamada Yilmaz Zimmermann`);

const STEM_STARTS = list(`
  Alder Arden Aster Bald Bel Black Brack Bram Brook Bryn Cald Cam Carrow Cedar Chal Cinder Clay Cobal Corv Crest Dal Darr
  Dor Draven Dun East Elder Ember Fair Farn Fenn Fern Flint Foss Gala Garn Glen Gold Grey Hal Harrow Hart Hazel Heath Holl
  Irwell Iver Jasper Juni Kell Kester Kirk Lang Lark Laven Lind Loch Lumen Lyn Mal Maple Marl Mer Mill Mor Nether Nor Oak
  Ochre Orch Osprey Pem Penn Perr Pike Quarry Quill Raven Red Rock Rowan Rush Sable Sal Sand Sedge Sel Silver Stan Ster
  Stone Sun Tall Tarn Thorn Tide Tor Umber Val Vern Vesper Wal Ware West Whit Wild Win Wolf Wren Yarrow Yew Zeph`);

const STEM_ENDS = list(`
  acre avon bank beck bourne bridge bury cliff combe croft dale field ford gate grove haven hurst land leigh mere mont mouth
  point ridge shore side stead thorpe vale view water well wick wold wood worth`);

export interface Industry {
  readonly name: string;
  readonly descriptors: readonly string[];
}

const industry = (name: string, descriptors: string): Industry => ({
  name,
  descriptors: descriptors.split('|'),
});

export const INDUSTRIES: readonly Industry[] = [
  industry('Financial services', 'Capital|Bank|Savings|Asset Management|Payments|Trust|Credit Union'),
  industry('Insurance', 'Insurance|Mutual|Assurance|Life|Underwriting'),
  industry(
    'Manufacturing',
    'Industries|Manufacturing|Components|Steel|Precision Engineering|Motors|Instruments',
  ),
  industry('Retail', 'Stores|Retail|Foods|Outfitters|Home|Markets|Brands'),
  industry('Healthcare', 'Health|Medical|Clinics|Pharma|Diagnostics|Care Group'),
  industry('Energy', 'Energy|Power|Renewables|Utilities|Gas & Power|Water'),
  industry('Logistics', 'Logistics|Freight|Shipping|Couriers|Ports|Haulage'),
  industry('Media', 'Media|Publishing|Studios|Broadcasting|Press'),
  industry('Technology', 'Software|Systems|Robotics|Semiconductors|Networks'),
  industry('Hospitality', 'Hotels|Resorts|Restaurants|Travel|Leisure'),
  industry('Construction', 'Construction|Homes|Properties|Architects|Cement'),
  industry(
    'Public sector',
    'City Council|Transport Authority|Water Board|Regional Hospital Trust|Housing Agency',
  ),
  industry('Education', 'University|College|Institute|Academy|Schools Trust'),
];

/** Industries whose names carry no legal form and whose purchases are tendered. */
export const PUBLIC_INDUSTRIES: ReadonlySet<string> = new Set(['Public sector', 'Education']);

export interface Country {
  readonly code: string;
  readonly name: string;
  readonly territory: string;
  readonly currency: string;
  readonly legalForms: readonly string[];
  readonly cities: readonly string[];
  /** How many of a company's accounts sit there, relative to the others. */
  readonly weight: number;
}

const country = (line: string): Country => {
  const [code, name, territory, currency, forms, cities, weight] = line.split(' | ') as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return {
    code,
    name,
    territory,
    currency,
    legalForms: forms.split(', '),
    cities: cities.split(', '),
    weight: Number(weight),
  };
};

export const COUNTRIES: readonly Country[] = [
  'US | USA | AMER | USD | Inc., LLC, Corp., Co. | Denver, Austin, Chicago, Portland, Atlanta | 30',
  'CA | Canada | AMER | CAD | Inc., Ltd. | Toronto, Calgary, Montreal | 6',
  'BR | Brasil | AMER | USD | S.A., Ltda. | Sao Paulo, Curitiba | 3',
  'GB | UK | UKI | GBP | Ltd, plc, LLP | Leeds, Bristol, London, Manchester | 14',
  'IE | Ireland | UKI | EUR | Ltd, DAC | Dublin, Cork | 4',
  'DE | Deutschland | DACH | EUR | GmbH, AG, GmbH & Co. KG, SE | Munich, Hamburg, Cologne, Leipzig | 13',
  'AT | Austria | DACH | EUR | GmbH, AG | Vienna, Graz | 4',
  'CH | Switzerland | DACH | CHF | AG, SA, GmbH | Zurich, Basel, Geneva | 5',
  'SE | Sverige | Nordics | SEK | AB | Stockholm, Malmo | 5',
  'NO | Norge | Nordics | NOK | AS, ASA | Oslo, Bergen | 4',
  'DK | Danmark | Nordics | DKK | A/S, ApS | Copenhagen, Aarhus | 3',
  'FI | Finland | Nordics | EUR | Oy, Oyj | Helsinki, Tampere | 3',
  'FR | France | South | EUR | SA, SAS, SARL | Lyon, Paris, Nantes | 7',
  'NL | Nederland | South | EUR | B.V., N.V. | Utrecht, Rotterdam | 5',
  'ES | Iberia | South | EUR | S.A., S.L. | Valencia, Madrid | 4',
  'IT | Italia | South | EUR | S.p.A., S.r.l. | Turin, Milan | 4',
  'AU | Australia | APAC | AUD | Pty Ltd, Ltd | Sydney, Brisbane, Perth | 6',
  'NZ | New Zealand | APAC | NZD | Ltd | Auckland, Wellington | 2',
  'SG | Singapore | APAC | SGD | Pte. Ltd. | Singapore | 3',
  'JP | Japan | APAC | JPY | K.K., Co., Ltd. | Osaka, Tokyo | 3',
].map(country);

/** Countries of each sales territory; `South` and `UKI` are explained in company.yaml where the trade's labels lack them. */
export function countriesOf(territory: string): string[] {
  return COUNTRIES.filter((one) => one.territory === territory).map((one) => one.code);
}

/** A country by its code. */
export function countryOf(code: string): Country {
  const found = COUNTRIES.find((one) => one.code === code);
  if (!found) throw new Error(`No country ${code}`);
  return found;
}

/** First words of company names, each unlike the others: about a thousand, to be shuffled by the caller. */
export function listStems(): string[] {
  return STEM_STARTS.flatMap((start, at) =>
    STEM_ENDS.filter((_, other) => (at + other) % 3 === 0).map((end) => start + end),
  );
}

export const PARTNER_STEMS = list(`
  Borealis Kestrel Harbourline Tamarack Fjordline Quillon Ironbark Solstice Marlowe Cobaltic Pinecrest Vantor Skybridge
  Lanternworks Redwake Altamont Brightwell Cairnstone Deltaire Everline Foxglove Granitek Hightide Inkwell Juniper Kinetica
  Lodestar Meridiem Northgate Orrery Palisade Quarterdeck Riverton Stellaris Tradewind Umbra Verity Wayfarer Xylo Yellowtail
  Zenthra Axiom7 Bluefin Copperleaf Driftwood Emberly Firstmile Glasswing Hollowell Isoline Jetstream Keystonic Lumina
  Mosaica Nimbusway Oakline Pathwise Quicksilver Rookery Sextant Trellis Upland Voyant Windrose Yonderly Zephyra Arclight
  Basecamp9 Crosswind Daybreak Eastlight Fathom Gridstone Halyard Ironclad Junction Kindling`);

/** What a partner of each kind calls itself after its own name. */
export const PARTNER_TRADES: Readonly<Record<string, readonly string[]>> = {
  si: ['Consulting', 'Advisory', 'Digital', 'Partners', 'Integration'],
  reseller: ['Solutions', 'Distribution', 'Technology', 'IT Supply'],
  msp: ['Managed Services', 'Cloud Operations', 'Services'],
  isv: ['Software', 'Labs', 'Apps'],
  referral: ['Associates', 'Network', 'Introductions'],
  influence: ['Research', 'Advisors', 'Insights'],
};

export interface CompanyName {
  readonly name: string;
  readonly domain: string;
  readonly products: readonly [string, string, string];
}

/** The first is the company of the default seed. */
export const COMPANY_NAMES: readonly CompanyName[] = [
  { name: 'Northwind Cloud', domain: 'northwind.example', products: ['Platform', 'Analytics', 'Security'] },
  { name: 'Larkspur Systems', domain: 'larkspur.example', products: ['Ledger', 'Forecast', 'Controls'] },
  { name: 'Pelagic Data', domain: 'pelagic.example', products: ['Lakehouse', 'Streams', 'Governance'] },
  {
    name: 'Tallgrass Software',
    domain: 'tallgrass.example',
    products: ['Workspace', 'Automation', 'Identity'],
  },
  { name: 'Signalbox', domain: 'signalbox.example', products: ['Observe', 'Respond', 'Comply'] },
  {
    name: 'Copperfield Commerce',
    domain: 'copperfield.example',
    products: ['Storefront', 'Orders', 'Insights'],
  },
  { name: 'Ridgeway Robotics', domain: 'ridgeway.example', products: ['Fleet', 'Vision', 'Safety'] },
];

/** Accounts that every demonstration talks about, in American spelling; the first is that of the default seed. */
export const HERO_NAMES: readonly (readonly [stem: string, descriptor: string])[] = [
  ['Globex', 'Corporation'],
  ['Wolfram Vale', 'Industries'],
  ['Initrode', 'Holdings'],
  ['Vandelay', 'Imports'],
  ['Hooliway', 'Corporation'],
  ['Massiva', 'Dynamics'],
  ['Umbrello', 'Group'],
];

export const COMPETENCIES = list(`
  cloud-migration data-engineering identity managed-operations change-management compliance observability
  network-security machine-learning process-automation finance-transformation industrial-iot`);

export const INTEGRATIONS = [
  'Salesforce',
  'SAP',
  'ServiceNow',
  'Snowflake',
  'Okta',
  'Workday',
  'Jira',
  'Datadog',
];

export const COMPETITORS = ['Stratus Nine', 'Cloudmere', 'Vantage Grid', 'Ostrava Tech', 'in-house build'];
