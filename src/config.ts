import { z } from 'zod';
import { AppError } from './errors.ts';

const optional = z
  .string()
  .optional()
  .transform((text) => (text?.trim() ? text.trim() : undefined));

const environment = z.object({
  DATABASE_URL: optional,
  COSELL_INTERNAL_DATABASE_URL: optional,
  COSELL_PARTNER_DATABASE_URL: optional,
  OPENAI_API_KEY: optional,
  OPENAI_BASE_URL: optional,
  COSELL_MODEL: optional,
  COSELL_EMBEDDING_MODEL: optional,
  SLACK_BOT_TOKEN: optional,
  SLACK_APP_TOKEN: optional,
  SLACK_SIGNING_SECRET: optional,
  COSELL_LINK_HOSTS: optional,
  PORT: optional,
  COSELL_LOG: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('warn'),
});

/** A chat model behind an OpenAI-compatible address. */
export interface ModelConfig {
  readonly name: string;
  readonly apiKey: string;
  readonly baseUrl: string | undefined;
}

/** Everything that is set from outside; read once, at the edge. */
export interface Config {
  readonly databaseUrl: string | undefined;
  readonly internalDatabaseUrl: string | undefined;
  readonly partnerDatabaseUrl: string | undefined;
  readonly model: ModelConfig | null;
  readonly embeddingModel: string | undefined;
  readonly slack: {
    readonly botToken: string;
    readonly appToken: string | undefined;
    readonly signingSecret: string | undefined;
    readonly port: number;
  } | null;
  readonly linkHosts: readonly string[];
  readonly logLevel: string;
}

/** Reads the settings from an environment; throws `bad_input` naming the setting that is wrong, never its content. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    throw new AppError('bad_input', `The setting ${String(parsed.error.issues[0]?.path[0])} is not usable.`);
  }
  const set = parsed.data;
  const modelSet = set.OPENAI_API_KEY ?? set.OPENAI_BASE_URL;
  return {
    databaseUrl: set.DATABASE_URL,
    internalDatabaseUrl: set.COSELL_INTERNAL_DATABASE_URL,
    partnerDatabaseUrl: set.COSELL_PARTNER_DATABASE_URL,
    model: modelSet
      ? {
          name: set.COSELL_MODEL ?? 'gpt-5-mini',
          apiKey: set.OPENAI_API_KEY ?? 'none',
          baseUrl: set.OPENAI_BASE_URL,
        }
      : null,
    embeddingModel: set.COSELL_EMBEDDING_MODEL,
    slack: set.SLACK_BOT_TOKEN
      ? {
          botToken: set.SLACK_BOT_TOKEN,
          appToken: set.SLACK_APP_TOKEN,
          signingSecret: set.SLACK_SIGNING_SECRET,
          port: Number(set.PORT ?? 3000),
        }
      : null,
    linkHosts: (set.COSELL_LINK_HOSTS ?? '')
      .split(',')
      .map((host) => host.trim())
      .filter(Boolean),
    logLevel: set.COSELL_LOG,
  };
}
