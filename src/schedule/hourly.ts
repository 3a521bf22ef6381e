import type { Log } from '../log.ts';

const HOUR_MS = 60 * 60_000;

/** Work that is going on until it is stopped. */
export interface Hourly {
  /** Lets the work at hand come to its end, and starts none. */
  stop(): Promise<void>;
}

/**
 * Does the work now and then again after each pause. Work that fails is logged and done again at its time; work is never
 * begun while it is going on.
 */
export function repeatHourly(parts: {
  readonly work: (signal: AbortSignal) => Promise<unknown>;
  readonly log: Log;
  readonly pauseMs?: number;
}): Hourly {
  const { work, log, pauseMs = HOUR_MS } = parts;
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const round = async (): Promise<void> => {
    await work(stopping.signal).catch((error: unknown) => {
      log.error({ err: error }, 'scheduled work failed; it is tried again');
    });
    if (stopping.signal.aborted) return;
    timer = setTimeout(() => {
      running = round();
    }, pauseMs);
    // The program ends when its surfaces do.
    timer.unref();
  };
  let running = round();
  return {
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
