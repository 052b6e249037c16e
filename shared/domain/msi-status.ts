import type { Outcome } from './snapshot.ts';

/** `publishingStatus` of MSI/EXE submissions (windows-dev-docs `store-submission-api.md`). */
export const publishingStatuses: Readonly<Record<string, { outcome: Outcome; rank?: number }>> = {
  INPROGRESS: { outcome: 'inProgress', rank: 1 },
  PUBLISHED: { outcome: 'succeeded', rank: 3 },
  FAILED: { outcome: 'failed', rank: 2 },
  UNKNOWN: { outcome: 'unknown' },
};

/** `FAILED` is final only with `hasFailed`; without it the service tries again. */
export function msiOutcome(status: string, hasFailed: boolean | undefined): Outcome {
  const outcome = publishingStatuses[status.toUpperCase()]?.outcome ?? 'unknown';
  return outcome === 'failed' && hasFailed === false ? 'inProgress' : outcome;
}

export function msiRank(status: string): number | undefined {
  return publishingStatuses[status.toUpperCase()]?.rank;
}
