import type { Random } from './random.ts';

/** The numbers of a programme that company.yaml does not hold: they stand in the playbook alone. */
export interface ProgrammeNumbers {
  /** Percent off the list price, best tier first. */
  readonly resaleMargins: readonly number[];
  readonly registrationUplift: number;
  readonly renewalMargins: readonly number[];
  readonly referralPercent: number;
  readonly referralCap: number;
  readonly referralPaidAfterDays: number;
  readonly servicesPercent: number;
  readonly tierRevenue: readonly number[];
  readonly tierCertificates: readonly number[];
  readonly mdfSharePercent: number;
  readonly mdfClaimDays: number;
  readonly mdfMinimum: number;
  readonly mdfPercentOfRevenue: number;
  readonly certificateMonths: number;
  readonly courseRefundDays: number;
  readonly nfrSeats: readonly number[];
  readonly supportHours: readonly number[];
  readonly privateOfferFeePercent: number;
  readonly privateOfferDays: number;
  readonly renewalNoticeDays: number;
  readonly repDiscountPercent: number;
  readonly managerDiscountPercent: number;
  readonly deskDiscountPercent: number;
  readonly firstContactHours: number;
  readonly disputeDays: number;
  readonly breachNoticeHours: number;
  readonly partnerBonusPercent: number;
}

const NORTHWIND: ProgrammeNumbers = {
  resaleMargins: [28, 24, 18, 10],
  registrationUplift: 8,
  renewalMargins: [14, 12, 8, 5],
  referralPercent: 10,
  referralCap: 40000,
  referralPaidAfterDays: 45,
  servicesPercent: 5,
  tierRevenue: [2000000, 750000, 200000, 0],
  tierCertificates: [12, 6, 3, 1],
  mdfSharePercent: 50,
  mdfClaimDays: 60,
  mdfMinimum: 1500,
  mdfPercentOfRevenue: 3,
  certificateMonths: 24,
  courseRefundDays: 30,
  nfrSeats: [50, 25, 10, 3],
  supportHours: [1, 2, 4, 8],
  privateOfferFeePercent: 3,
  privateOfferDays: 30,
  renewalNoticeDays: 120,
  repDiscountPercent: 10,
  managerDiscountPercent: 20,
  deskDiscountPercent: 35,
  firstContactHours: 48,
  disputeDays: 5,
  breachNoticeHours: 24,
  partnerBonusPercent: 4,
};

/** The programme's numbers: those of Northwind for the default company, others drawn for each other one. */
export function planProgramme(random: Random, isDefault: boolean): ProgrammeNumbers {
  if (isDefault) return NORTHWIND;
  const best = random.int(22, 36);
  const steps = (top: number, step: number) => [top, top - step, top - 2 * step, top - 3 * step];
  return {
    resaleMargins: steps(best, random.int(3, 6)),
    registrationUplift: random.int(4, 11),
    renewalMargins: steps(random.int(12, 18), 3),
    referralPercent: random.pick([6, 7, 8, 12, 15]),
    referralCap: random.pick([20000, 25000, 30000, 60000]),
    referralPaidAfterDays: random.pick([30, 60, 75]),
    servicesPercent: random.pick([3, 4, 6, 7]),
    tierRevenue: random.pick([
      [1500000, 500000, 150000, 0],
      [3000000, 1000000, 250000, 0],
      [1200000, 400000, 100000, 0],
    ]),
    tierCertificates: random.pick([
      [10, 5, 2, 1],
      [15, 8, 4, 2],
      [9, 6, 3, 1],
    ]),
    mdfSharePercent: random.pick([40, 60, 70]),
    mdfClaimDays: random.pick([30, 45, 75, 90]),
    mdfMinimum: random.pick([1000, 2000, 2500]),
    mdfPercentOfRevenue: random.pick([2, 4, 5]),
    certificateMonths: random.pick([12, 18, 36]),
    courseRefundDays: random.pick([14, 21, 45]),
    nfrSeats: random.pick([
      [40, 20, 8, 2],
      [100, 30, 15, 5],
    ]),
    supportHours: random.pick([
      [1, 3, 6, 12],
      [2, 4, 8, 16],
    ]),
    privateOfferFeePercent: random.pick([2, 4, 5]),
    privateOfferDays: random.pick([14, 21, 45]),
    renewalNoticeDays: random.pick([90, 100, 150]),
    repDiscountPercent: random.pick([5, 8, 12]),
    managerDiscountPercent: random.pick([15, 18, 22]),
    deskDiscountPercent: random.pick([30, 40, 45]),
    firstContactHours: random.pick([24, 36, 72]),
    disputeDays: random.pick([3, 7, 10]),
    breachNoticeHours: random.pick([12, 36, 48]),
    partnerBonusPercent: random.pick([2, 3, 6]),
  };
}
