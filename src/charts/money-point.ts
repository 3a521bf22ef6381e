import { formatMoney, toDecimal } from '../money.ts';
import type { ChartPoint } from './types.ts';

/** An amount as a point, with the text that cards say of it. */
export function moneyPoint(minor: number, currency: string): ChartPoint {
  return { value: toDecimal({ minor, currency }), text: formatMoney({ minor, currency }) };
}
