import type { Access } from '../../access/access.ts';
import type { SlackIdentity } from '../slack/audience.ts';
import type { Seed } from './workspace/state.ts';
import { BOT_ID } from './workspace/state.ts';
import type { Member, Place } from './workspace/types.ts';

const HOME_TEAM = 'T0PLAYHOME';

/** Rooms shared with one partner each; a longer list would hide the page. */
const MOST_SHARED_ROOMS = 8;

interface PersonRow extends Record<string, unknown> {
  readonly email: string;
  readonly name: string | null;
  readonly title: string | null;
  readonly slackUserId: string | null;
  readonly partnerId: string | null;
  readonly firm: string | null;
  readonly slackTeamId: string | null;
  readonly sharedChannelId: string | null;
}

/**
 * The company's people and its partners', in the rooms that a Slack of theirs would have: one of our own, one shared with each
 * partner that names a shared channel, and one shared with two. Where no partner names one, the first few have one all the
 * same. Ids are those of the company's lists, else made up.
 */
export async function readSeed(access: Access): Promise<Seed> {
  const rows = await readPeople(access);
  const people = rows.map((row, i) => ({ row, member: describePerson(row, i) }));
  const staffIds = people.filter(({ row }) => row.partnerId === null).map(({ member }) => member.id);
  const firms = listFirms(people);
  return {
    homeTeamId: HOME_TEAM,
    members: people.map(({ member }) => member),
    places: listPlaces(staffIds, firms),
  };
}

/**
 * The company's lists, with the people to whom the playground had to give an id: they are known by their email. Nobody else
 * than the playground itself makes such ids.
 */
export function knowMadeUpIds(identity: SlackIdentity & EmailIdentity, seed: Seed): SlackIdentity {
  const madeUp = new Map(
    seed.members.filter((one) => one.id.startsWith(MADE_UP)).map((one) => [one.id, one]),
  );
  return {
    staffByEmail: identity.staffByEmail,
    staffBySlackUser: identity.staffBySlackUser,
    partnerBySlackTeam: identity.partnerBySlackTeam,
    async partnerBySlackUser(id) {
      const member = madeUp.get(id);
      if (!member) return identity.partnerBySlackUser(id);
      return member.teamId === HOME_TEAM ? null : identity.partnerPersonByEmail(member.email);
    },
  };
}

interface EmailIdentity {
  partnerPersonByEmail: (email: string) => ReturnType<SlackIdentity['partnerBySlackUser']>;
}

const MADE_UP = 'U0PLAY';

interface Firm {
  readonly name: string;
  readonly teamId: string;
  readonly channelId: string;
  readonly named: boolean;
  readonly memberIds: string[];
}

function readPeople(access: Access): Promise<PersonRow[]> {
  return access.open(access.system, (connection) =>
    connection.query<PersonRow>(
      `select email, name, title, "slackUserId", "partnerId", firm, "slackTeamId", "sharedChannelId"
       from (
         select e.email, e.name, e.role as title, nullif(e.slack_user_id, '') as "slackUserId",
           null as "partnerId", null as firm, null as "slackTeamId", null as "sharedChannelId"
         from people e
         union all
         select e.email, e.name, e.role, nullif(e.slack_user_id, ''), e.partner_id, p.name,
           nullif(p.slack_team_id, ''), nullif(p.shared_channel_id, '')
         from partner_people e
         join partners p on p.partner_id = e.partner_id
         where p.status = 'active'
           and not exists (select from people o where lower(o.email) = lower(e.email))
       ) as everybody
       order by "partnerId" nulls first, title <> 'rep', email`,
    ),
  );
}

function describePerson(row: PersonRow, i: number): Member {
  return {
    id: row.slackUserId ?? `${MADE_UP}${i}`,
    teamId: row.partnerId === null ? HOME_TEAM : teamOf(row.partnerId, row.slackTeamId),
    email: row.email,
    name: row.name || row.email,
    title: (row.title ?? '').replaceAll('_', ' '),
    firm: row.firm ?? '',
    bot: false,
  };
}

function teamOf(partnerId: string, slackTeamId: string | null): string {
  return slackTeamId ?? `T0PLAY_${partnerId}`;
}

function listFirms(people: readonly { row: PersonRow; member: Member }[]): Firm[] {
  const firms = new Map<string, Firm>();
  for (const { row, member } of people) {
    if (row.partnerId === null) continue;
    const firm = firms.get(row.partnerId) ?? {
      name: row.firm ?? row.partnerId,
      teamId: member.teamId,
      channelId: row.sharedChannelId ?? `C0PLAY_${row.partnerId}`,
      named: row.sharedChannelId !== null,
      memberIds: [],
    };
    firm.memberIds.push(member.id);
    firms.set(row.partnerId, firm);
  }
  // Those that name a channel of theirs come first; Slack's order of the rest is the lists' own.
  return [...firms.values()].sort((a, b) => Number(b.named) - Number(a.named));
}

function listPlaces(staffIds: readonly string[], firms: readonly Firm[]): Place[] {
  const named = firms.filter((firm) => firm.named).slice(0, MOST_SHARED_ROOMS);
  const alone = named.length > 1 ? named : firms.slice(0, Math.max(2, named.length));
  const both = alone.slice(0, 2);
  const rooms = [
    room({ id: 'C0PLAYHOME', name: 'co-sell', staffIds, firms: [] }),
    ...alone.map((firm) =>
      room({ id: firm.channelId, name: `shared-${slug(firm.name)}`, staffIds, firms: [firm] }),
    ),
  ];
  if (both.length === 2)
    rooms.push(
      room({
        id: 'C0PLAYBOTH',
        name: `shared-${both.map((firm) => slug(firm.name)).join('-')}`,
        staffIds,
        firms: both,
      }),
    );
  return rooms;
}

function room(look: {
  id: string;
  name: string;
  staffIds: readonly string[];
  firms: readonly Firm[];
}): Place {
  const { firms } = look;
  return {
    id: look.id,
    kind: 'channel',
    name: look.name,
    about:
      firms.length === 0
        ? 'Internal: our own people read it'
        : `Shared with ${firms.map((firm) => firm.name).join(' and ')}: their people read it too`,
    memberIds: new Set([...look.staffIds, ...firms.flatMap((firm) => firm.memberIds), BOT_ID]),
    teamIds: firms.map((firm) => firm.teamId),
  };
}

/** A firm's first word, as people name channels. */
function slug(name: string): string {
  return (
    name
      .toLowerCase()
      .split(/\s+/)[0]
      ?.replace(/[^\p{L}\p{N}-]/gu, '') || 'partner'
  );
}
