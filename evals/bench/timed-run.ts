/** The best of some runs of one piece of work. */
export interface Run {
  readonly seconds: number;
  /** Of all threads together. */
  readonly cpuSeconds: number;
  /** What the work gave: as a rule the conversions of all channels together. */
  readonly credited: number;
}

const RUNS = 5;

/** The best of five runs: the first has the compiler to wait for, and other work on the machine only makes a run slower. */
export async function timed(work: () => Promise<number>, runs: number = RUNS): Promise<Run> {
  let [seconds, cpuSeconds, credited] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NaN];
  for (let i = 0; i < runs; i += 1) {
    const cpu = process.cpuUsage();
    const began = performance.now();
    credited = await work();
    seconds = Math.min(seconds, (performance.now() - began) / 1_000);
    const spent = process.cpuUsage(cpu);
    cpuSeconds = Math.min(cpuSeconds, (spent.user + spent.system) / 1e6);
  }
  return { seconds, cpuSeconds, credited };
}
