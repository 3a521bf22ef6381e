import { readdirSync, readFileSync } from 'node:fs';
import { AppError } from '../errors.ts';
import { DATABASE_ROLES, type Database } from './port.ts';

const MIGRATIONS = new URL('./migrations/', import.meta.url);

/**
 * Brings the database to the newest schema: roles and extensions as the login, then each migration not yet applied, in
 * its own transaction, as `cosell_owner`, who is no superuser. Any number of processes may call it at once.
 * Returns the names applied now.
 */
export async function migrate(database: Database): Promise<string[]> {
  await database.bootstrap(bootstrapScript());
  const applied: string[] = [];
  for (const name of listMigrations()) {
    const script = readFileSync(new URL(name, MIGRATIONS), 'utf8');
    if (await applyMigration(database, { name, script })) applied.push(name);
  }
  return applied;
}

/** The migrations that the database lacks; throws `unavailable` where it was never set up. */
export async function pendingMigrations(database: Database): Promise<string[]> {
  const rows = await database.transaction({ role: 'cosell_owner', settings: {} }, (connection) =>
    connection.query<{ name: string }>('select name from migrations order by name'),
  );
  const applied = new Set(rows.map((row) => row.name));
  return listMigrations().filter((name) => !applied.has(name));
}

function listMigrations(): string[] {
  const names = readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  if (names.length === 0) throw new AppError('internal', 'No migrations were found beside the program.');
  return names;
}

async function applyMigration(
  database: Database,
  migration: { name: string; script: string },
): Promise<boolean> {
  return database.transaction({ role: 'cosell_owner', settings: {} }, async (connection) => {
    await connection.query(`select pg_advisory_xact_lock(hashtext('cosell migrations'))`);
    const known = await connection.query('select 1 from migrations where name = $1', [migration.name]);
    if (known.length > 0) return false;
    for (const statement of splitStatements(migration.script)) await connection.query(statement);
    await connection.query('insert into migrations (name) values ($1)', [migration.name]);
    return true;
  });
}

/** Splits a script at the semicolons that end lines outside dollar quotes; a protocol with parameters takes one each. */
function splitStatements(script: string): string[] {
  const statements: string[] = [];
  let current = '';
  let quoted = false;
  for (const line of script.split('\n')) {
    if (/^\s*--/.test(line) && !quoted) continue;
    current += `${line}\n`;
    if ((line.match(/\$\$/g)?.length ?? 0) % 2 === 1) quoted = !quoted;
    if (!quoted && /;\s*$/.test(line)) {
      statements.push(current);
      current = '';
    }
  }
  if (current.trim()) statements.push(current);
  return statements;
}

function bootstrapScript(): string {
  const roles = DATABASE_ROLES.map(
    (role) => `if not exists (select from pg_roles where rolname = '${role}') then
      -- Roles belong to the server, the lock to one database: another database may be set up at the same time.
      begin
        create role ${role} nologin nosuperuser nobypassrls;
      exception when duplicate_object or unique_violation then null;
      end;
    end if;
    if not pg_has_role(current_user, '${role}', 'member') then
      execute format('grant ${role} to %I', current_user);
    end if;
    execute format('grant usage on schema %I to ${role}', current_schema());`,
  ).join('\n');
  return `do $$ begin
    perform pg_advisory_xact_lock(hashtext('cosell roles'));
    ${roles}
    execute format('grant create on schema %I to cosell_owner', current_schema());
    if not exists (select from pg_extension where extname = 'vector') then create extension vector; end if;
    if not exists (select from pg_extension where extname = 'btree_gist') then create extension btree_gist; end if;
    if not exists (select from pg_extension where extname = 'pg_trgm') then create extension pg_trgm; end if;
    if to_regclass('migrations') is null then
      create table migrations (name text primary key, applied_at timestamptz not null default now());
      alter table migrations owner to cosell_owner;
    end if;
  end $$`;
}
