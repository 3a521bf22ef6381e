import type { Identity } from '../../access/identity.ts';
import type { Actor, Audience } from '../../access/types.ts';
import type { Directory, Person, Room } from './directory.ts';

/** What of the company's lists the Slack surface asks for. */
export type SlackIdentity = Pick<
  Identity,
  'staffByEmail' | 'staffBySlackUser' | 'partnerBySlackUser' | 'partnerBySlackTeam'
>;

/** Who asked, and who can read what is written where they asked. */
export interface Sight {
  readonly actor: Actor;
  readonly audience: Audience;
  /** The workspace that the asker belongs to; null where Slack did not say. */
  readonly teamId: string | null;
}

/** Tells who asks and who reads, from what Slack and the company's lists say and never from a text. */
export interface Audiences {
  /** `fresh` asks Slack about the asker and the room anew, as before an answer goes out or a click counts. */
  look(place: { userId: string; channelId: string }, options?: { fresh?: boolean }): Promise<Sight>;
  /** The person alone, where nobody else reads: an ephemeral reply, the Home tab, a direct message. */
  lookAlone(userId: string, options?: { fresh?: boolean }): Promise<Sight>;
}

/** Anything missing, failed or too large to look through counts as read by strangers. */
export function createAudiences(parts: { directory: Directory; identity: SlackIdentity }): Audiences {
  const { directory, identity } = parts;

  const lookAlone: Audiences['lookAlone'] = async (userId, options) => {
    if (options?.fresh) directory.forgetPerson(userId);
    const person = await directory.person(userId);
    const actor = person ? await identify(person, identity) : strangerOf(userId, null);
    return { actor, audience: { place: 'dm' }, teamId: person?.teamId ?? null };
  };

  return {
    lookAlone,
    async look({ userId, channelId }, options) {
      if (options?.fresh) directory.forgetRoom(channelId);
      const [alone, room] = await Promise.all([lookAlone(userId, options), directory.room(channelId)]);
      return { ...alone, audience: room ? await readersOf(room, userId, parts) : { place: 'external' } };
    },
  };
}

async function readersOf(
  room: Room,
  userId: string,
  parts: { directory: Directory; identity: SlackIdentity },
): Promise<Audience> {
  if (room.kind === 'direct') return room.userId === userId ? { place: 'dm' } : { place: 'external' };
  if (room.pending) return { place: 'external' };
  // The asker reads the answer too, whether or not Slack lists them.
  const readerIds = [...new Set([...room.memberIds, userId])];
  const people = await Promise.all(readerIds.map((id) => parts.directory.person(id)));
  if (people.some((person) => person === null)) return { place: 'external' };
  const readers = await Promise.all(
    people
      .filter((person) => person !== null)
      .map(async (person) => ({ person, firm: await firmOf(person, parts.identity) })),
  );
  const firms = [
    ...readers.map((reader) => reader.firm),
    ...(await Promise.all(room.teamIds.map((teamId) => firmOfTeam(teamId, readers, parts.identity)))),
  ];
  return audienceOf(firms, room.open);
}

/** A reader's firm: `ours`, a partner's id, or null for a firm that is not known. */
type Firm = { readonly ours: true } | { readonly partnerId: string } | null;

interface Reader {
  readonly person: Person;
  readonly firm: Firm;
}

function audienceOf(firms: readonly Firm[], open: boolean): Audience {
  if (firms.includes(null)) return { place: 'external' };
  const partnerIds = firms.flatMap((firm) => (firm && 'partnerId' in firm ? [firm.partnerId] : []));
  if (partnerIds.length > 0) return { place: 'shared', partnerIds: [...new Set(partnerIds)].sort() };
  // Open to somebody, and Slack does not say to whom.
  return open ? { place: 'external' } : { place: 'internal' };
}

async function firmOf(person: Person, identity: SlackIdentity): Promise<Firm> {
  const partner = await findPartner(person, identity);
  if (partner?.kind === 'partner') return { partnerId: partner.partnerId };
  return person.inside ? { ours: true } : null;
}

/**
 * The firm that may read a shared room by its workspace, present or not: the partner who named that workspace, else the
 * one firm that each of the workspace's people in the room is listed under.
 */
async function firmOfTeam(
  teamId: string,
  readers: readonly Reader[],
  identity: SlackIdentity,
): Promise<Firm> {
  const named = await identity.partnerBySlackTeam(teamId);
  if (named?.kind === 'partner') return { partnerId: named.partnerId };
  const firms = readers.filter((reader) => reader.person.teamId === teamId).map((reader) => reader.firm);
  const [first] = firms;
  if (!first || !('partnerId' in first)) return null;
  const unanimous = firms.every((firm) => firm && 'partnerId' in firm && firm.partnerId === first.partnerId);
  return unanimous ? first : null;
}

async function identify(person: Person, identity: SlackIdentity): Promise<Actor> {
  const partner = await findPartner(person, identity);
  if (partner) return partner;
  const colleague = person.inside ? await findColleague(person, identity) : null;
  return colleague ?? strangerOf(person.userId, person.teamId);
}

/** By the person first: a guest has our own team's id, and a partner's employee may hold a full seat with us. */
async function findPartner(person: Person, identity: SlackIdentity): Promise<Actor | null> {
  const listed = await identity.partnerBySlackUser(person.userId);
  if (listed || !person.foreignTeamId) return listed;
  const firm = await identity.partnerBySlackTeam(person.foreignTeamId);
  return firm?.kind === 'partner'
    ? { ...firm, email: `slack:${person.foreignTeamId}:${person.userId}` }
    : null;
}

async function findColleague(person: Person, identity: SlackIdentity): Promise<Actor | null> {
  const byUser = await identity.staffBySlackUser(person.userId);
  return byUser ?? (person.email ? identity.staffByEmail(person.email) : null);
}

function strangerOf(userId: string, teamId: string | null): Actor {
  return { kind: 'outsider', id: `slack:${teamId ?? 'unknown'}:${userId}` };
}
