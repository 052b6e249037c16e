import type { TableClient } from '@azure/data-tables';
import { eventSchema } from '../../contract/event.ts';
import { parseSubmissionKey, type SubmissionKey } from '../../domain/submission-key.ts';
import { CorruptRowError } from '../../errors.ts';
import type { Outbox, OutboxEntry } from '../../ports.ts';
import { outboxRow, rowRange, shardOf, shards } from './keys.ts';
import { type Entity, pagesOf } from './table.ts';
import { isNotFound, storageError } from './table-errors.ts';

/** Events that were committed and are not known to be sent. Row keys sort by submission, then by sequence. */
export function createOutbox(client: TableClient): Outbox {
  return {
    async *pending(key) {
      const partitions = key === undefined ? shards : [shardOf(key.product)];
      for (const shard of partitions) {
        for await (const page of pagesOf(client, shard, rowRange('outbox', key))) {
          for (const entity of page) yield toEntry(entity);
        }
      }
    },

    async remove({ key, event }) {
      await client
        .deleteEntity(shardOf(key.product), outboxRow(key, Number(event.sequence)))
        .catch((cause: unknown) => {
          if (!isNotFound(cause)) throw storageError('removing an outbox row', cause);
        });
    },
  };
}

function toEntry(entity: Entity): OutboxEntry {
  const key: SubmissionKey | undefined = parseSubmissionKey(entity.rowKey?.split('|')[1] ?? '');
  const event = eventSchema.safeParse(parsed(entity['data']));
  if (key === undefined || !event.success) throw new CorruptRowError(`The row ${entity.rowKey} is not readable`);
  return { key, event: event.data };
}

function parsed(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
}
