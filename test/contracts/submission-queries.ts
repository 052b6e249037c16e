import type { SubmissionQueries } from '../../shared/ports/submission-queries.ts';
import { changeQueryContract } from './change-query.ts';
import { historyQueryContract } from './history-query.ts';
import { statisticsContract } from './statistics.ts';
import { submissionQueryContract } from './submission-query.ts';
import type { StoreUnderTest } from './submission-store.ts';

export interface QueriesUnderTest extends StoreUnderTest {
  /** On the same table. */
  readonly queries: SubmissionQueries;
  /** Makes the row of a submission unreadable. */
  spoil(text: string): void | Promise<void>;
}

/** What every SubmissionQueries does. @param open an empty one for each test. */
export function submissionQueriesContract(open: () => Promise<QueriesUnderTest>): void {
  submissionQueryContract(open);
  historyQueryContract(open);
  changeQueryContract(open);
  statisticsContract(open);
}
