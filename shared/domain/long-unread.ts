const unreadMs = 60 * 60_000;
/** An hour may be the host's outage, and the failure at its end the first of its own. */
const unreadFailures = 4;

/**
 * Whether something has not been read for so long that it is to be said.
 * @param failures in a row; in an outage of the host they are not counted.
 * @param lastReadAt ISO 8601; where it never was, since when it is asked for.
 */
export function isLongUnread(failures: number, lastReadAt: string, now: Date): boolean {
  return failures >= unreadFailures && now.getTime() - Date.parse(lastReadAt) >= unreadMs;
}
