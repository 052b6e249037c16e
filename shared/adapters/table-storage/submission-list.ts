import { odata, type TableClient } from '@azure/data-tables';
import { outcomes } from '../../domain/snapshot.ts';
import { hasWords, passesFilter, type SubmissionFilter } from '../../domain/submission-filter.ts';
import { kinds, parseSubmissionKey } from '../../domain/submission-key.ts';
import type { TrackedSubmission } from '../../domain/tracked-submission.ts';
import { CorruptRowError } from '../../errors.ts';
import type { PageRequest, QueryPage } from '../../ports/submission-queries.ts';
import { invertedTime, type RowRange, rangeFrom, rowRange, rowsOfProduct, shardOf, shards } from './keys.ts';
import { mergedRows, pageSizeFor } from './merged-rows.ts';
import { allOf, isAnyOf } from './query-filter.ts';
import { submissionKeyOf, toStoredSubmission } from './stored-submission.ts';
import { submissionAddress } from './submission-row.ts';
import type { Entity } from './table.ts';
import { isNotFound, storageError } from './table-errors.ts';

/** Rows of the index that one page looks through for words; then it ends, and the next one goes on. */
const mostScanned = 5_000;
const pageOfWords = 200;
const mostKeyedScanned = 1_000;
/** Rows read at a time, and text of an answer after which a page ends. */
const readsAtATime = 16;
const enoughText = 4 * 1024 * 1024;

type ListRequest = PageRequest & { readonly filter: SubmissionFilter };

/** By last change, newest first: a page of the index, then the rows that it names. */
export async function listByLastChange(
  client: TableClient,
  request: ListRequest,
): Promise<QueryPage<TrackedSubmission>> {
  const { filter, size, after } = request;
  const partitions = partitionsOf(filter);
  const range = rowRange('recent');
  const rows = mergedRows(client, partitions, startingAfter(range, 'recent', after), {
    where: whereOf(filter),
    select: ['RowKey', 'search'],
    pageSize: filter.text === undefined ? pageSizeFor(size + 1, partitions) : pageOfWords,
  });
  const found: Entity[] = [];
  let scanned: Entity | undefined;
  let count = 0;
  let isCut = false;
  for await (const row of rows) {
    isCut = found.length === size || count === mostScanned;
    if (isCut) break;
    scanned = row;
    count += 1;
    if (hasWords(String(row['search']), filter.text)) found.push(row);
  }
  const { items, last } = await readNamed(client, found);
  if (last !== undefined) return { items, next: positionOf(last) };
  return { items, ...(isCut && scanned !== undefined ? { next: positionOf(scanned) } : {}) };
}

/** By key, upwards: the rows themselves. */
export async function listByKey(client: TableClient, request: ListRequest): Promise<QueryPage<TrackedSubmission>> {
  const { filter, size, after } = request;
  const partitions = partitionsOf(filter);
  const rows = mergedRows(client, partitions, startingAfter(keyRange(filter), 'submission', after), {
    where: allOf('tracked eq true', whereOf(filter)),
    pageSize:
      filter.text === undefined ? pageSizeFor(size + 1, partitions) : Math.ceil(mostKeyedScanned / partitions.length),
  });
  const items: TrackedSubmission[] = [];
  let scanned: Entity | undefined;
  let count = 0;
  let text = 0;
  for await (const row of rows) {
    if (scanned !== undefined && (items.length === size || count === mostKeyedScanned || text > enoughText)) {
      return { items, next: positionOf(scanned) };
    }
    scanned = row;
    count += 1;
    const submission = await readable(client, row);
    if (submission === undefined || !passesFilter(submission, filter)) continue;
    items.push(submission);
    text += JSON.stringify(submission).length;
  }
  return { items };
}

/** @returns as `last` the row at which enough was read, where that is not the last one. */
async function readNamed(
  client: TableClient,
  rows: readonly Entity[],
): Promise<{ items: TrackedSubmission[]; last?: Entity }> {
  const items: TrackedSubmission[] = [];
  let text = 0;
  for (let start = 0; start < rows.length; start += readsAtATime) {
    const part = rows.slice(start, start + readsAtATime);
    const read = await Promise.all(part.map((row) => readIndexed(client, row)));
    for (const submission of read) {
      if (submission === undefined) continue;
      items.push(submission);
      text += JSON.stringify(submission).length;
    }
    const last = part.at(-1);
    if (text > enoughText && last !== undefined && last !== rows.at(-1)) return { items, last };
  }
  return { items };
}

/** The submission of a row of the index; undefined where that has moved on, is tracked no more or cannot be read. */
async function readIndexed(client: TableClient, row: Entity): Promise<TrackedSubmission | undefined> {
  const [, time, text = ''] = row.rowKey?.split('|') ?? [];
  const key = parseSubmissionKey(text);
  if (key === undefined) return undefined;
  const { partitionKey, rowKey } = submissionAddress(key);
  const entity = await client.getEntity<Record<string, unknown>>(partitionKey, rowKey).catch((cause: unknown) => {
    if (isNotFound(cause)) return undefined;
    throw storageError('a read', cause);
  });
  const indexedAt = entity?.['indexedAt'];
  if (entity === undefined || typeof indexedAt !== 'string' || invertedTime(indexedAt) !== time) return undefined;
  const submission = await readable(client, entity);
  return submission?.tracked === true ? submission : undefined;
}

/** One row that cannot be read must not keep the list from all the others; it is set aside when its turn to be polled comes. */
async function readable(client: TableClient, row: Entity): Promise<TrackedSubmission | undefined> {
  const key = submissionKeyOf(row);
  if (key === undefined) return undefined;
  try {
    return (await toStoredSubmission(client, key, row)).submission;
  } catch (error) {
    if (error instanceof CorruptRowError) return undefined;
    throw error;
  }
}

/** All that a product has lies in one shard. */
function partitionsOf({ product }: SubmissionFilter): readonly string[] {
  return product === undefined ? shards : [shardOf(product)];
}

function whereOf(filter: SubmissionFilter): string | undefined {
  const { kinds: asked, product } = filter;
  return allOf(
    isAnyOf('kind', asked, kinds),
    product === undefined ? undefined : odata`productKey eq ${product.text}`,
    // A submission that was not read yet has none.
    isAnyOf('outcome', filter.outcomes, [...outcomes, '']),
  );
}

function keyRange({ product, kinds: asked }: SubmissionFilter): RowRange {
  if (product !== undefined) return rowsOfProduct(product);
  const [kind, ...others] = asked ?? [];
  // The colon ends the kind, and `;` is the next character after it.
  if (kind !== undefined && others.length === 0) return { from: `submission|${kind}:`, to: `submission|${kind};` };
  return rowRange('submission');
}

/** The space sorts before every character of a key, so this begins right after the row. */
function startingAfter(range: RowRange, kind: string, after: string | undefined): RowRange {
  return rangeFrom(range, after === undefined ? undefined : `${kind}|${after} `);
}

/** What the row key has after the kind of row. */
function positionOf(row: Entity): string {
  const { rowKey = '' } = row;
  return rowKey.slice(rowKey.indexOf('|') + 1);
}
