import type { Outcome } from './snapshot.ts';

/**
 * The documented values of `status` (add-on, app, flight; windows-dev-docs `manage-add-on-submissions.md`).
 * Ranks order the natural way of a submission; a failure ranks right after the stage that failed.
 */
export const storeStatuses: Readonly<Record<string, { outcome: Outcome; rank?: number }>> = {
  None: { outcome: 'unknown' },
  PendingCommit: { outcome: 'draft', rank: 10 },
  CommitStarted: { outcome: 'inProgress', rank: 20 },
  CommitFailed: { outcome: 'failed', rank: 25 },
  PreProcessing: { outcome: 'inProgress', rank: 30 },
  PreProcessingFailed: { outcome: 'failed', rank: 35 },
  Certification: { outcome: 'inProgress', rank: 40 },
  CertificationFailed: { outcome: 'failed', rank: 45 },
  Release: { outcome: 'inProgress', rank: 50 },
  ReleaseFailed: { outcome: 'failed', rank: 55 },
  PendingPublication: { outcome: 'inProgress', rank: 60 },
  Publishing: { outcome: 'inProgress', rank: 70 },
  PublishFailed: { outcome: 'failed', rank: 75 },
  Published: { outcome: 'succeeded', rank: 80 },
  Canceled: { outcome: 'canceled' },
};

const byLowerCase = new Map(Object.entries(storeStatuses).map(([status, rule]) => [status.toLowerCase(), rule]));

/** `Release` with manual or dated publishing rests until a person or the date moves it, hence `waiting`. */
export function storeOutcome(status: string, publishMode: string | undefined): Outcome {
  const held = publishMode !== undefined && ['manual', 'specificdate'].includes(publishMode.toLowerCase());
  if (status.toLowerCase() === 'release' && held) return 'waiting';
  const rule = byLowerCase.get(status.toLowerCase());
  if (rule !== undefined) return rule.outcome;
  // The set is open: clients report a bare `Failed` and others that the documentation does not list.
  return /failed$/i.test(status) ? 'failed' : 'unknown';
}

export function storeRank(status: string): number | undefined {
  return byLowerCase.get(status.toLowerCase())?.rank;
}
