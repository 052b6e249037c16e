import type { TableClient } from '@azure/data-tables';
import type { SubmissionQueries } from '../../ports/submission-queries.ts';
import { listChanges } from './change-list.ts';
import { listHistory, readMoves } from './history-list.ts';
import { recentIndexBuilder } from './recent-index.ts';
import { readStatistics } from './run-statistics.ts';
import { listByKey, listByLastChange } from './submission-list.ts';

/** What people and programs ask of the one table. */
export function createSubmissionQueries(client: TableClient): SubmissionQueries {
  const indexBuilt = recentIndexBuilder(client);
  return {
    async submissions({ sort, ...request }) {
      if (sort === 'key') return listByKey(client, request);
      await indexBuilt();
      return listByLastChange(client, request);
    },
    history: (key, query) => listHistory(client, key, query),
    changes: (query) => listChanges(client, query),
    moves: (key) => readMoves(client, key),
    statistics: () => readStatistics(client),
  };
}
