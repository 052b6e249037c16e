import type { TableClient } from '@azure/data-tables';
import { z } from 'zod';
import type { SubmissionKey } from '../../domain/submission-key.ts';
import { chunkRow, rowRange, shardOf } from './keys.ts';
import type { Payload } from './payload.ts';
import { pagesOf, submit } from './table.ts';
import { storageError } from './table-errors.ts';

/** 40 chunks of 60 KiB in base64 stay below the 4 MiB of a transaction. */
const chunksPerTransaction = 40;

const wireChunk = z.object({ bytes: z.instanceof(Uint8Array) });

/**
 * Written before the commit that names them: a crash in between leaves chunks that nobody names, never a row without its
 * chunks. They are not deleted, because a writer that lost a race cannot know whether the winner names the same ones.
 */
export async function writeChunks(client: TableClient, key: SubmissionKey, payload: Payload): Promise<void> {
  const { chunks, properties } = payload;
  const partitionKey = shardOf(key.product);
  const rows = chunks.map((bytes, index) => ({
    partitionKey,
    rowKey: chunkRow(key, properties.chunkId ?? '', index),
    bytes,
  }));
  for (let start = 0; start < rows.length; start += chunksPerTransaction) {
    const batch = rows.slice(start, start + chunksPerTransaction);
    await submit(
      client,
      batch.map((row) => ['upsert', row, 'Replace'] as const).map((action) => [...action]),
    ).catch((cause: unknown) => {
      throw storageError('writing a long payload', cause);
    });
  }
}

export async function readChunks(client: TableClient, key: SubmissionKey, id: string): Promise<readonly Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for await (const page of pagesOf(client, shardOf(key.product), rowRange('chunk', key, id))) {
    for (const row of page) chunks.push(wireChunk.parse(row).bytes);
  }
  return chunks;
}
