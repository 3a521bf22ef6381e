import type { IsoDate } from '../../dates.ts';

/** What became of a request to a partner: `waiting` until a person records the answer. */
export type AskState = 'waiting' | 'accepted' | 'declined';

/** A confirmed intro request and what came of it, as far as its reader may know: partners see no deal and no outcome. */
export interface Ask {
  readonly introId: string;
  readonly partnerId: string;
  readonly partnerName: string;
  readonly accountId: string | null;
  readonly accountName: string | null;
  readonly opportunityId: string | null;
  readonly addressedTo: string | null;
  /** An email; null for the partner that was asked. */
  readonly askedBy: string | null;
  readonly askedOn: IsoDate;
  readonly state: AskState;
  readonly answeredOn: IsoDate | null;
  readonly reason: string | null;
  /** From the deal's close; null where there is no deal or it is open. */
  readonly outcome: 'won' | 'lost' | null;
}

export interface AskAnswer {
  readonly introId: string;
  readonly answer: 'accepted' | 'declined';
  readonly reason: string | null;
  readonly answeredOn: IsoDate;
  readonly recordedBy: string;
  readonly recordedAt: Date;
}

export type FavourKind = 'we_gave' | 'they_gave' | 'they_asked';

export const FAVOUR_WHATS = ['lead', 'introduction', 'reference', 'information', 'event', 'other'] as const;

export interface Favour {
  readonly partnerId: string;
  readonly kind: FavourKind;
  readonly what: (typeof FAVOUR_WHATS)[number];
  readonly note: string | null;
  readonly happenedOn: IsoDate;
  readonly recordedBy: string;
  readonly recordedAt: Date;
}

/** Asks and gives between one partner and us, as counts. */
export interface LedgerCounts {
  readonly partnerId: string;
  readonly partnerName: string;
  /** Intro requests of ours, and how they were answered. */
  readonly asked: number;
  readonly accepted: number;
  readonly declined: number;
  /** Deals that they brought or on which they accepted a role, intros that they accepted without one, gives recorded. */
  readonly dealsHelped: number;
  readonly introsGiven: number;
  readonly theyGave: number;
  /** Registrations and development funds asked for, and asks recorded. */
  readonly registrationsAsked: number;
  readonly fundsAsked: number;
  readonly theyAsked: number;
  /** Protections granted, funds approved, campaigns that we paid for, and gives recorded. */
  readonly registrationsGranted: number;
  readonly fundsGranted: number;
  readonly campaigns: number;
  readonly weGave: number;
}

export interface LedgerEntry extends LedgerCounts {
  /** How often they helped us and we helped them. */
  readonly theyHelped: number;
  readonly weHelped: number;
  /** weHelped − theyHelped: below zero we owe. */
  readonly balance: number;
  /** A sentence where one side gives much more than the other; null where it is even. */
  readonly warning: string | null;
}

/** One deal with the first list that was shown for it before it closed. */
export interface ShownDeal {
  readonly opportunityId: string;
  readonly outcome: 'won' | 'lost' | null;
  /** By rank; empty where the answer was to bring nobody. */
  readonly partners: readonly ShownPartner[];
  /** Whether anybody else than those shown joined afterwards. */
  readonly othersJoined: boolean;
}

export interface ShownPartner {
  readonly partnerId: string;
  readonly rank: number;
  readonly explored: boolean;
  readonly winChance: number | null;
  readonly lift: number | null;
  readonly asked: boolean;
  readonly accepted: boolean;
  readonly joined: boolean;
}

/** A share with its Wilson 90% interval; nulls where there is nothing to take a share of. */
export interface Share {
  readonly of: number;
  readonly count: number;
  readonly share: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly predicted: number;
  readonly won: Share;
}

/** Whether recommendations are followed, and whether what was predicted came true. */
export interface FollowedReport {
  readonly deals: number;
  /** Deals on which a partner that was shown was asked or joined; where nobody was recommended, on which nobody joined. */
  readonly followed: Share;
  readonly firstFollowed: Share;
  readonly nobodyFollowed: Share;
  readonly asked: number;
  readonly accepted: number;
  readonly declined: number;
  readonly joined: number;
  readonly won: number;
  readonly lost: number;
  readonly explored: number;
  /** Closed deals whose chance had been predicted; `brier` is the mean squared error. */
  readonly calibration: {
    readonly deals: number;
    readonly predicted: number | null;
    readonly won: Share;
    readonly brier: number | null;
    readonly bins: readonly CalibrationBin[];
  };
}
