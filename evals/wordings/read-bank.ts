import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Task, type TaskDraft, taskSchema } from '../task.ts';
import type { TaskWorld } from '../tasks/task-world.ts';
import { chooseStandIns, type StandIns } from './stand-ins.ts';

const BANK = new URL('./bank.jsonl', import.meta.url);

/** A wording as the bank holds it: names stand in braces (`{a1.s}`), calls as `tool key=content key=content`. */
const wording = z.strictObject({
  id: z.string(),
  kind: z.string(),
  /** The planner is improved on what `dev` misses; of `held` only the rate is looked at. */
  half: z.enum(['dev', 'held']),
  role: z.enum(['rep', 'partner_manager', 'partner']),
  in: z.enum(['dm', 'shared']).default('dm'),
  /** What is said, turn by turn. */
  say: z.array(z.string()).min(1),
  /** Calls of which each must be made; of a list one will do. */
  calls: z.array(z.array(z.string()).min(1)).default([]),
  not: z.array(z.string()).default([]),
  /** Texts of which the answer must hold one of each list. */
  says: z.array(z.array(z.string()).min(1)).default([]),
  hides: z.array(z.string()).default([]),
  asks: z.array(z.string()).optional(),
  declines: z.boolean().default(false),
  drafted: z.array(z.string()).default([]),
  drafts: z.array(z.string()).default([]),
});
type Wording = z.output<typeof wording>;

export interface BankTask {
  readonly half: 'dev' | 'held';
  readonly task: Task;
}

/** The bank's wordings as tasks of a world; `skipped` names those for which the world has nothing to stand in. */
export function readBank(world: TaskWorld): { tasks: readonly BankTask[]; skipped: readonly string[] } {
  const standIns = chooseStandIns(world);
  const tasks: BankTask[] = [];
  const skipped: string[] = [];
  for (const line of readFileSync(BANK, 'utf8').split('\n')) {
    if (!line.trim()) continue;
    const filled = fillIn(line, standIns);
    const read = wording.parse(JSON.parse(filled));
    if (/\{[a-zA-Z]/.test(filled.slice(1))) skipped.push(read.id);
    else tasks.push({ half: read.half, task: taskSchema.parse(toTask(read, world, standIns)) });
  }
  return { tasks, skipped };
}

function fillIn(line: string, standIns: StandIns): string {
  return line.replace(/\{([a-zA-Z][\w.]*)\}/g, (whole, key: string) => {
    const found = standIns[key];
    return found === undefined ? whole : JSON.stringify(found).slice(1, -1);
  });
}

/** Intro requests may be offered wherever partners are weighed. */
const OFFERS: Readonly<Record<string, readonly string[]>> = {
  recommend: ['request_intro'],
  overlaps: ['request_intro'],
  followup: ['request_intro'],
  compound: ['request_intro'],
};

function toTask(one: Wording, world: TaskWorld, standIns: StandIns): TaskDraft {
  return {
    id: one.id,
    kind: one.kind,
    role: one.role,
    as: personOf(one.role, world, standIns),
    in: one.in === 'dm' ? 'dm' : `shared:${standIns['me.id']}`,
    turns: one.say.map((say) => ({ say })),
    expect: {
      db: { drafted: one.drafted, drafts: [...one.drafts, ...(OFFERS[one.kind] ?? [])] },
      tools: {
        must: one.calls.map(readAlternatives(one, world, standIns)),
        must_not: one.not,
        max_calls: 12,
      },
      answer: {
        facts: one.says.map((any) => ({ any })),
        forbidden: one.hides,
        asks: one.asks ?? null,
        declines: one.declines,
      },
    },
  };
}

function personOf(role: Wording['role'], world: TaskWorld, standIns: StandIns): string {
  const { notable } = world.truth;
  if (role === 'rep') return notable.heroOwner;
  if (role === 'partner_manager') return notable.partnerManagers[0] ?? '';
  return notable.partnerPeople[standIns['me.id'] ?? '']?.[0] ?? '';
}

function readAlternatives(one: Wording, world: TaskWorld, standIns: StandIns) {
  const owner = personOf(one.role, world, standIns);
  return (calls: readonly string[]) => {
    const [first, ...or] = calls.map((text) => readCall(text, owner));
    return { ...(first ?? { name: '' }), or };
  };
}

/** `list_overlaps account_id=acc_1 by=partner`: contents may hold spaces, keys may not. */
function readCall(text: string, owner: string): { name: string; input?: Record<string, unknown> } {
  const [name = '', ...rest] = text.split(/ (?=[a-z_]+=)/);
  if (rest.length === 0) return { name };
  const input = Object.fromEntries(
    rest.map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), readContent(pair.slice(at + 1), owner)];
    }),
  );
  return { name, input };
}

function readContent(text: string, owner: string): unknown {
  if (text === 'true') return true;
  if (text === '$asker') return owner;
  return /^\d+$/.test(text) ? Number(text) : text;
}
