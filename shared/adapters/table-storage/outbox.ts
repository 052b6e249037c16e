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
      /** By submission: what lies behind an unreadable event must not overtake it. */
      const unreadable = new Map<string, string>();
      for await (const entity of rowsOf(client, key)) {
        const submission = submissionOf(entity);
        if (unreadable.has(submission)) continue;
        const entry = toEntry(entity);
        if (entry === undefined) unreadable.set(submission, entity.rowKey ?? '');
        else yield entry;
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

async function* rowsOf(client: TableClient, key: SubmissionKey | undefined): AsyncGenerator<Entity> {
  for (const shard of key === undefined ? shards : [shardOf(key.product)]) {
    for await (const page of pagesOf(client, shard, rowRange('outbox', key))) yield* page;
  }
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
