import { drawBlocks, fileAddress } from './blocks.js';
import { TASK_WORDS } from './cards.js';
import { arrange, el } from './dom.js';
import { drawMarkdown, drawMrkdwn } from './text.js';

/** @import { Message, Part, Place, Seen } from './shapes.d.ts' */

/**
 * @typedef {object} Doing What a person can do with a message.
 * @property {(message: Message, element: Part, values: Part) => void} use
 * @property {(root: Message) => void} reply
 * @property {(root: Message) => void} stop
 * @property {(message: Message, callbackId: string) => void} shortcut
 */

/**
 * Keeps a list of messages on the page in step with what is there. A message that has not changed is left alone, with
 * whatever was typed in it.
 * @param {HTMLElement} log
 * @param {Doing} doing
 */
export function createMessageList(log, doing) {
  /** @type {Map<string, { node: HTMLElement, signature: string }>} */
  const drawn = new Map();
  let shown = '';

  /** @param {string} key @param {unknown} content @param {() => HTMLElement} draw */
  const keep = (key, content, draw) => {
    const signature = JSON.stringify(content);
    const before = drawn.get(key);
    if (before?.signature === signature) return before.node;
    const node = draw();
    drawn.set(key, { node, signature });
    return node;
  };

  return {
    /** @param {Place} place @param {Seen} seen */
    show(place, seen) {
      if (shown !== `${seen.person.id} ${place.id}`) drawn.clear();
      shown = `${seen.person.id} ${place.id}`;
      const before = log.lastElementChild;
      const followed = !before || isVisible(before, log);
      const nodes = listThreads(place.messages).flatMap(({ root, replies }) =>
        [root, ...replies].flatMap((message) => {
          const { traces, status, ...content } = message;
          const isReply = message !== root;
          const isLast = message === (replies.at(-1) ?? root);
          const node = keep(message.ts, { ...content, isLast }, () =>
            drawMessage(message, { seen, doing, root, isReply, isLast }),
          );
          if (!isLast || root.status !== 'processing') return [node];
          return [node, keep(`${root.ts} status`, root.status, () => drawWorking(root, doing))];
        }),
      );
      arrange(log, nodes.length > 0 ? nodes : [keep('empty', place.id, () => drawEmpty(place))]);
      const last = nodes.at(-1);
      const own =
        last !== before && last?.matches('.person') && place.messages.at(-1)?.author.id === seen.person.id;
      if (last && (own || followed)) scrollTo(last, log);
    },
  };
}

/** @param {Element} node @param {HTMLElement} log */
function isVisible(node, log) {
  const [inner, outer] = [node.getBoundingClientRect(), log.getBoundingClientRect()];
  return inner.top < outer.bottom && inner.bottom > outer.top;
}

/** To the end; of a long answer to its beginning, which is read first. @param {HTMLElement} node @param {HTMLElement} log */
function scrollTo(node, log) {
  if (node.offsetHeight > log.clientHeight) node.scrollIntoView({ block: 'start' });
  else log.scrollTop = log.scrollHeight;
}

/**
 * Conversations in the order in which they began, each with its replies.
 * @param {readonly Message[]} messages
 */
export function listThreads(messages) {
  const roots = messages.filter(
    (message) => !message.thread || !messages.some((one) => one.ts === message.thread),
  );
  return roots.map((root) => ({
    root,
    replies: messages.filter((one) => one.thread === root.ts && one !== root),
  }));
}

/** @param {Message} root @param {Doing} doing */
function drawWorking(root, doing) {
  return el(
    'div',
    { class: 'working reply' },
    el('span', { role: 'status' }, 'Cosell is working …'),
    el('button', { type: 'button', class: 'button plain', onclick: () => doing.stop(root) }, 'Stop'),
  );
}

/** @param {Place} place */
function drawEmpty(place) {
  const words =
    place.kind === 'direct'
      ? 'Nothing was said yet. Ask Cosell something below.'
      : 'Nothing was said yet. Cosell answers where it is mentioned.';
  return el('p', { class: 'empty' }, words);
}

/**
 * @param {Message} message
 * @param {{ seen: Seen, doing: Doing, root: Message, isReply: boolean, isLast: boolean }} around
 */
function drawMessage(message, around) {
  const { seen, isReply } = around;
  const { author } = message;
  const kind = [
    isReply ? 'reply' : 'root',
    author.bot ? 'bot' : 'person',
    message.ephemeral ? 'ephemeral' : '',
  ];
  return el(
    'article',
    { class: `message ${kind.join(' ')}`, 'data-ts': message.ts, 'aria-label': `Message by ${author.name}` },
    el(
      'div',
      { class: 'byline' },
      el('strong', {}, author.name),
      el('span', { class: 'badge' }, author.bot ? 'app' : author.firm || author.title),
      el('time', {}, timeOf(message.ts)),
      message.ephemeral && el('span', { class: 'only-you' }, 'Only you can see this'),
    ),
    ...drawTasks(message),
    ...drawContent(message, around),
    ...message.files.map((file) =>
      el(
        'figure',
        {},
        el('img', { src: fileAddress(file.id, seen.person.id), alt: file.altText }),
        el('figcaption', {}, file.title),
      ),
    ),
    drawMenu(message, around),
  );
}

/** @param {Message} message @param {{ seen: Seen, doing: Doing }} around @returns {Node[]} */
function drawContent(message, { seen, doing }) {
  const { names, person } = seen;
  if (message.blocks.length === 0) {
    const streamed = message.chunks
      .filter((chunk) => chunk.type === 'markdown_text')
      .map((chunk) => chunk.text);
    if (streamed.length > 0)
      return [el('div', { class: 'words' }, ...drawMarkdown(streamed.join(''), names))];
    return message.text ? [el('div', { class: 'words' }, ...drawMrkdwn(message.text, names))] : [];
  }
  /** @type {Map<string, () => Part>} */
  const inputs = new Map();
  const use = (/** @type {Part} */ element) => doing.use(message, element, collect(inputs));
  return drawBlocks(message.blocks, { names, as: person.id, use, inputs });
}

/** The steps that a stream has told of: the last word on each. @param {Message} message @returns {Node[]} */
function drawTasks(message) {
  const tasks = new Map(
    message.chunks.filter((chunk) => chunk.type === 'task_update').map((chunk) => [chunk.id, chunk]),
  );
  if (tasks.size === 0) return [];
  const lines = [...tasks.values()].map((task) =>
    el(
      'li',
      { class: `task ${task.status}` },
      `${task.title} `,
      el('span', { class: 'small' }, TASK_WORDS[task.status] ?? ''),
    ),
  );
  const words = lines.length === 1 ? '1 step' : `${lines.length} steps`;
  return [
    el(
      'details',
      { class: 'tasks', open: message.streaming },
      el('summary', {}, message.streaming ? 'At work' : words),
      el('ul', {}, ...lines),
    ),
  ];
}

/**
 * @param {Message} message
 * @param {{ seen: Seen, doing: Doing, root: Message, isReply: boolean, isLast: boolean }} around
 */
function drawMenu(message, { seen, doing, root, isReply, isLast }) {
  const answerable = (!isReply || isLast) && !root.ephemeral;
  const buttons = [
    ...(answerable ? [{ words: 'Reply in thread', onclick: () => doing.reply(root) }] : []),
    ...(message.ephemeral
      ? []
      : seen.shortcuts.map((one) => ({
          words: one.name,
          onclick: () => doing.shortcut(message, one.callbackId),
        }))),
  ];
  return (
    buttons.length > 0 &&
    el(
      'div',
      { class: 'menu' },
      ...buttons.map((one) =>
        el('button', { type: 'button', class: 'link', onclick: one.onclick }, one.words),
      ),
    )
  );
}

/**
 * What stands in inputs, as Slack sends it: by block, then by action.
 * @param {Map<string, () => Part>} inputs
 */
export function collect(inputs) {
  /** @type {Part} */
  const values = {};
  for (const [key, read] of inputs) {
    const [blockId, actionId] = JSON.parse(key);
    values[blockId] = { ...values[blockId], [actionId]: read() };
  }
  return values;
}

/** @param {string} ts */
function timeOf(ts) {
  return new Date(Number(ts) * 1_000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}
