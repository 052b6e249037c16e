import type { Outbox } from '../../shared/ports/outbox.ts';
import type { SubmissionQueries } from '../../shared/ports/submission-queries.ts';
import type { SubmissionStore } from '../../shared/ports/submission-store.ts';

/** A store of submissions with what a commit leaves to be sent, on one table. */
export interface StoreUnderTest {
  readonly store: SubmissionStore;
  readonly outbox: Outbox;
}

/** The same, and the questions that can be asked of it. */
export interface QueriesUnderTest extends StoreUnderTest {
  readonly queries: SubmissionQueries;
  /** Makes the row of a submission unreadable. */
  spoil(text: string): void | Promise<void>;
}
