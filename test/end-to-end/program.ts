import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ADDRESS = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/;

/** The program as a person starts it. */
export interface Program {
  readonly address: string;
  /** What it has written so far. */
  said(): string;
  stop(): Promise<void>;
}

/** Runs `npm start` on an empty folder and waits for the address that it prints; no setting of this machine reaches it. */
export async function startProgram(): Promise<Program> {
  const folder = mkdtempSync(join(tmpdir(), 'cosell-e2e-'));
  const { PATH, HOME, TMPDIR } = process.env;
  const child = spawn('npm', ['start', '--silent', '--', '--data', join(folder, 'data')], {
    cwd: ROOT,
    env: { PATH, HOME, ...(TMPDIR ? { TMPDIR } : {}), TZ: 'Etc/UTC' },
    // A group of its own: npm starts the program as a child, and both end together.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const hear = (chunk: Buffer) => {
    said += chunk.toString();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  return {
    address: await waitForAddress(child, () => said),
    said: () => said,
    async stop() {
      if (child.exitCode === null && child.pid !== undefined) {
        process.kill(-child.pid, 'SIGTERM');
        await once(child, 'exit');
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function waitForAddress(child: ChildProcess, said: () => string): Promise<string> {
  for (;;) {
    const address = ADDRESS.exec(said())?.[0];
    if (address) return address;
    if (child.exitCode !== null) throw new Error(`The program ended before it served:\n${said()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
