/** Text that shows nothing of itself but can turn an id, hide a word or break a filter: Unicode's formats and controls. */
const UNSEEN = /[\p{Cf}\p{Cs}]|(?![\n\t])\p{Cc}/gu;

/** Longer than any block; cleaning the rest would cost time for nothing. */
const LONGEST = 4_000;

/** Slack's own tokens: `<!channel>`, `<@U1>`, `<#C1|name>`, `<https://…|words>`. */
const MENTION = /<[!@#][^<>]{0,500}>/g;
const TOKEN_LINK = /<[a-z][a-z0-9+.-]{0,20}:[^<>|]{0,2000}(?:\|([^<>]{0,500}))?>/gi;

const MARKDOWN_IMAGE = /!\[[^\]\n]{0,500}\](?:\([^)\n]{0,2000}\)|\[[^\]\n]{0,500}\])/g;
const MARKDOWN_LINK = /\[([^\]\n]{0,500})\]\([^)\n]{0,2000}\)/g;
const MARKDOWN_REFERENCE_LINK = /\[([^\]\n]{1,500})\]\[[^\]\n]{0,500}\]/g;
const REFERENCE_DEFINITION = /^[ \t]{0,20}\[[^\]\n]{1,500}\]:.*$/gm;

/**
 * What a client would make a link of by itself: addresses with a scheme, emails, and hosts such as `globex.com/deal`.
 * Lengths are bounded, so that a long word without a dot costs no time.
 */
const LINKABLE =
  /(?:[a-z][a-z0-9+.-]{1,20}:\/\/|mailto:|slack:|tel:)[^\s`<>|]+|[\p{L}\p{N}._%+-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}[\p{L}\p{N}-]{2,63}|(?:[\p{L}\p{N}][\p{L}\p{N}-]{0,62}\.){1,8}[a-z]{2,24}(?::\d{1,5})?(?:\/[^\s`<>|]*)?/giu;

/**
 * Others' text for a `plain_text` object, a table's cell or a header: one that can be read and does nothing. Angle
 * brackets become ‹ ›, so that no reader of the text, now or later, takes a part of it for one of Slack's tokens.
 */
export function toPlain(text: string): string {
  return strip(text.slice(0, LONGEST)).replaceAll('<', '‹').replaceAll('>', '›').trim();
}

/** Others' text as one line inside our own mrkdwn, with nothing in it that Slack would act on. */
export function toInline(text: string): string {
  return escapeControl(
    defuse(strip(text.slice(0, LONGEST)).replace(/\s+/g, ' ').trim().replaceAll('`', "'")),
  );
}

/**
 * The words of an answer, which a model wrote in Markdown, as Slack's mrkdwn: bold, lists and code stay; links, images,
 * mentions and reference definitions don't, and an address in the text is shown as code, which no client links.
 */
export function toMrkdwn(markdown: string): string {
  const text = strip(
    markdown
      .replace(REFERENCE_DEFINITION, '')
      .replace(MARKDOWN_IMAGE, '')
      .replace(MARKDOWN_LINK, '$1')
      .replace(MARKDOWN_REFERENCE_LINK, '$1'),
  );
  const pieces = text.split(/(```[\s\S]*?```|`[^`\n]*`)/);
  return pieces
    .map((piece, i) => (i % 2 === 1 ? escapeControl(piece) : escapeControl(restyle(defuse(piece)))))
    .join('')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** A page's address where it may be a button: https, of exactly one of the hosts that the company allows; else null. */
export function allowLink(url: string | null, hosts: readonly string[]): string | null {
  if (!url || !URL.canParse(url)) return null;
  const address = new URL(url);
  const plain = address.protocol === 'https:' && !address.username && !address.password && !address.port;
  return plain && hosts.includes(address.hostname) ? address.href : null;
}

function strip(text: string): string {
  return text
    .replace(UNSEEN, '')
    .replace(MENTION, '')
    .replace(TOKEN_LINK, (_, words: string | undefined) => words ?? '');
}

function defuse(text: string): string {
  return text.replace(LINKABLE, (address) => `\`${address}\``);
}

function restyle(text: string): string {
  return text
    .replace(/^#{1,6}[ \t]+(.+?)[ \t]*#*$/gm, '**$1**')
    .replace(/^([ \t]*)[-*+][ \t]+/gm, '$1• ')
    .replace(/\*\*([^*\n]+)\*\*/g, '*$1*')
    .replace(/__([^_\n]+)__/g, '*$1*')
    .replace(/~~([^~\n]+)~~/g, '~$1~');
}

function escapeControl(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
