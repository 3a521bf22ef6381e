import { createConfiguredModel } from '../../agent/model.ts';
import type { App } from '../../app.ts';
import type { Config } from '../../config.ts';
import { pendingMigrations } from '../../db/migrate.ts';
import { DATABASE_ROLES } from '../../db/port.ts';
import { isAppError } from '../../errors.ts';
import { type Output, writeJson } from '../output.ts';

interface Check {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'fault';
  readonly message: string;
  /** What to do about it; empty where nothing is. */
  readonly remedy: string;
}

/** Checks what the program stands on and says what to do about each fault; exit 1 where there is one. */
export async function runDoctor(
  parts: { open: () => Promise<App>; config: Config; output: Output },
  request: { json: boolean },
): Promise<number> {
  const checks: Check[] = [checkRuntime(process.versions.node)];
  let app: App | undefined;
  try {
    app = await parts.open();
    checks.push({ name: 'database', state: 'ok', message: `${app.database.kind} answers`, remedy: '' });
    checks.push(await checkMigrations(app), await checkPolicies(app), await checkCompany(app));
  } catch (error) {
    checks.push({
      name: 'database',
      state: 'fault',
      message: isAppError(error) ? error.message : 'the database could not be opened',
      remedy:
        'Set DATABASE_URL to a PostgreSQL 15+ server with pgvector, or unset it for the embedded database.',
    });
  }
  checks.push(await checkModel(parts.config), checkSlack(parts.config));
  await app?.close();
  const ok = checks.every((check) => check.state !== 'fault');
  if (request.json) writeJson(parts.output, { ok, checks });
  else {
    for (const check of checks) {
      parts.output.out(
        `${check.state.padEnd(8)} ${check.name}: ${check.message}${check.remedy ? ` → ${check.remedy}` : ''}\n`,
      );
    }
  }
  return ok ? 0 : 1;
}

function checkRuntime(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const fits = major > 20 || (major === 20 && minor >= 19);
  return {
    name: 'node',
    state: fits ? 'ok' : 'fault',
    message: `Node ${version}`,
    remedy: fits ? '' : 'Install Node 20.19 or newer.',
  };
}

async function checkMigrations(app: App): Promise<Check> {
  const pending = await pendingMigrations(app.database);
  return {
    name: 'schema',
    state: pending.length === 0 ? 'ok' : 'fault',
    message: pending.length === 0 ? 'up to date' : `lacks ${pending.join(', ')}`,
    remedy: pending.length === 0 ? '' : 'Start the program once with a login that may create roles.',
  };
}

/** Row security must be forced on every table, and no role of ours may be above it. */
async function checkPolicies(app: App): Promise<Check> {
  const found = await app.database.transaction(
    { role: 'cosell_owner', settings: {} },
    async (connection) => ({
      open: await connection.query<{ name: string }>(
        `select c.relname as name
       from pg_class c
       join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = current_schema()
         and c.relkind = 'r'
         and c.relname <> 'migrations'
         and not (c.relrowsecurity and c.relforcerowsecurity)
       order by 1`,
      ),
      mighty: await connection.query<{ name: string }>(
        `select rolname as name
       from pg_roles
       where rolname = any ($1)
         and (rolsuper or rolbypassrls)
       order by 1`,
        [[...DATABASE_ROLES]],
      ),
    }),
  );
  const faults = [
    ...found.open.map((row) => `table ${row.name}`),
    ...found.mighty.map((row) => `role ${row.name}`),
  ];
  return {
    name: 'row security',
    state: faults.length === 0 ? 'ok' : 'fault',
    message:
      faults.length === 0 ? 'forced on every table; no role is above it' : `not held by ${faults.join(', ')}`,
    remedy:
      faults.length === 0
        ? ''
        : 'Restore the database from the migrations; do not use it for partners until then.',
  };
}

async function checkCompany(app: App): Promise<Check> {
  const settings = await app.services.company.settings();
  const [row] = await app.access.open(app.access.system, (connection) =>
    connection.query<{ people: number }>('select count(*) as people from people'),
  );
  const people = row?.people ?? 0;
  return {
    name: 'company',
    state: people > 0 ? 'ok' : 'warning',
    message: people > 0 ? `${settings.name}, ${people} people` : 'no company was imported yet',
    remedy: people > 0 ? '' : 'Run: cosell import FOLDER',
  };
}

async function checkModel(config: Config): Promise<Check> {
  if (!config.model) {
    return {
      name: 'model',
      state: 'ok',
      message: 'none configured: the offline model answers (basic mode)',
      remedy: '',
    };
  }
  try {
    await createConfiguredModel(config.model).invoke('Say ok.');
    return { name: 'model', state: 'ok', message: `${config.model.name} answers`, remedy: '' };
  } catch (error) {
    const status = (error as { status?: number }).status;
    return {
      name: 'model',
      state: 'fault',
      message: `${config.model.name} does not answer${status ? ` (status ${status})` : ''}; answers come in basic mode`,
      remedy:
        status === 401
          ? 'Check OPENAI_API_KEY.'
          : 'Check OPENAI_BASE_URL and COSELL_MODEL, and that the endpoint is up.',
    };
  }
}

function checkSlack(config: Config): Check {
  if (!config.slack) return { name: 'slack', state: 'ok', message: 'not configured', remedy: '' };
  const reachable = config.slack.appToken !== undefined || config.slack.signingSecret !== undefined;
  return {
    name: 'slack',
    state: reachable ? 'ok' : 'fault',
    message: config.slack.appToken ? 'Socket Mode' : reachable ? 'HTTP' : 'a bot token alone',
    remedy: reachable ? '' : 'Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP).',
  };
}
