import type { Access } from '../../access/access.ts';
import type { Services } from '../../services.ts';
import type { Job, NoticeDraft } from '../types.ts';
import { tellAnswers } from './answers.ts';
import { tellHelpfulPartners } from './helpful-partners.ts';
import { tellNewOverlaps } from './new-overlaps.ts';
import { tellTheWeek } from './week.ts';

/** What messages of the program's own accord are read from. */
export interface Sources {
  readonly access: Access;
  readonly services: Pick<Services, 'accounts' | 'recommendations' | 'recommendationLoop' | 'worklist'>;
}

/** The jobs that look for what people would want to be told, each read under the scope of whom it tells. */
export function createOwnMessages(sources: Sources): Job[] {
  const saying = (gathered: readonly NoticeDraft[]) =>
    Promise.resolve({ moved: [], overdue: [], notices: gathered });
  return [
    {
      name: 'tell of new overlaps',
      speaksFor: 'overlap_new',
      once: 'a day',
      gather: (terms) => tellNewOverlaps(sources, terms.today),
      runWithin: (_connection, _terms, gathered) => saying(gathered),
    },
    {
      name: 'tell of answers to requests',
      speaksFor: 'ask_answered',
      gather: (terms) => tellAnswers(sources, terms.today),
      runWithin: (_connection, _terms, gathered) => saying(gathered),
    },
    {
      name: 'tell of partners that could help',
      speaksFor: 'deal_without_partner',
      once: 'a day',
      gather: (terms) => tellHelpfulPartners(sources, terms.today),
      runWithin: (_connection, _terms, gathered) => saying(gathered),
    },
    {
      name: 'tell the week',
      speaksFor: 'weekly_digest',
      once: 'a week',
      gather: (terms) => tellTheWeek(sources, terms.today),
      runWithin: (_connection, _terms, gathered) => saying(gathered),
    },
  ];
}
