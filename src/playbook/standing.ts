import { cellsOf, columnsAbove, isTableRow, rowsBeside, sayCells } from './tables.ts';

/** Where one partner stands: what tables and lists by tier or by kind of partner hold for it. */
export interface Standing {
  /** Whose it is: 'your', or 'Acme's'. */
  readonly whose: string;
  readonly tier: string | null;
  readonly archetype: string | null;
}

/** A line of the playbook as far as it is for one partner. */
export interface OwnLine {
  /** Word for word as it stands in the passage. */
  readonly line: string;
  /** Such as 'your tier, gold'. */
  readonly holdsFor: string;
  /** A row of a table by tier, a cell of one with a column a tier, or a sentence that names tiers. */
  readonly form: 'row' | 'cell' | 'sentence';
  /** How a row reads for that partner alone, 'without registration 24 %, with it 32 %'; null for sentences. */
  readonly reads: string | null;
}

interface Axis {
  readonly label: string;
  readonly name: string;
  readonly own: readonly string[];
  /** Names of the same kind that are not its own. */
  readonly others: readonly string[];
}

/** How programmes call the kinds of partners, by the archetype of the company folder. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  isv: ['isv', 'software vendor', 'independent software vendor', 'technology partner'],
  si: ['si', 'integrator', 'system integrator', 'systems integrator', 'consultancy'],
  msp: ['msp', 'managed service provider', 'managed services provider'],
  reseller: ['reseller', 'value-added reseller', 'var', 'solution provider'],
  referral: ['referral', 'referral partner', 'referrer'],
  influence: ['influence', 'influence partner', 'influencer'],
};
const RANK_WORDS = 'partners?|tiers?|levels?|status|track|dealers?|members?|firms?';
/** Whoever asks about more than one tier is shown all of them. */
const ABOUT_SEVERAL =
  /\b(?:next|higher|lower|other|another|each|every|all|which|different|top|best|highest|lowest)\s+(?:partner\s+)?(?:tiers?|levels?|tracks?|kinds?|types?)\b|\b(?:compare|differ\w*|between|versus|vs)\b/i;

/**
 * What of a passage is for a partner: of a table by tier its row, of a table with a column a tier its cell, of a list or a
 * sentence that names tiers the line that names its own. Tiers are told from the tables themselves: whatever else stands
 * where the partner's own tier stands. A line that is for others only comes back as `other`; one that is for all as null.
 */
export function readLine(
  at: { text: string; line: string; question: string; tiersNamed: readonly string[] },
  standing: Standing,
): OwnLine | 'other' | null {
  for (const axis of axesOf(standing, at.tiersNamed)) {
    if (asksOfOthers(at.question, axis)) continue;
    const found = isTableRow(at.line) ? readRow(at, axis, standing) : readSentence(at.line, axis, standing);
    if (found) return found;
  }
  return null;
}

/** The other tiers that stand in the passage's tables beside the partner's own, in lower case. */
export function tiersBeside(text: string, standing: Standing): string[] {
  const own = standing.tier ? [standing.tier.toLowerCase()] : [];
  if (own.length === 0) return [];
  const rows = text.split('\n').filter(isTableRow).map(cellsOf);
  const byRow = rows.filter((cells) => isNamed(cells[0] ?? '', own));
  const header = rows.find((cells) => cells.slice(1).some((cell) => isNamed(cell, own)));
  const names = header
    ? header.slice(1)
    : byRow.length > 0
      ? rowsAround(text, own).map((cells) => cells[0] ?? '')
      : [];
  return names.map(plainName).filter((name) => name && !own.includes(name) && name.split(' ').length <= 3);
}

function rowsAround(text: string, own: readonly string[]): string[][] {
  const rows = text.split('\n').filter((line) => isTableRow(line) && isNamed(cellsOf(line)[0] ?? '', own));
  return rows.flatMap((row) => rowsBeside(text, row.trim())).map(cellsOf);
}

function axesOf(standing: Standing, tiersNamed: readonly string[]): Axis[] {
  const axes: Axis[] = [];
  const { tier, archetype } = standing;
  if (tier) {
    const own = [tier.toLowerCase()];
    axes.push({ label: 'tier', name: tier, own, others: tiersNamed.filter((one) => !own.includes(one)) });
  }
  const kinds = archetype ? KINDS[archetype.toLowerCase()] : undefined;
  if (archetype && kinds) {
    const others = Object.entries(KINDS).flatMap(([kind, names]) =>
      kind === archetype.toLowerCase() ? [] : names,
    );
    axes.push({ label: 'kind of partner', name: kinds[1] ?? archetype, own: kinds, others });
  }
  return axes;
}

function asksOfOthers(question: string, axis: Axis): boolean {
  if (ABOUT_SEVERAL.test(question)) return true;
  // 'registered' may be a tier and is more often a word: it counts as a name only where a name would stand.
  const names = axis.others.filter((name) => !/ed$/.test(name));
  return isSaidIn(question, names) || namesIn(question, axis.others).length > 0;
}

function readRow(
  at: { text: string; line: string },
  axis: Axis,
  standing: Standing,
): OwnLine | 'other' | null {
  const cells = cellsOf(at.line);
  const columns = columnsAbove(at.text, at.line) ?? [];
  const holdsFor = `${standing.whose} ${axis.label}, ${axis.name}`;
  const mine = columns.findIndex((column, i) => i > 0 && isNamed(column, axis.own));
  if (mine > 0 && cells[mine]) {
    return { line: at.line, holdsFor, form: 'cell', reads: `${cells[0]}: ${cells[mine]}` };
  }
  const beside = rowsBeside(at.text, at.line).map((row) => cellsOf(row)[0] ?? '');
  if (beside.length < 2 || !beside.some((cell) => isNamed(cell, axis.own))) return null;
  if (!isNamed(cells[0] ?? '', axis.own)) return 'other';
  const reads = sayCells(cells, columns);
  return reads ? { line: at.line, holdsFor, form: 'row', reads } : null;
}

function readSentence(line: string, axis: Axis, standing: Standing): OwnLine | 'other' | null {
  if (namesIn(line, axis.own).length > 0)
    return {
      line,
      holdsFor: `${standing.whose} ${axis.label}, ${axis.name}`,
      form: 'sentence',
      reads: null,
    };
  // 'Gold and platinum partners …' is for both, however the sentence goes on.
  return !isSaidIn(line, axis.own) && namesIn(line, axis.others).length > 0 ? 'other' : null;
}

/** The names that a sentence speaks of as tiers or kinds: 'gold partners', 'the tiers platinum and gold', 'Gold: …'. */
function namesIn(sentence: string, names: readonly string[]): string[] {
  return names.filter((name) => {
    const plural = `${escapeName(name)}s?`;
    return [
      new RegExp(`^\\W*(?:for |the |all )*${plural}\\W*(?:[:–—]|\\s-\\s)`, 'i'),
      new RegExp(
        `^\\W*(?:for |the |all )*${plural}\\b(?=(?:(?:,| and| or) [\\w -]+?)? (?:${RANK_WORDS}|get|gets|receives?|start|starts|have|has|may|can|take|takes|need|needs|buy|pay)\\b)`,
        'i',
      ),
      new RegExp(`\\b${plural}(?:(?:,| and| or|,? &) \\w+)*[ -](?:${RANK_WORDS})\\b`, 'i'),
      new RegExp(`\\b(?:tiers?|levels?|tracks?)\\s+(?:\\w+(?:,| and| or) )*${plural}\\b`, 'i'),
      new RegExp(`\\b(?:become|becoming|reach|reaching|get to|up to|than)\\s+(?:an? )?${plural}\\b`, 'i'),
    ].some((pattern) => pattern.test(sentence));
  });
}

function isSaidIn(text: string, names: readonly string[]): boolean {
  return names.some((name) => name.length > 3 && new RegExp(`\\b${escapeName(name)}s?\\b`, 'i').test(text));
}

function isNamed(cell: string, names: readonly string[]): boolean {
  const plain = plainName(cell);
  return names.map(plainName).some((name) => name !== '' && (plain === name || plain === `${name}s`));
}

/** 'Gold partners' and '**Gold** tier' are both 'gold'. */
function plainName(cell: string): string {
  return cell
    .toLowerCase()
    .replace(/[*_`]/g, '')
    .replace(new RegExp(`\\b(?:${RANK_WORDS})\\b`, 'g'), ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function escapeName(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
