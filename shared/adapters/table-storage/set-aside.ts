import type { TableClient, TransactionAction } from '@azure/data-tables';
import { z } from 'zod';
import {
  type ProductKey,
  parseProductKey,
  parseSubmissionKey,
  type SubmissionKey,
} from '../../domain/submission-key.ts';
import { newlyTracked, type TrackedSubmission, untracked } from '../../domain/tracked-submission.ts';
import { newlyWatched, unwatched } from '../../domain/watched-product.ts';
import { CorruptRowError } from '../../errors.ts';
import type { SetAside, SetAsideEntry } from '../../ports/set-aside.ts';
import { outboxRow, productRow, rowRange, sequenceOfEventRow, shardOf, shards, submissionRow } from './keys.ts';
import { toProductEntity } from './product-store.ts';
import { toSubmissionEntity } from './submission-row.ts';
import { type Entity, firstAcrossShards, firstOf, submit } from './table.ts';
import { isConflict, isNotFound, storageError } from './table-errors.ts';

/**
 * Rows `aside|...` beside what they took out of the way: an event's row holds the event, a submission's or product's row only
 * says that the row itself (left as it is, but neither due nor listed) cannot be read.
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
      // Neither due nor listed: one row that cannot be read would keep a list from all the others.
      ['update', { partitionKey, rowKey, [isProduct ? 'watched' : 'tracked']: false }, 'Merge', { etag: '*' }],
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
      const found = await find(client, id);
      if (found === undefined) return 'unknown';
      await transaction([await putBack(client, found, now), ['delete', found.address]]);
      return 'retried';
    },

    async discard(id, now) {
      const found = await find(client, id);
      if (found === undefined) return 'unknown';
      await transaction([...(await giveUp(client, found, now)), ['delete', found.address]]);
      return 'discarded';
    },
  };
}

interface Found {
  readonly address: { readonly partitionKey: string; readonly rowKey: string };
  readonly aside: AsideEntity;
}

async function find(client: TableClient, id: string): Promise<Found | undefined> {
  const [partitionKey = '', ...rest] = id.split('/');
  const rowKey = rest.join('/');
  if (!shards.includes(partitionKey) || !/^aside\|[\w|:-]+$/.test(rowKey)) return undefined;
  const entity = await client.getEntity<Record<string, unknown>>(partitionKey, rowKey).catch((cause: unknown) => {
    if (isNotFound(cause)) return undefined;
    throw storageError('reading what was set aside', cause);
  });
  return entity === undefined ? undefined : { address: { partitionKey, rowKey }, aside: asideEntity.parse(entity) };
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

async function putBack(client: TableClient, { address, aside }: Found, now: Date): Promise<TransactionAction> {
  const { partitionKey } = address;
  const submission = parseSubmissionKey(aside.key);
  const product = parseProductKey(aside.key);
  if (aside.what === 'event' && submission !== undefined) {
    return ['upsert', { partitionKey, rowKey: outboxRow(submission, aside.sequence), data: aside.data }, 'Replace'];
  }
  if (aside.what === 'submission' && submission !== undefined) {
    return ['upsert', toSubmissionEntity(await madeAnew(client, submission, now), undefined), 'Replace'];
  }
  if (product !== undefined) return ['upsert', toProductEntity(newlyWatched(product, now)), 'Replace'];
  throw new CorruptRowError(`The row ${address.rowKey} is not readable`);
}

/** A row that cannot be read must not be what is left: every request for its key would run into it. */
async function giveUp(client: TableClient, { aside }: Found, now: Date): Promise<TransactionAction[]> {
  const submission = parseSubmissionKey(aside.key);
  const product = parseProductKey(aside.key);
  if (aside.what === 'submission' && submission !== undefined) {
    const anew = await madeAnew(client, submission, now);
    return [['upsert', toSubmissionEntity(untracked(anew), undefined), 'Replace']];
  }
  if (aside.what === 'product' && product !== undefined) {
    return [['upsert', toProductEntity(unwatched(newlyWatched(product, now))), 'Replace']];
  }
  return [];
}

/** The sequence must not start again: its event ids are taken. */
async function madeAnew(client: TableClient, key: SubmissionKey, now: Date): Promise<TrackedSubmission> {
  const [newest] = await firstOf(client, shardOf(key.product), rowRange('event', key), 1);
  const sequence = newest === undefined ? 0 : sequenceOfEventRow(newest.rowKey ?? '');
  return { ...newlyTracked(key, now), sequence };
}

function toEntry(entity: Entity): SetAsideEntry {
  const { what, key, reason, at } = asideEntity.parse(entity);
  return { id: `${entity.partitionKey}/${entity.rowKey}`, what, key, reason, at };
}
