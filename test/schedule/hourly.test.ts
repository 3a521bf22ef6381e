import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.ts';
import { repeatHourly } from '../../src/schedule/hourly.ts';

const log = createLog('silent');

describe('work that repeats', () => {
  it('begins at once, and goes on after each pause, also where it failed', async () => {
    let rounds = 0;
    await new Promise<void>((resolve) => {
      const hourly = repeatHourly({
        log,
        pauseMs: 1,
        async work() {
          rounds += 1;
          if (rounds === 1) throw new Error('the database is away');
          if (rounds === 3) void hourly.stop().then(resolve);
        },
      });
    });
    expect(rounds).toBe(3);
  });

  it('is told of the end, comes to its own, and is not begun again', async () => {
    const steps: string[] = [];
    const hourly = repeatHourly({
      log,
      pauseMs: 1,
      async work(signal) {
        await sleep(20);
        steps.push(signal.aborted ? 'told' : 'not told');
      },
    });
    await hourly.stop();
    steps.push('stopped');
    await sleep(20);
    expect(steps).toEqual(['told', 'stopped']);
  });
});
