import type { Snapshot } from './snapshot.ts';
import type { SubmissionKey } from './submission-key.ts';

/** Why a submission could not be read. `throttled` and `unauthorized` say something of the host, not of the submission. */
export const failureReasons = [
  'not-found',
  'forbidden',
  'conflict',
  'invalid-request',
  'throttled',
  'unauthorized',
  'unavailable',
  'timeout',
  'invalid-body',
] as const;
export type FailureReason = (typeof failureReasons)[number];

/** A failed read, as far as it matters to what follows. */
export interface Failure {
  readonly reason: FailureReason;
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  /** The host answered nobody at that time, so that this says nothing of the submission. */
  readonly isOfHost?: true;
}

/** Nothing came that can be read: of itself it says neither that the submission is there nor that it is not. */
export function isUnanswered(reason: FailureReason): reason is 'unavailable' | 'timeout' | 'invalid-body' {
  return reason === 'unavailable' || reason === 'timeout' || reason === 'invalid-body';
}

/** Why a submission is announced as unreachable: it is not to be had, or was not to be read for long. */
export const unreachableReasons = [
  'not-found',
  'withdrawn',
  'forbidden',
  'conflict',
  'invalid-request',
  'unavailable',
  'timeout',
  'invalid-body',
] as const;
export type UnreachableReason = (typeof unreachableReasons)[number];

/** Partner Center does not know it, which is more than that it may not be read. */
export function isGoneFor(reason: UnreachableReason): boolean {
  return reason === 'not-found' || reason === 'withdrawn';
}

/** A submission that is (or was) tracked, as stored. All times are ISO 8601 in UTC. */
export interface TrackedSubmission {
  readonly key: SubmissionKey;
  /** false once untracked: the row stays, so that tracking it again goes on with the sequence and repeats no event id. */
  readonly tracked: boolean;
  readonly trackedAt: string;
  /** Absent until the first successful read. */
  readonly snapshot?: Snapshot;
  /** Of the last event; 0 before the first. */
  readonly sequence: number;
  /** When the present state, with its outcome, was first seen. */
  readonly stateSince?: string;
  /** When the last event was observed. */
  readonly lastChangedAt?: string;
  /** Last successful read. */
  readonly lastCheckedAt?: string;
  readonly nextPollAt: string;
  /** Consecutive failed reads. */
  readonly failures: number;
  readonly lastFailure?: { readonly reason: FailureReason; readonly at: string };
  /** Set once that was announced, until a read succeeds. `since` is of the first reason. */
  readonly unreachable?: { readonly reason: UnreachableReason; readonly status?: number; readonly since: string };
  /** When it was announced that the present state is stalled. */
  readonly stalledAt?: string;
  /** A watched product does not name it any more, and did not publish it: a draft that somebody deleted. */
  readonly withdrawn?: true;
}

/** After every time that a clock can show: the `nextPollAt` of a submission that is not polled. */
export const never = '9999-12-31T00:00:00.000Z';

export function newlyTracked(key: SubmissionKey, now: Date): TrackedSubmission {
  const at = now.toISOString();
  return { key, tracked: true, trackedAt: at, sequence: 0, nextPollAt: at, failures: 0 };
}

/** Due at once again; history, snapshot and sequence go on. */
export function trackedAgain(known: TrackedSubmission, now: Date): TrackedSubmission {
  const at = now.toISOString();
  // A 404 of then and one of now are not two in a row.
  const { lastFailure: _, ...kept } = known;
  return { ...kept, tracked: true, trackedAt: at, nextPollAt: at, failures: 0 };
}

export function untracked(known: TrackedSubmission): TrackedSubmission {
  return { ...known, tracked: false, nextPollAt: never };
}
