import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../../log.ts';

/** Lets Bolt and its clients say what they say through our log; their debug lines hold people's texts and are dropped. */
export function createBoltLogger(log: Log): Logger {
  const words = (parts: unknown[]) =>
    parts
      .map((part) => (part instanceof Error ? part.message : typeof part === 'string' ? part : '…'))
      .join(' ');
  return {
    debug: () => undefined,
    info: (...parts) => log.debug(words(parts)),
    warn: (...parts) => log.warn(words(parts)),
    error: (...parts) => log.error(words(parts)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}
