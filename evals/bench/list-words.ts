/** Words of the bench's lists. All companies are invented. */
const list = (text: string) => text.split(/\s+/).filter(Boolean);

export const OPENINGS = list(`
  ab ad al an ar as bal bel ber bo bri cal can cor dal del dor du el em en fal fen fi gal gen gor hal hel ho il in jar jo
  kal ken kor lan lem lu mar mel mon nar nel no ol or os pal per pro quin ral ren ro sal sen sol ta ter tri ul val ven vor
  wel wil xan yar zel zor`);

export const MIDDLES = list(`
  a be ba ca ce da de di e fa ga ge i ja ka ko la le li lo ma me mi mo na ne ni o pa pe ra re ri ro sa se si ta te ti to u
  va ve vi xa za`);

export const CLOSINGS = list(`
  ban bert bis co dan dex dor fax gan gis gon lan las lex lin lis lon man mar mec mex mond na nam nex nis nor phon ral ran
  rex ric ris ron san sil son ta tec tel ter tis ton trix va ven vex via vis vox wen xis zon`);

/** Surnames of founders, some with marks that many systems lose. */
export const FOUNDERS = list(`
  Abara Achterberg Ackroyd Alcázar Amundsen Ångström Ashdown Babić Bachmann Bérard Björklund Boateng Bornholm Bülow Cabrera
  Castellán Černý Chaudhry Clavel Cordero Dąbrowski Desrosiers Dunmore Ekström Escudé Farkas Fenwick Fjeld Gagné Gallardo
  Głowacki Götz Grünwald Hakimi Halvorsen Hässler Ibáñez Ivarsson Jäger Jørgensen Kallio Karlström Kovač Krämer Lachance
  Lefèvre Lindén Löfgren Maartens Macías Mbeki Mäkinen Nádasdy Nkemelu Núñez Oberholzer Ødegaard Okonjo Østergaard
  Papadakis Peña Pfeiffer Quiroga Raghavan Rautio Régnier Röhrig Sáenz Schäfer Sjöberg Škoda Strøm Szabó Takahara Thévenot
  Türk Uchida Ünal Våg Verhoeven Villaseñor Wójcik Wüst Yildirim Żak Zubiri`);

export const EPITHETS = list(`
  Amber Atlas Blue Bright Bronze Canyon Clear Copper Crimson Crystal Delta Eagle Falcon First Garnet General Global Golden
  Grand Granite Green Harbor Heritage Horizon Iron Ivory Jade Liberty Lunar Meridian Metro National Noble North Northern
  Nova Oak Omega Onyx Pacific Pearl Pilot Pioneer Premier Prime Quantum Red Regal River Royal Ruby Sierra Silver Solar
  South Southern Standard Star Sterling Stone Summit Sun Superior Terra Titan Topaz Trident True Twin Union United
  Universal Valley Vector Vista West Western White`);

export const THINGS = list(`
  Anchor Arrow Badger Beacon Bear Bridge Castle Cedar Circle Cliff Compass Crane Creek Crown Current Dome Drum Elm Ember
  Falls Feather Field Finch Flag Forge Fox Garden Gate Glacier Grove Hammer Hawk Heron Hill Island Kite Ladder Lake
  Lantern Leaf Lighthouse Lion Loom Maple Meadow Mill Moose Mountain Needle Orchard Otter Owl Path Peak Pine Point Pond
  Quarry Raven Reef Ridge Road Robin Rope Rose Sail Seal Shore Spring Spruce Square Stag Swan Thistle Tiger Tower Trail
  Tree Wave Wheel Whale Willow Wolf`);

/** Trades, each with how people shorten it; itself where they don't. */
export const TRADES: readonly (readonly [name: string, short: string])[] = [
  ['Technologies', 'Tech'],
  ['Systems', 'Sys'],
  ['Solutions', 'Sol'],
  ['Services', 'Svcs'],
  ['International', 'Intl'],
  ['Manufacturing', 'Mfg'],
  ['Engineering', 'Eng'],
  ['Pharmaceuticals', 'Pharma'],
  ['Laboratories', 'Labs'],
  ['Logistics', 'Logistics'],
  ['Insurance', 'Ins'],
  ['Financial Services', 'Fin Svcs'],
  ['Capital Management', 'Capital Mgmt'],
  ['Consulting', 'Consulting'],
  ['Construction', 'Constr'],
  ['Communications', 'Comms'],
  ['Electronics', 'Elec'],
  ['Software', 'Software'],
  ['Analytics', 'Analytics'],
  ['Foods', 'Foods'],
  ['Energy', 'Energy'],
  ['Chemicals', 'Chem'],
  ['Packaging', 'Pkg'],
  ['Transport', 'Trans'],
  ['Healthcare', 'Health'],
  ['Medical Devices', 'Med Devices'],
  ['Research Institute', 'Research Inst'],
  ['Development', 'Dev'],
  ['Partners', 'Ptrs'],
  ['Brothers', 'Bros'],
  ['Industries', 'Ind'],
  ['Holdings', 'Hldgs'],
  ['Networks', 'Networks'],
  ['Properties', 'Properties'],
  ['Machinery', 'Machinery'],
  ['Textiles', 'Textiles'],
  ['Robotics', 'Robotics'],
  ['Studios', 'Studios'],
  ['Maritime', 'Maritime'],
  ['Aviation', 'Aviation'],
];

export interface Land {
  readonly code: string;
  readonly ending: string;
  /** Spellings of one legal form stand together. */
  readonly forms: readonly (readonly string[])[];
  readonly called: string;
  readonly weight: number;
}

const land = (line: string): Land => {
  const [code = '', ending = '', forms = '', called = '', weight = ''] = line.split(' | ');
  return {
    code,
    ending,
    forms: forms.split('; ').map((one) => one.split(' / ')),
    called,
    weight: Number(weight),
  };
};

export const LANDS: readonly Land[] = [
  'US | com | Inc. / Inc / Incorporated; LLC / L.L.C.; Corp. / Corporation / Corp; Co. / Company | USA | 32',
  'GB | co.uk | Ltd / Limited / Ltd.; plc / PLC; LLP | UK | 11',
  'DE | de | GmbH / G.m.b.H.; AG / Aktiengesellschaft; GmbH & Co. KG / GmbH & Co KG; SE | Germany | 10',
  'FR | fr | SA / S.A.; SAS / S.A.S.; SARL / S.à r.l. | France | 7',
  'NL | nl | B.V. / BV; N.V. / NV | Netherlands | 5',
  'SE | se | AB / Aktiebolag | Sweden | 4',
  'NO | no | AS / A/S; ASA | Norway | 2',
  'DK | dk | A/S / AS; ApS | Denmark | 2',
  'FI | fi | Oy; Oyj / Abp | Finland | 2',
  'ES | es | S.L. / SL; S.A. / SA | Spain | 4',
  'IT | it | S.p.A. / SpA; S.r.l. / Srl | Italy | 5',
  'PL | pl | Sp. z o.o. / Spółka z o.o.; S.A. / SA | Poland | 2',
  'CH | ch | AG; GmbH; SA | Switzerland | 3',
  'JP | co.jp | Co., Ltd. / Co Ltd; K.K. / Kabushiki Kaisha | Japan | 4',
  'IN | in | Pvt. Ltd. / Private Limited / Pvt Ltd; Ltd. / Limited | India | 4',
  'AU | com.au | Pty Ltd / Pty. Ltd. / Pty Limited | Australia | 3',
  'CA | ca | Inc. / Inc; Ltd. / Limited | Canada | 4',
  'BR | com.br | Ltda. / Ltda / Limitada; S.A. / S/A | Brazil | 3',
].map(land);

export const MAIL_HOSTS = list('gmail.com outlook.com yahoo.com hotmail.com gmx.net');
