import type { TableClient, TransactionAction } from '@azure/data-tables';
import type { ProductKey, SubmissionKey } from '../../domain/submission-key.ts';
import { newlyTracked, type TrackedSubmission, untracked } from '../../domain/tracked-submission.ts';
import { newlyWatched, unwatched } from '../../domain/watched-product.ts';
import { CorruptRowError } from '../../errors.ts';
import { type AsideRow, type AsideTarget, addressOf } from './aside-row.ts';
import { rowRange, sequenceOfEventRow, shardOf } from './keys.ts';
import { storedProduct, toProductEntity } from './product-store.ts';
import { toStoredSubmission } from './stored-submission.ts';
import { toSubmissionEntity } from './submission-row.ts';
import { type Entity, firstOf } from './table.ts';
import { isNotFound, storageError } from './table-errors.ts';

/**
 * What ends a setting aside. Each write is of the row as it was looked at, by its version: a person may be mending it at the
 * same time, and what is mended is kept.
 */
export async function puttingBack(
  client: TableClient,
  { of: target, data }: AsideRow,
  now: Date,
): Promise<TransactionAction[] | 'unreadable'> {
  if (target === undefined) return 'unreadable';
  const current = await rowOf(client, target);
  switch (target.what) {
    case 'event':
      if (data === undefined) return 'unreadable';
      return current === undefined ? [['create', { ...addressOf(target), data }]] : [];
    case 'submission': {
      const sequence = await newestSequence(client, target.key);
      const mended = await readSubmission(client, target.key, current);
      return mended === undefined
        ? [written(current, toSubmissionEntity({ ...newlyTracked(target.key, now), sequence }, undefined))]
        : [merged(current, target, { tracked: true, sequence: Math.max(sequence, mended.sequence) }, now)];
    }
    case 'product':
      return isReadableProduct(target.key, current)
        ? [merged(current, target, { watched: true }, now)]
        : [written(current, toProductEntity(newlyWatched(target.key, now)))];
  }
}

/** A row that cannot be read must not be what is left: every request for its key would run into it. */
export async function givingUp(client: TableClient, { of: target }: AsideRow, now: Date): Promise<TransactionAction[]> {
  if (target === undefined || target.what === 'event') return [];
  const current = await rowOf(client, target);
  if (target.what === 'product') {
    if (isReadableProduct(target.key, current)) return [];
    return [written(current, toProductEntity(unwatched(newlyWatched(target.key, now))))];
  }
  if ((await readSubmission(client, target.key, current)) !== undefined) return [];
  const sequence = await newestSequence(client, target.key);
  const anew = { ...untracked(newlyTracked(target.key, now)), sequence };
  return [written(current, toSubmissionEntity(anew, undefined))];
}

async function rowOf(client: TableClient, target: AsideTarget): Promise<Entity | undefined> {
  const { partitionKey, rowKey } = addressOf(target);
  return client.getEntity<Record<string, unknown>>(partitionKey, rowKey).catch((cause: unknown) => {
    if (isNotFound(cause)) return undefined;
    throw storageError('reading a row that was set aside', cause);
  });
}

function written(current: Entity | undefined, row: { partitionKey: string; rowKey: string }): TransactionAction {
  return current === undefined ? ['create', row] : ['update', row, 'Replace', { etag: current.etag }];
}

/** Due at once, and otherwise as it is. */
function merged(current: Entity | undefined, target: AsideTarget, changes: object, now: Date): TransactionAction {
  const row = { ...addressOf(target), ...changes, nextPollAt: now.toISOString() };
  return ['update', row, 'Merge', { etag: current?.etag ?? '*' }];
}

/** The sequence must not start again, nor go on from an older copy of the row: its event ids are taken. */
async function newestSequence(client: TableClient, key: SubmissionKey): Promise<number> {
  const [newest] = await firstOf(client, shardOf(key.product), rowRange('event', key), 1);
  return newest === undefined ? 0 : sequenceOfEventRow(newest.rowKey ?? '');
}

async function readSubmission(
  client: TableClient,
  key: SubmissionKey,
  entity: Entity | undefined,
): Promise<TrackedSubmission | undefined> {
  if (entity === undefined) return undefined;
  try {
    return (await toStoredSubmission(client, key, entity)).submission;
  } catch (error) {
    if (error instanceof CorruptRowError) return undefined;
    throw error;
  }
}

function isReadableProduct(key: ProductKey, entity: Entity | undefined): boolean {
  try {
    return entity !== undefined && storedProduct(key, entity) !== undefined;
  } catch (error) {
    if (error instanceof CorruptRowError) return false;
    throw error;
  }
}
