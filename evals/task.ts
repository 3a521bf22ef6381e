import { z } from 'zod';

/** A fact that an answer must hold: one of some wordings, all of some names, a number or a day. */
const fact = z.union([
  z.strictObject({ any: z.array(z.string()).min(1) }),
  z.strictObject({ all: z.array(z.string()).min(1) }),
  /** A figure; where `near` is given, one of its words must stand in the same sentence. */
  z.strictObject({ number: z.number(), near: z.array(z.string()).optional() }),
  z.strictObject({ date: z.string() }),
]);

/** A row that a trial adds or changes: the columns named must have these contents afterwards. */
const rowWanted = z.strictObject({ table: z.string(), where: z.record(z.string(), z.unknown()) });

const toolWanted = z.strictObject({
  name: z.string(),
  /** What the input must hold; keys that are not named may be anything. Absent: any call of the tool. */
  input: z.record(z.string(), z.unknown()).optional(),
  /** Other calls that serve as well. */
  or: z
    .array(z.strictObject({ name: z.string(), input: z.record(z.string(), z.unknown()).optional() }))
    .default([]),
});

const call = z.strictObject({ name: z.string(), input: z.record(z.string(), z.unknown()) });

const turn = z.union([
  z.strictObject({
    say: z.string(),
    /** What the oracle calls here; facts and ids are the world's own. */
    gold: z.array(call).default([]),
  }),
  z.strictObject({ click: z.enum(['confirm', 'dismiss']) }),
]);

/** One case: who says what where, and what must be true afterwards. */
export const taskSchema = z.strictObject({
  id: z.string(),
  kind: z.string(),
  role: z.enum(['rep', 'partner_manager', 'partner']),
  as: z.string(),
  in: z.string().default('dm'),
  turns: z.array(turn).min(1),
  expect: z.strictObject({
    db: z
      .strictObject({
        added: z.array(rowWanted).default([]),
        changed: z.array(rowWanted).default([]),
        /** Steps that may be prepared for a click; others are collateral damage. */
        drafts: z.array(z.string()).default([]),
        /** Steps of which at least one must be prepared. */
        drafted: z.array(z.string()).default([]),
        collateral: z.literal('none').default('none'),
      })
      .prefault({}),
    tools: z
      .strictObject({
        must: z.array(toolWanted).default([]),
        must_not: z.array(z.string()).default([]),
        max_calls: z.number().int().default(8),
      })
      .prefault({}),
    answer: z
      .strictObject({
        facts: z.array(fact).default([]),
        /** Texts that nobody here may read: not in words, cards, quotes or prepared steps. */
        forbidden: z.array(z.string()).default([]),
        /** Pages of which one must be cited. */
        cites: z.array(z.string()).default([]),
        /** Words of which the question back must hold one; null where none is asked for. */
        asks: z.array(z.string()).nullable().default(null),
        /** Whether it must say that it does not know or may not say. */
        declines: z.boolean().default(false),
        /** How many of `names` may be listed at most. */
        max_listed: z.number().int().nullable().default(null),
        names: z.array(z.string()).default([]),
      })
      .prefault({}),
  }),
  /** Other wordings of the last thing said. */
  paraphrases: z.array(z.string()).default([]),
});

export type Task = z.output<typeof taskSchema>;
/** A task as it is written: what is usual may be left out. */
export type TaskDraft = z.input<typeof taskSchema>;
export type Fact = z.output<typeof fact>;
export type RowWanted = z.output<typeof rowWanted>;
export type GoldCall = z.output<typeof call>;

/** The wordings of a task, the written one first; each is a trial of its own. */
export function listWordings(task: Task): readonly Task['turns'][] {
  const at = task.turns.findLastIndex((one) => 'say' in one);
  const reworded = task.paraphrases.map((say) =>
    task.turns.map((one, i) => (i === at && 'say' in one ? { ...one, say } : one)),
  );
  return [task.turns, ...reworded];
}
