/** Where a list keeps each field; -1 where it has none. */
export interface ListColumns {
  readonly id: number;
  readonly name: number;
  readonly domain: number;
  readonly country: number;
  readonly city: number;
  readonly aliases: number;
}

type Field = Exclude<keyof ListColumns, 'id'>;

/**
 * Titles by field as exports have them, the surest first, folded as `foldTitle` does: CRMs and account mapping networks in
 * English, spreadsheets in German, French, Spanish, Italian, Portuguese, Dutch and the Nordic languages.
 */
const TITLES: Readonly<Record<Field, readonly string[]>> = {
  name: split(`
    name, account_name, company_name, organisation_name, organization_name, customer_name, client_name, business_name,
    partner_account_name, legal_name, company, account, organisation, organization, customer, client, firma, firmenname,
    unternehmen, unternehmensname, kunde, kundenname, entreprise, societe, raison_sociale, nom, nom_du_compte, client_nom,
    empresa, nombre, nombre_de_la_empresa, razon_social, cliente, azienda, societa, ragione_sociale, nome, nome_da_empresa,
    bedrijf, bedrijfsnaam, naam, klant, foretag, foretagsnamn, virksomhed, firmanavn, selskap, navn, namn, yritys, nimi,
    会社名, 企業名, 公司名称, 公司, 회사명, компания, название`),
  domain: split(`
    domain, domains, domain_name, company_domain, company_domain_name, account_domain, web_domain, website, web_site,
    company_website, account_website, website_url, homepage, url, web, webseite, internetseite, domaine, site_web, site,
    dominio, sitio_web, pagina_web, sito_web, sito, hemsida, hjemmeside, webbplats, email_domain, email, e_mail,
    ウェブサイト, 网站, 网址, сайт`),
  country: split(`
    country, country_code, country_name, billing_country, billing_country_code, billing_state_country, hq_country,
    company_country, account_country, country_region, land, laendercode, landercode, pays, code_pays, pais, paese, nazione,
    maa, 国, 国家, 국가, страна`),
  city: split(`
    city, town, billing_city, company_city, hq_city, city_name, stadt, ort, ville, ciudad, citta, cidade, stad, plaats,
    by, ort_stadt, 市区町村, 城市, город`),
  aliases: split(
    'aliases, also_known_as, aka, alias, other_names, alternative_names, former_names, former_name, dba, dba_name',
  ),
};

const FIELDS = Object.keys(TITLES) as Field[];

/** An id by any of these wherever it stands; the first column's needs no such title. */
const ID_TITLES = split(
  `id, account_id, record_id, company_id, customer_id, organisation_id, organization_id, partner_record_id, account_number,
  account_no, customer_number, customer_no, kundennummer, kunden_nr, kundennr, kunden_id, firmen_id, salesforce_id, crm_id, uuid,
  external_id, numero_client, id_client, id_cliente, codigo_cliente`,
);

/** What a list may begin with that is no id: such a first column gives way to one that says it is. */
const NO_ID =
  /^(?:.*owner.*|.*manager.*|industry|sector|segment|region|status|type|tier|population|stage|source|employees|revenue|annual_revenue|created.*|last_.*|date.*)$/;

/**
 * The columns of a header row, or null where it names no company. The first column is the id whatever it is called, except
 * where its title says something else and another column's title says 'id'. A list that begins with the name and has no id
 * has its names for ids.
 */
export function findColumns(header: readonly string[]): ListColumns | null {
  const titles = header.map(foldTitle);
  const named = titles.findIndex((title) => ID_TITLES.includes(title));
  const first = titles[0] ?? '';
  const isOther = NO_ID.test(first) || FIELDS.some((field) => TITLES[field].includes(first));
  const id = isOther && named > 0 ? named : 0;
  const placeOf = (field: Field) => {
    const places = TITLES[field].map((title) => titles.findIndex((one, i) => one === title && i !== id));
    return places.find((place) => place >= 0) ?? -1;
  };
  const columns = {
    id,
    name: placeOf('name'),
    domain: placeOf('domain'),
    country: placeOf('country'),
    city: placeOf('city'),
    aliases: placeOf('aliases'),
  };
  const own = FIELDS.find((field) => TITLES[field].includes(first));
  // Without an id of its own the first column is id and field at once.
  if (id === 0 && own && columns[own] === -1) columns[own] = 0;
  return columns.name === -1 ? null : columns;
}

/** 'Account  Name:' and 'account-name' are one title, 'Länder Code' is 'lander_code'. */
function foldTitle(title: string): string {
  return title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/\(.*?\)|[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$|_(?=_)/g, '');
}

function split(titles: string): readonly string[] {
  return titles.split(',').map((title) => title.trim());
}
