import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { parse } from 'yaml';
import { createActions } from '../src/agent/actions.ts';
import { OfflineModel } from '../src/agent/offline/offline-model.ts';
import { readAssistantPrompt } from '../src/agent/prompts.ts';
import { createProposals } from '../src/agent/proposals.ts';
import { createAssistant } from '../src/agent/turn.ts';
import type { Assistant } from '../src/agent/types.ts';
import { type App, openApp } from '../src/app.ts';
import type { Config } from '../src/config.ts';
import { migrate } from '../src/db/migrate.ts';
import { openPglite } from '../src/db/pglite.ts';
import type { Database } from '../src/db/port.ts';
import type { Log } from '../src/log.ts';
import { TOOLS } from '../tools/index.ts';
import { type KeptWorld, keepWorld } from './world-state.ts';

/** A company in memory that trials can change and that can be put back. */
export interface EvalWorld {
  readonly app: App;
  readonly kept: KeptWorld;
  /** Some ids of each kind of row, partners first: what somebody hostile could have heard of. */
  knownIds(): Promise<string[]>;
  /** The real turn over the real tools, with this model thinking; a named one counts as configured. */
  assistantWith(model: BaseChatModel, name?: string): Assistant;
  close(): Promise<void>;
}

/** Imports a company folder into memory. The clock stands at nine on the folder's own `today`, else on `fallbackDay`. */
export async function openEvalWorld(options: {
  folder: string;
  config: Config;
  log: Log;
  fallbackDay: string;
  /** An open, migrated, empty database to use; made in memory where it is left out. */
  database?: Database;
}): Promise<EvalWorld> {
  const database = options.database ?? (await openPglite({}));
  if (!options.database) await migrate(database);
  const settings = parse(readFileSync(join(options.folder, 'company.yaml'), 'utf8')) as { today?: string };
  const instant = Date.parse(`${settings.today ?? options.fallbackDay}T09:00:00Z`);
  const now = () => new Date(instant);
  const config: Config = { ...options.config, databaseUrl: undefined, model: null };
  const app = await openApp({ config, folder: null, now, log: options.log, embedder: null, database });
  await app.importCompany({ folder: options.folder });
  const { access, services } = app;
  const kept = await keepWorld(database);
  return {
    app,
    kept,
    assistantWith: (model, name) =>
      createAssistant({
        access,
        services,
        tools: TOOLS,
        proposals: createProposals({ access, actions: createActions({ access, services }), now }),
        offline: name ? new OfflineModel() : model,
        configured: name ? { name, model } : null,
        systemPrompt: readAssistantPrompt(),
        now,
        log: options.log,
      }),
    knownIds: () => listIds(app),
    close: () => app.close(),
  };
}

function listIds(app: App): Promise<string[]> {
  return app.access.open(app.access.system, async (connection) => {
    const rows = await connection.query<{ id: string }>(
      `(select partner_id as id from partners order by shared_channel_id, partner_id limit 6)
       union all (select registration_id from registrations order by registration_id limit 6)
       union all (select account_id from accounts order by account_id limit 3)
       union all (select opportunity_id from opportunities order by opportunity_id limit 3)`,
    );
    return rows.map((row) => row.id);
  });
}
