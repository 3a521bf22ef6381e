import { el } from './dom.js';

/** @import { Place, Trace } from './shapes.d.ts' */

/**
 * Draws how the answers of a conversation came about: who asked, who reads, which tools ran, which model wrote.
 * @param {HTMLElement} panel
 * @param {Place | undefined} place
 * @param {string | null} thread The conversation; the newest of the room where it is null.
 */
export function showBehind(panel, place, thread) {
  const roots = place?.messages.filter((message) => message.traces.length > 0) ?? [];
  const root = roots.find((message) => message.ts === thread) ?? roots.at(-1);
  const signature = JSON.stringify(root?.traces ?? []);
  if (panel.childElementCount > 0 && panel.dataset.signature === signature) return;
  panel.dataset.signature = signature;
  const traces = root?.traces ?? [];
  panel.replaceChildren(
    ...(traces.length > 0
      ? traces.map(drawTrace)
      : [
          el(
            'p',
            { class: 'small' },
            'Ask something: who asked, who reads it, and which tools ran is shown here.',
          ),
        ]),
  );
}

/** @param {Trace} trace */
function drawTrace(trace) {
  const facts = [
    ['Asked by', trace.asker],
    ['Read by', trace.readers],
    ['Model', `${trace.model}${trace.mode === 'basic' ? ' (basic mode)' : ''}`],
    ['Time', `${trace.ms} ms`],
    ['Withheld', trace.withheld ? 'The asker may see more in private' : 'Nothing that the asker could see'],
  ];
  return el(
    'section',
    { class: 'trace' },
    el('h3', {}, trace.asked),
    el('dl', {}, ...facts.flatMap(([name = '', words = '']) => [el('dt', {}, name), el('dd', {}, words)])),
    el(
      'ol',
      { 'aria-label': 'Tools' },
      ...trace.tools.map((tool) =>
        el(
          'li',
          {},
          el('code', {}, tool.name),
          ` ${tool.ok ? '' : 'failed, '}${tool.ms} ms`,
          el('div', { class: 'small input' }, tool.input),
        ),
      ),
    ),
  );
}
