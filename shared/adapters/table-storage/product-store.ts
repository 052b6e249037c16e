import type { TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { apiHostOf } from '../../domain/api-host.ts';
import { impossibleFrom } from '../../domain/clock-ahead.ts';
import { type ProductKey, parseProductKey } from '../../domain/submission-key.ts';
import { failureReasons, never } from '../../domain/tracked-submission.ts';
import type { WatchedProduct } from '../../domain/watched-product.ts';
import { CorruptRowError } from '../../errors.ts';
import type { ProductStore, StoredProduct } from '../../ports/product-store.ts';
import { productRow, shardOf } from './keys.ts';
import { storedSubmissionsOf } from './stored-submission.ts';
import { dueTimesOf, type Entity, firstAcrossShards, pagesOfShards } from './table.ts';
import { isConflict, isNotFound, storageError } from './table-errors.ts';

const instant = z.iso.datetime();
const productData = z.object({
  watchedAt: instant,
  name: z.string().exactOptional(),
  baselineAt: instant.exactOptional(),
  lastCheckedAt: instant.exactOptional(),
  pendingId: z.string().exactOptional(),
  lastPublishedId: z.string().exactOptional(),
  failures: z.int().nonnegative(),
  lastFailure: z.object({ reason: z.enum(failureReasons), at: instant }).exactOptional(),
});
const productEntity = z.object({ watched: z.boolean(), nextPollAt: instant, data: z.string() });

/** Watched products, each in the shard of its submissions. */
export function createProductStore(client: TableClient): ProductStore {
  return {
    async load(key) {
      const entity = await client
        .getEntity<Record<string, unknown>>(shardOf(key), productRow(key))
        .catch((cause: unknown) => {
          if (isNotFound(cause)) return undefined;
          throw storageError('a read', cause);
        });
      return entity === undefined ? undefined : storedProduct(key, entity);
    },

    async save(next, expected) {
      const row = toProductEntity(next);
      try {
        if (expected === undefined) await client.createEntity(row);
        else await client.updateEntity(row, 'Replace', { etag: expected });
        return 'committed';
      } catch (cause) {
        if (isConflict(cause)) return 'conflict';
        throw storageError('saving a product', cause);
      }
    },

    async *due(now) {
      const { nextRead } = impossibleFrom(now);
      const isAhead = `(nextPollAt gt '${nextRead}' and nextPollAt lt '${never}')`;
      const where = `watched eq true and (nextPollAt le '${now.toISOString()}' or ${isAhead})`;
      for await (const page of pagesOfShards(client, 'product', { where })) {
        for (const entity of page) {
          const product = keyOf(entity);
          if (product === undefined) continue;
          const host = apiHostOf(product.kind);
          yield {
            product,
            host,
            ...dueTimesOf(entity, now),
            stored: async () => storedProduct(product, entity),
          };
        }
      }
    },

    async list({ size, after }) {
      const from = after === undefined ? undefined : { shard: shardOf(after), rowKey: productRow(after) };
      const rows = await firstAcrossShards(client, 'product', size + 1, 'watched eq true', from);
      const items = rows.slice(0, size).flatMap((entity) => {
        const key = keyOf(entity);
        return key === undefined ? [] : [storedProduct(key, entity).product];
      });
      return { items, more: rows.length > size };
    },

    submissionsOf: (key) => storedSubmissionsOf(client, key),
  };
}

export function toProductEntity({ key, watched, nextPollAt, ...data }: WatchedProduct) {
  return {
    partitionKey: shardOf(key),
    rowKey: productRow(key),
    watched,
    nextPollAt,
    data: JSON.stringify(data),
  };
}

/** @throws CorruptRowError */
export function storedProduct(key: ProductKey, entity: Entity): StoredProduct {
  try {
    const { watched, nextPollAt, data } = productEntity.parse(entity);
    return { product: { key, watched, nextPollAt, ...productData.parse(JSON.parse(data)) }, version: entity.etag };
  } catch (cause) {
    throw new CorruptRowError(`The row of ${key.text} is not readable`, { cause });
  }
}

function keyOf(entity: Entity): ProductKey | undefined {
  return parseProductKey(entity.rowKey?.slice('product|'.length) ?? '');
}
