import { never } from './tracked-submission.ts';

/**
 * Times that only a clock that ran ahead can have written. Believed, they would blind the watcher, or silence a channel, until
 * the right clocks have come as far; and nothing would look wrong meanwhile.
 */

/** Clocks of two instances may differ by less. */
const tolerance = 10 * 60_000;
/** Longer than any interval between two reads, with its jitter. */
const longestInterval = 48 * 60 * 60_000;

/**
 * Whether a time lies further ahead than it could have been set by a clock that is right.
 * @param at ISO 8601 in UTC.
 * @param longestMs how far ahead it may be set.
 */
export function isTooFarAhead(at: string | undefined, longestMs: number, now: Date): boolean {
  return at !== undefined && Date.parse(at) - now.getTime() > longestMs + tolerance;
}

/** From when on, ISO 8601: what was read or failed later, or is to be read later, was written by such a clock. */
export function impossibleFrom(now: Date): { readonly read: string; readonly nextRead: string } {
  const after = (ms: number) => new Date(now.getTime() + ms).toISOString();
  return { read: after(tolerance), nextRead: after(longestInterval) };
}

interface Scheduled {
  readonly nextPollAt: string;
  readonly lastCheckedAt?: string;
  readonly lastFailure?: { readonly at: string };
}

/** Whether such a clock put off what is to be read now. */
export function isPutOffWrongly({ nextPollAt, lastCheckedAt = '', lastFailure }: Scheduled, now: Date): boolean {
  const { read, nextRead } = impossibleFrom(now);
  return lastCheckedAt > read || (lastFailure?.at ?? '') > read || (nextPollAt > nextRead && nextPollAt < never);
}
