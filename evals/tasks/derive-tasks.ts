import { type Task, taskSchema } from '../task.ts';
import { managerTasks } from './manager-tasks.ts';
import { partnerTasks } from './partner-tasks.ts';
import { repTasks } from './rep-tasks.ts';
import { reportTasks } from './report-tasks.ts';
import type { TaskWorld } from './task-world.ts';

/** The tasks of a generated company, of any seed: what they expect is worked out from its files and planted truth. */
export function deriveTasks(world: TaskWorld): Task[] {
  return [...repTasks(world), ...managerTasks(world), ...partnerTasks(world), ...reportTasks(world)].map(
    (one) => taskSchema.parse(one),
  );
}
