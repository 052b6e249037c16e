import type { TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { CorruptRowError } from '../../errors.ts';
import type { PassLog, PassRecord } from '../../ports.ts';
import { isNotFound, storageError } from './table-errors.ts';

/** A partition of its own, beside the shards: one row that each pass replaces. */
const address = { partitionKey: 'watcher', rowKey: 'last-pass' };

const count = z.int().nonnegative();
const passRecord: z.ZodType<PassRecord> = z.object({
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  summary: z
    .object({
      due: count,
      read: count,
      changed: count,
      events: count,
      published: count,
      failed: count,
      left: count,
      requests: count,
      slices: count,
      oldestDueSeconds: count,
    })
    .exactOptional(),
});

export function createPassLog(client: TableClient): PassLog {
  return {
    async record(pass) {
      await client.upsertEntity({ ...address, data: JSON.stringify(pass) }, 'Replace').catch((cause: unknown) => {
        throw storageError('recording a pass', cause);
      });
    },
    async last() {
      const row = await client
        .getEntity<{ data: string }>(address.partitionKey, address.rowKey)
        .catch((cause: unknown) => {
          if (isNotFound(cause)) return undefined;
          throw storageError('reading the last pass', cause);
        });
      return row === undefined ? undefined : parsed(row.data);
    },
  };
}

function parsed(data: string): PassRecord {
  try {
    return passRecord.parse(JSON.parse(data));
  } catch (cause) {
    throw new CorruptRowError('The row of the last pass is not readable', { cause });
  }
}
