import { never, newlyTracked, trackedAgain, untracked } from '../../shared/domain/tracked-submission.ts';
import { newlyWatched, unwatched, watchedAgain } from '../../shared/domain/watched-product.ts';
import { aProduct, aProductKey } from '../support/a-product.ts';
import { aSubmission, noon } from '../support/a-submission.ts';
import { aSubmissionKey } from '../support/a-submission-key.ts';

const at = noon.toISOString();

describe('a submission', () => {
  it('tracked for the first time is due at once, with nothing known', () => {
    const key = aSubmissionKey();
    expect(newlyTracked(key, noon)).toEqual({
      key,
      tracked: true,
      trackedAt: at,
      sequence: 0,
      nextPollAt: at,
      failures: 0,
    });
  });

  it('untracked is never due, and keeps snapshot and sequence', () => {
    const known = aSubmission({ sequence: 7 });
    expect(untracked(known)).toEqual({ ...known, tracked: false, nextPollAt: never });
    expect(Date.parse(never)).toBeGreaterThan(Date.parse('9999-01-01T00:00:00Z'));
  });

  it('tracked again is due at once and goes on with snapshot and sequence, so that no event id repeats', () => {
    const known = aSubmission({ sequence: 7, failures: 3 });
    expect(trackedAgain(untracked(known), noon)).toEqual({ ...known, trackedAt: at, nextPollAt: at, failures: 0 });
    // A 404 before it was untracked is not the first of two in a row.
    const lastFailure = { reason: 'not-found' as const, at: known.trackedAt };
    expect(trackedAgain({ ...known, lastFailure }, noon)).not.toHaveProperty('lastFailure');
  });
});

describe('a product', () => {
  it('watched for the first time is due at once, with nothing known', () => {
    const key = aProductKey();
    expect(newlyWatched(key, noon)).toEqual({ key, watched: true, watchedAt: at, nextPollAt: at, failures: 0 });
  });

  it('not watched any more is never due, and watched again goes on where it was', () => {
    const known = aProduct({ pendingId: '2', failures: 4 });
    expect(unwatched(known)).toEqual({ ...known, watched: false, nextPollAt: never });
    expect(watchedAgain(unwatched(known), noon)).toEqual({ ...known, watchedAt: at, nextPollAt: at, failures: 0 });
  });
});
