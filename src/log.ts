import { type Logger, pino } from 'pino';

/** Where the program says what happened. Texts of people and secrets are never logged; ids are. */
export type Log = Pick<Logger, 'info' | 'warn' | 'error' | 'debug'>;

/** Writes JSON lines to standard error, so that standard output stays a command's own. */
export function createLog(level: string): Log {
  return pino(
    {
      level,
      base: null,
      redact: { paths: ['*.token', '*.apiKey', '*.password', '*.authorization'], censor: '[hidden]' },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
