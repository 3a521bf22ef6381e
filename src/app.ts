import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TOOLS } from '../tools/index.ts';
import { type Access, createAccess } from './access/access.ts';
import { createIdentity, type Identity } from './access/identity.ts';
import type { Scope } from './access/types.ts';
import { createMatchReviews } from './accounts/reviews.ts';
import { createAccountsService } from './accounts/service.ts';
import { createActions } from './agent/actions.ts';
import { createConfiguredModel } from './agent/model.ts';
import { OfflineModel } from './agent/offline/offline-model.ts';
import { readAssistantPrompt } from './agent/prompts.ts';
import { createProposals } from './agent/proposals.ts';
import { createFeedback, type Feedback } from './agent/trace/feedback.ts';
import { createAssistant } from './agent/turn.ts';
import type { Assistant } from './agent/types.ts';
import { createAttributionService } from './attribution/service.ts';
import { type ImportStep, importFolder } from './company/import-folder.ts';
import type { ImportReport } from './company/report.ts';
import { createCompanyService } from './company/service.ts';
import type { Config } from './config.ts';
import { migrate } from './db/migrate.ts';
import { openPglite } from './db/pglite.ts';
import type { Database } from './db/port.ts';
import { openPostgres } from './db/postgres.ts';
import { createScorecards } from './insights/scorecards.ts';
import { createInsightsService } from './insights/service.ts';
import type { Log } from './log.ts';
import { createPartnersService } from './partners/service.ts';
import { createLocalEmbedder } from './playbook/embed-local.ts';
import { createOpenAiEmbedder } from './playbook/embed-openai.ts';
import type { Embedder } from './playbook/embedder.ts';
import { createPlaybookService } from './playbook/service.ts';
import { createRecommendationLoop } from './recommendations/loop/service.ts';
import { withLoop } from './recommendations/loop/with-loop.ts';
import { createRecommendationsService } from './recommendations/service.ts';
import { reportOverdue } from './registrations/overdue.ts';
import { remindOfEnds } from './registrations/reminders.ts';
import { createRegistrationsService } from './registrations/service.ts';
import { endWhatIsOver } from './registrations/upkeep.ts';
import { createOwnMessages } from './schedule/own-messages/jobs.ts';
import { createPreferencesService } from './schedule/preferences.ts';
import { createScheduleService, type ScheduleService } from './schedule/service.ts';
import type { Services } from './services.ts';
import { createWorklistService } from './worklist/service.ts';

/** How long an import may go on making vectors; the rest is made by the next one. */
const EMBEDDING_BUDGET_MS = 20_000;

/** The whole program over one database. */
export interface App {
  readonly config: Config;
  readonly database: Database;
  readonly access: Access;
  readonly identity: Identity;
  readonly services: Services;
  readonly assistant: Assistant;
  readonly feedback: Feedback;
  readonly schedule: ScheduleService;
  readonly log: Log;
  /** Reads a company folder and works out all that follows from it. */
  importCompany(options: ImportOptions): Promise<ImportReport>;
  close(): Promise<void>;
}

export interface ImportOptions {
  readonly folder: string;
  readonly dryRun?: boolean;
  readonly onProgress?: (progress: { file: string; rows: number; share: number }) => void;
}

export interface OpenOptions {
  readonly config: Config;
  /** Folder of the embedded database; null keeps it in memory. Not used where a server is configured. */
  readonly folder: string | null;
  readonly now: () => Date;
  readonly log: Log;
  /** What makes vectors of the playbook; the configured one where it is left out. */
  readonly embedder?: Embedder | null;
  /** An open, migrated database to use instead. */
  readonly database?: Database;
}

/** Opens the database, brings it up to date and builds the program over it. */
export async function openApp(options: OpenOptions): Promise<App> {
  const { config, now, log } = options;
  const database = options.database ?? (await openDatabase(options));
  if (!options.database) await migrate(database);
  const access = createAccess(database);
  const embedder = options.embedder === undefined ? chooseEmbedder(config) : options.embedder;
  const services = createServices({ access, embedder, now });
  const proposals = createProposals({ access, actions: createActions({ access, services }), now });
  const assistant = createAssistant({
    access,
    services,
    tools: TOOLS,
    proposals,
    offline: new OfflineModel(),
    configured: config.model ? { name: config.model.name, model: createConfiguredModel(config.model) } : null,
    systemPrompt: readAssistantPrompt(),
    now,
    log,
  });
  return {
    config,
    database,
    access,
    identity: createIdentity(access),
    services,
    assistant,
    feedback: createFeedback({ access, now }),
    schedule: createScheduleService({
      access,
      company: services.company,
      jobs: [endWhatIsOver, remindOfEnds, reportOverdue, ...createOwnMessages({ access, services })],
      now,
      log,
    }),
    log,
    importCompany: (wanted) =>
      importFolder({ access, ...wanted, afterImport: followUps({ access, services }, wanted.folder) }),
    close: () => database.close(),
  };
}

/** The embedded database in its folder, or the server that is configured. */
async function openDatabase({ config, folder }: OpenOptions): Promise<Database> {
  if (!config.databaseUrl) return openPglite(folder === null ? {} : { folder });
  const internal = config.internalDatabaseUrl;
  const partner = config.partnerDatabaseUrl;
  return openPostgres({
    url: config.databaseUrl,
    urlOfRole: {
      ...(internal ? { cosell_internal: internal, cosell_deciding: internal } : {}),
      ...(partner ? { cosell_partner: partner, cosell_public: partner } : {}),
    },
  });
}

function createServices(parts: { access: Access; embedder: Embedder | null; now: () => Date }): Services {
  const { access } = parts;
  const company = createCompanyService(parts);
  const accounts = createAccountsService({ access, company });
  const matchReviews = createMatchReviews({ access, company, linkPartner: accounts.linkPartner });
  const partners = createPartnersService({ access, company });
  const playbook = createPlaybookService({ access, company, embedder: parts.embedder });
  const registrations = createRegistrationsService({
    access,
    company,
    accounts,
    citeRule: (scope, code) => playbook.citeRule(scope, code),
  });
  const attribution = createAttributionService({
    access,
    company,
    listPartners: (scope) => partners.list(scope),
  });
  const insights = createInsightsService({
    access,
    company,
    attribution,
    listPartners: (scope) => partners.list(scope),
  });
  const scorecards = createScorecards({
    access,
    company,
    attribution,
    insights,
    listPartners: (scope) => partners.list(scope),
  });
  const withholdingPartners = (scope: Scope) => accounts.withholdingPartners(scope);
  const recommendationLoop = createRecommendationLoop({ access, company, now: parts.now });
  const ranked = createRecommendationsService({
    access,
    company,
    checkPartners: async (scope, subjects) => {
      const checks = await registrations.checkMany(
        scope,
        subjects.map((one) => ({
          account: one.accountId,
          product: one.product,
          partner: one.partnerId,
          opportunityId: one.opportunityId,
        })),
      );
      return checks.map((check) => ('findings' in check ? check.findings : []));
    },
    withholdingPartners,
  });
  const recommendations = withLoop(ranked, { loop: recommendationLoop, company, withholdingPartners });
  const rooms = {
    company,
    accounts,
    matchReviews,
    partners,
    registrations,
    attribution,
    insights,
    scorecards,
    recommendations,
    recommendationLoop,
    playbook,
  };
  const preferences = createPreferencesService({ access, now: parts.now });
  return { ...rooms, preferences, worklist: createWorklistService(rooms) };
}

/**
 * The embedder that is asked for. By default none: the model that ships in a package finds nothing that words do not find
 * and takes 90 ms a passage (docs/decisions/playbook-search.md).
 */
function chooseEmbedder(config: Config): Embedder | null {
  if (config.embeddingModel === undefined) return null;
  if (config.embeddingModel === 'local') return createLocalEmbedder();
  const { apiKey, baseUrl } = config.model ?? { apiKey: 'none', baseUrl: undefined };
  return createOpenAiEmbedder({ model: config.embeddingModel, apiKey, baseUrl });
}

/** What follows from the rows of a folder, in the order in which one rests on the other. */
function followUps(parts: { access: Access; services: Services }, folder: string): ImportStep[] {
  const { access, services } = parts;
  const playbook = join(folder, 'playbook');
  const steps: ImportStep[] = [
    { label: 'matching accounts', run: async () => void (await services.accounts.link(access.system)) },
    {
      label: 'protections',
      run: async (report) => {
        report.warnings.push(...(await services.registrations.rebuildProtections(access.system)));
      },
    },
    { label: 'attribution', run: async () => void (await services.attribution.rebuild(access.system)) },
    {
      label: 'learning from past deals',
      run: async () => void (await services.recommendations.train(access.system)),
    },
  ];
  if (existsSync(playbook)) {
    steps.push(
      {
        label: 'indexing the playbook',
        run: async (report) => {
          const indexed = await services.playbook.index(playbook);
          report.warnings.push(
            ...[...indexed.refused, ...indexed.warnings].map((one) => `${one.path}: ${one.why}`),
          );
        },
      },
      {
        label: 'vectors',
        run: async () => void (await services.playbook.embedPending({ budgetMs: EMBEDDING_BUDGET_MS })),
      },
    );
  }
  return steps;
}
