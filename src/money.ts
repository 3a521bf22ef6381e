import { AppError } from './errors.ts';

/** An amount in integer minor units of an ISO 4217 currency, so that sums are exact to the cent. */
export interface Money {
  readonly minor: number;
  readonly currency: string;
}

/** Units of each currency in the company's own: 1 EUR = rates.EUR of it. The company's own currency need not be listed. */
export interface ExchangeRates {
  readonly currency: string;
  readonly rates: Readonly<Record<string, number>>;
}

/** Digits after the dot, as the runtime's ISO 4217 table has them (JPY 0, USD 2, KWD 3). */
export function minorDigits(currency: string): number {
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  );
}

/** Reads a decimal like `45000.50` as minor units; throws `bad_input` for anything that is not a plain decimal. */
export function parseMoney(decimal: string, currency: string): Money {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal.trim());
  if (!match) throw new AppError('bad_input', `'${decimal}' is not a decimal amount such as 45000.50`);
  const digits = minorDigits(currency);
  // From the digits themselves: 1.005 is no binary fraction, and times 100 it would lose its half cent.
  const fraction = (match[3] ?? '').padEnd(digits + 1, '0');
  const kept = BigInt(`${match[2]}${fraction.slice(0, digits)}`);
  const scaled = Number(kept + (Number(fraction.charAt(digits)) >= 5 ? 1n : 0n));
  if (!Number.isSafeInteger(scaled)) throw new AppError('bad_input', `'${decimal}' is too large an amount`);
  return { minor: match[1] === '-' && scaled !== 0 ? -scaled : scaled, currency };
}

/** The amount as the decimal number that the JSON of the commands carries. */
export function toDecimal(money: Money): number {
  return money.minor / 10 ** minorDigits(money.currency);
}

/** Converts into the company's currency, rounding half away from zero; throws `bad_input` where no rate is known. */
export function convertMoney(money: Money, exchange: ExchangeRates): Money {
  if (money.currency === exchange.currency) return money;
  const rate = exchange.rates[money.currency];
  if (rate === undefined) {
    throw new AppError('bad_input', `No rate for ${money.currency}: add it under 'rates' in company.yaml`);
  }
  const scale = 10 ** (minorDigits(exchange.currency) - minorDigits(money.currency));
  return {
    minor: Math.sign(money.minor) * Math.round(Math.abs(money.minor) * rate * scale),
    currency: exchange.currency,
  };
}

/** The amount as people read it, such as `$45,000` or `€1,250.50`. */
export function formatMoney(money: Money): string {
  const amount = toDecimal(money);
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: money.currency,
    minimumFractionDigits: Number.isInteger(amount) ? 0 : minorDigits(money.currency),
  }).format(amount);
}
