/** What a person wrote, without Slack's markup: our own mention goes, names and addresses stay as they were shown. */
export function readText(text: string, botUserId: string): string {
  return text
    .replaceAll(new RegExp(`<@${botUserId}(?:\\|[^>]*)?>`, 'g'), ' ')
    .replace(/<[@!][^>|]*\|([^>]*)>/g, '$1')
    .replace(/<[@!][^>]*>/g, ' ')
    .replace(/<#[^>|]*\|([^>]+)>/g, '#$1')
    .replace(/<#[^>]*>/g, ' ')
    .replace(/<[^>|]*\|([^>]*)>/g, '$1')
    .replace(/<(?:mailto:)?([^>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/[ \t]+/g, ' ')
    .trim();
}

/** Whether the app is addressed in the text. */
export function mentions(text: string, userId: string): boolean {
  return text.includes(`<@${userId}>`) || text.includes(`<@${userId}|`);
}

/** Whether the text begins by addressing somebody, who is not this one. */
export function addressesAnother(text: string, userId: string): boolean {
  const addressed = /^\s*<@([^>|]+)/.exec(text)?.[1];
  return addressed !== undefined && addressed !== userId;
}
