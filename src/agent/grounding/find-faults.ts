import { plainWords } from '../../names.ts';
import { type Evidence, type KnownQuantity, type Leaf, stemOf, trigramsOf } from './evidence.ts';
import { isLabelledOtherwise } from './labels.ts';
import { isComputed, matchQuantity, standsSomewhere } from './match-quantity.ts';
import { findPeriodFaults } from './period-faults.ts';
import { findInventedQuotes } from './quote-faults.ts';
import { type Entity, readEntities } from './read-entities.ts';
import { type Quantity, readQuantities } from './read-quantities.ts';
import { isOf, isRepeated, keepsPhrase, keepsRatio } from './said-together.ts';
import { type Part, splitParts, splitSentences } from './split-words.ts';

/** Something in a sentence that the turn's results do not bear out. */
export interface Fault {
  readonly sentence: number;
  readonly text: string;
  /** All its parts stand among the results, only not so together. */
  readonly stands: boolean;
  readonly why:
    | 'unknown name'
    | 'unknown figure'
    | 'unknown date'
    | 'not of this record'
    | 'other order'
    | 'invented quote';
}

export interface Checked {
  readonly sentences: readonly string[];
  readonly faults: readonly Fault[];
}

/**
 * Checks words against the evidence of a turn. Each name must stand in it, each figure and day must stand in it or be computed
 * from it, what a sentence puts together must belong to one record, and what it
 * quotes must be said so. What words deny is not understood: 'is approved' and 'is
 * not approved' are the same here.
 */
export function findFaults(words: string, evidence: Evidence, fiscalYearStarts: number | null): Checked {
  const sentences = splitSentences(words, evidence);
  const beside = readQuantities(words);
  const faults: Fault[] = findInventedQuotes(sentences, evidence).flatMap((quote) =>
    quote.sentences.map((sentence) => ({
      sentence,
      text: quote.text,
      stands: false,
      why: 'invented quote' as const,
    })),
  );
  let before: readonly Entity[] = [];
  for (const [at, sentence] of sentences.entries()) {
    if (SUGGESTS.test(sentence)) continue;
    const add: AddFault = (text, why, stands = why === 'not of this record' || why === 'other order') =>
      faults.push({ sentence: at, text, stands, why });
    const { entities, unknown } = readEntities(sentence, evidence);
    for (const name of unknown) add(name, 'unknown name');
    for (const text of findPeriodFaults(sentence, evidence, fiscalYearStarts)) add(text, 'unknown date');
    let carried: readonly Entity[] = [];
    for (const part of splitParts(sentence, entities)) {
      const goesOn = /^(?:it|its|they|their|this|that|he|she)\b|\b(?:owns|has|have|holds) it\b/i.test(
        part.text,
      );
      checkPart(
        {
          part,
          before,
          beside,
          evidence,
          sentenceEntities: entities,
          carried: goesOn ? carried.slice(0, 2) : [],
        },
        add,
      );
      carried = part.entities.filter((one) => !one.anywhere);
    }
    if (entities.length > 0) before = entities;
  }
  return { sentences, faults };
}

type AddFault = (text: string, why: Fault['why'], stands?: boolean) => void;

/** What a person could ask next says nothing of the world. */
const SUGGESTS = /^\s*for example: ['‘“].*['’”][.?!]?\s*$/i;

interface PartCheck {
  readonly part: Part;
  /** Whom the sentence before was about: 'It is protected until …'. */
  readonly before: readonly Entity[];
  readonly beside: readonly Quantity[];
  /** Of the part before, where this one goes on about it. */
  readonly carried: readonly Entity[];
  /** All that the sentence names. */
  readonly sentenceEntities: readonly Entity[];
  readonly evidence: Evidence;
}

function checkPart(
  { part, before, beside, carried, evidence, sentenceEntities }: PartCheck,
  add: AddFault,
): void {
  const bound = part.entities.filter((one) => !one.anywhere);
  for (const quantity of part.quantities) {
    const text = part.text.slice(quantity.start - part.start, quantity.end - part.start);
    if (isFree(quantity, part) || isInName(quantity, part, evidence)) continue;
    if (isRepeated(part, quantity, { bound, before }, evidence)) continue;
    const near = wordsNear(part, quantity);
    const known = matchQuantity(quantity, near, evidence);
    const around = bound.length > 0 ? nearestOfEachType(bound, quantity) : [];
    if (known.length > 0) {
      const fits = (one: KnownQuantity) => one.anywhere || around.every((entity) => isOf(entity, one.path));
      const placed = known.filter(fits);
      const pronoun = bound.length === 0 && before.length > 0;
      const follows = placed.some((one) => one.anywhere || isOfSomeOfEachType(before, one.path));
      if (
        placed.length > 0 &&
        (!pronoun || follows) &&
        keepsRatio(part, quantity, around, evidence) &&
        keepsPhrase(part, quantity, evidence)
      ) {
        if (isLabelledOtherwise(part, quantity, placed)) add(text, 'not of this record');
        continue;
      }
    }
    const own = evidence.quantities.filter(
      (one) => !one.anywhere && around.every((entity) => isOf(entity, one.path)),
    );
    if (isComputed(quantity, beside, { evidence, near: around.length > 0 ? own : [], part: part.quantities }))
      continue;
    if (quantity.kind === 'number' && countsEntities(near, quantity, sentenceEntities)) continue;
    add(
      text,
      known.length > 0 ? 'not of this record' : quantity.kind === 'date' ? 'unknown date' : 'unknown figure',
      standsSomewhere(quantity, evidence),
    );
  }
  checkPairs(part, carried.length > 0 ? [...carried, ...bound] : bound, add);
  checkPlaces(part, bound, { evidence, add });
  checkPhrases(part, bound, { evidence, add });
}

/** Things of different kinds that one part names must stand together somewhere. */
function checkPairs(part: Part, bound: readonly Entity[], add: AddFault): void {
  // Who is not on a list, or may not register, stands in no record together.
  const denies = /\b(?:no|not|none|never|nothing|without|cannot|neither|unless)\b|n['’]t\b/i.test(part.text);
  for (const [i, one] of denies ? [] : bound.entries()) {
    for (const other of bound.slice(i + 1)) {
      if (one.type === other.type || one.type === '' || other.type === '') continue;
      if (!one.leaves.some((leaf) => isOf(other, leaf.path)))
        add(`${one.text} / ${other.text}`, 'not of this record');
    }
  }
  if (part.entities.length === 0) return;
  const lead =
    /\b(?:bring(?:ing)? in|start with|lead with|go with|top (?:pick|choice) is|best fit is)\b/i.exec(
      part.text,
    );
  const first = lead && bound.find((one) => one.start - part.start >= lead.index && one.type === 'partner');
  const ranks = first?.ranks ?? [];
  if (first && ranks.length > 0 && Math.min(...ranks) > 1) add(first.text, 'other order');
}

/** Who is said to be left out must be among those, and a reading that a look-up put aside is not the one that is meant. */
function checkPlaces(
  part: Part,
  bound: readonly Entity[],
  { evidence, add }: { evidence: Evidence; add: AddFault },
): void {
  const choosing =
    /\b(?:mean|similar|also|other|another|rather|instead|or|candidates?|namesakes?)\b|\?/i.test(part.text);
  for (const one of bound) {
    if (one.putAside && !choosing) add(one.text, 'not of this record');
  }
  for (const [i, one] of bound.entries()) {
    const next = bound[i + 1];
    if (!next || next.type !== one.type) continue;
    const between = part.text.slice(one.end - part.start, next.start - part.start);
    const same = one.words.join(' ') === next.words.join(' ');
    if (!same && /^ \($|^ (?:is|was|are) left out: $/.test(between) && one.type === 'partner')
      add(`${one.text} / ${next.text}`, 'not of this record');
  }
  const lists = evidence.leaves.some((leaf) => leaf.path.includes('left_out'));
  if (!lists || !/\b(?:left|leave) (?:them |it )?out\b/i.test(part.text)) return;
  for (const one of bound) {
    const sameResult = one.type === 'partner' && one.leaves.some((leaf) => leaf.path.includes('partners'));
    if (sameResult && !one.leaves.some((leaf) => leaf.path.includes('left_out')))
      add(one.text, 'not of this record');
  }
}

/** Three words in a row that a result says of somebody are not to be said of another. */
function checkPhrases(
  part: Part,
  bound: readonly Entity[],
  { evidence, add }: { evidence: Evidence; add: AddFault },
): void {
  const [entity] = bound;
  if (!entity) return;
  const names = new Set(part.entities.flatMap((one) => one.words));
  const phrases = trigramsOf(plainWords(part.text)).filter((one) => {
    const words = one.split(' ');
    return !words.some((word) => names.has(word)) && words.filter((word) => word.length > 3).length > 1;
  });
  for (const phrase of phrases) {
    const leaves = (evidence.byTrigram.get(phrase) ?? []).filter((leaf) => !leaf.anywhere);
    if (leaves.length === 0) continue;
    const speaksOf = nearestBefore(part, bound, phrase) ?? entity;
    if (leaves.some((leaf) => isOf(speaksOf, leaf.path))) continue;
    // What another tool says of somebody may be put in like words.
    if (!speaksOf.leaves.some((own) => leaves.some((leaf) => leaf.path[0] === own.path[0]))) continue;
    add(`${entity.text}: ${phrase}`, 'not of this record');
    return;
  }
}

/** Whom a phrase stands with: the last named before its first word. */
function nearestBefore(part: Part, bound: readonly Entity[], phrase: string): Entity | undefined {
  const pattern = phrase
    .split(' ')
    .map((word) => word.replace(/[^a-z0-9]/g, ''))
    .join('[^\\p{L}\\p{N}]+');
  const at = new RegExp(pattern, 'iu').exec(part.text)?.index ?? part.text.length;
  return bound.findLast((one) => one.start - part.start < at);
}

/** Of what was spoken of before, something of each kind. */
function isOfSomeOfEachType(entities: readonly Entity[], path: Leaf['path']): boolean {
  const bound = entities.filter((one) => !one.anywhere);
  return bound.every((one) => bound.some((other) => other.type === one.type && isOf(other, path)));
}

/** Of each kind of thing the one that a figure stands with: the last before it, else the first after. */
function nearestOfEachType(entities: readonly Entity[], quantity: Quantity): Entity[] {
  const types = [...new Set(entities.map((one) => one.type))];
  const leads = !entities.some((one) => one.start < quantity.end);
  return types.flatMap((type) => {
    const some = entities.filter((one) => one.type === type);
    return some.findLast((one) => one.start < quantity.end) ?? (leads ? (some[0] ?? []) : []);
  });
}

/** Figures that claim nothing: numbers of a list, '90% interval', 24/7. */
function isFree(quantity: Quantity, part: Part): boolean {
  const before = part.text.slice(0, quantity.start - part.start);
  const after = part.text.slice(quantity.end - part.start);
  if (quantity.kind === 'number' && /(?:^|\n)\s*$/.test(before) && /^[.)] /.test(after)) return true;
  return (
    quantity.kind === 'percent' && quantity.values[0] === 90 && /^ (?:interval|confidence|range)/.test(after)
  );
}

/** 'Ledger phase two' is a name that the results have, with the two words before the figure. */
function isInName(quantity: Quantity, part: Part, evidence: Evidence): boolean {
  if (quantity.kind !== 'number' || !/^\p{L}/u.test(part.text.slice(quantity.start - part.start)))
    return false;
  const words = plainWords(part.text.slice(0, quantity.end - part.start)).slice(-3);
  return (evidence.byTrigram.get(words.join(' ')) ?? []).length > 0;
}

const SMALL = new Set(
  'of the a an and or is are was were has have had in on at to for by with from as their our your its that this which over up than about around roughly nearly almost only no not'.split(
    ' ',
  ),
);

function wordsNear(part: Part, quantity: Quantity): string[] {
  // What a thing is called does not say what is counted, but for products: 'two Ledger deals'.
  const text = blank(
    part.text,
    part.entities
      .filter((one) => one.type !== 'product')
      .map((one) => [one.start - part.start, one.end - part.start]),
  );
  const after = text.slice(quantity.end - part.start).split(/[.;:!?()]/)[0] ?? '';
  const before =
    text
      .slice(0, quantity.start - part.start)
      .split(/[.;!?()]/)
      .at(-1) ?? '';
  const telling = (words: string) => plainWords(words).filter((word) => !SMALL.has(word));
  const near = [...telling(after).slice(0, 5), ...telling(before).slice(-3)];
  return near.filter((word) => !/^\d/.test(word));
}

function blank(text: string, spans: readonly (readonly number[])[]): string {
  return spans.reduce(
    (left, [start = 0, end = 0]) => left.slice(0, start) + ' '.repeat(end - start) + left.slice(end),
    text,
  );
}

/** '3 partners fit: A, B and C': things of the kind that it counts, said in the same sentence. */
function countsEntities(near: readonly string[], quantity: Quantity, entities: readonly Entity[]): boolean {
  const stems = near.map(stemOf);
  const types = [...new Set(entities.map((one) => one.type))].filter(
    (type) => type !== '' && stems.includes(stemOf(type)),
  );
  return types.some(
    (type) =>
      new Set(entities.filter((one) => one.type === type).map((one) => one.text)).size === quantity.values[0],
  );
}
