import { z } from 'zod';
import type { MatchRef } from '../../agent/types.ts';

const ids = z.tuple([z.string().min(1), z.string().min(1), z.string().min(1)]);

/** A match as a button's value: its three ids. */
export function writeMatch(match: MatchRef): string {
  return JSON.stringify([match.partner_id, match.record_id, match.account_id]);
}

/** Reads a button's value; null for anything that was not written here. */
export function readMatch(written: string): Omit<MatchRef, 'label'> | null {
  try {
    const [partner_id, record_id, account_id] = ids.parse(JSON.parse(written));
    return { partner_id, record_id, account_id };
  } catch {
    return null;
  }
}
