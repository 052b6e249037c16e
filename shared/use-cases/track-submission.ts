import type { SubmissionKey } from '../domain/submission-key.ts';
import { never, newlyTracked, type TrackedSubmission, trackedAgain, untracked } from '../domain/tracked-submission.ts';
import type { SubmissionStore } from '../ports/submission-store.ts';

/** `conflict`: the row moved meanwhile; the request can be repeated. */
export type TrackResult =
  | { readonly outcome: 'tracked' | 'already-tracked'; readonly submission: TrackedSubmission }
  | { readonly outcome: 'conflict' };

/** A submission that has retired is tracked anew, which wakes it. */
export async function trackSubmission(store: SubmissionStore, key: SubmissionKey, now: Date): Promise<TrackResult> {
  const known = await store.load(key);
  const isRetired = known?.submission.nextPollAt === never;
  if (known?.submission.tracked === true && !isRetired)
    return { outcome: 'already-tracked', submission: known.submission };
  const submission = known === undefined ? newlyTracked(key, now) : trackedAgain(known.submission, now);
  const committed = await store.commit(submission, known?.version, []);
  return committed === 'committed' ? { outcome: 'tracked', submission } : { outcome: 'conflict' };
}

export async function untrackSubmission(
  store: SubmissionStore,
  key: SubmissionKey,
): Promise<'untracked' | 'not-tracked' | 'conflict'> {
  const known = await store.load(key);
  if (known === undefined || !known.submission.tracked) return 'not-tracked';
  const committed = await store.commit(untracked(known.submission), known.version, []);
  return committed === 'committed' ? 'untracked' : 'conflict';
}
