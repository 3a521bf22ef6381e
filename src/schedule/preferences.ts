import type { Access, ScopedConnection } from '../access/access.ts';
import type { Scope } from '../access/types.ts';
import { AppError } from '../errors.ts';
import { NOTICE_KINDS, type NoticeKind } from './types.ts';

/** What a person wants to be told by the program of its own accord, and where they are. */
export interface Preferences {
  readonly muted: readonly NoticeKind[];
  /** An IANA name; null where nobody said: then their day is counted in UTC. */
  readonly timeZone: string | null;
}

export interface PreferencesService {
  /** Every kind of message, with its words. */
  readonly kinds: readonly { readonly kind: NoticeKind; readonly words: string }[];
  /** The person's own; nobody reads another's. */
  read(scope: Scope): Promise<Preferences>;
  /** Throws `bad_input` for a zone that is none, `not_allowed` for people who are on no list. */
  save(scope: Scope, wanted: Preferences): Promise<void>;
  /** Keeps where the person's own device says they are, unless they said themselves. */
  noteTimeZone(scope: Scope, timeZone: string): Promise<void>;
}

const NOTHING_SAID: Preferences = { muted: [], timeZone: null };

/** Rows are read and written by the program, under the name of whoever asks. */
export function createPreferencesService(dependencies: {
  access: Access;
  now: () => Date;
}): PreferencesService {
  const { access, now } = dependencies;
  return {
    kinds: Object.entries(NOTICE_KINDS).map(([kind, words]) => ({ kind: kind as NoticeKind, words })),
    async read(scope) {
      const person = nameOf(scope);
      if (person === null) return NOTHING_SAID;
      const rows = await access.open(access.system, (connection) =>
        connection.query<{ muted: string[]; timeZone: string | null }>(
          `select muted, time_zone as "timeZone"
           from preferences
           where person = $1`,
          [person],
        ),
      );
      const [row] = rows;
      return row ? { muted: row.muted.filter(isKind), timeZone: row.timeZone } : NOTHING_SAID;
    },
    async save(scope, wanted) {
      const person = nameOf(scope);
      if (person === null)
        throw new AppError('not_allowed', 'Only people on the company’s lists are written to.');
      const { timeZone } = wanted;
      const muted = [...new Set(wanted.muted)].sort();
      await access.open(access.system, async (connection) => {
        if (timeZone !== null && !(await isTimeZone(connection, timeZone)))
          throw new AppError('bad_input', 'That is no time zone; write it as Europe/Berlin.');
        await connection.query(
          `insert into preferences (person, muted, time_zone, changed_at)
           values ($1, $2, $3, $4)
           on conflict (person) do update set
             muted = excluded.muted,
             time_zone = excluded.time_zone,
             changed_at = excluded.changed_at`,
          [person, muted, timeZone, now().toISOString()],
        );
      });
    },
    async noteTimeZone(scope, timeZone) {
      const person = nameOf(scope);
      if (person === null) return;
      await access.open(access.system, async (connection) => {
        // First, since PostgreSQL reads a folder of files to say which zones there are.
        const known = await connection.query(
          'select person from preferences where person = $1 and time_zone is not null',
          [person],
        );
        if (known.length > 0 || !(await isTimeZone(connection, timeZone))) return;
        await connection.query(
          `insert into preferences as p (person, time_zone, changed_at)
           values ($1, $2, $3)
           on conflict (person) do update set time_zone = excluded.time_zone
           where p.time_zone is null`,
          [person, timeZone, now().toISOString()],
        );
      });
    },
  };
}

/** Whom messages go to by: an email of the company's lists. Somebody known by their workspace alone is written to nowhere. */
function nameOf({ actor }: Scope): string | null {
  return actor.kind === 'outsider' || !actor.email.includes('@') ? null : actor.email.toLowerCase();
}

function isKind(kind: string): kind is NoticeKind {
  return Object.hasOwn(NOTICE_KINDS, kind);
}

/** The database counts hours by it, so that it has to know the zone. */
async function isTimeZone(connection: ScopedConnection, timeZone: string): Promise<boolean> {
  const rows = await connection.query('select name from pg_timezone_names where name = $1', [timeZone]);
  return rows.length > 0;
}
