import { linkInThreads } from '../../accounts/matching/link-in-threads.ts';
import type { AccountRecord } from '../../accounts/matching/types.ts';
import { readAccountList } from '../../accounts/read-account-list.ts';

export interface MatchFilesRequest {
  /** Paths of CSV files with a header; the id is in the first column, whatever it is called. */
  readonly left: string;
  readonly right: string;
  /** Gets one line of JSON at a time, with its newline. */
  readonly write: (line: string) => void;
  /** Gets what is odd about a list that could be read all the same, such as an id that stands twice. */
  readonly warn?: (message: string) => void;
}

/**
 * Links the accounts of two lists and writes a line of JSON for each linked row of the left list, in its order. Returns how many
 * were written. Nothing is written where a list is refused: `not_found` for a file that can't be read, and `bad_input` in one line
 * for what `readAccountList` refuses.
 */
export async function matchFiles(request: MatchFilesRequest): Promise<number> {
  const options = request.warn ? { warn: request.warn } : {};
  const right: AccountRecord[] = [];
  for await (const account of readAccountList(request.right, options)) right.push(account);
  const links = await linkInThreads(readAccountList(request.left, options), right);
  for (const link of links) {
    const score = Math.round(link.score * 10_000) / 10_000;
    request.write(
      `${JSON.stringify({ left: link.left, right: link.right, score, decision: link.decision, why: link.why })}\n`,
    );
  }
  return links.length;
}
