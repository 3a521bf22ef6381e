import { parse } from 'tldts';
import { hasSuffix } from './domains.ts';

export interface NameAndDomain {
  readonly name: string;
  readonly domain: string | null;
}

const ADDRESS = /(?:https?:\/\/)?(?:[\w.+-]+@)?(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?:\/\S*)?/giu;
const LINKING_WORD_AT_THE_END =
  /[\s,;:(<[-]*(?:\b(?:at|on|website|web|site|domain|url|www)\b[\s:]*)?[\s,;:(<[-]*$/i;

/**
 * Takes 'Globex Corp. at globex.com', 'Globex (https://www.globex.com)' or 'jane@globex.com' apart into a name and a domain.
 * Where nothing but an address is written, the name is its label. A text without an address is all name.
 */
export function splitNameAndDomain(text: string): NameAndDomain {
  for (const found of text.matchAll(ADDRESS)) {
    const parsed = parse(found[0].toLowerCase(), { allowPrivateDomains: true });
    // 'S.p.A.' and 'Inc.com' of a broken line look like hosts; a real ending and a label of two letters or more tell.
    if (!parsed.domain || !hasSuffix(parsed) || (parsed.domainWithoutSuffix ?? '').length < 2) continue;
    const before = text.slice(0, found.index).replace(LINKING_WORD_AT_THE_END, '');
    const after = text.slice(found.index + found[0].length).replace(/^[\s)\]>,;:-]+/, '');
    const name = `${before} ${after}`.trim();
    // 'Booking.com' or 'Booking.com B.V.' is a name that is an address too.
    if (before.trim() === '')
      return {
        name: text.trim().includes('@') && name === '' ? (parsed.domainWithoutSuffix ?? text) : text.trim(),
        domain: parsed.domain,
      };
    return { name, domain: parsed.domain };
  }
  return { name: text.trim(), domain: null };
}
