import type { types } from '@slack/bolt';
import { nameOption, readOptions } from '../../../agent/options.ts';
import type { Answer, ProposalView } from '../../../agent/types.ts';
import { ACTIONS, proposalBlockId } from '../action-ids.ts';
import { compact, describeSource, renderCard } from './cards.ts';
import { toInline, toMrkdwn } from './escape.ts';
import { cut, LIMITS } from './limits.ts';
import { button, context, plainSection, section, splitText } from './pieces.ts';

type Block = types.KnownBlock;

/** What is sent: blocks, and the text that notifications and old clients read instead of them. */
export interface Rendered {
  readonly text: string;
  readonly blocks: types.KnownBlock[];
}

export interface RenderOptions {
  /** Hosts that a button may lead to; none unless said. */
  readonly linkHosts?: readonly string[];
}

/** Shares of a message that the words and the prepared steps may take, so that none pushes the others out. */
const WORDS_CHARACTERS = 6_000;
const STEPS_CHARACTERS = 4_000;
const PAYLOAD_CHARACTERS = 700;

/**
 * An answer as Slack draws it: the words, the cards, the prepared steps with their buttons, the sources. Always within
 * Slack's limits; what did not fit is said. The buttons hold a proposal's id and nothing else.
 */
export function renderAnswer(answer: Answer, options: RenderOptions = {}): Rendered {
  const words = toMrkdwn(answer.text.slice(0, 4 * WORDS_CHARACTERS));
  const foot = renderFoot(answer);
  const steps = renderSteps(answer.proposals);
  const lead = splitText(cut(words, WORDS_CHARACTERS), LIMITS.section).map(section);
  const room = {
    blocks: LIMITS.blocks - lead.length - steps.length - foot.length - 1,
    characters: LIMITS.messageCharacters - countCharacters([...lead, ...steps, ...foot]) - 200,
  };
  const cards = fitCards(
    answer.cards.map((card) => renderCard(card, options.linkHosts ?? [])),
    room,
  );
  const blocks = [...lead, ...cards, ...steps, ...foot];
  const text = cut(words, LIMITS.fallbackText) || fallbackText(answer);
  return { text, blocks: blocks.length > 0 ? blocks : [section(text)] };
}

/** A prepared sentence of our own, as a message. */
export function renderNotice(sentence: string): Rendered {
  return { text: toInline(sentence), blocks: [section(toInline(sentence))] };
}

/** How many characters Slack would count over these blocks. */
function countCharacters(blocks: readonly Block[]): number {
  let characters = 0;
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(visit);
    else if (typeof part === 'object' && part !== null) Object.values(part).forEach(visit);
    else if (typeof part === 'string') characters += part.length;
  };
  visit(blocks);
  return characters;
}

/** Cards in order, each whole block by block, while there is room; only one table is taken a message. */
function fitCards(cards: readonly Block[][], room: { blocks: number; characters: number }): Block[] {
  const kept: Block[] = [];
  let characters = 0;
  let tables = 0;
  for (const block of cards.flat()) {
    if (block.type === 'table' && ++tables > 1) {
      kept.push(...asLines(block));
      continue;
    }
    characters += countCharacters([block]);
    if (kept.length >= room.blocks || characters > room.characters)
      return [...kept.slice(0, room.blocks), more()];
    kept.push(block);
  }
  return kept;
}

function more(): Block {
  return section('There is more than fits here: ask for a part of it.');
}

function asLines(table: types.TableBlock): Block[] {
  const lines = table.rows.map((row) =>
    row.map((cell) => ('text' in cell ? String(cell.text) : '')).join(' · '),
  );
  return [plainSection(lines.join('\n'))];
}

function renderSteps(proposals: readonly ProposalView[]): Block[] {
  const steps: Block[] = [];
  for (const proposal of proposals) {
    const step = renderStep(proposal);
    const fits =
      steps.length + step.length <= LIMITS.blocks / 2 &&
      countCharacters([...steps, ...step]) <= STEPS_CHARACTERS;
    if (!fits) return [...steps, section('More steps are prepared: ask for them one at a time.')];
    steps.push(...step);
  }
  return steps;
}

/** One prepared step as a message of its own. */
export function renderPrepared(proposal: ProposalView): Rendered {
  return { text: toInline(cut(proposal.summary, LIMITS.fallbackText)), blocks: renderStep(proposal) };
}

/** The step as it is stored: a person clicks on what will be written. */
function renderStep(proposal: ProposalView): Block[] {
  const id = proposal.id;
  return compact([
    section(`*Prepared*: ${toInline(cut(proposal.summary, 1_000))}`),
    context(describePayload(proposal.payload)),
    {
      type: 'actions',
      block_id: proposalBlockId(id),
      elements: renderButtons(id, readOptions(proposal)),
    },
  ]);
}

/** A step with options has a button each, and is settled by the first that is clicked. */
function renderButtons(id: string, options: readonly string[]): types.Button[] {
  if (options.length > 0) {
    return options.map((option) =>
      button({ actionId: `${ACTIONS.chooseOption}${option}`, words: nameOption(option), value: id }),
    );
  }
  return [
    button({ actionId: ACTIONS.confirmProposal, words: 'Confirm', value: id, style: 'primary' }),
    button({ actionId: ACTIONS.dismissProposal, words: 'Dismiss', value: id }),
  ];
}

function describePayload(payload: ProposalView['payload']): string[] {
  return Object.entries(payload)
    .filter(([, content]) => ['string', 'number', 'boolean'].includes(typeof content) && content !== '')
    .slice(0, LIMITS.contextElements)
    .map(([key, content]) => `${nameField(key)}: ${cut(toInline(String(content)), PAYLOAD_CHARACTERS)}`);
}

/** `addressed_to` and `addressedTo` → 'addressed to'. */
function nameField(key: string): string {
  return toInline(
    key
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .replaceAll('_', ' ')
      .toLowerCase(),
  );
}

function renderFoot(answer: Answer): Block[] {
  const quoted = answer.cards.some((card) => card.kind === 'passages');
  const sources = quoted ? [] : [...new Set(answer.citations.map(describeSource))].slice(0, 5);
  return compact([
    context(sources.map((source) => `Source: ${source}`)),
    answer.mode === 'basic' ? context(['Basic mode: answered without a configured model.']) : null,
  ]);
}

function fallbackText(answer: Answer): string {
  const titles = answer.cards.map((card) => toInline(card.title)).join(', ');
  return cut(titles || 'Done.', LIMITS.fallbackText);
}
