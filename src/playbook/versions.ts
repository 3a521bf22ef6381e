const YEAR_OR_VERSION =
  /\b(?:fy|q[1-4])?[\s'-]*(?:19|20)\d\d\b|\bfy\s*\d\d\b|\bv(?:ersion)?\.?\s*\d+(?:\.\d+)*\b|\bq[1-4]\b/g;
const AGED =
  /\b(?:old|archived?|superseded|deprecated|obsolete|retired|outdated|previous|former|earlier|legacy)\b(?:\s+(?:edition|version|issue))?/g;
const SAYS_SO =
  /\b(?:this (?:page|document|policy|version|guide)\s+(?:is|was|has been)\s+(?:superseded|replaced|archived|retired|deprecated|obsolete|outdated|withdrawn|no longer (?:valid|in force|current))|superseded by)\b/i;

/** What a title is without its year, version or age: pages of one family are versions of one page. */
export function familyOf(title: string): string {
  const family = title
    .toLowerCase()
    .replace(YEAR_OR_VERSION, ' ')
    .replace(AGED, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return family || title.toLowerCase();
}

/** Whether a page says of itself, in its title or near its top, that another has taken its place. */
export function isSuperseded(page: { title: string; body: string }): boolean {
  return (
    /\b(?:archived|superseded|deprecated|obsolete|retired|(?:old|previous|former|earlier) (?:edition|version|issue))\b/i.test(
      page.title,
    ) || SAYS_SO.test(page.body.slice(0, 600))
  );
}
