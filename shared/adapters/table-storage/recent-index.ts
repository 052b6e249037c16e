import type { TableClient, TransactionAction } from '@azure/data-tables';
import { searchText } from '../../domain/submission-filter.ts';
import type { SubmissionKey } from '../../domain/submission-key.ts';
import type { TrackedSubmission } from '../../domain/tracked-submission.ts';
import { CorruptRowError } from '../../errors.ts';
import type { Stored } from '../../ports/submission-store.ts';
import { recentRow, rowRange, shardOf, shards } from './keys.ts';
import { readVersion, versionOf } from './row-version.ts';
import { submissionKeyOf, toStoredSubmission } from './stored-submission.ts';
import { submissionAddress } from './submission-row.ts';
import { pagesOf, submit } from './table.ts';
import { isConflict, isNotFound, storageError } from './table-errors.ts';

/**
 * One small row for each tracked submission, at the place of its last change: lists read a page of these and then the rows
 * they name. It is moved in the transaction that writes the submission's row, whose `indexedAt` says where it is. A row of
 * the index whose time is another one is a leftover (a row that was set aside, an older release) and is passed over.
 */
export function indexTime({ tracked, trackedAt, lastChangedAt }: TrackedSubmission): string {
  return tracked ? (lastChangedAt ?? trackedAt) : '';
}

/** @param before where its row is now; undefined where it has none. */
export function indexActions(next: TrackedSubmission, before: string | undefined): TransactionAction[] {
  const { key } = next;
  const at = indexTime(next);
  return [
    ...(at === '' ? [] : [['upsert', toRecentEntity(next, at), 'Replace'] as TransactionAction]),
    ...(before === undefined || before === at ? [] : [['delete', addressOf(key, before)] as TransactionAction]),
  ];
}

function toRecentEntity(submission: TrackedSubmission, at: string) {
  const { key, snapshot } = submission;
  return {
    ...addressOf(key, at),
    kind: key.product.kind,
    productKey: key.product.text,
    outcome: snapshot?.outcome ?? '',
    search: searchText(submission),
  };
}

function addressOf(key: SubmissionKey, at: string) {
  return { partitionKey: shardOf(key.product), rowKey: recentRow(key, at) };
}

const builtMark = { partitionKey: 'watcher', rowKey: 'recent-index' };
/** An index row and the mark on its submission's row are two operations of a transaction's hundred. */
const rowsPerTransaction = 50;

/**
 * Rows of a release before the index are given their place in it, once for a table.
 * @returns a function that resolves when the index is whole; after the first time it asks nothing.
 */
export function recentIndexBuilder(client: TableClient): () => Promise<void> {
  let built: Promise<void> | undefined;
  return () => {
    built ??= buildOnce(client).catch((error: unknown) => {
      built = undefined;
      throw error;
    });
    return built;
  };
}

async function buildOnce(client: TableClient): Promise<void> {
  const mark = await client.getEntity(builtMark.partitionKey, builtMark.rowKey).catch((cause: unknown) => {
    if (isNotFound(cause)) return undefined;
    throw storageError('reading the mark of the index', cause);
  });
  if (mark !== undefined) return;
  await Promise.all(shards.map((shard) => buildShard(client, shard)));
  await client.upsertEntity(builtMark).catch((cause: unknown) => {
    throw storageError('marking the index', cause);
  });
}

async function buildShard(client: TableClient, shard: string): Promise<void> {
  for await (const page of pagesOf(client, shard, rowRange('submission'), { where: 'tracked eq true' })) {
    const missing: Stored[] = [];
    for (const entity of page) {
      const key = submissionKeyOf(entity);
      if (key === undefined || readVersion(versionOf(entity)).indexedAt !== undefined) continue;
      const stored = await toStoredSubmission(client, key, entity).catch((error: unknown) => {
        if (error instanceof CorruptRowError) return undefined;
        throw error;
      });
      if (stored !== undefined) missing.push(stored);
    }
    for (let start = 0; start < missing.length; start += rowsPerTransaction) {
      await addToIndex(client, missing.slice(start, start + rowsPerTransaction));
    }
  }
}

async function addToIndex(client: TableClient, rows: readonly Stored[]): Promise<void> {
  try {
    await submit(client, rows.flatMap(addingActions));
  } catch (cause) {
    if (!isConflict(cause)) throw storageError('building the index', cause);
    // Whoever wrote one of them meanwhile has indexed it; the others are still to be.
    if (rows.length > 1) for (const row of rows) await addToIndex(client, [row]);
  }
}

function addingActions({ submission, version }: Stored): TransactionAction[] {
  const { etag } = readVersion(version);
  const indexedAt = indexTime(submission);
  return [
    ['update', { ...submissionAddress(submission.key), indexedAt }, 'Merge', { etag }],
    ...indexActions(submission, undefined),
  ];
}
