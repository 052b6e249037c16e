import { isLongUnread } from './long-unread.ts';
import type { ProductKey } from './submission-key.ts';
import { type FailureReason, never } from './tracked-submission.ts';

/** A product whose submissions are picked up by themselves, as stored. All times are ISO 8601 in UTC. */
export interface WatchedProduct {
  readonly key: ProductKey;
  readonly watched: boolean;
  readonly watchedAt: string;
  readonly nextPollAt: string;
  readonly name?: string;
  /** When its submissions were first listed: those are the baseline, later ones are discoveries. */
  readonly baselineAt?: string;
  /** Last successful list call. */
  readonly lastCheckedAt?: string;
  /** Of the last list call. Store kinds have at most one submission under way. */
  readonly pendingId?: string;
  readonly lastPublishedId?: string;
  /** Consecutive failed list calls. */
  readonly failures: number;
  readonly lastFailure?: { readonly reason: FailureReason; readonly at: string };
}

export function newlyWatched(key: ProductKey, now: Date): WatchedProduct {
  const at = now.toISOString();
  return { key, watched: true, watchedAt: at, nextPollAt: at, failures: 0 };
}

export function watchedAgain(known: WatchedProduct, now: Date): WatchedProduct {
  const at = now.toISOString();
  return { ...known, watched: true, watchedAt: at, nextPollAt: at, failures: 0 };
}

export function unwatched(known: WatchedProduct): WatchedProduct {
  return { ...known, watched: false, nextPollAt: never };
}

/** Whether its list call has failed for so long that new submissions would not be seen. */
export function isUnlisted({ failures, watchedAt, lastCheckedAt = watchedAt }: WatchedProduct, now: Date): boolean {
  return isLongUnread(failures, lastCheckedAt, now);
}
