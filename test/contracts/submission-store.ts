import { changesContract } from './changes.ts';
import { commitContract } from './commit.ts';
import { commitConflictContract } from './commit-conflict.ts';
import { contentContract } from './content.ts';
import { listingContract } from './listing.ts';
import { scheduleContract } from './schedule.ts';
import type { StoreUnderTest } from './store-under-test.ts';

/** What every SubmissionStore does. @param open an empty one for each test. */
export function submissionStoreContract(open: () => Promise<StoreUnderTest>): void {
  commitContract(open);
  commitConflictContract(open);
  scheduleContract(open);
  listingContract(open);
  contentContract(open);
  changesContract(open);
}
