import { readAmount } from './resolve.ts';
import type { Sight } from './sight.ts';

/** A product of ours that the text names. */
export function readProduct(sight: Sight, text: string): string | null {
  return readProductName(sight.facts.products, text);
}

/** The first of these products that the text names. */
export function readProductName(products: readonly string[], text: string): string | null {
  const lower = text.toLowerCase();
  return (
    products.find((product) => new RegExp(`\\b${escapePattern(product.toLowerCase())}\\b`).test(lower)) ??
    null
  );
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

const END =
  '(?=\\s+(?:for|at|worth|on|as|in|to|with|by|under|product|amount|please|valued|over|and)\\b|\\s*[,;:?!()]|\\.(?:\\s|$)|\\s+(?:[$€£]|\\d|usd\\b|eur\\b|gbp\\b|chf\\b)|\\s*$)';

/** Where a sentence names an account, the most telling place first. */
const PLACES: readonly RegExp[] = [
  /\b(?:is|are|was)\s+(.{2,80}?)\s+(?:still |already |currently )?(?:free|taken|registered|available|protected|open)\b/gi,
  new RegExp(
    `\\b(?:deal|registration|opportunity|business|project)\\s*(?:for|with|at|on|of|about|:)\\s*(.{2,80}?)${END}`,
    'gi',
  ),
  new RegExp(
    `\\b(?:register|registered|submit|log|protect|hand in|customer is|client is|account is)\\s+(?:a |the |our |an? new )?(.{2,80}?)${END}`,
    'gi',
  ),
  new RegExp(`\\b(?:with|at|for|on|about)\\s+(?:the account )?(.{2,80}?)${END}`, 'gi'),
];

const NO_NAME =
  /^(?:it|this|that|us|me|them|one|the|an?|our|deal|registration|opportunity|business|project|(?:\w+ )?(?:deal|registration))$/i;

/** What a partner calls the account: partners have no list of ours to find it in. A product is no account. */
export function readAccountWords(text: string, products: readonly string[]): string | null {
  const known = new Set(products.map((product) => product.toLowerCase()));
  for (const place of PLACES) {
    for (const match of text.matchAll(place)) {
      const words = match[1]?.trim().replace(/^(?:the account|account|the|an?|our|new)\s+/i, '') ?? '';
      const isName = words !== '' && !NO_NAME.test(words) && !known.has(words.toLowerCase());
      if (isName && readAmount(words) === null) return words;
    }
  }
  return null;
}
