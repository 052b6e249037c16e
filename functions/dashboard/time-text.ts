import { durationText } from '../../shared/domain/duration-text.ts';

const minuteSeconds = 60;
const daySeconds = 86_400;
/** After that a date says more than a count of days. */
const longestAgoSeconds = 14 * daySeconds;

/** `just now`, `5 min ago`, `3 h ago`, then the date. @param at ISO 8601. */
export function agoText(at: string, now: Date): string {
  const seconds = secondsBetween(at, now);
  if (seconds < minuteSeconds) return seconds < 10 ? 'just now' : `${Math.floor(seconds)} s ago`;
  return seconds > longestAgoSeconds ? dayText(at, now) : `${roughDuration(seconds)} ago`;
}

/** `for 3 h 12 min`, without the seconds that nobody reads. @param at ISO 8601. */
export function sinceText(at: string, now: Date): string {
  const seconds = secondsBetween(at, now);
  return durationText(seconds < minuteSeconds ? seconds : seconds - (seconds % minuteSeconds));
}

/** By the largest unit alone. */
export function roughDuration(seconds: number): string {
  const unit = [daySeconds, 3_600, minuteSeconds].find((size) => seconds >= size) ?? 1;
  return durationText(seconds - (seconds % unit));
}

/** `3 Mar`, with the year where it is another one; in the reader's own words and time zone. */
export function dayText(at: string, now: Date): string {
  const date = new Date(at);
  const year = date.getFullYear() === now.getFullYear() ? {} : ({ year: 'numeric' } as const);
  return new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', ...year }).format(date);
}

/** `14:05`. */
export function clockText(at: string | number): string {
  return new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' }).format(new Date(at));
}

/** Day and time to the second, in the reader's own time zone. */
export function momentText(at: string): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(at));
}

/** The whole of it, to the second, with the time zone. */
export function fullText(at: string): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' }).format(new Date(at));
}

/** A clock that is behind the server's must not make a time before zero. */
export function secondsBetween(at: string, now: Date): number {
  return Math.max(0, (now.getTime() - Date.parse(at)) / 1000);
}
