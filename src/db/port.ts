/** The database roles that a transaction may run as; migrations/0007_access.sql says what each may do. */
export type DatabaseRole =
  | 'cosell_owner'
  | 'cosell_system'
  | 'cosell_internal'
  | 'cosell_deciding'
  | 'cosell_partner'
  | 'cosell_public';

/** Every role of the program, in the order in which they are created. */
export const DATABASE_ROLES: readonly DatabaseRole[] = [
  'cosell_owner',
  'cosell_system',
  'cosell_internal',
  'cosell_deciding',
  'cosell_partner',
  'cosell_public',
];

/** As whom a transaction runs, and the transaction-local settings that its policies read. */
export interface Session {
  readonly role: DatabaseRole;
  readonly settings: Readonly<Record<string, string>>;
}

/** One row as both adapters give it: dates as `YYYY-MM-DD`, instants as ISO 8601, bigints as numbers, JSON parsed. */
export type Row = Record<string, unknown>;

/** Statements inside one transaction. Parameters are always bound; text is never built into the SQL. */
export interface Connection {
  query<R extends Row = Row>(sql: string, parameters?: readonly unknown[]): Promise<R[]>;
  /** Runs a part that may fail on its own: its changes are undone, the transaction goes on, the error is rethrown. */
  savepoint<T>(work: () => Promise<T>): Promise<T>;
}

/** What `pg` and PGlite can both do. */
export interface Database {
  readonly kind: 'pglite' | 'postgres';
  transaction<T>(session: Session, work: (connection: Connection) => Promise<T>): Promise<T>;
  /** Runs a script of several statements as the login itself; for setting up alone. */
  bootstrap(script: string): Promise<void>;
  close(): Promise<void>;
}
