type IdKind =
  | 'account'
  | 'opportunity'
  | 'registration'
  | 'subscription'
  | 'request'
  | 'record'
  | 'touchpoint'
  | 'certification'
  | 'survey'
  | 'campaign'
  | 'content'
  | 'mdf'
  | 'cost'
  | 'offer';

/** Gives out ids of each kind in turn, in the manner of one source system. */
export type Ids = (kind: IdKind) => string;

const SHORT: Readonly<Record<IdKind, string>> = {
  account: 'ACC',
  opportunity: 'OPP',
  registration: 'REG',
  subscription: 'SUB',
  request: 'IRQ',
  record: 'R',
  touchpoint: 'TP',
  certification: 'CERT',
  survey: 'SV',
  campaign: 'CMP',
  content: 'CNT',
  mdf: 'MDF',
  cost: 'CST',
  offer: 'OFF',
};

/** 0: `ACC-1001`; 1: `acc_000017`; 2: `0ACC00000000H3`, as systems with opaque keys have it. */
export function createIds(style: number): Ids {
  const given = new Map<IdKind, number>();
  return (kind) => {
    const count = (given.get(kind) ?? 0) + 1;
    given.set(kind, count);
    if (style === 0) return `${SHORT[kind]}-${1000 + count}`;
    if (style === 1) return `${SHORT[kind].toLowerCase()}_${String(count * 17).padStart(6, '0')}`;
    return `0${SHORT[kind]}${(count * 37).toString(36).toUpperCase().padStart(10, '0')}`;
  };
}
