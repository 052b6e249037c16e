import type { TableClient } from '@azure/data-tables';
import { eventSchema } from '../../contract/event.ts';
import { parseSubmissionKey } from '../../domain/submission-key.ts';
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
      /** By submission: what lies behind an unreadable event would overtake it. */
      const unreadable = new Map<string, string>();
      for (const shard of partitions) {
        for await (const page of pagesOf(client, shard, rowRange('outbox', key))) {
          for (const entity of page) {
            const submission = submissionOf(entity);
            const entry = unreadable.has(submission) ? undefined : toEntry(entity);
            if (entry !== undefined) yield entry;
            else if (!unreadable.has(submission)) unreadable.set(submission, entity.rowKey ?? '');
          }
        }
      }
      if (unreadable.size > 0) throw new CorruptRowError(`Not readable: ${[...unreadable.values()].join(', ')}`);
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

function submissionOf(entity: Entity): string {
  return entity.rowKey?.split('|')[1] ?? '';
}

function toEntry(entity: Entity): OutboxEntry | undefined {
  const key = parseSubmissionKey(submissionOf(entity));
  const event = eventSchema.safeParse(parsed(entity['data']));
  return key === undefined || !event.success ? undefined : { key, event: event.data };
}

function parsed(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
}
