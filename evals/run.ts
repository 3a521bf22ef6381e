import type { Actor } from '../src/access/types.ts';
import type { Answer, Assistant } from '../src/agent/types.ts';
import { readPlace } from '../src/cli/place.ts';
import { isAppError } from '../src/errors.ts';
import type { EvalWorld } from './eval-world.ts';
import { type Grade, gradeTrial, type Trial } from './grade.ts';
import type { KeptTrials } from './kept-trials.ts';
import { listWordings, type Task } from './task.ts';

/** One trial of a task with its grade. */
export interface TrialReport {
  readonly task: Task;
  /** 0 for the task as written, then its paraphrases; or the repeat. */
  readonly trial: number;
  readonly turns: Task['turns'];
  readonly grade: Grade;
  readonly answers: readonly Answer[];
}

export interface RunOptions {
  readonly world: EvalWorld;
  readonly tasks: readonly Task[];
  /** Chosen for each task, since an oracle knows the task. */
  readonly assistantFor: (task: Task) => Assistant;
  /** `paraphrases`: each wording once. A number: the task as written, so many times. */
  readonly trials: 'paraphrases' | number;
  /** Texts that the model had from elsewhere: what it says of them tells no reader anything. */
  readonly known?: readonly string[];
  /** Trials of a run that was broken off: what it holds is not run again. */
  readonly kept?: KeptTrials;
  readonly onTrial?: (report: TrialReport) => void;
}

/** Runs every task in threads of their own, each trial from the same beginning of the world. */
export async function runTasks(options: RunOptions): Promise<TrialReport[]> {
  const reports: TrialReport[] = [];
  for (const task of options.tasks) {
    const assistant = options.assistantFor(task);
    const wordings =
      options.trials === 'paraphrases'
        ? listWordings(task)
        : Array.from({ length: options.trials }, () => task.turns);
    for (const [trial, turns] of wordings.entries()) {
      const before = options.kept?.find(task, trial);
      if (before) {
        reports.push(before);
        continue;
      }
      const seen = await runTrial(options.world, assistant, {
        task,
        turns,
        thread: `eval|${task.id}|${trial}`,
      });
      const report = {
        task,
        trial,
        turns,
        grade: gradeTrial(task, { ...seen, said: [...seen.said, ...(options.known ?? [])] }),
        answers: seen.answers,
      };
      reports.push(report);
      options.kept?.keep(report);
      options.onTrial?.(report);
    }
  }
  return reports;
}

async function runTrial(
  world: EvalWorld,
  assistant: Assistant,
  one: { task: Task; turns: Task['turns']; thread: string },
): Promise<Trial> {
  const { task, thread } = one;
  const audience = readPlace(task.in);
  const actor = await identify(world, task.as);
  const answers: Answer[] = [];
  let fault: string | null = null;
  try {
    for (const turn of one.turns) {
      if ('say' in turn) answers.push(await assistant.answer({ text: turn.say, actor, audience, thread }));
      else await click(assistant, turn.click, { actor, audience, answer: answers.at(-1) });
    }
  } catch (error) {
    if (!isAppError(error)) throw error;
    fault = error.message;
  }
  const diff = await world.kept.diff();
  await world.kept.restore(diff);
  const said = one.turns.flatMap((turn) => ('say' in turn ? [turn.say] : []));
  return { said, answers, diff, fault };
}

async function click(
  assistant: Assistant,
  how: 'confirm' | 'dismiss',
  at: { actor: Actor; audience: ReturnType<typeof readPlace>; answer: Answer | undefined },
): Promise<void> {
  const proposal = at.answer?.proposals.at(-1);
  // Without a step to click there is nothing to do; the database says so in the grade.
  if (!proposal) return;
  const { actor, audience } = at;
  await assistant[how]({ proposalId: proposal.id, actor, audience, surface: 'terminal' });
}

async function identify(world: EvalWorld, email: string): Promise<Actor> {
  const actor = await world.app.identity.personByEmail(email);
  if (!actor) throw new Error(`The world lacks '${email}', whom a task needs.`);
  return actor;
}
