import type { TableClient, TransactionAction } from '@azure/data-tables';
import { z } from 'zod';
import {
  type ProductKey,
  parseProductKey,
  parseSubmissionKey,
  type SubmissionKey,
} from '../../domain/submission-key.ts';
import { never } from '../../domain/tracked-submission.ts';
import type { SetAside, SetAsideEntry } from '../../ports.ts';
import { outboxRow, productRow, shardOf, shards, submissionRow } from './keys.ts';
import { type Entity, firstAcrossShards, submit } from './table.ts';
import { isConflict, isNotFound, storageError } from './table-errors.ts';

/**
 * Rows `aside|...` beside what they took out of the way: an event's row holds the event, a submission's or product's row only
 * says that the row itself (left as it is, but never due) cannot be read.
 */
const asideEntity = z.object({
  what: z.enum(['event', 'submission', 'product']),
  key: z.string(),
  sequence: z.int().nonnegative(),
  reason: z.string(),
  at: z.iso.datetime(),
  data: z.string(),
});
type AsideEntity = z.infer<typeof asideEntity>;

export function createSetAside(client: TableClient): SetAside {
  async function transaction(actions: TransactionAction[]): Promise<void> {
    // A conflict means that it is aside already, or that somebody mended the row meanwhile.
    await submit(client, actions).catch((cause: unknown) => {
      if (!isConflict(cause)) throw storageError('setting aside', cause);
    });
  }

  async function row(key: SubmissionKey | ProductKey, reason: string, now: Date): Promise<void> {
    const isProduct = !('product' in key);
    const partitionKey = shardOf(isProduct ? key : key.product);
    const rowKey = isProduct ? productRow(key) : submissionRow(key);
    const what = isProduct ? 'product' : 'submission';
    await transaction([
      [
        'upsert',
        asideRow(partitionKey, rowKey, { what, key: key.text, sequence: 0, reason, data: '' }, now),
        'Replace',
      ],
      ['update', { partitionKey, rowKey, nextPollAt: never }, 'Merge', { etag: '*' }],
    ]);
  }

  return {
    async event({ key, event }, reason, now) {
      const sequence = Number(event.sequence);
      await setAsideOutboxRow(client, key, sequence, JSON.stringify(event), reason, now);
    },
    submission: row,
    product: row,

    async list(count) {
      const rows = await firstAcrossShards(client, 'aside', count);
      return rows.map(toEntry);
    },

    async retry(id, now) {
      const [shard = '', ...rest] = id.split('/');
      const rowKey = rest.join('/');
      if (!shards.includes(shard) || !rowKey.startsWith('aside|')) return 'unknown';
      const entity = await client.getEntity<Record<string, unknown>>(shard, rowKey).catch((cause: unknown) => {
        if (isNotFound(cause)) return undefined;
        throw storageError('reading what was set aside', cause);
      });
      if (entity === undefined) return 'unknown';
      const back = putBack(shard, asideEntity.parse(entity), now);
      if (back === undefined) return 'unknown';
      await transaction([back, ['delete', { partitionKey: shard, rowKey }]]);
      return 'retried';
    },
  };
}

/** Moves an outbox row, readable or not, out of the way. */
export async function setAsideOutboxRow(
  client: TableClient,
  key: SubmissionKey,
  sequence: number,
  data: string,
  reason: string,
  now: Date,
): Promise<void> {
  const partitionKey = shardOf(key.product);
  const rowKey = outboxRow(key, sequence);
  await submit(client, [
    [
      'upsert',
      asideRow(partitionKey, rowKey, { what: 'event', key: key.text, sequence, reason, data }, now),
      'Replace',
    ],
    ['delete', { partitionKey, rowKey }],
  ]).catch((cause: unknown) => {
    if (!isConflict(cause)) throw storageError('setting an event aside', cause);
  });
}

function asideRow(partitionKey: string, rowKey: string, values: Omit<AsideEntity, 'at'>, now: Date) {
  return {
    partitionKey,
    rowKey: `aside|${rowKey}`,
    ...values,
    reason: values.reason.slice(0, 1_000),
    at: now.toISOString(),
  };
}

function putBack(partitionKey: string, aside: AsideEntity, now: Date): TransactionAction | undefined {
  const submission = parseSubmissionKey(aside.key);
  if (aside.what === 'event') {
    return (
      submission && [
        'upsert',
        { partitionKey, rowKey: outboxRow(submission, aside.sequence), data: aside.data },
        'Replace',
      ]
    );
  }
  const product = parseProductKey(aside.key);
  const rowKey = aside.what === 'submission' ? submission && submissionRow(submission) : product && productRow(product);
  if (rowKey === undefined) return undefined;
  return ['update', { partitionKey, rowKey, nextPollAt: now.toISOString() }, 'Merge', { etag: '*' }];
}

function toEntry(entity: Entity): SetAsideEntry {
  const { what, key, reason, at } = asideEntity.parse(entity);
  return { id: `${entity.partitionKey}/${entity.rowKey}`, what, key, reason, at };
}
