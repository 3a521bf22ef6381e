import { daysBetween, type IsoDate } from '../dates.ts';
import { projectCurve, type RetentionPoint } from './retention-curve.ts';
import { estimateSurvival, type Observation, type SurvivalCurve } from './statistics/kaplan-meier.ts';
import { zOfConfidence } from './statistics/normal.ts';
import { estimateRestrictedMean } from './statistics/restricted-mean.ts';

/** One customer over all its subscriptions. */
export interface Customer {
  readonly accountId: string;
  /** Customers are compared within a segment and a size. */
  readonly stratum: string;
  readonly startedOn: IsoDate;
  /** Null while any subscription runs. */
  readonly endedOn: IsoDate | null;
  /** Margin a month, in minor units. */
  readonly monthlyMinor: number;
  /** From when a partner was attached; null where none was. */
  readonly attachedOn: IsoDate | null;
}

export interface LifetimeValue {
  readonly horizonMonths: number;
  readonly attached: GroupValue;
  readonly direct: GroupValue;
  /** Months that attached customers stay longer, up to a horizon that both groups were watched to. */
  readonly gap: Gap | null;
  /** The same between customers of one segment and size, weighed by the attached. */
  readonly matchedGap: Gap | null;
  /** Why a gap is not known; null where both are. */
  readonly why: string | null;
}

export interface GroupValue {
  readonly customers: number;
  readonly churned: number;
  readonly monthlyMinor: number | null;
  /** Discounted margin over the horizon for one customer; null with the reason in `why`. */
  readonly valueMinor: number | null;
  readonly why: string | null;
  /** Points of the curve a year apart, for telling. */
  readonly survival: readonly RetentionPoint[];
  /** Survival by month from 0 to the horizon, for drawing; both are empty where the value is not known. */
  readonly curve: readonly RetentionPoint[];
}

export interface Gap {
  readonly months: number;
  readonly low: number;
  readonly high: number;
  readonly horizonMonths: number;
  /** Attached customers it rests on. */
  readonly customers: number;
}

const HORIZON_MONTHS = 60;
const YEARLY_DISCOUNT = 0.1;
const DAYS_A_MONTH = 365.25 / 12;
/** Attached this soon after the start is attached from the start: registration and first invoice seldom share a day. */
const SAME_START_DAYS = 31;
/** Below this a curve is an anecdote. */
const LEAST_CUSTOMERS = 10;
const LEAST_IN_STRATUM = 3;
const CONFIDENCE = 0.9;

/**
 * Customer lifetime value with a partner against without (glossary: CLTV). Survival is Kaplan and Meier's, extended past the
 * data by a shifted beta-geometric fit. A customer counts as direct until the day a partner is attached and as attached from
 * then on, since counting its earlier months for the partner would flatter the partner (immortal time).
 */
export function estimateLifetimeValue(customers: readonly Customer[], today: IsoDate): LifetimeValue {
  const watched = customers.flatMap((one) => watch(one, today));
  const attached = watched.filter((one) => one.attached);
  const direct = watched.filter((one) => !one.attached);
  const enough = attached.length >= LEAST_CUSTOMERS && direct.length >= LEAST_CUSTOMERS;
  return {
    horizonMonths: HORIZON_MONTHS,
    attached: valueGroup(attached),
    direct: valueGroup(direct),
    gap: enough ? compare(attached, direct) : null,
    matchedGap: enough ? compareMatched(attached, direct) : null,
    why: enough
      ? null
      : `not enough data: ${attached.length} attached and ${direct.length} direct customers, at least ${LEAST_CUSTOMERS} of each are needed`,
  };
}

interface Watched extends Observation {
  readonly attached: boolean;
  readonly stratum: string;
  readonly monthlyMinor: number;
}

/** A customer as one stretch of time, or as two: direct before the attachment, attached after it. */
function watch(customer: Customer, today: IsoDate): Watched[] {
  const { startedOn, endedOn, attachedOn, stratum, monthlyMinor } = customer;
  const until = endedOn ?? today;
  if (startedOn > until) return [];
  const months = (day: IsoDate) => daysBetween(startedOn, day) / DAYS_A_MONTH;
  const whole = { time: months(until), event: endedOn !== null, stratum, monthlyMinor };
  if (attachedOn === null || attachedOn >= until) return [{ ...whole, attached: false }];
  if (daysBetween(startedOn, attachedOn) <= SAME_START_DAYS) return [{ ...whole, attached: true }];
  return [
    { ...whole, attached: false, time: months(attachedOn), event: false },
    { ...whole, attached: true, entry: months(attachedOn) },
  ];
}

function valueGroup(group: readonly Watched[]): GroupValue {
  const churned = group.filter((one) => one.event).length;
  const told = { customers: group.length, churned };
  const nothing = { ...told, monthlyMinor: null, valueMinor: null, survival: [], curve: [] };
  if (group.length < LEAST_CUSTOMERS)
    return {
      ...nothing,
      why: `not known: ${group.length} ${group.length === 1 ? 'customer' : 'customers'}, at least ${LEAST_CUSTOMERS} are needed`,
    };
  const monthlyMinor = Math.round(group.reduce((sum, one) => sum + one.monthlyMinor, 0) / group.length);
  if (churned === 0)
    return {
      ...nothing,
      monthlyMinor,
      why: 'not known: no customer has left yet, so nobody can say how long they stay',
    };
  const curve = projectCurve(group, HORIZON_MONTHS);
  const discount = (month: number) => (1 + YEARLY_DISCOUNT) ** (-month / 12);
  const months = curve.slice(0, HORIZON_MONTHS).map((point) => point.share * discount(point.months));
  return {
    ...told,
    monthlyMinor,
    valueMinor: Math.round(monthlyMinor * months.reduce((sum, one) => sum + one, 0)),
    why: null,
    survival: curve.filter((point) => point.months > 0 && point.months % 12 === 0),
    curve,
  };
}

function compare(attached: readonly Watched[], direct: readonly Watched[]): Gap | null {
  const curves = [estimateSurvival(attached), estimateSurvival(direct)] as const;
  const horizonMonths = Math.min(HORIZON_MONTHS, ...curves.map((curve) => Math.floor(curve.lastTime ?? 0)));
  const difference = differ(curves, horizonMonths);
  return difference && toGap(difference, { horizonMonths, customers: attached.length });
}

interface Difference {
  readonly months: number;
  readonly variance: number;
}

function differ(curves: readonly [SurvivalCurve, SurvivalCurve], horizon: number): Difference | null {
  if (horizon < 1) return null;
  const [a, b] = curves.map((curve) => estimateRestrictedMean(curve, horizon)) as [
    ReturnType<typeof estimateRestrictedMean>,
    ReturnType<typeof estimateRestrictedMean>,
  ];
  return { months: a.mean - b.mean, variance: a.standardError ** 2 + b.standardError ** 2 };
}

function compareMatched(attached: readonly Watched[], direct: readonly Watched[]): Gap | null {
  const strata = [...new Set(attached.map((one) => one.stratum))]
    .map((stratum) => ({
      attached: attached.filter((one) => one.stratum === stratum),
      direct: direct.filter((one) => one.stratum === stratum),
    }))
    .filter((one) => one.attached.length >= LEAST_IN_STRATUM && one.direct.length >= LEAST_IN_STRATUM)
    .map((one) => ({
      ...one,
      curves: [estimateSurvival(one.attached), estimateSurvival(one.direct)] as const,
    }));
  const horizonMonths = Math.min(
    HORIZON_MONTHS,
    ...strata.flatMap((one) => one.curves.map((curve) => Math.floor(curve.lastTime ?? 0))),
  );
  const weighed = strata.flatMap((one) => {
    const difference = differ(one.curves, horizonMonths);
    return difference ? [{ weight: one.attached.length, ...difference }] : [];
  });
  const total = weighed.reduce((sum, one) => sum + one.weight, 0);
  if (total < LEAST_CUSTOMERS) return null;
  return toGap(
    {
      months: weighed.reduce((sum, one) => sum + (one.weight / total) * one.months, 0),
      variance: weighed.reduce((sum, one) => sum + (one.weight / total) ** 2 * one.variance, 0),
    },
    { horizonMonths, customers: total },
  );
}

function toGap(difference: Difference, about: { horizonMonths: number; customers: number }): Gap {
  const reach = zOfConfidence(CONFIDENCE) * Math.sqrt(difference.variance);
  const { months } = difference;
  return { months, low: months - reach, high: months + reach, ...about };
}
