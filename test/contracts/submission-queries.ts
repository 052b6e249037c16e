import { changeQueryContract } from './change-query.ts';
import { historyQueryContract } from './history-query.ts';
import { statisticsContract } from './statistics.ts';
import type { QueriesUnderTest } from './store-under-test.ts';
import { submissionQueryContract } from './submission-query.ts';

/** What every SubmissionQueries does. @param open an empty one for each test. */
export function submissionQueriesContract(open: () => Promise<QueriesUnderTest>): void {
  submissionQueryContract(open);
  historyQueryContract(open);
  changeQueryContract(open);
  statisticsContract(open);
}
