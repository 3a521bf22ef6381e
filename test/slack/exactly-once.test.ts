import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Access, createAccess } from '../../src/access/access.ts';
import type { Database } from '../../src/db/port.ts';
import { createTakenEvents } from '../../src/surfaces/slack/taken-events.ts';
import { listTestDatabases } from '../setup/database.ts';
import { fillCompany, forgetEvents, openOffice, QUICK } from './office.ts';

describe.each(listTestDatabases())('over $kind', ({ open }) => {
  let database: Database;
  let access: Access;

  beforeAll(async () => {
    database = await open();
    access = createAccess(database);
    await fillCompany(access);
  });
  afterAll(() => database.close());
  beforeEach(() => forgetEvents(database));

  /** Each is a process of its own as far as the database can tell. */
  const processes = (count: number) => Array.from({ length: count }, () => createTakenEvents(access, QUICK));

  describe('an event', () => {
    it.each([
      { events: ['mention', 'message'] },
      { events: ['message', 'mention'] },
      { events: ['mention'] },
    ] as const)('that Slack delivers three times as $events is answered once', async ({ events }) => {
      const { slack, assistant } = await openOffice(database);
      await slack.say('U_RITA', 'C_SALES', '<@U_COSELL> hello?', { times: 3, events });
      expect(assistant.questions).toHaveLength(1);
      expect(slack.answers('U_RITA', 'C_SALES')).toHaveLength(1);
    });

    it('that reaches three processes is worked on by one of them', async () => {
      const workers: number[] = [];
      await Promise.all(
        processes(3).map((events, i) =>
          events.once(['message|1', 'event|a'], async () => {
            workers.push(i);
            await sleep(60);
          }),
        ),
      );
      expect(workers).toHaveLength(1);
    });

    it('that shares a key with one that is done, is done', async () => {
      const [events] = processes(1);
      const done: string[] = [];
      await events?.once(['message|1', 'event|a'], async () => void done.push('a'));
      await events?.once(['message|1', 'event|b'], async () => void done.push('b'));
      await events?.once(['event|b'], async () => void done.push('b alone'));
      expect(done).toEqual(['a', 'b alone']);
    });

    it('whose process died is taken up by one that waited', async () => {
      await access.open(access.system, (connection) =>
        connection.query(
          `insert into taken_events (event_key, taken_at, leased_until, state)
         values ('message|1', now(), now() + interval '150 milliseconds', 'running')`,
        ),
      );
      const done: number[] = [];
      await Promise.all(
        processes(2).map((events, i) => events.once(['message|1'], async () => void done.push(i))),
      );
      expect(done).toHaveLength(1);
    });

    it('that outlasts its lease stays with who works on it', async () => {
      const [first, second] = processes(2);
      const done: string[] = [];
      const long = first?.once(['message|1'], async () => {
        await sleep(QUICK.leaseMs * 1.5);
        done.push('first');
      });
      await sleep(20);
      await second?.once(['message|1'], async () => void done.push('second'));
      await long;
      expect(done).toEqual(['first']);
    });

    it('whose work failed may be tried again', async () => {
      const [events] = processes(1);
      await expect(events?.once(['message|1'], () => Promise.reject(new Error('lost')))).rejects.toThrow(
        'lost',
      );
      let done = false;
      await events?.once(['message|1'], async () => {
        done = true;
      });
      expect(done).toBe(true);
    });
  });

  describe('a thread', () => {
    it('has one turn at a time, whichever processes its messages reach', async () => {
      const [first, second] = processes(2);
      let running = 0;
      let most = 0;
      const turn = async () => {
        most = Math.max(most, ++running);
        await sleep(15);
        running -= 1;
      };
      await Promise.all([first, second, first, second].map((events) => events?.alone('T|C|1', turn)));
      expect(most).toBe(1);
    });

    it('keeps the order in which one process heard of its turns, and goes on after one that failed', async () => {
      const [events] = processes(1);
      const order: number[] = [];
      const turns = [1, 2, 3].map((turn) =>
        events?.alone('T|C|1', async () => {
          order.push(turn);
          if (turn === 2) throw new Error('lost');
        }),
      );
      await Promise.allSettled(turns);
      expect(order).toEqual([1, 2, 3]);
    });

    it('is stopped in whatever process it runs', async () => {
      const [answering, stopping] = processes(2);
      const stopped = answering?.alone(
        'T|C|1',
        (signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve('stopped'))),
      );
      await sleep(30);
      await stopping?.stop('T|C|1');
      await expect(stopped).resolves.toBe('stopped');
    });

    it('that was joined is remembered after old events are forgotten, for a month', async () => {
      const [events] = processes(1);
      await events?.join('T|C|1');
      await events?.join('T|C|2');
      await events?.once(['message|1'], async () => undefined);
      await access.open(access.system, (connection) =>
        connection.query(
          `update taken_events
         set taken_at = now() - case when event_key = 'joined|T|C|2' then interval '31 days' else interval '2 days' end`,
        ),
      );
      await events?.forgetOld();
      const left = await access.open(access.system, (connection) =>
        connection.query('select event_key from taken_events order by event_key'),
      );
      expect(left).toEqual([{ event_key: 'joined|T|C|1' }]);
      expect(await events?.hasJoined('T|C|1')).toBe(true);
      expect(await events?.hasJoined('T|C|2')).toBe(false);
    });
  });
});
