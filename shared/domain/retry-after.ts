/**
 * What a `Retry-After` header asks to wait: seconds, or an HTTP date (RFC 9110, 10.2.3).
 * @returns seconds, at least 0; undefined where there is none, or none that can be read.
 */
export function retryAfterOf(header: string | null, now: Date): number | undefined {
  const value = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value);
  const date = value === '' ? Number.NaN : Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now.getTime()) / 1000));
}
