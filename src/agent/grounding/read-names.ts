import { plainWords } from '../../names.ts';

/** A run of words that is written as a name. */
export interface NameRun {
  readonly words: readonly string[];
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** It begins a sentence, a bullet or a quotation, where plain words have capitals as well. */
  readonly opens: boolean;
}

const WORD = "[\\p{L}\\p{N}]+(?:['’]\\p{L}+)*";
const NAME_WORD = `(?=[\\p{N}]*\\p{Lu})${WORD}`;
const PATTERN = new RegExp(
  `(?<![\\p{L}\\p{N}@._/-])${NAME_WORD}(?:(?: ?[&+] ?| (?:of|de|der|von|van) |, (?=(?:Inc|Ltd|LLC|LLP|SA|Corp)\\b)|\\.(?=\\p{Lu})| |-)${NAME_WORD})*`,
  'gu',
);

/** Names in a text, left to right; an address or id with signs in it is left to others. */
export function readNames(text: string): NameRun[] {
  return [...text.matchAll(PATTERN)].map((match) => {
    const start = match.index;
    const before = text.slice(0, start);
    return {
      words: plainWords(match[0]),
      text: match[0],
      start,
      end: start + match[0].length,
      opens: /(?:^|[.!?:;\n(“"'‘•|>]|\n\s*[-*]|^\s*[-*])\s*$/.test(before),
    };
  });
}

/** Words that are written with a capital for what they are, not for whom: months, buttons, the field's abbreviations. */
const NEUTRAL = new Set(
  (
    'january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept ' +
    'oct nov dec monday tuesday wednesday thursday friday saturday sunday confirm dismiss slack i ok id ids mdf crm api acv arr ' +
    'pdf csv usd eur gbp chf jpy sek nok dkk aud cad nzd inr us uk eu emea apac amer isv msp si faq q1 q2 q3 q4 h1 h2 fy yes no inc ltd llc llp gmbh kg sa ag ab oy plc corp co nv bv srl spa as s.a pte pty se'
  ).split(' '),
);

export function isNeutral(word: string): boolean {
  return NEUTRAL.has(word) || /^(?:q[1-4]|h[12]|fy\d{2,4}|\d.*|[a-z])$/.test(word);
}

/** Plain English with which sentences begin; whatever else opens one with a capital is taken for a name. */
const OPENERS = new Set(
  (
    'a about according account accounts across add after again all almost already also although always among amount an and another any ' +
    'anything apart approve approved around as ask asked at attached based be because before begin besides best better between ' +
    'beyond biggest both bring but by can cannot card check click close closest come companies compared conflict conflicts consider ' +
    'contact could count currently date deal deals decide decided despite did do does done draft due during each earlier either ' +
    'else even every everything exactly except expect expected extend few finally find finding findings first following for found ' +
    'four from further get give given go good great half has have he hello her here hi highest his how however i if in including ' +
    'incremental influenced instead internal is it its just keep largest last later latest least left let like list look mind more ' +
    'most much my name named near neither never next no nobody none nor not note nothing now of offer on once one only open or ' +
    'other others otherwise our out over overall overlap overlaps own partner partners per please prepare prepared protected ' +
    'protection quarter rank ranked recommend registered registration registrations reject remaining remember request results ' +
    'return revenue roughly same say second see seen send several shall share shared she should show shows since six so some ' +
    'someone soon sourced start started status still submitted such suggest sure take tell ten than thank thanks that the their ' +
    'them then there these they third this those though three through thus to today together tomorrow too top total treat two ' +
    'under unless until up use waiting was we well were what when where whether which while who whom whose why will with withdraw ' +
    'within without won would year yes yesterday yet you your five seven eight nine eleven twelve thirteen fourteen fifteen twenty ' +
    'sixteen seventeen eighteen nineteen forty fifty sixty seventy eighty ninety hundred dozen counts competencies certified valid shares regions tier points percent days weeks months anyone somebody details ' +
    'glad sorry welcome summary rule rules playbook page pages programme sources reason reasons key main strongest leading'
  ).split(' '),
);

export function isPlainOpener(word: string): boolean {
  return OPENERS.has(word) || /(?:ly|ing|ed)$/.test(word);
}
