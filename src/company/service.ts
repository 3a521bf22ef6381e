import type { Access } from '../access/access.ts';
import type { Scope, SystemScope } from '../access/types.ts';
import { dayOf, type IsoDate } from '../dates.ts';
import { type Money, minorDigits } from '../money.ts';
import { type CompanySettings, companySettingsSchema, defaultSettings } from './settings.ts';

/** What the rest of the program asks about the company as such. */
export interface CompanyService {
  /** The settings as imported last, or the programme's defaults. The numbers of the rules are no secret of any reader. */
  settings(): Promise<CompanySettings>;
  /** The day that counts as today: the company's own fixed day where it names one, else the clock's. */
  today(): Promise<IsoDate>;
  /** A decimal amount as money, in the company's currency where none is said; null for no amount. */
  money(amount: number | null | undefined, currency: string | null | undefined): Promise<Money | null>;
  /** Moves whenever rows that caches are built from may have changed. */
  dataVersion(scope: Scope | SystemScope): Promise<number>;
}

/** `now` is the edge's clock. */
export function createCompanyService(dependencies: { access: Access; now: () => Date }): CompanyService {
  const { access, now } = dependencies;
  const settings = async (): Promise<CompanySettings> => {
    const rows = await access.open(access.system, (connection) =>
      connection.query<{ settings: unknown }>('select settings from company'),
    );
    return rows[0] ? companySettingsSchema.parse(rows[0].settings) : defaultSettings();
  };
  return {
    settings,
    today: async () => (await settings()).today ?? dayOf(now()),
    async money(amount, currency) {
      if (amount === null || amount === undefined) return null;
      const unit = (currency ?? (await settings()).currency).toUpperCase();
      return { minor: Math.round(amount * 10 ** minorDigits(unit)), currency: unit };
    },
    async dataVersion(scope) {
      const rows = await access.open(scope, (connection) =>
        connection.query<{ version: number }>('select version from data_version'),
      );
      return rows[0]?.version ?? 0;
    },
  };
}
