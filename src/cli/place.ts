import type { Audience } from '../access/types.ts';
import { AppError } from '../errors.ts';

/** Reads a PLACE: `dm`, `internal`, `shared:PARTNER` or `shared:A+B`. Throws `bad_input` for anything else. */
export function readPlace(text: string): Audience {
  if (text === 'dm' || text === 'internal') return { place: text };
  const partnerIds = /^shared:(.+)$/.exec(text)?.[1]?.split('+').filter(Boolean);
  if (partnerIds && partnerIds.length > 0) return { place: 'shared', partnerIds };
  throw new AppError(
    'bad_input',
    `'${text}' is no place; use dm, internal, shared:PARTNER_ID or shared:A+B.`,
  );
}

/** The place as it was written. */
export function writePlace(audience: Audience): string {
  return audience.place === 'shared' ? `shared:${audience.partnerIds.join('+')}` : audience.place;
}
