import type { Outbox } from '../../shared/ports/outbox.ts';
import type { SubmissionStore } from '../../shared/ports/submission-store.ts';
import { changesContract } from './changes.ts';
import { commitContract } from './commit.ts';
import { commitConflictContract } from './commit-conflict.ts';
import { contentContract } from './content.ts';
import { listingContract } from './listing.ts';
import { scheduleContract } from './schedule.ts';

export interface StoreUnderTest {
  readonly store: SubmissionStore;
  /** On the same table: what a commit leaves to be sent. */
  readonly outbox: Outbox;
}

/** What every SubmissionStore does. @param open an empty one for each test. */
export function submissionStoreContract(open: () => Promise<StoreUnderTest>): void {
  commitContract(open);
  commitConflictContract(open);
  scheduleContract(open);
  listingContract(open);
  contentContract(open);
  changesContract(open);
}
