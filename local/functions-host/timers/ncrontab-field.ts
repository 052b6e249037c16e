/** One field of an NCRONTAB schedule: its bounds, and the words it takes for numbers. */
type NcrontabField = { name: string; min: number; max: number; words?: readonly string[] };

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

export const ncrontabFields = {
  second: { name: 'second', min: 0, max: 59 },
  minute: { name: 'minute', min: 0, max: 59 },
  hour: { name: 'hour', min: 0, max: 23 },
  day: { name: 'day', min: 1, max: 31 },
  month: { name: 'month', min: 1, max: 12, words: months },
  weekday: { name: 'day of week', min: 0, max: 6, words: weekdays },
} as const satisfies Record<string, NcrontabField>;

/**
 * The values a field's text names, ascending.
 * @throws {RangeError} where the text is none of `*`, a value, a range, a step, or a list of these.
 */
export function readNcrontabField(field: NcrontabField, text: string): readonly number[] {
  const values = new Set(text.split(',').flatMap((part) => readPart(field, part)));
  return [...values].sort((a, b) => a - b);
}

function readPart(field: NcrontabField, part: string): number[] {
  const [range = '', stepText, ...more] = part.split('/');
  if (more.length > 0 || (stepText !== undefined && !/^\d+$/.test(stepText))) {
    throw new RangeError(`'${part}' is not a value of the field ${field.name}`);
  }
  const [first, last] = readRange(field, range, stepText !== undefined);
  const step = Math.max(1, Number(stepText ?? 1));
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step);
}

function readRange(field: NcrontabField, range: string, hasStep: boolean): [number, number] {
  if (range === '*') {
    return [field.min, field.max];
  }
  const dash = range.indexOf('-');
  if (dash > 0) {
    const ends = [readValue(field, range.slice(0, dash)), readValue(field, range.slice(dash + 1))] as const;
    return [Math.min(...ends), Math.max(...ends)];
  }
  const value = readValue(field, range);
  return [value, hasStep ? field.max : value];
}

function readValue(field: NcrontabField, text: string): number {
  const index = /^[a-z]+$/i.test(text)
    ? (field.words ?? []).findIndex((word) => word.toLowerCase().startsWith(text.toLowerCase()))
    : -1;
  const value = index === -1 ? Number(/^\d+$/.test(text) ? text : Number.NaN) : index + field.min;
  if (!(value >= field.min && value <= field.max)) {
    throw new RangeError(`'${text}' is not a value of the field ${field.name} (${field.min} to ${field.max})`);
  }
  return value;
}
