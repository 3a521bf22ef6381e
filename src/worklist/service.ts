import type { Scope } from '../access/types.ts';
import type { Services } from '../services.ts';
import { readManagerWork } from './manager.ts';
import { readPartnerWork } from './partner.ts';
import { readRepWork } from './rep.ts';
import type { Worklist } from './types.ts';

/** The rooms that a worklist is read from. */
export type WorkRooms = Pick<
  Services,
  | 'company'
  | 'accounts'
  | 'matchReviews'
  | 'partners'
  | 'registrations'
  | 'attribution'
  | 'recommendationLoop'
  | 'playbook'
>;

/** What waits for a person. */
export interface WorklistService {
  /** Read under the person's own scope: what they may not see is in no line and in no number. */
  read(scope: Scope): Promise<Worklist>;
}

/** Which job the reader has chooses what is read; what of it they may see is the rooms' and the database's to say. */
export function createWorklistService(rooms: WorkRooms): WorklistService {
  return {
    async read(scope) {
      const today = await rooms.company.today();
      const { actor, role } = scope;
      if (role === 'partner' && actor.kind === 'partner') {
        return { sections: await readPartnerWork(rooms, scope, { partnerId: actor.partnerId, today }) };
      }
      if (role === 'rep' && actor.kind === 'staff') {
        return { sections: await readRepWork(rooms, scope, actor.email) };
      }
      if (role === 'partner_manager' || role === 'admin') {
        return { sections: await readManagerWork(rooms, scope, today) };
      }
      return { sections: [] };
    },
  };
}
