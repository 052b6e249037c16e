import { retryAfterOf } from '../../domain/retry-after.ts';

/**
 * How long an answer asks to wait: `Retry-After` as seconds or as an HTTP date, else the number in the message text
 * (the gateway of Partner Center sends "Try again in 22 seconds" without a header).
 * @returns seconds, at least 0; undefined where nothing is said.
 */
export function retryAfterSeconds(header: string | null, body: string, now: Date): number | undefined {
  const inHeader = retryAfterOf(header, now);
  if (inHeader !== undefined) return inHeader;
  const inText = /\b(\d{1,6})\s*(?:seconds?|secs?|s)\b/i.exec(body);
  return inText === null ? undefined : Number(inText[1]);
}
