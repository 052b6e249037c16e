import type { TableClient } from '@azure/data-tables';
import type { Access } from '../../domain/explain-access.ts';
import { tableErrorCode } from './table-errors.ts';

/** In the partition of the watcher's own rows. */
const address = { partitionKey: 'watcher', rowKey: 'access-check' };
const timeoutMs = 20_000;

/** Writes, reads and deletes a row: a right to read alone would not do. Never throws. */
export async function checkTableAccess(open: () => Promise<TableClient>): Promise<Access> {
  try {
    const client = await open();
    const abortSignal = AbortSignal.timeout(timeoutMs);
    await client.upsertEntity(address, 'Replace', { abortSignal });
    await client.getEntity(address.partitionKey, address.rowKey, { abortSignal });
    await client.deleteEntity(address.partitionKey, address.rowKey, { abortSignal });
    return { outcome: 'open' };
  } catch (error) {
    const { name = 'unknown', statusCode } = error instanceof Error ? (error as Error & { statusCode?: unknown }) : {};
    const code = tableErrorCode(error) ?? name;
    return { outcome: 'closed', refusal: { code, ...(typeof statusCode === 'number' ? { status: statusCode } : {}) } };
  }
}
