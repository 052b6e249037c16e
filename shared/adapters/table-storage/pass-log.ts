import type { TableClient, TransactionAction } from '@azure/data-tables';
import { z } from 'zod';
import { CorruptRowError } from '../../errors.ts';
import type { PassLog, PassRecord } from '../../ports/pass-log.ts';
import { type Entity, pagesOf, submit } from './table.ts';
import { isConflict, isNotFound, storageError } from './table-errors.ts';

/** A partition of its own, beside the shards: the last pass, and a ring of rows that the passes go round in. */
const address = { partitionKey: 'watcher', rowKey: 'last-pass' };
const ring = { from: 'pass|', to: 'pass}' };
export const passesKept = 200;

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

/** A writer that loses so often in a row is in a storm of writers. */
const attempts = 10;

export function createPassLog(client: TableClient): PassLog {
  return {
    async record(pass) {
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        if (await recorded(client, pass, await lastRow(client))) return;
      }
      throw storageError('recording a pass', undefined);
    },
    async last() {
      const row = await lastRow(client);
      return row === undefined ? undefined : parsed(row['data']);
    },
    async recent(size) {
      const rows: Entity[] = [];
      for await (const page of pagesOf(client, address.partitionKey, ring)) rows.push(...page);
      return rows
        .toSorted((a, b) => numberOf(b) - numberOf(a))
        .flatMap((row) => readable(row['data']))
        .slice(0, size);
    },
  };
}

/** Two passes that end together take a number each: the version of the last pass's row lets one of them go first. */
async function recorded(client: TableClient, pass: PassRecord, before: Entity | undefined): Promise<boolean> {
  const number = before === undefined ? 1 : numberOf(before) + 1;
  const row = { number, data: JSON.stringify(pass) };
  const slot = {
    partitionKey: address.partitionKey,
    rowKey: `${ring.from}${String(number % passesKept).padStart(5, '0')}`,
  };
  const last: TransactionAction =
    before === undefined
      ? ['create', { ...address, ...row }]
      : ['update', { ...address, ...row }, 'Replace', { etag: before.etag }];
  try {
    await submit(client, [last, ['upsert', { ...slot, ...row }, 'Replace']]);
    return true;
  } catch (cause) {
    if (isConflict(cause)) return false;
    throw storageError('recording a pass', cause);
  }
}

async function lastRow(client: TableClient): Promise<Entity | undefined> {
  return client.getEntity<Record<string, unknown>>(address.partitionKey, address.rowKey).catch((cause: unknown) => {
    if (isNotFound(cause)) return undefined;
    throw storageError('reading the last pass', cause);
  });
}

/** Rows of a release before the ring have none. */
function numberOf(row: Entity): number {
  const { number } = row;
  return typeof number === 'number' ? number : 0;
}

function parsed(data: unknown): PassRecord {
  try {
    return passRecord.parse(JSON.parse(String(data)));
  } catch (cause) {
    throw new CorruptRowError('The row of a pass is not readable', { cause });
  }
}

/** One that cannot be read is not listed; the ring comes round to it. */
function readable(data: unknown): PassRecord[] {
  try {
    return [parsed(data)];
  } catch {
    return [];
  }
}
