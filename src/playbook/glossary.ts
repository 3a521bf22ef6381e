import { parse } from 'yaml';
import { z } from 'zod';
import { AppError } from '../errors.ts';

const schema = z.array(z.array(z.string().trim().min(1).max(80)).min(2).max(40)).max(2000);

/** Reads groups of words and phrases that a trade uses alike: a YAML list of lists. Throws `bad_input` otherwise. */
export function parseGlossary(text: string): string[][] {
  let parsed: unknown;
  try {
    parsed = parse(text);
  } catch (cause) {
    throw new AppError('bad_input', 'The glossary is not YAML.', { cause });
  }
  const groups = schema.safeParse(parsed ?? []);
  if (!groups.success) throw new AppError('bad_input', 'The glossary is not a list of lists of words.');
  return groups.data;
}
