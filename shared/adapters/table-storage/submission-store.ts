import type { TableClient, TransactionAction } from '@azure/data-tables';
import { type Statistics, statisticsOfRun } from '../../domain/statistics.ts';
import { endsRun, finishedRun, staysOf } from '../../domain/stay.ts';
import type { SubmissionKey } from '../../domain/submission-key.ts';
import { StorageError } from '../../errors.ts';
import type { RecordedEvent, Stored, SubmissionStore } from '../../ports/submission-store.ts';
import { writeChunks } from './chunks.ts';
import { dueSubmissions } from './due-submissions.ts';
import { readChanges, toFeedEntity } from './feed.ts';
import { readHistory, toEventEntity } from './history.ts';
import { readMoves } from './history-list.ts';
import { outboxRow, shardOf, submissionRow } from './keys.ts';
import { toPayload } from './payload.ts';
import { indexActions, indexTime } from './recent-index.ts';
import { reschedule } from './reschedule.ts';
import { readVersion } from './row-version.ts';
import { addRuns, toRunEntity } from './run-statistics.ts';
import { submissionKeyOf, toStoredSubmission } from './stored-submission.ts';
import { submissionAddress, toSubmissionEntity } from './submission-row.ts';
import { firstAcrossShards, submit } from './table.ts';
import { failedOperation, isConflict, isNotFound, storageError } from './table-errors.ts';

/** Tracking, snapshot and schedule of submissions with their history, in one table. */
export function createSubmissionStore(client: TableClient): SubmissionStore {
  async function load(key: SubmissionKey): Promise<Stored | undefined> {
    const { partitionKey, rowKey } = submissionAddress(key);
    const entity = await client.getEntity<Record<string, unknown>>(partitionKey, rowKey).catch((cause: unknown) => {
      // Only this exact code says that there is none: anything else would make every submission look new.
      if (isNotFound(cause)) return undefined;
      throw storageError('a read', cause);
    });
    return entity === undefined ? undefined : toStoredSubmission(client, key, entity);
  }

  return {
    load,

    async commit(next, expected, events) {
      const { key, snapshot } = next;
      const snapshotPayload = snapshot === undefined ? undefined : toPayload(`snapshot-${next.sequence}`, snapshot);
      const history = events.map((event) => toEventEntity(key, event.whole));
      const long = [...(snapshotPayload === undefined ? [] : [snapshotPayload]), ...history.map((row) => row.payload)];
      for (const payload of long) await writeChunks(client, key, payload);

      const row = { ...toSubmissionEntity(next, snapshotPayload), indexedAt: indexTime(next) };
      const version = expected === undefined ? undefined : readVersion(expected);
      const run = await finishedRunOf(client, key, events);
      const committed = await submitChange(client, [
        version === undefined ? ['create', row] : ['update', row, 'Replace', { etag: version.etag }],
        ...history.map(({ entity }): TransactionAction => ['create', entity]),
        ...events.map((event): TransactionAction => ['create', toOutboxEntity(key, event)]),
        ...events.map(({ published }): TransactionAction => ['create', toFeedEntity(key, published)]),
        ...(run === undefined ? [] : [['create', toRunEntity(key, next.sequence, run)] as TransactionAction]),
        ...indexActions(next, version?.indexedAt),
      ]);
      if (committed === 'committed' && run !== undefined) await addRunsAtLeisure(client, key);
      return committed;
    },

    reschedule: (rows) => reschedule(client, rows),

    due: (now) => dueSubmissions(client, now, load),

    async list({ size, after }) {
      const from = after === undefined ? undefined : { shard: shardOf(after.product), rowKey: submissionRow(after) };
      const items: Stored['submission'][] = [];
      const rows = await firstAcrossShards(client, 'submission', size + 1, 'tracked eq true', from);
      for (const entity of rows.slice(0, size)) {
        const key = submissionKeyOf(entity);
        if (key !== undefined) items.push((await toStoredSubmission(client, key, entity)).submission);
      }
      return { items, more: rows.length > size };
    },

    history: (key, page) => readHistory(client, key, page),

    changes: (range) => readChanges(client, range),
  };
}

async function submitChange(client: TableClient, actions: TransactionAction[]): Promise<'committed' | 'conflict'> {
  try {
    await submit(client, actions);
    return 'committed';
  } catch (cause) {
    const failed = failedOperation(cause);
    const isLostIndexRow = isNotFound(cause) && failed !== undefined && actions[failed]?.[0] === 'delete';
    // A row of the index that is gone already must not hold up the submission for ever.
    if (isLostIndexRow) return submitChange(client, actions.toSpliced(failed, 1));
    if (isConflict(cause)) return 'conflict';
    throw storageError('a commit', cause);
  }
}

/**
 * The run that these events end, to be counted; undefined where they end none. A history that cannot be read costs a run of
 * the statistics, and never the change.
 */
async function finishedRunOf(
  client: TableClient,
  key: SubmissionKey,
  recorded: readonly RecordedEvent[],
): Promise<Statistics | undefined> {
  const events = recorded.map(({ whole }) => whole);
  if (!endsRun(events)) return undefined;
  const moves = await readMoves(client, key).catch((error: unknown) => {
    if (error instanceof StorageError) return [];
    throw error;
  });
  const run = finishedRun(staysOf([...moves, ...events]));
  return run === undefined ? undefined : statisticsOfRun(key.product.kind, run);
}

async function addRunsAtLeisure(client: TableClient, key: SubmissionKey): Promise<void> {
  // The change is committed; what could not be added up now is with the next run of the shard.
  await addRuns(client, shardOf(key.product)).catch(() => undefined);
}

function toOutboxEntity(key: SubmissionKey, { published }: RecordedEvent) {
  return {
    partitionKey: shardOf(key.product),
    rowKey: outboxRow(key, Number(published.sequence)),
    data: JSON.stringify(published),
  };
}
