import { createNearWords, type NearWords } from '../../near-words.ts';
import { listConceptWords } from './concepts.ts';

/** Everyday words that are no name, and that no slip of the hand of another word should be taken for. */
const COMMON = `
  a about above actually after again ago all almost along already also always am an and another any anything are aren
  around as at away back bad be became because been before being below better between big both but by call came can
  cannot case cheap check cheaper come comes company companies could couldn currently day days did didn do does doesn
  doing don done down each early either else enough even ever every everything exactly far few find first five for four
  from full further gave get gets getting give given gives go goes going gone good got great had half has hasn have haven
  having he hello help her here hers hey hi him his hold hour hours how however i if in indeed info inside instead into
  is isn it its itself just keep kind know large last lately later least left less let like likely little ll long longer
  look looking lot make makes making many may maybe me mean means might mine minute more most much must my name near need
  needed needs never new next nice no nobody none nor not nothing now number of off often ok okay old on once one ones
  only onto open or other others our ours out outside over own part people per perhaps place please point possible put
  quick quite rather re really regards right said same saw say says second see seem seen send several shall she should
  show shows since small so some something soon sorry stay still such sure take taken talk tell ten than thank thanks that
  the their theirs them then there these they thing things think third this those three through till time times to today
  together told tomorrow too took towards try trying turn two under unless until up upon us use used using usual ve very
  via want wanted wants was wasn way we week well went were weren what when where whether which while who whole whom
  whose why will wish with within without won word work would wouldn write wrong yes yesterday yet you your yours
  customer customers client clients account accounts prospect prospects companies firm team colleague rep reps manager
  side thx cheers dear kindly asap fyi btw hm hmm oh well great cool fine bitte und welcome morning afternoon evening
  ask asking list compare break down only instead state states issue issues withdraw resubmit submit submits week weeks
  resell resale reselling renewal renewals renew tender tenders contract contracts marketplace listing referral referrals service services
  training exam exams course courses portal sponsor council refund invoice budget webinar campaign event events logo brand
  demo sandbox licence license licences licenses seat seats support ticket tickets signed signature escalate escalation legal
  nda data privacy conduct price prices pricing quote special percent payment paid pay travel cost costs claim claims proof
  approval approvals decision decisions agreement agreements terms joint plan plans quarterly yearly annual internal external
  product products sale sales sell sells selling buy buys buying buyer leads lead bonus target targets quota co-sell cosell`;

const SHORTEST = 5;

/** Reads words as they were probably meant, and tells names from words of the language. */
export interface PlainWords {
  /** The text with slips of the hand in words of the trade mended; words with a capital inside a sentence stay. */
  mend(plain: string, asWritten: string): string;
  /** Words that are none of ours and none of everyday: what is left is probably a name. Lower case. */
  namesIn(plain: string): readonly string[];
}

/** Builds the word lists; costs some milliseconds, so make it once. */
export function createPlainWords(): PlainWords {
  const common = new Set(COMMON.trim().split(/\s+/));
  const trade = listConceptWords();
  const known = new Set([...common, ...trade, ...trade.map((word) => `${word}s`)]);
  const near = createNearWords(
    trade
      .filter((word) => word.length >= SHORTEST)
      .concat(['which', 'should', 'there', 'their', 'about', 'would', 'could', 'please']),
  );
  return {
    mend: (plain, asWritten) => mendWords(plain, { known, near, kept: capitalised(asWritten) }),
    namesIn: (plain) =>
      (plain.match(/[\p{L}\p{N}&]+/gu) ?? []).filter(
        (word) => !known.has(word) && word.length > 2 && !isInflected(word, known),
      ),
  };
}

function capitalised(text: string): ReadonlySet<string> {
  return new Set(
    [...text.matchAll(/(?<=\S\s)\p{Lu}[\p{L}\p{N}-]+/gu)].map((match) => match[0].toLowerCase()),
  );
}

function mendWords(
  plain: string,
  words: {
    readonly known: ReadonlySet<string>;
    readonly near: NearWords;
    readonly kept: ReadonlySet<string>;
  },
): string {
  return plain.replace(/(?<![\w@._-])[a-z]{4,}(?![\w@_-])/g, (word) => {
    if (words.known.has(word) || words.kept.has(word) || isInflected(word, words.known)) return word;
    // Of many things the singular is the word that is known.
    const forms = word.endsWith('s') ? [word, word.slice(0, -1)] : [word];
    return forms.map((form) => findMeant(form, words.near)).find((meant) => meant !== null) ?? word;
  });
}

/** Names differ from words in their first letter as often as not; slips seldom do. */
function findMeant(word: string, near: NearWords): string | null {
  const meant = near.find(word, word.length >= 9 ? 2 : 1);
  return meant && meant.length >= SHORTEST && meant[0] === word[0] && isSlip(word, meant) ? meant : null;
}

/** A letter too many, one too few, or two swapped; another letter in its place makes another word. */
function isSlip(word: string, meant: string): boolean {
  return word.length !== meant.length || [...word].sort().join('') === [...meant].sort().join('');
}

function isInflected(word: string, known: ReadonlySet<string>): boolean {
  return ['s', 'es', 'ed', 'd', 'ing', 'ly', 'er'].some(
    (ending) => word.endsWith(ending) && known.has(word.slice(0, -ending.length)),
  );
}
