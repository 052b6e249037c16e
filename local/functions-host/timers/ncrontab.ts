import { ncrontabFields, readNcrontabField } from './ncrontab-field.ts';

/** A parsed NCRONTAB schedule. All its times are UTC. */
export type NcrontabSchedule = {
  /** The first occurrence strictly after the time, or undefined where none follows within a century (30 February). */
  next(after: Date): Date | undefined;
  /** How often it occurs within a minute that matches. */
  readonly occurrencesPerMinute: number;
};

const searchedDays = 100 * 366;
const dayMilliseconds = 24 * 60 * 60 * 1000;

/**
 * Reads the dialect of the NCrontab library that the Functions host uses, which is not that of cron: six fields, or five
 * with second 0; day of month and day of week must both match; names by any prefix; `5/15` runs from 5 to the end; a
 * backward range such as `22-2` is swapped to `2-22`; no `?`, `L`, `W`, `#`, day 7 or `@daily`.
 * @throws {RangeError} saying which field is wrong.
 */
export function parseNcrontab(expression: string): NcrontabSchedule {
  const given = expression.split(/\s+/).filter((text) => text !== '');
  const [second = '', minute = '', hour = '', day = '', month = '', weekday = ''] =
    given.length === 5 ? ['0', ...given] : given;
  if (given.length !== 5 && given.length !== 6) {
    throw new RangeError(`a schedule has 5 or 6 fields, not ${given.length}`);
  }
  const seconds = readNcrontabField(ncrontabFields.second, second);
  const minutes = readNcrontabField(ncrontabFields.minute, minute);
  const hours = readNcrontabField(ncrontabFields.hour, hour);
  const days = new Set(readNcrontabField(ncrontabFields.day, day));
  const months = new Set(readNcrontabField(ncrontabFields.month, month));
  const weekdays = new Set(readNcrontabField(ncrontabFields.weekday, weekday));

  const matchesDay = (midnight: Date): boolean =>
    months.has(midnight.getUTCMonth() + 1) && days.has(midnight.getUTCDate()) && weekdays.has(midnight.getUTCDay());
  const timeOfDayFrom = (earliest: number): number | undefined =>
    firstCombination([hours, minutes, seconds], [3_600_000, 60_000, 1000], earliest);

  return {
    occurrencesPerMinute: seconds.length,
    next: (after) => {
      const from = (Math.floor(after.getTime() / 1000) + 1) * 1000;
      const firstMidnight = Math.floor(from / dayMilliseconds) * dayMilliseconds;
      for (let index = 0; index < searchedDays; index += 1) {
        const midnight = firstMidnight + index * dayMilliseconds;
        const time = matchesDay(new Date(midnight)) ? timeOfDayFrom(Math.max(0, from - midnight)) : undefined;
        if (time !== undefined) {
          return new Date(midnight + time);
        }
      }
      return undefined;
    },
  };
}

/** The smallest sum of one value of each list, times its unit, that is not below the minimum. */
function firstCombination(
  [values = [], ...rest]: readonly (readonly number[])[],
  [unit = 1, ...units]: readonly number[],
  minimum: number,
): number | undefined {
  for (const value of values) {
    const part = value * unit;
    if (rest.length === 0 ? part >= minimum : part + unit > minimum) {
      const remainder = rest.length === 0 ? 0 : firstCombination(rest, units, Math.max(0, minimum - part));
      if (remainder !== undefined) {
        return part + remainder;
      }
    }
  }
  return undefined;
}
