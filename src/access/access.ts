import type { Connection, Database, Session } from '../db/port.ts';
import { AppError } from '../errors.ts';
import type { Actor, Audience, Scope, SystemScope } from './types.ts';

declare const opened: unique symbol;

/** A connection that runs under a scope; the only thing that stores take. */
export interface ScopedConnection extends Connection {
  readonly [opened]: true;
}

/** The one door to the database: identity, audience → scope, and transactions under a scope. */
export interface Access {
  /** The least that any reader of the reply may see. */
  grant(actor: Actor, audience: Audience): Promise<Scope>;
  /** Runs the work in one transaction under the scope's database role and settings. */
  open<T>(scope: Scope | SystemScope, work: (connection: ScopedConnection) => Promise<T>): Promise<T>;
  /** The scope of work that no person asked for. */
  readonly system: SystemScope;
}

/** Builds the door over a database. */
export function createAccess(database: Database): Access {
  const sessions = new WeakMap<object, Session>();
  const system = { role: 'system' } as SystemScope;
  sessions.set(system, { role: 'cosell_system', settings: {} });

  const open: Access['open'] = (scope, work) => {
    const session = sessions.get(scope);
    if (!session) throw new AppError('internal', 'A scope that was not granted was used.');
    return database.transaction(session, (connection) => work(connection as ScopedConnection));
  };

  return {
    system,
    open,
    async grant(actor, audience) {
      const readers = listReaders(actor, audience);
      const profiles = await open(system, (connection) => readProfiles(connection, readers.partnerIds));
      // A firm that the company doesn't list is a stranger, whatever the surface called it.
      const strangers = readers.strangers || profiles.length < readers.partnerIds.length;
      const scope = shapeScope(actor, audience, { partnerIds: profiles.map((p) => p.partner_id), strangers });
      sessions.set(scope, sessionOf(scope, profiles));
      return Object.freeze(scope);
    },
  };
}

interface Readers {
  readonly partnerIds: readonly string[];
  readonly strangers: boolean;
}

interface Profile extends Record<string, unknown> {
  readonly partner_id: string;
  readonly tier: string | null;
  readonly archetype: string | null;
}

function listReaders(actor: Actor, audience: Audience): Readers {
  const partnerIds = new Set<string>(audience.place === 'shared' ? audience.partnerIds : []);
  if (actor.kind === 'partner') partnerIds.add(actor.partnerId);
  const emptyShare = audience.place === 'shared' && audience.partnerIds.length === 0;
  return {
    partnerIds: [...partnerIds].sort(),
    strangers: actor.kind === 'outsider' || audience.place === 'external' || emptyShare,
  };
}

function readProfiles(connection: Connection, partnerIds: readonly string[]): Promise<Profile[]> {
  if (partnerIds.length === 0) return Promise.resolve([]);
  return connection.query<Profile>(
    `select partner_id, tier, archetype
     from partners
     where partner_id = any ($1)
     order by partner_id`,
    [partnerIds],
  );
}

function shapeScope(actor: Actor, audience: Audience, readers: Readers): Scope {
  const { partnerIds, strangers } = readers;
  const role = strangers
    ? 'public'
    : partnerIds.length > 0
      ? 'partner'
      : actor.kind === 'staff'
        ? actor.role
        : 'public';
  return { actor, audience, role, partnerIds, key: audienceKey(role, partnerIds) } as unknown as Scope;
}

function audienceKey(role: Scope['role'], partnerIds: readonly string[]): string {
  if (role === 'public') return 'public';
  if (role !== 'partner') return 'internal';
  return partnerIds.length === 1
    ? `partner:${partnerIds[0]}`
    : `partners:${partnerIds.map(encodeURIComponent).join('+')}`;
}

function sessionOf(scope: Scope, profiles: readonly Profile[]): Session {
  switch (scope.role) {
    case 'rep':
      return { role: 'cosell_internal', settings: {} };
    case 'partner_manager':
    case 'admin':
      return { role: 'cosell_deciding', settings: {} };
    case 'public':
      return { role: 'cosell_public', settings: {} };
    case 'partner':
      return {
        role: 'cosell_partner',
        settings: {
          // Rows belong to one partner: a room of two sees none of either, only what both may read.
          'cosell.partner_id': scope.partnerIds.length === 1 ? (scope.partnerIds[0] ?? '') : '',
          'cosell.reader_partners': JSON.stringify(scope.partnerIds),
          'cosell.reader_tiers': distinct(profiles.map((p) => p.tier)),
          'cosell.reader_archetypes': distinct(profiles.map((p) => p.archetype)),
        },
      };
  }
}

/** Unknown tiers become a name that no page lists, so that a reader without one is not taken for a reader of all. */
function distinct(names: readonly (string | null)[]): string {
  return JSON.stringify([...new Set(names.map((name) => name ?? '(unknown)'))]);
}
