import fc from 'fast-check';
import { parseNcrontab } from '../../local/functions-host/timers/ncrontab.ts';

const nexts = (expression: string, after: string, count = 1): (string | undefined)[] => {
  const schedule = parseNcrontab(expression);
  const found: (string | undefined)[] = [];
  let time: Date | undefined = new Date(after);
  for (let index = 0; index < count && time !== undefined; index += 1) {
    time = schedule.next(time);
    found.push(time?.toISOString().replace('.000Z', 'Z'));
  }
  return found;
};

it.each([
  ['six fields', '30 15 3 * * *', '2026-03-01T03:15:30Z', ['2026-03-02T03:15:30Z']],
  ['five fields, at second 0', '15 3 * * *', '2026-03-01T00:00:00Z', ['2026-03-01T03:15:00Z']],
  ['any run of blanks', ' 0  */5\t* * * * ', '2026-03-01T00:00:00Z', ['2026-03-01T00:05:00Z']],
  [
    'a list of values and ranges',
    '0 0 1,5-6 * * *',
    '2026-03-01T01:00:00Z',
    ['2026-03-01T05:00:00Z', '2026-03-01T06:00:00Z'],
  ],
  ['a range with a step', '0 0 8-18/5 * * *', '2026-03-01T08:00:00Z', ['2026-03-01T13:00:00Z', '2026-03-01T18:00:00Z']],
  [
    'a value with a step, to the end',
    '0 50/4 * * * *',
    '2026-03-01T00:50:00Z',
    ['2026-03-01T00:54:00Z', '2026-03-01T00:58:00Z', '2026-03-01T01:50:00Z'],
  ],
  [
    'a backward range, swapped',
    '0 0 22-20 * * *',
    '2026-03-01T00:00:00Z',
    ['2026-03-01T20:00:00Z', '2026-03-01T21:00:00Z', '2026-03-01T22:00:00Z', '2026-03-02T20:00:00Z'],
  ],
  ['a step of 0, as 1', '0 */0 * * * *', '2026-03-01T00:00:00Z', ['2026-03-01T00:01:00Z']],
  [
    'day names by any prefix',
    '0 0 0 * * Mon,wednes,F',
    '2026-03-01T00:00:00Z',
    ['2026-03-02T00:00:00Z', '2026-03-04T00:00:00Z', '2026-03-06T00:00:00Z'],
  ],
  [
    'the first month of an ambiguous prefix',
    '0 0 0 1 ju *',
    '2026-03-01T00:00:00Z',
    ['2026-06-01T00:00:00Z', '2027-06-01T00:00:00Z'],
  ],
  ['a range of names', '0 0 0 1 oct-DECEMBER *', '2026-03-01T00:00:00Z', ['2026-10-01T00:00:00Z']],
  ['both day of month and day of week, not either', '0 0 0 13 * 5', '2026-03-14T00:00:00Z', ['2026-11-13T00:00:00Z']],
  [
    'the last day of a leap February',
    '0 0 0 29 2 *',
    '2026-03-01T00:00:00Z',
    ['2028-02-29T00:00:00Z', '2032-02-29T00:00:00Z'],
  ],
  ['a leap year left out at a century', '0 0 0 29 2 *', '2096-03-01T00:00:00Z', ['2104-02-29T00:00:00Z']],
  ['the end of a year', '59 59 23 31 12 *', '2026-12-31T23:59:59Z', ['2027-12-31T23:59:59Z']],
  ['a day that never comes', '0 0 0 30 2 *', '2026-03-01T00:00:00Z', [undefined]],
])('reads %s', (_what, expression, after, expected) => {
  expect(nexts(expression, after, expected.length)).toEqual(expected);
});

it.each([
  ['four fields', '* * * *', 'a schedule has 5 or 6 fields, not 4'],
  ['seven fields', '0 0 0 1 1 * 2026', 'a schedule has 5 or 6 fields, not 7'],
  ['an empty text', '', 'a schedule has 5 or 6 fields, not 0'],
  ['@daily', '@daily', 'a schedule has 5 or 6 fields, not 1'],
  ['day 7', '0 0 0 * * 7', "'7' is not a value of the field day of week (0 to 6)"],
  ['day 0 of a month', '0 0 0 0 * *', "'0' is not a value of the field day (1 to 31)"],
  ['a question mark', '0 0 0 ? * *', "'?' is not a value of the field day (1 to 31)"],
  ['L', '0 0 0 L * *', "'L' is not a value of the field day (1 to 31)"],
  ['W', '0 0 0 15W * *', "'15W' is not a value of the field day (1 to 31)"],
  ['the second Monday', '0 0 0 * * 1#2', "'1#2' is not a value of the field day of week (0 to 6)"],
  ['a name where there are none', '0 0 Mon * * *', "'Mon' is not a value of the field hour (0 to 23)"],
  ['an unknown name', '0 0 0 * * Montag', "'Montag' is not a value of the field day of week (0 to 6)"],
  ['minute 60', '0 60 * * * *', "'60' is not a value of the field minute (0 to 59)"],
  ['a range out of bounds', '0 50-60 * * * *', "'60' is not a value of the field minute (0 to 59)"],
  ['an empty part of a list', '0 1,,2 * * * *', "'' is not a value of the field minute (0 to 59)"],
  ['two steps', '0 */2/3 * * * *', "'*/2/3' is not a value of the field minute"],
  ['a step that is no number', '0 */x * * * *', "'*/x' is not a value of the field minute"],
])('refuses %s', (_what, expression, message) => {
  expect(() => parseNcrontab(expression)).toThrow(new RangeError(message));
});

it('counts occurrences within a minute by the field of seconds alone', () => {
  expect(parseNcrontab('*/30 0 3 * * *').occurrencesPerMinute).toBe(2);
  expect(parseNcrontab('0 * * * * *').occurrencesPerMinute).toBe(1);
  expect(parseNcrontab('* * * * *').occurrencesPerMinute).toBe(1);
});

it('is strictly after a time within a second', () => {
  expect(nexts('* * * * * *', '2026-03-01T00:00:00.999Z')).toEqual(['2026-03-01T00:00:01Z']);
  expect(nexts('* * * * * *', '2026-03-01T00:00:01.000Z')).toEqual(['2026-03-01T00:00:02Z']);
});

it('finds what a search second by second finds', () => {
  const list = (min: number, max: number) => fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 4 });
  const time = fc.date({
    min: new Date('2020-01-01T00:00:00Z'),
    max: new Date('2040-01-01T00:00:00Z'),
    noInvalidDate: true,
  });
  const bySearch = (seconds: number[], minutes: number[], hours: number[], weekdays: number[], after: Date): Date => {
    const found = new Date(Math.floor(after.getTime() / 1000) * 1000);
    do {
      // A day or an hour at a time where none of its seconds can match, only to be quick.
      const [day, hour] = [weekdays.includes(found.getUTCDay()), hours.includes(found.getUTCHours())];
      const step = !day || !hour ? 3_600_000 - (found.getTime() % 3_600_000) : 1000;
      found.setTime(found.getTime() + step);
    } while (
      !(
        weekdays.includes(found.getUTCDay()) &&
        hours.includes(found.getUTCHours()) &&
        minutes.includes(found.getUTCMinutes()) &&
        seconds.includes(found.getUTCSeconds())
      )
    );
    return found;
  };

  fc.assert(
    fc.property(list(0, 59), list(0, 59), list(0, 23), list(0, 6), time, (seconds, minutes, hours, weekdays, after) => {
      const schedule = parseNcrontab(`${seconds} ${minutes} ${hours} * * ${weekdays}`);
      expect(schedule.next(after)).toEqual(bySearch(seconds, minutes, hours, weekdays, after));
    }),
    { numRuns: 300 },
  );
});
