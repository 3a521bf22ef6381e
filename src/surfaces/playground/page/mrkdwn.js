/** @import { Words } from './shapes.d.ts' */

const TOKEN = /<([^<>\n]{1,3000})>/;
const FENCE = /```([\s\S]*?)```/;
const CODE = /`([^`\n]+)`/;
/** A mark counts where no word goes on beside it. */
const STYLES = /** @type {const} */ ([
  ['bold', /(^|[^\p{L}\p{N}*])\*(\S(?:[^*\n]*\S)?)\*(?![\p{L}\p{N}*])/u],
  ['italic', /(^|[^\p{L}\p{N}_])_(\S(?:[^_\n]*\S)?)_(?![\p{L}\p{N}_])/u],
  ['strike', /(^|[^\p{L}\p{N}~])~(\S(?:[^~\n]*\S)?)~(?![\p{L}\p{N}~])/u],
]);

/**
 * Slack's mrkdwn as a tree that holds text alone: nothing in it is markup, whoever wrote it.
 * @param {string} text
 * @param {Record<string, string>} names What mentions are shown as, by id.
 * @returns {Words[]}
 */
export function readMrkdwn(text, names = {}) {
  return readFences(text, names);
}

/** @param {string} text @param {Record<string, string>} names @returns {Words[]} */
function readFences(text, names) {
  const found = FENCE.exec(text);
  if (!found) return readLines(text, names);
  return [
    ...readLines(text.slice(0, found.index), names),
    { kind: 'pre', text: readEntities(found[1] ?? '') },
    ...readFences(text.slice(found.index + found[0].length), names),
  ];
}

/** Lines that begin with '>' are a quote. @param {string} text @param {Record<string, string>} names @returns {Words[]} */
function readLines(text, names) {
  if (!/^(?:&gt;|>)/m.test(text)) return readCode(text, names);
  /** @type {Words[]} */
  const words = [];
  for (const [i, line] of text.split('\n').entries()) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quoted) words.push({ kind: 'quote', inner: readCode(quoted[1] ?? '', names) });
    else words.push(...readCode(i > 0 ? `\n${line}` : line, names));
  }
  return words;
}

/** @param {string} text @param {Record<string, string>} names @returns {Words[]} */
function readCode(text, names) {
  const found = CODE.exec(text);
  if (!found) return readStyles(text, names);
  return [
    ...readStyles(text.slice(0, found.index), names),
    { kind: 'code', text: readEntities(found[1] ?? '') },
    ...readCode(text.slice(found.index + found[0].length), names),
  ];
}

/** @param {string} text @param {Record<string, string>} names @returns {Words[]} */
function readStyles(text, names) {
  const found = STYLES.map(([kind, pattern]) => ({ kind, match: pattern.exec(text) }))
    .filter((one) => one.match !== null)
    .sort((a, b) => startOf(a.match) - startOf(b.match))[0];
  if (!found?.match) return readTokens(text, names);
  const start = startOf(found.match);
  return [
    ...readTokens(text.slice(0, start), names),
    { kind: found.kind, inner: readStyles(found.match[2] ?? '', names) },
    ...readStyles(text.slice(found.match.index + found.match[0].length), names),
  ];
}

/** @param {RegExpExecArray | null} match */
function startOf(match) {
  return match ? match.index + (match[1] ?? '').length : Number.POSITIVE_INFINITY;
}

/** @param {string} text @param {Record<string, string>} names @returns {Words[]} */
function readTokens(text, names) {
  const found = TOKEN.exec(text);
  if (!found) return text ? [{ kind: 'text', text: readEntities(text) }] : [];
  const before = text.slice(0, found.index);
  return [
    ...(before ? [/** @type {Words} */ ({ kind: 'text', text: readEntities(before) })] : []),
    readToken(found[1] ?? '', names),
    ...readTokens(text.slice(found.index + found[0].length), names),
  ];
}

/** @param {string} token @param {Record<string, string>} names @returns {Words} */
function readToken(token, names) {
  const [target = '', label] = token.split('|');
  if (target.startsWith('@')) return { kind: 'mention', text: `@${names[target.slice(1)] ?? 'somebody'}` };
  if (target.startsWith('#')) return { kind: 'mention', text: `#${readEntities(label ?? target.slice(1))}` };
  if (target.startsWith('!date^')) return { kind: 'text', text: readEntities(label ?? '') };
  if (target.startsWith('!')) return { kind: 'mention', text: `@${readEntities(label ?? target.slice(1))}` };
  const url = safeUrl(readEntities(target));
  if (url) return { kind: 'link', url, text: readEntities(label ?? target) };
  return { kind: 'text', text: readEntities(label ?? target) };
}

/**
 * An address that may be a link: https or mail, else null.
 * @param {string} url
 */
export function safeUrl(url) {
  return URL.canParse(url) && ['https:', 'mailto:'].includes(new URL(url).protocol) ? url : null;
}

/** @param {string} text */
function readEntities(text) {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
