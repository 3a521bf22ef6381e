/** A person as Slack keeps them. */
export interface FakeUser {
  readonly id: string;
  readonly teamId: string;
  readonly email: string;
  readonly name: string;
  /** `member` has a full seat; the guests are ours by team and not by trust. */
  readonly kind: 'member' | 'guest' | 'single_channel_guest' | 'bot';
  readonly deleted: boolean;
}

type Sharing = 'no' | 'external' | 'organisation' | 'pending';

/** A conversation as Slack keeps it. */
export interface FakeChannel {
  id: string;
  readonly kind: 'channel' | 'private' | 'group' | 'direct';
  readonly members: Set<string>;
  sharing: Sharing;
  /** The other workspaces of a shared channel. */
  teamIds: string[];
}

export interface World {
  readonly homeTeamId: string;
  readonly bot: FakeUser;
  readonly users: Map<string, FakeUser>;
  readonly channels: Map<string, FakeChannel>;
  addUser(id: string, look?: Partial<Omit<FakeUser, 'id'>>): FakeUser;
  addChannel(
    id: string,
    members: readonly string[],
    look?: Partial<Pick<FakeChannel, 'kind' | 'sharing' | 'teamIds'>>,
  ): FakeChannel;
  /** The direct message between a person and the app; opened where there is none yet. */
  directWith(userId: string): FakeChannel;
}

/** One workspace of ours with the app in it, and as many people, rooms and other firms as are added. */
export function createWorld(homeTeamId = 'T_HOME'): World {
  const users = new Map<string, FakeUser>();
  const channels = new Map<string, FakeChannel>();

  const addUser: World['addUser'] = (id, look = {}) => {
    const user: FakeUser = {
      id,
      teamId: homeTeamId,
      email: `${id.toLowerCase()}@example.test`,
      name: id,
      kind: 'member',
      deleted: false,
      ...look,
    };
    users.set(id, user);
    return user;
  };
  const bot = addUser('U_COSELL', { kind: 'bot', name: 'Cosell' });

  const addChannel: World['addChannel'] = (id, members, look = {}) => {
    const channel: FakeChannel = {
      id,
      kind: 'channel',
      sharing: 'no',
      teamIds: [],
      ...look,
      members: new Set([...members, bot.id]),
    };
    channels.set(id, channel);
    return channel;
  };

  return {
    homeTeamId,
    bot,
    users,
    channels,
    addUser,
    addChannel,
    directWith: (userId) =>
      channels.get(`D_${userId}`) ?? addChannel(`D_${userId}`, [userId], { kind: 'direct' }),
  };
}
