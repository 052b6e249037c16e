import type { TableClient, TransactionAction } from '@azure/data-tables';
import { parseSubmissionKey, type SubmissionKey } from '../../domain/submission-key.ts';
import type { DueSubmission, RecordedEvent, Stored, SubmissionStore } from '../../ports.ts';
import { readChunks, writeChunks } from './chunks.ts';
import { readHistory, toEventEntity } from './history.ts';
import { outboxRow, rowRange, shardOf, shards, submissionRow } from './keys.ts';
import { fromPayload, toPayload } from './payload.ts';
import { reschedule } from './reschedule.ts';
import { fromSubmissionEntity, submissionAddress, toSubmissionEntity } from './submission-row.ts';
import { type Entity, firstOf, pagesOf, submit } from './table.ts';
import { isConflict, isNotFound, storageError } from './table-errors.ts';

/** Tracking, snapshot and schedule of submissions with their history, in one table. */
export function createSubmissionStore(client: TableClient): SubmissionStore {
  async function toStored(key: SubmissionKey, entity: Entity): Promise<Stored> {
    const submission = await fromSubmissionEntity(key, entity, (properties) =>
      fromPayload(key.text, properties, (id) => readChunks(client, key, id)),
    );
    return { submission, version: entity.etag };
  }

  return {
    async load(key) {
      const { partitionKey, rowKey } = submissionAddress(key);
      const entity = await client.getEntity<Record<string, unknown>>(partitionKey, rowKey).catch((cause: unknown) => {
        // Only this exact code says that there is none: anything else would make every submission look new.
        if (isNotFound(cause)) return undefined;
        throw storageError('a read', cause);
      });
      return entity === undefined ? undefined : toStored(key, entity);
    },

    async commit(next, expected, events) {
      const { key, snapshot } = next;
      const snapshotPayload = snapshot === undefined ? undefined : toPayload(`snapshot-${next.sequence}`, snapshot);
      const history = events.map((event) => toEventEntity(key, event.whole));
      const long = [...(snapshotPayload === undefined ? [] : [snapshotPayload]), ...history.map((row) => row.payload)];
      for (const payload of long) await writeChunks(client, key, payload);

      const row = toSubmissionEntity(next, snapshotPayload);
      const actions: TransactionAction[] = [
        expected === undefined ? ['create', row] : ['update', row, 'Replace', { etag: expected }],
        ...history.map(({ entity }): TransactionAction => ['create', entity]),
        ...events.map((event): TransactionAction => ['create', toOutboxEntity(key, event)]),
      ];
      try {
        await submit(client, actions);
        return 'committed';
      } catch (cause) {
        if (isConflict(cause)) return 'conflict';
        throw storageError('a commit', cause);
      }
    },

    reschedule: (rows) => reschedule(client, rows),

    async *due(now) {
      const where = `tracked eq true and nextPollAt le '${now.toISOString()}'`;
      for (const shard of shards) {
        for await (const page of pagesOf(client, shard, rowRange('submission'), where)) {
          for (const entity of page) {
            const key = keyOf(entity);
            if (key !== undefined) yield dueSubmission(key, entity);
          }
        }
      }
    },

    async list({ size, after }) {
      const items: Stored['submission'][] = [];
      const first = after === undefined ? 0 : shards.indexOf(shardOf(after.product));
      for (const [index, shard] of shards.slice(first).entries()) {
        const range = rowRange('submission');
        // The space sorts before every character of a key, so this is the first row after `after`.
        const from = after !== undefined && index === 0 ? `${submissionRow(after)} ` : range.from;
        const wanted = size + 1 - items.length;
        for (const entity of await firstOf(client, shard, { from, to: range.to }, wanted, 'tracked eq true')) {
          const key = keyOf(entity);
          if (key !== undefined) items.push((await toStored(key, entity)).submission);
        }
        if (items.length > size) break;
      }
      return { items: items.slice(0, size), more: items.length > size };
    },

    history: (key, page) => readHistory(client, key, page),
  };

  function dueSubmission(key: SubmissionKey, entity: Entity): DueSubmission {
    return { key, nextPollAt: String(entity['nextPollAt']), stored: () => toStored(key, entity) };
  }
}

function keyOf(entity: Entity): SubmissionKey | undefined {
  return parseSubmissionKey(entity.rowKey?.slice('submission|'.length) ?? '');
}

function toOutboxEntity(key: SubmissionKey, { published }: RecordedEvent) {
  return {
    partitionKey: shardOf(key.product),
    rowKey: outboxRow(key, Number(published.sequence)),
    data: JSON.stringify(published),
  };
}
