import { openApp } from './app.ts';
import { createOutput } from './cli/output.ts';
import { runCommandLine } from './cli/program.ts';
import { readConfig } from './config.ts';
import { createLog } from './log.ts';

const now = () => new Date();
const config = () => readConfig(process.env);
const stopped = new Promise<void>((resolve) => {
  process.once('SIGINT', () => resolve());
  process.once('SIGTERM', () => resolve());
});

// No data of ours goes to a tracing service unless somebody asks for it by name.
process.env.LANGSMITH_TRACING ??= 'false';

process.exitCode = await runCommandLine(process.argv.slice(2), {
  output: createOutput({ stdout: process.stdout, stderr: process.stderr }),
  now,
  stdin: process.stdin,
  config,
  stopped,
  open: (folder) => openApp({ config: config(), folder, now, log: createLog(config().logLevel) }),
  openInMemory: () => {
    const settings = { ...config(), databaseUrl: undefined };
    return openApp({ config: settings, folder: null, now, log: createLog(settings.logLevel) });
  },
});
