/** JSON with the keys of every object in order and no blanks: equal documents are equal bytes, so that they can be signed. */
export function toCanonicalJson(document: unknown): string {
  return JSON.stringify(document, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
