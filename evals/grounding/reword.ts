import type { Random } from '../worlds/random.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const WORDS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  );

/** A day in another of the ways in which people write it; the sense is the same. */
export function rewordDay(day: string, pick: (n: number) => number): string {
  const [year = '', month = '', date = ''] = day.split('-');
  const name = MONTHS[Number(month) - 1] ?? '';
  const n = Number(date);
  return (
    [
      `${n} ${name} ${year}`,
      `${name} ${n}, ${year}`,
      `${name} ${n}`,
      `${name.slice(0, 3)} ${n}, ${year}`,
      `${date}.${month}.${year}`,
      `${n} ${name.slice(0, 3)}`,
      day,
    ][pick(7)] ?? day
  );
}

/** An amount such as `£249,535` in another form. */
export function rewordAmount(amount: string, pick: (n: number) => number): string {
  const symbol = amount[0] ?? '';
  const code = { '£': 'GBP', '€': 'EUR', $: 'USD' }[symbol];
  const figure = Number(amount.slice(1).replaceAll(',', ''));
  if (!code || figure < 1000) return amount;
  const short = figure >= 1e6 ? `${(figure / 1e6).toFixed(2)}M` : `${Math.round(figure / 1e3)}k`;
  const dots = Math.round(figure).toLocaleString('de-DE');
  return (
    [
      amount,
      `${code} ${amount.slice(1)}`,
      `${symbol}${short}`,
      `about ${symbol}${short}`,
      `${dots} ${symbol}`,
      `${amount.slice(1)} ${code}`,
      `${symbol}${Math.round(figure)}`,
    ][pick(7)] ?? amount
  );
}

/** The same sense in other forms of number, day, amount and name. */
export function reword(words: string, random: Random): string {
  const pick = (n: number) => random.int(0, n - 1);
  const plain = words
    .replace(/(?<!\d|[A-Za-z-])\d{4}-\d{2}-\d{2}(?!\d)/g, (day) => rewordDay(day, pick))
    .replace(/[£€$]\d[\d,]*\d(?:\.\d+)?/g, (amount) => rewordAmount(amount, pick))
    .replace(/(\d+) of (\d+)(?= )/g, (whole, a, b) => (pick(2) === 0 ? `${a} out of ${b}` : whole))
    .replace(/\b(\d{1,2}) (points?)\b/g, (whole, n) =>
      pick(2) === 0 ? `about ${n} percentage points` : whole,
    )
    .replace(/(?<=^|\. |: )(\d{1,2})(?= [a-z]+ )/g, (n) => {
      const word = WORDS[Number(n)];
      return word && Number(n) > 1 && pick(2) === 0 ? word.charAt(0).toUpperCase() + word.slice(1) : n;
    });
  return plain;
}
