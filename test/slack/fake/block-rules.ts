type Part = Record<string, unknown>;

/** Slack's own limits, written down apart from the program's, so that a wrong number there is noticed here. */
const TEXT_LIMITS: Readonly<Record<string, number>> = {
  header: 150,
  section: 3_000,
  context: 3_000,
  field: 2_000,
};
const MESSAGE_CHARACTERS = 13_200;
const ITEMS = {
  blocks: 50,
  home: 100,
  fields: 10,
  context: 10,
  actions: 25,
  tableRows: 100,
  tableColumns: 20,
};

/** What Slack would refuse about these blocks; empty where it takes them. */
export function findBlockFaults(
  blocks: unknown,
  surface: 'message' | 'home' | 'modal' = 'message',
): string[] {
  if (!Array.isArray(blocks)) return ['blocks are no list'];
  const most = surface === 'message' ? ITEMS.blocks : ITEMS.home;
  const faults = blocks.flatMap((block: Part, i) =>
    checkBlock(block).map((fault) => `${i} ${String(block.type)}: ${fault}`),
  );
  if (blocks.length === 0 || blocks.length > most) faults.push(`${blocks.length} blocks`);
  if (blocks.filter((block: Part) => block.type === 'table').length > 1) faults.push('only one table');
  const ids = blocks.flatMap((block: Part) => (block.block_id ? [block.block_id] : []));
  if (new Set(ids).size < ids.length) faults.push('a block_id twice');
  const characters = countCharacters(blocks);
  if (surface === 'message' && characters > MESSAGE_CHARACTERS) faults.push(`${characters} characters`);
  return faults;
}

function checkBlock(block: Part): string[] {
  const idFaults = tooLong('block_id', block.block_id, 255);
  switch (block.type) {
    case 'header':
      return [...idFaults, ...checkText(block.text, TEXT_LIMITS.header ?? 0, 'plain_text')];
    case 'section':
      return [...idFaults, ...checkSection(block)];
    case 'context':
      return [
        ...idFaults,
        ...checkList(block.elements, ITEMS.context, (one) => checkText(one, TEXT_LIMITS.context ?? 0)),
      ];
    case 'actions':
      return [...idFaults, ...checkList(block.elements, ITEMS.actions, checkButton)];
    case 'divider':
      return idFaults;
    case 'context_actions':
      return [...idFaults, ...checkList(block.elements, 5, checkFeedback)];
    case 'input':
      return [...idFaults, ...checkText(block.label, 2_000, 'plain_text'), ...checkInput(block.element)];
    case 'table':
      return [...idFaults, ...checkTable(block)];
    default:
      return [`a block that the fake does not know`];
  }
}

function checkSection(block: Part): string[] {
  const text = block.text === undefined ? [] : checkText(block.text, TEXT_LIMITS.section ?? 0);
  const fields =
    block.fields === undefined
      ? []
      : checkList(block.fields, ITEMS.fields, (one) => checkText(one, TEXT_LIMITS.field ?? 0));
  const empty = block.text === undefined && block.fields === undefined ? ['neither text nor fields'] : [];
  return [...text, ...fields, ...empty, ...(block.accessory ? checkButton(block.accessory) : [])];
}

function checkButton(element: unknown): string[] {
  const button = element as Part;
  if (button.type !== 'button') return [`an element that the fake does not know: ${String(button.type)}`];
  return [
    ...checkText(button.text, 75, 'plain_text'),
    ...tooLong('action_id', button.action_id, 255),
    ...tooLong('value', button.value, 2_000),
    ...tooLong('url', button.url, 3_000),
    ...tooLong('accessibility_label', button.accessibility_label, 75),
  ];
}

/** What Slack would refuse about a modal; empty where it takes it. */
export function findModalFaults(view: Part): string[] {
  const words = [view.title, ...(view.submit ? [view.submit] : []), ...(view.close ? [view.close] : [])];
  const inputs = (view.blocks as Part[]).some((block) => block.type === 'input');
  return [
    ...findBlockFaults(view.blocks, 'modal'),
    ...words.flatMap((one) => checkText(one, 24, 'plain_text')),
    ...tooLong('private_metadata', view.private_metadata, 3_000),
    ...(inputs && !view.submit ? ['inputs without a submit button'] : []),
  ];
}

function checkInput(element: unknown): string[] {
  const input = element as Part;
  switch (input.type) {
    case 'plain_text_input': {
      const most = Number(input.max_length ?? 3_000);
      const range = most > 3_000 ? ['max_length over 3,000'] : [];
      return [...range, ...tooLong('initial_value', input.initial_value, most)];
    }
    case 'number_input':
      return typeof input.is_decimal_allowed === 'boolean' ? [] : ['is_decimal_allowed is missing'];
    case 'static_select':
      return checkOptions(input, 100);
    case 'radio_buttons':
    case 'checkboxes':
      return checkOptions(input, 10);
    default:
      return [`an input that the fake does not know: ${String(input.type)}`];
  }
}

function checkOptions(input: Part, most: number): string[] {
  const initial = [input.initial_option, ...((input.initial_options as unknown[]) ?? [])].filter(Boolean);
  const offered = new Set((input.options as Part[]).map((one) => JSON.stringify(one)));
  return [
    ...checkList(input.options, most, (one) => {
      const { text, value } = one as Part;
      return [...checkText(text, 75, 'plain_text'), ...(value ? tooLong('value', value, 150) : ['no value'])];
    }),
    ...initial.filter((one) => !offered.has(JSON.stringify(one))).map(() => 'an initial option not offered'),
  ];
}

function checkFeedback(element: unknown): string[] {
  const buttons = element as Part;
  if (buttons.type !== 'feedback_buttons') return [`not feedback: ${String(buttons.type)}`];
  return [buttons.positive_button, buttons.negative_button].flatMap((one) => {
    const { text, value, accessibility_label: label } = (one ?? {}) as Part;
    return [
      ...checkText(text, 75, 'plain_text'),
      ...(value ? tooLong('value', value, 2_000) : ['no value']),
      ...tooLong('accessibility_label', label, 75),
    ];
  });
}

function checkTable(block: Part): string[] {
  const rows = block.rows as { type: string; text: string }[][];
  const faults = rows.length > ITEMS.tableRows ? [`${rows.length} rows`] : [];
  if (rows.some((row) => row.length > ITEMS.tableColumns)) faults.push('too many columns');
  if (rows.flat().some((cell) => cell.type !== 'raw_text' || !cell.text))
    faults.push('an empty or unknown cell');
  if (rows.flat().reduce((sum, cell) => sum + cell.text.length, 0) > 10_000)
    faults.push('more than 10,000 characters');
  return faults;
}

function checkList(list: unknown, most: number, check: (one: unknown) => string[]): string[] {
  if (!Array.isArray(list) || list.length === 0 || list.length > most)
    return ['a list that is empty or too long'];
  return list.flatMap(check);
}

function checkText(text: unknown, most: number, type?: string): string[] {
  const { type: kind, text: words } = (text ?? {}) as { type?: string; text?: string };
  if (!words) return ['an empty text'];
  const faults = tooLong('text', words, most);
  if (type && kind !== type) faults.push(`a text that is not ${type}`);
  return faults;
}

function tooLong(name: string, text: unknown, most: number): string[] {
  return typeof text === 'string' && text.length > most ? [`${name} of ${text.length} characters`] : [];
}

function countCharacters(part: unknown): number {
  if (typeof part === 'string') return part.length;
  if (Array.isArray(part)) return part.reduce((sum: number, one) => sum + countCharacters(one), 0);
  if (typeof part !== 'object' || part === null) return 0;
  const { text, elements, fields, rows, accessory } = part as Part;
  return countCharacters([text, elements, fields, rows, accessory]);
}
