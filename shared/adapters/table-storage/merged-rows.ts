import type { TableClient } from '@azure/data-tables';
import type { RowRange } from './keys.ts';
import { type Entity, pagesOf, type RowQuery } from './table.ts';

/**
 * Rows of a range of several partitions, in the order of their row keys over all of them. Reads one page of each partition,
 * and another one where a partition has no more rows at hand; who stops early reads no further.
 */
export async function* mergedRows(
  client: TableClient,
  partitions: readonly string[],
  range: RowRange,
  query: RowQuery,
): AsyncGenerator<Entity> {
  const streams = partitions.map((partition) => rowsOf(client, partition, range, query));
  const heads = await Promise.all(streams.map((stream) => stream.next()));
  for (;;) {
    const first = indexOfFirst(heads);
    const head = heads[first];
    if (head === undefined || head.done === true) return;
    yield head.value;
    const next = await streams[first]?.next();
    if (next !== undefined) heads[first] = next;
  }
}

async function* rowsOf(
  client: TableClient,
  partition: string,
  range: RowRange,
  query: RowQuery,
): AsyncGenerator<Entity, undefined> {
  for await (const page of pagesOf(client, partition, range, query)) yield* page;
  return undefined;
}

function indexOfFirst(heads: readonly IteratorResult<Entity, undefined>[]): number {
  let first = -1;
  let least: string | undefined;
  for (const [index, head] of heads.entries()) {
    if (head.done === true) continue;
    const { rowKey = '' } = head.value;
    if (least === undefined || rowKey < least) [first, least] = [index, rowKey];
  }
  return first;
}

/** A page for each partition such that together they mostly hold what is asked for: rows spread evenly over the shards. */
export function pageSizeFor(wanted: number, partitions: readonly string[]): number {
  const share = partitions.length === 1 ? wanted : Math.ceil((2 * wanted) / partitions.length) + 2;
  return Math.min(1000, share);
}
