import { newlyTracked, type TrackedSubmission } from '../../shared/domain/tracked-submission.ts';
import { aSnapshot } from './a-snapshot.ts';
import { aSubmissionKey } from './a-submission-key.ts';

const trackedAt = new Date('2025-06-01T08:00:00.000Z');

/** Read once, four hours before `noon`: an add-on in certification whose only event is that it was first seen. */
export function aSubmission(overrides: Partial<TrackedSubmission> = {}): TrackedSubmission {
  const at = trackedAt.toISOString();
  return {
    ...newlyTracked(aSubmissionKey(), trackedAt),
    snapshot: aSnapshot(),
    sequence: 1,
    stateSince: at,
    lastChangedAt: at,
    lastCheckedAt: at,
    ...overrides,
  };
}

/** Tracked, and not read yet. */
export function anUnreadSubmission(key = aSubmissionKey()): TrackedSubmission {
  return newlyTracked(key, trackedAt);
}

export const noon = new Date('2025-06-01T12:00:00.000Z');

/** @param seconds may be negative. */
export function secondsAfterNoon(seconds: number): Date {
  return new Date(noon.getTime() + seconds * 1000);
}
