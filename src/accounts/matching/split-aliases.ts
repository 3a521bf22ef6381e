import { isSubsequence } from './spelling.ts';

/** Words that announce another name of the same company. */
const ANNOUNCED =
  /\s*[,;([-]*\s*\b(?:formerly(?: known as| called)?|f\/k\/a|fka|previously|now known as|nka|n\/k\/a|d\/b\/a|dba|doing business as|trading as|t\/a|also known as|a\.?k\.?a\.?|ehemals|vormals|fr[uü]her|anciennement|antes|ex\.)(?=[\s:.])[\s:.]*/i;

const WEB_OR_MAIL = /\(?\s*(?:https?:\/\/|www\.)\S*\s*\)?|\S+@\S+\.\S+/gi;

/** `(NIHR)` or `(Nihon Denki)` at the end: the name in other words. */
const AT_THE_END = /^(.*\S)\s*[([]([^()[\]]{2,60})[)\]]\s*$/;

export interface NameParts {
  readonly name: string;
  readonly aliases: readonly string[];
}

/**
 * Takes a text apart into the company's name and the further names that it mentions: 'Y Ltd (formerly X)', 'X dba Y',
 * 'National Institute (NI)'. Addresses of the web and of mail are left out. Never an empty name unless the text is.
 */
export function splitAliases(text: string): NameParts {
  const plain =
    text.includes('@') || /https?:|www\./i.test(text) ? text.replace(WEB_OR_MAIL, ' ').trim() || text : text;
  const parts = plain.split(ANNOUNCED).map(trimName).filter(Boolean);
  const [name = plain, ...aliases] = parts.length > 0 ? parts : [plain];
  const inside = AT_THE_END.exec(name);
  if (!inside?.[1] || !inside[2] || !isAnotherName(inside[2], inside[1])) return { name, aliases };
  return { name: inside[1], aliases: [inside[2], ...aliases] };
}

/** Initials of the words before, or a name long enough to stand alone; 'Holdings' or 'South Africa' is neither. */
function isAnotherName(inside: string, before: string): boolean {
  if (!/^[\p{Lu}\p{N}&.-]{2,8}$/u.test(inside)) return false;
  const initials = (before.match(/\p{L}+/gu) ?? []).map((word) => word[0]?.toUpperCase()).join('');
  const letters = inside.replace(/[^\p{L}]/gu, '');
  return (
    letters.length > 1 &&
    isSubsequence(letters, initials + before.toUpperCase()) &&
    letters[0] === initials[0]
  );
}

function trimName(text: string): string {
  return text
    .replace(/^[\s,;:()[\]-]+|[\s,;:([-]+$/g, '')
    .replace(/^([^(]*)\)$/, '$1')
    .trim();
}
