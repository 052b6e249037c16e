import type { TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { watcherEventSchema } from '../../contract/watcher-event.ts';
import type { ApiHost } from '../../domain/api-host.ts';
import type { Budget } from '../../domain/budget.ts';
import { healthReasons, type WatcherHealth } from '../../domain/watcher-health.ts';
import type { SharedState } from '../../ports/shared-state.ts';
import { isConflict, isNotFound, storageError } from './table-errors.ts';

/** A partition of its own beside the shards, for what passes and instances share. */
const partitionKey = 'watcher';

const instant = z.iso.datetime();

const budget: z.ZodType<Budget> = z.object({
  host: z.enum(['devCenter', 'store']),
  perMinute: z.number().positive(),
  tokens: z.number(),
  updatedAt: instant,
  setAsideUntil: instant.exactOptional(),
  throttles: z.int().nonnegative(),
  adaptedAt: instant.exactOptional(),
  refusal: z
    .object({
      reason: z.enum(['unauthorized', 'forbidden']),
      since: instant,
      at: instant.exactOptional(),
      message: z.string(),
    })
    .exactOptional(),
  unanswered: z.object({ since: instant, at: instant }).exactOptional(),
});

const health: z.ZodType<WatcherHealth> = z.object({
  firstCheckAt: instant,
  degradedSince: instant.exactOptional(),
  // A newer release may know reasons that this one does not; whatever it knows still holds.
  reasons: z.array(z.string()).transform((given) => healthReasons.filter((reason) => given.includes(reason))),
  sequence: z.int().nonnegative(),
  pending: z.array(watcherEventSchema),
});

export function budgetState(client: TableClient, host: ApiHost): SharedState<Budget> {
  return sharedState(client, `budget-${host}`, budget);
}

export function watcherHealthState(client: TableClient): SharedState<WatcherHealth> {
  return sharedState(client, 'health', health);
}

export function plannedState(client: TableClient): SharedState<{ readonly until: string }> {
  return sharedState(client, 'planned', z.object({ until: instant }));
}

function sharedState<T>(client: TableClient, rowKey: string, schema: z.ZodType<T>): SharedState<T> {
  return {
    async load() {
      const row = await client.getEntity<{ data: unknown }>(partitionKey, rowKey).catch((cause: unknown) => {
        if (isNotFound(cause)) return undefined;
        throw storageError(`reading ${rowKey}`, cause);
      });
      if (row === undefined) return undefined;
      const value = parsed(row.data, schema);
      return { ...(value === undefined ? {} : { value }), version: row.etag };
    },
    async save(next, expected) {
      const row = { partitionKey, rowKey, data: JSON.stringify(next) };
      try {
        if (expected === undefined) await client.createEntity(row);
        else await client.updateEntity(row, 'Replace', { etag: expected });
        return 'committed';
      } catch (cause) {
        if (isConflict(cause)) return 'conflict';
        throw storageError(`saving ${rowKey}`, cause);
      }
    },
  };
}

/** Passes must not fail for ever over a row that another hand has spoilt. */
function parsed<T>(data: unknown, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(String(data))).data;
  } catch {
    return undefined;
  }
}
