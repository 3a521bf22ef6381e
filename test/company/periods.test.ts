import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Calendar, labelPeriod, lastFourQuarters, readPeriod } from '../../src/company/periods.ts';
import { addDays, addMonths } from '../../src/dates.ts';

/** Calendar years, and fiscal years that begin in February, as two companies have them. */
const PLAIN: Calendar = { today: '2026-06-30', fiscalYearStarts: 1 };
const FEBRUARY: Calendar = { today: '2026-06-30', fiscalYearStarts: 2 };

describe('reading a period', () => {
  test.each([
    ['last quarter', '2026-01-01', '2026-04-01', 'Q1 FY2026'],
    ['How did we do this quarter?', '2026-04-01', '2026-07-01', 'Q2 FY2026'],
    ['next quarter', '2026-07-01', '2026-10-01', 'Q3 FY2026'],
    ['quarter to date', '2026-04-01', '2026-07-01', 'Q2 FY2026'],
    ['Q2', '2026-04-01', '2026-07-01', 'Q2 FY2026'],
    ['in Q3', '2025-07-01', '2025-10-01', 'Q3 FY2025'],
    ["Q2 FY'25", '2025-04-01', '2025-07-01', 'Q2 FY2025'],
    ['Q4 of 2024', '2024-10-01', '2025-01-01', 'Q4 FY2024'],
    ['q1 26', '2026-01-01', '2026-04-01', 'Q1 FY2026'],
    ['2025 Q3', '2025-07-01', '2025-10-01', 'Q3 FY2025'],
    ['FY25 Q1', '2025-01-01', '2025-04-01', 'Q1 FY2025'],
    ['the first quarter of 2025', '2025-01-01', '2025-04-01', 'Q1 FY2025'],
    ['in the 3rd quarter of FY24', '2024-07-01', '2024-10-01', 'Q3 FY2024'],
    ['in the second quarter', '2026-04-01', '2026-07-01', 'Q2 FY2026'],
    ['2024 Q2', '2024-04-01', '2024-07-01', 'Q2 FY2024'],
    ['FY24, Q1 FY25', '2025-01-01', '2025-04-01', 'Q1 FY2025'],
    ['since Q1', '2026-01-01', '2026-07-01', 'since 2026-01-01'],
    ['since the start of Q4', '2025-10-01', '2026-07-01', 'since 2025-10-01'],
    ['FY25', '2025-01-01', '2026-01-01', 'FY2025'],
    ['fy 2024', '2024-01-01', '2025-01-01', 'FY2024'],
    ['last year', '2025-01-01', '2026-01-01', 'FY2025'],
    ['this year', '2026-01-01', '2026-07-01', 'FY2026 to date'],
    ['ytd', '2026-01-01', '2026-07-01', 'FY2026 to date'],
    ['last month', '2026-05-01', '2026-06-01', 'May 2026'],
    ['this month', '2026-06-01', '2026-07-01', 'June 2026'],
    ['last week', '2026-06-24', '2026-07-01', 'the last 7 days'],
    ['in the past 90 days', '2026-04-02', '2026-07-01', 'the last 90 days'],
    ['last 2 weeks', '2026-06-17', '2026-07-01', 'the last 2 weeks'],
    ['the last six months', '2026-01-01', '2026-07-01', 'the last 6 months'],
    ['over the past two years', '2024-07-01', '2026-07-01', 'the last 2 years'],
    ['the last two quarters', '2025-10-01', '2026-04-01', 'the last 2 complete fiscal quarters'],
    ['since March', '2026-03-01', '2026-07-01', 'since 2026-03-01'],
    ['since November', '2025-11-01', '2026-07-01', 'since 2025-11-01'],
    ['since 2026-02-15', '2026-02-15', '2026-07-01', 'since 2026-02-15'],
    ['since 1 June', '2026-06-01', '2026-07-01', 'since 2026-06-01'],
    ['since the first of March', '2026-03-01', '2026-07-01', 'since 2026-03-01'],
    ['since the 15th of December', '2025-12-15', '2026-07-01', 'since 2025-12-15'],
    ['since May 3rd, 2025', '2025-05-03', '2026-07-01', 'since 2025-05-03'],
    ['H1', '2026-01-01', '2026-07-01', 'H1 FY2026'],
    ['our win rate in H2', '2025-07-01', '2026-01-01', 'H2 FY2025'],
    ['H2 FY2024', '2024-07-01', '2025-01-01', 'H2 FY2024'],
    ['FY25 H1', '2025-01-01', '2025-07-01', 'H1 FY2025'],
    ['h1 of 2025', '2025-01-01', '2025-07-01', 'H1 FY2025'],
    ['last half-year', '2025-07-01', '2026-01-01', 'H2 FY2025'],
    ['this half', '2026-01-01', '2026-07-01', 'H1 FY2026'],
    ['in the first half of 2025', '2025-01-01', '2025-07-01', 'H1 FY2025'],
    ['the second half of last year', '2025-07-01', '2026-01-01', 'H2 FY2025'],
    ['the first half', '2026-01-01', '2026-07-01', 'H1 FY2026'],
    ['between 1 March 2025 and 30 June 2025', '2025-03-01', '2025-07-01', '2025-03-01 to 2025-06-30'],
    ['from 15 November to 10 February', '2025-11-15', '2026-02-11', '2025-11-15 to 2026-02-10'],
    ['from March 3 to June 5, 2025', '2025-03-03', '2025-06-06', '2025-03-03 to 2025-06-05'],
    ['1st of May until the 15th of May', '2026-05-01', '2026-05-16', '2026-05-01 to 2026-05-15'],
    ['since yesterday', '2026-06-29', '2026-07-01', 'since yesterday'],
    ['in May', '2026-05-01', '2026-06-01', 'May 2026'],
    ['won in December', '2025-12-01', '2026-01-01', 'December 2025'],
    ['sept 2025', '2025-09-01', '2025-10-01', 'September 2025'],
    ['from January to March 2026', '2026-01-01', '2026-04-01', 'January 2026 to March 2026'],
    ['between Feb and April', '2026-02-01', '2026-05-01', 'February 2026 to April 2026'],
    ['November - February', '2025-11-01', '2026-03-01', 'November 2025 to February 2026'],
    ['oct 2024 to jan 2025', '2024-10-01', '2025-02-01', 'October 2024 to January 2025'],
    ['in 2025', '2025-01-01', '2026-01-01', '2025'],
    ['from 2026-01-15 to 2026-02-15', '2026-01-15', '2026-02-16', '2026-01-15 to 2026-02-15'],
  ])("'%s' is %s to before %s", (text, from, to, label) => {
    expect(readPeriod(text, PLAIN)).toEqual({ from, to, label });
  });

  test.each([
    ['last quarter', '2026-02-01', '2026-05-01', 'Q1 FY2027'],
    ['this quarter', '2026-05-01', '2026-08-01', 'Q2 FY2027'],
    ['Q4', '2025-11-01', '2026-02-01', 'Q4 FY2026'],
    ['FY26', '2025-02-01', '2026-02-01', 'FY2026'],
    ['Q1 FY26', '2025-02-01', '2025-05-01', 'Q1 FY2026'],
    ['last year', '2025-02-01', '2026-02-01', 'FY2026'],
    ['year to date', '2026-02-01', '2026-07-01', 'FY2027 to date'],
    ['last month', '2026-05-01', '2026-06-01', 'May 2026'],
  ])("in fiscal years from February '%s' is %s to before %s", (text, from, to, label) => {
    expect(readPeriod(text, FEBRUARY)).toEqual({ from, to, label });
  });

  test.each([
    'Who may we bring into the Globex deal?',
    'We may march on',
    'Registration of the quarter hotel',
    'from 2026-02-30 to 2026-03-01',
    'from 2026-03-01 to 2026-02-01',
    'a 2025 model',
    'Marchand may decide',
    'top 25 and our first partner',
    '',
  ])("'%s' names none", (text) => {
    expect(readPeriod(text, PLAIN)).toBeNull();
  });
});

const calendars = fc.record({
  today: fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('2000-01-01', days)),
  fiscalYearStarts: fc.integer({ min: 1, max: 12 }),
});

describe('fiscal quarters', () => {
  test('this quarter holds today, and the last one ends where it begins', () => {
    fc.assert(
      fc.property(calendars, (calendar) => {
        const [last, current, next] = ['last', 'this', 'next'].map((one) =>
          readPeriod(`${one} quarter`, calendar),
        );
        expect(current && current.from <= calendar.today && calendar.today < current.to).toBe(true);
        expect(last?.to).toBe(current?.from);
        expect(next?.from).toBe(current?.to);
        expect(lastFourQuarters(calendar)).toMatchObject({
          from: addMonths(current?.from ?? '', -12),
          to: current?.from,
        });
      }),
    );
  });

  test('the label of a quarter or a fiscal year is read as that period again', () => {
    fc.assert(
      fc.property(
        calendars,
        fc.constantFrom('this quarter', 'last quarter', 'last year'),
        (calendar, words) => {
          const period = readPeriod(words, calendar);
          expect(period && labelPeriod(period, calendar)).toBe(period?.label);
          expect(readPeriod(period?.label ?? '', calendar)).toEqual(period);
        },
      ),
    );
  });

  test('other stretches are called by their first and last day', () => {
    expect(labelPeriod({ from: '2026-01-02', to: '2026-02-01' }, PLAIN)).toBe('2026-01-02 to 2026-01-31');
    expect(labelPeriod({ from: '2026-01-01', to: '2026-02-01' }, PLAIN)).toBe('January 2026');
  });
});
