import type { PassSummary } from '../../shared/ports/pass-log.ts';

/** Of a pass that found nothing due. */
export function aPassSummary(overrides: Partial<PassSummary> = {}): PassSummary {
  const counts = { due: 0, read: 0, changed: 0, events: 0, published: 0, failed: 0, left: 0, requests: 0, slices: 0 };
  return { ...counts, oldestDueSeconds: 0, ...overrides };
}
