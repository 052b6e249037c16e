import { startAzurite } from '../../local/azurite/azurite.ts';
import { apiHostOf } from '../../shared/domain/api-host.ts';
import { toSlices } from '../../shared/use-cases/fan-out.ts';
import { pollSlice } from '../../shared/use-cases/poll-slice.ts';
import { pollSubmissions } from '../../shared/use-cases/poll-submissions.ts';
import { countStorageOperations, type StorageOperations, totalOf } from '../../test/support/storage-operations.ts';
import { startApi } from './api-process.ts';
import type { Figure } from './figure.ts';
import {
  adaptersOn,
  hardwareKeys,
  openTable,
  partnerCenterAt,
  pollDependencies,
  seed,
  unchangedSubmission,
} from './workload.ts';

const count = 1_000;

/** Requests to Partner Center and to storage, counted on their way. */
export async function storage(): Promise<readonly Figure[]> {
  const [azurite, api] = [await startAzurite({}), await startApi()];
  try {
    const client = await openTable(azurite.connectionString, 'storage');
    const dependencies = pollDependencies(adaptersOn(client), { partnerCenter: partnerCenterAt(api.url) });
    const pass = () => pollSubmissions(dependencies, new AbortController().signal);
    await pass();
    const operations = countStorageOperations(client);
    const figures: Figure[] = [];
    const add = (name: string, counted: StorageOperations) =>
      figures.push({
        name: `storage, ${name}: operations`,
        value: totalOf(counted),
        unit: 'count',
        note: told(counted),
      });

    await pass();
    add('a pass with nothing due', operations.take());

    const keys = hardwareKeys(count);
    await seed(client, keys.map(unchangedSubmission));
    operations.take();
    await api.served();
    await pass();
    const unchanged = operations.take();
    figures.push({
      name: `storage, a pass over ${count} unchanged: requests to Partner Center for each`,
      value: (await api.served()) / count,
      unit: 'count',
      target: { atMost: 1 },
    });
    figures.push({
      name: `storage, a pass over ${count} unchanged: writes of single rows for each`,
      value: (unchanged.writes - budgetWrites) / count,
      unit: 'count',
      target: { atMost: 0 },
      note: `${budgetWrites} more are the budget's`,
    });
    add(`a pass over ${count} unchanged`, unchanged);

    const now = new Date();
    const due = keys.slice(0, 50).map((key) => ({
      key,
      host: apiHostOf(key.product.kind),
      nextPollAt: now.toISOString(),
      stored: () => Promise.reject(new Error('A slice names it only')),
    }));
    const [slice] = toSlices(due, 50, now, new Date(now.getTime() + 60_000));
    if (slice === undefined) throw new Error('There is work for one slice');
    await pollSlice(dependencies, slice, false, new AbortController().signal);
    add('a slice of 50 unchanged', operations.take());

    await api.show('preProcessing');
    await pass();
    const changed = operations.take();
    add(`a pass over ${count} changed`, changed);
    figures.push({
      name: 'storage, a changed submission: operations of its own',
      value: (totalOf(changed) - totalOf(unchanged) + unchanged.transactions) / count,
      unit: 'count',
      note: `${(changed.rowsInTransactions / count).toFixed(1)} rows in its commit, one message`,
    });
    return figures;
  } finally {
    api.stop();
    await azurite.stop();
  }
}

/** Taken before the reads and settled after them. */
const budgetWrites = 2;

function told({ queries, reads, writes, transactions, rowsInTransactions }: StorageOperations): string {
  return `${queries} query pages, ${reads} reads, ${writes} writes, ${transactions} transactions of ${rowsInTransactions} rows`;
}
