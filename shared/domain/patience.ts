/** How long a pass has waited for a host that asked it to, and until when it waits. Times are milliseconds since 1970. */
export interface Patience {
  readonly resumeAt: number;
  readonly pausedMs: number;
}

/** A limit over the last minute asks for a moment only, where one pass overlaps the end of the one before. */
const longestPauseSeconds = 10;
const longestPausesMs = 30_000;

/**
 * What a pass does about a 429: it waits where it was asked for a short time, which costs less than a minute without reads.
 * @returns undefined where the host is to be left alone for the rest of the pass: it asked for a long time, for none in
 * particular, or once too often.
 */
export function afterRefusal(
  known: Patience | undefined,
  retryAfterSeconds: number | undefined,
  now: Date,
): Patience | undefined {
  if (retryAfterSeconds === undefined || retryAfterSeconds > longestPauseSeconds) return undefined;
  const waitedFor = Math.max(now.getTime(), known?.resumeAt ?? 0);
  // A wait of no time at all would be no wait.
  const resumeAt = Math.max(waitedFor, now.getTime() + Math.max(1, retryAfterSeconds) * 1000);
  const pausedMs = (known?.pausedMs ?? 0) + resumeAt - waitedFor;
  return pausedMs > longestPausesMs ? undefined : { resumeAt, pausedMs };
}
