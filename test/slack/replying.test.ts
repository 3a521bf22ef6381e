import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAccess } from '../../src/access/access.ts';
import type { Progress, Question } from '../../src/agent/types.ts';
import type { Database } from '../../src/db/port.ts';
import { openTestDatabase } from '../setup/database.ts';
import { fillCompany, forgetEvents, type Office, openOffice } from './office.ts';
import { aProposal } from './scripted-assistant.ts';

let database: Database;
let office: Office;

beforeAll(async () => {
  database = await openTestDatabase();
  await fillCompany(createAccess(database));
});
afterAll(() => database.close());

beforeEach(async () => {
  await forgetEvents(database);
  office = await openOffice(database);
  office.world.directWith('U_RITA');
  office.world.directWith('U_BO');
});
afterEach(() => expect(office.slack.state.complaints).toEqual([]));

const LOOKING: Progress = { step: 1, tool: 'list_overlaps', state: 'running', label: 'Looking up overlaps' };

/** Takes steps as a turn does, with time enough between them for a stream to be opened. */
async function takeSteps(question: Question): Promise<void> {
  question.onProgress?.(LOOKING);
  await new Promise((resolve) => setTimeout(resolve, 20));
  question.onProgress?.({ ...LOOKING, state: 'done' });
  await new Promise((resolve) => setTimeout(resolve, 20));
}

function answerAfterSteps(): void {
  office.assistant.script = async (question) => {
    await takeSteps(question);
    return {};
  };
}

describe('a direct message with one of our own people', () => {
  it('shows each tool as a task, then the answer in the same message', async () => {
    answerAfterSteps();
    const asked = await office.slack.say('U_RITA', 'D_U_RITA', 'who?');
    const answers = office.slack.answers('U_RITA', 'D_U_RITA');
    expect(answers).toHaveLength(1);
    expect(answers[0]?.stream?.chunks).toEqual([
      { type: 'task_update', id: 'step-1', title: 'Looking up overlaps', status: 'in_progress' },
      { type: 'task_update', id: 'step-1', title: 'Looking up overlaps', status: 'complete' },
    ]);
    expect(answers[0]?.stream?.open).toBe(false);
    expect(JSON.stringify(answers[0]?.blocks)).toContain('Answered for internal.');
    expect(office.slack.state.statuses.get(`D_U_RITA|${asked.ts}`)).toBe('active');
  });

  it('has the whole answer in place of a stream that ended early', async () => {
    office.assistant.script = async (question) => {
      await takeSteps(question);
      office.slack.pass(6 * 60_000);
      return {};
    };
    await office.slack.say('U_RITA', 'D_U_RITA', 'who?');
    expect(office.slack.answers('U_RITA', 'D_U_RITA')).toMatchObject([
      { text: 'Answered for internal.', edits: 1 },
    ]);
  });

  it('has the answer as a message where no stream could be started', async () => {
    answerAfterSteps();
    office.slack.fail('chat.startStream', { error: 'internal_error', times: 5 });
    await office.slack.say('U_RITA', 'D_U_RITA', 'who?');
    expect(office.slack.answers('U_RITA', 'D_U_RITA')).toMatchObject([
      { text: 'Answered for internal.', stream: null },
    ]);
    expect(office.slack.calls('chat.startStream')).toHaveLength(1);
  });

  it('gets a message of its own where the stream can’t even be replaced', async () => {
    answerAfterSteps();
    office.slack.fail('chat.stopStream', { error: 'message_not_in_streaming_state', times: 5 });
    office.slack.fail('chat.update', { error: 'message_not_found', times: 5 });
    await office.slack.say('U_RITA', 'D_U_RITA', 'who?');
    expect(office.slack.answers('U_RITA', 'D_U_RITA').at(-1)).toMatchObject({
      text: 'Answered for internal.',
    });
  });
});

describe('where others read', () => {
  it.each([
    ['U_RITA', 'C_SALES'],
    ['U_RITA', 'C_BOREALIS'],
    ['U_BO', 'D_U_BO'],
  ])('nothing is streamed: %s in %s', async (userId, channelId) => {
    answerAfterSteps();
    await office.slack.say(userId, channelId, '<@U_COSELL> who?');
    expect(office.slack.calls('chat.startStream')).toEqual([]);
    expect(office.slack.answers('U_BO', 'C_BOREALIS').filter((one) => one.stream)).toEqual([]);
  });

  it('a slow answer takes the place of one line with the fixed words of a tool', async () => {
    await forgetEvents(database);
    office = await openOffice(database, { pace: { firstProgressMs: 0, betweenProgressMs: 0 } });
    answerAfterSteps();
    await office.slack.say('U_RITA', 'C_BOREALIS', '<@U_COSELL> who?');
    const posts = office.slack.calls('chat.postMessage');
    expect(posts.map((one) => one.text)).toEqual(['Looking up overlaps …']);
    expect(office.slack.answers('U_BO', 'C_BOREALIS')).toMatchObject([
      { text: 'Answered for partner:borealis.', edits: 1 },
    ]);
  });
});

describe('the conversation’s status', () => {
  it('is processing while the turn runs and free when it has failed', async () => {
    office.assistant.script = () => {
      expect([...office.slack.state.statuses.values()]).toEqual(['processing']);
      throw new Error('boom at /srv/app/secret.ts');
    };
    await office.slack.say('U_RITA', 'C_SALES', '<@U_COSELL> who?');
    expect([...office.slack.state.statuses.values()]).toEqual(['active']);
    expect(office.slack.answers('U_NEW', 'C_SALES')[0]?.text).toMatch(/^Something broke on my side/);
    expect(JSON.stringify(office.slack.state.calls)).not.toContain('secret');
  });

  it('waits while a step waits for its click', async () => {
    office.assistant.script = () => ({ proposals: [aProposal()] });
    await office.slack.say('U_RITA', 'D_U_RITA', 'ask for an intro');
    expect([...office.slack.state.statuses.values()]).toEqual(['suspended']);
  });

  it('is nothing that an answer depends on', async () => {
    office.slack.fail('agents.sessions.setStatus', { error: 'not_authorized', times: 10 });
    await office.slack.say('U_RITA', 'C_SALES', '<@U_COSELL> who?');
    expect(office.slack.answers('U_RITA', 'C_SALES')).toHaveLength(1);
  });
});

describe('Slack’s limits on calls', () => {
  it('delay an answer and lose none', async () => {
    office.slack.fail('chat.postMessage', { error: 'ratelimited', retryAfter: 0, times: 2 });
    await office.slack.say('U_RITA', 'C_SALES', '<@U_COSELL> who?');
    expect(office.slack.answers('U_RITA', 'C_SALES')).toMatchObject([{ text: 'Answered for internal.' }]);
    expect(office.slack.calls('chat.postMessage')).toHaveLength(3);
  });

  it('turn blocks that Slack does not take into their text', async () => {
    office.slack.fail('chat.postMessage', { error: 'msg_blocks_too_long' });
    await office.slack.say('U_RITA', 'C_SALES', '<@U_COSELL> who?');
    expect(office.slack.answers('U_RITA', 'C_SALES')).toMatchObject([{ text: 'Answered for internal.' }]);
  });
});

describe('Stop', () => {
  it('aborts the running turn and says so', async () => {
    office.assistant.script = async (question) => {
      const thread = question.thread.split('|').at(-1);
      void office.slack.send({
        type: 'agent_session_stopped',
        user: 'U_RITA',
        channel: 'D_U_RITA',
        thread_ts: thread,
        streaming_message_ts: [],
        event_ts: '9.9',
      });
      await new Promise((_, reject) =>
        question.signal?.addEventListener('abort', () => reject(new Error('aborted'))),
      );
      return {};
    };
    await office.slack.say('U_RITA', 'D_U_RITA', 'who?');
    expect(office.slack.answers('U_RITA', 'D_U_RITA')).toMatchObject([{ text: 'Stopped.' }]);
  });

  it('is not for strangers in a room', async () => {
    office.world.channels.get('C_SALES')?.members.add('U_EVE');
    let stopped = false;
    office.assistant.script = async (question) => {
      question.signal?.addEventListener('abort', () => {
        stopped = true;
      });
      const threadTs = question.thread.split('|').at(-1);
      await office.slack.send({
        type: 'agent_session_stopped',
        user: 'U_EVE',
        channel: 'C_SALES',
        thread_ts: threadTs,
        streaming_message_ts: [],
        event_ts: '9.9',
      });
      return {};
    };
    await office.slack.say('U_RITA', 'C_SALES', '<@U_COSELL> who?');
    expect(stopped).toBe(false);
  });
});
