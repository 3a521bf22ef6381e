/** What forms, exports and people write where a name is missing. Letters and digits only, in small letters. */
const PLACEHOLDERS = new Set(
  (
    'na nan nil null none nothing noname unnamed unknown unk unspecified undefined undisclosed anonymous empty blank missing ' +
    'notavailable notapplicable notknown notprovided notset nocompany nocompanyname noaccount companyname accountname yourcompany ' +
    'mycompany tbd tba tbc tobedetermined tobeconfirmed tobeannounced todo self selfemployed freelance freelancer individual ' +
    'private privateperson unemployed retired test testing testaccount testcompany dummy sample example asdf asdfasdf qwerty xxx xxxx ' +
    'abcabc foo bar foobar donotuse duplicate deleted error notfound unbekannt keine keiner inconnu desconocido ninguno sconosciuto ' +
    'nessuno onbekend geen okand'
  ).split(' '),
);

/**
 * Whether a text in a name's place names nobody: 'n/a', 'Unknown', 'TBD', one letter over and over, or no letter or digit at all.
 * 'NA' with a legal form ('None Ltd') is a name.
 */
export function isPlaceholder(text: string): boolean {
  const bare = text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  return bare === '' || PLACEHOLDERS.has(bare) || /^(\p{L})\1{2,}$/u.test(bare) || /^0+$/.test(bare);
}
