import type { TableClient } from '@azure/data-tables';
import { type ProductKey, parseSubmissionKey, type SubmissionKey } from '../../domain/submission-key.ts';
import { CorruptRowError } from '../../errors.ts';
import type { Stored } from '../../ports/submission-store.ts';
import { readChunks } from './chunks.ts';
import { rowsOfProduct, shardOf } from './keys.ts';
import { fromPayload } from './payload.ts';
import { versionOf } from './row-version.ts';
import { fromSubmissionEntity } from './submission-row.ts';
import { type Entity, pagesOf } from './table.ts';

/** @throws CorruptRowError */
export async function toStoredSubmission(client: TableClient, key: SubmissionKey, entity: Entity): Promise<Stored> {
  const submission = await fromSubmissionEntity(key, entity, (properties) =>
    fromPayload(key.text, properties, (id) => readChunks(client, key, id)),
  );
  return { submission, version: versionOf(entity) };
}

/** The key in a row key of the kind `submission`; undefined for a row that somebody else wrote. */
export function submissionKeyOf(entity: Entity): SubmissionKey | undefined {
  return parseSubmissionKey(entity.rowKey?.slice('submission|'.length) ?? '');
}

/**
 * One range: a product's submissions lie side by side in its shard. One that cannot be read is passed over: it is set aside
 * when its own turn comes, and nothing can be committed in its place because its row is there.
 */
export async function storedSubmissionsOf(client: TableClient, product: ProductKey): Promise<Stored[]> {
  const stored: Stored[] = [];
  for await (const page of pagesOf(client, shardOf(product), rowsOfProduct(product))) {
    for (const entity of page) {
      const key = submissionKeyOf(entity);
      const submission = key && (await toStoredSubmission(client, key, entity).catch(undefinedIfCorrupt));
      if (submission !== undefined) stored.push(submission);
    }
  }
  return stored;
}

function undefinedIfCorrupt(error: unknown): undefined {
  if (!(error instanceof CorruptRowError)) throw error;
}
