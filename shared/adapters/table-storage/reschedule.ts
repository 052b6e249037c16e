import type { TableClient, TransactionAction } from '@azure/data-tables';
import type { TrackedSubmission } from '../../domain/tracked-submission.ts';
import { readVersion } from './row-version.ts';
import { submissionAddress, toBookkeeping } from './submission-row.ts';
import { submit } from './table.ts';
import { failedOperation, isConflict, storageError } from './table-errors.ts';

/** Most operations that a transaction may have. */
const largestTransaction = 100;

/**
 * Merges the bookkeeping of many rows, up to a hundred of one partition in a transaction. A row that moved since it was read
 * is left alone: whoever moved it has scheduled it with better knowledge.
 */
export async function reschedule(
  client: TableClient,
  rows: readonly { readonly next: TrackedSubmission; readonly version: string }[],
): Promise<void> {
  const byShard = new Map<string, TransactionAction[]>();
  for (const { next, version } of rows) {
    const address = submissionAddress(next.key);
    const action: TransactionAction = [
      'update',
      { ...address, ...toBookkeeping(next) },
      'Merge',
      { etag: readVersion(version).etag },
    ];
    const actions = byShard.get(address.partitionKey);
    if (actions === undefined) byShard.set(address.partitionKey, [action]);
    else actions.push(action);
  }
  await Promise.all(
    [...byShard.values()].map(async (actions) => {
      for (let start = 0; start < actions.length; start += largestTransaction) {
        await submitWithoutConflicts(client, actions.slice(start, start + largestTransaction));
      }
    }),
  );
}

async function submitWithoutConflicts(client: TableClient, actions: TransactionAction[]): Promise<void> {
  try {
    await submit(client, actions);
  } catch (cause) {
    const failed = failedOperation(cause);
    if (!isConflict(cause) || failed === undefined) throw storageError('a reschedule', cause);
    await submitWithoutConflicts(client, actions.toSpliced(failed, 1));
  }
}
