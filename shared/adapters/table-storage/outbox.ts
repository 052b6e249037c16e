import type { TableClient } from '@azure/data-tables';
import { eventSchema } from '../../contract/event.ts';
import { parseSubmissionKey, type SubmissionKey } from '../../domain/submission-key.ts';
import type { Outbox, OutboxEntry } from '../../ports/outbox.ts';
import { outboxRow, rowRange, shardOf, shards } from './keys.ts';
import { setAsideOutboxRow } from './set-aside.ts';
import { type Entity, pagesOf } from './table.ts';
import { isNotFound, storageError } from './table-errors.ts';

/** Events that were committed and are not known to be sent. Row keys sort by submission, then by sequence. */
export function createOutbox(client: TableClient, now: () => Date): Outbox {
  return {
    async *pending(key) {
      for await (const entity of rowsOf(client, key)) {
        const entry = toEntry(entity);
        if (entry === undefined) await setUnreadableAside(client, entity, now());
        else yield entry;
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

/** It cannot be sent as it is, and must not hold back those behind it for ever. */
async function setUnreadableAside(client: TableClient, entity: Entity, now: Date): Promise<void> {
  const key = parseSubmissionKey(submissionOf(entity));
  const sequence = Number(entity.rowKey?.split('|')[2]);
  // Not a row of ours: whoever wrote it, no submission waits for it.
  if (key === undefined || entity.rowKey !== outboxRow(key, sequence)) return;
  await setAsideOutboxRow(client, key, sequence, String(entity['data']), 'The row is not readable', now);
}

function parsed(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
}
