import { odata, type TableClient, type TableEntityResult, type TransactionAction } from '@azure/data-tables';
import { type RowKind, type RowRange, rowRange, shards } from './keys.ts';
import { sideBySide } from './side-by-side.ts';
import { storageError } from './table-errors.ts';

/** Largest page that Table Storage gives. */
const largestPage = 1000;

export type Entity = TableEntityResult<Record<string, unknown>>;

export interface RowQuery {
  /** A further OData condition. All conditions together may have 15 comparisons, of which the range takes three. */
  readonly where?: string | undefined;
  /** All properties where absent. */
  readonly select?: readonly string[] | undefined;
  readonly pageSize?: number;
}

/** Rows of a range of one partition, page by page. */
export async function* pagesOf(
  client: TableClient,
  shard: string,
  range: RowRange,
  { where, select, pageSize = largestPage }: RowQuery = {},
): AsyncGenerator<readonly Entity[]> {
  const inRange = odata`PartitionKey eq ${shard} and RowKey ge ${range.from} and RowKey lt ${range.to}`;
  const filter = where === undefined ? inRange : `${inRange} and ${where}`;
  const queryOptions = { filter, ...(select === undefined ? {} : { select: [...select] }) };
  try {
    // A page may be short, or empty, and still have a successor.
    yield* client.listEntities<Record<string, unknown>>({ queryOptions }).byPage({ maxPageSize: pageSize });
  } catch (cause) {
    throw storageError('a query', cause);
  }
}

/** Pages of so many shards are under way at a time: a thousand rows each are held. */
export const shardsAtOnce = 4;

/** Rows of a kind over all shards, page by page and in no order. */
export function pagesOfShards(client: TableClient, kind: RowKind, query: RowQuery): AsyncGenerator<readonly Entity[]> {
  const range = rowRange(kind);
  return sideBySide(
    shards.map((shard) => pagesOf(client, shard, range, query)),
    shardsAtOnce,
  );
}

/** The first rows of a range. */
export async function firstOf(
  client: TableClient,
  shard: string,
  range: RowRange,
  count: number,
  query: Omit<RowQuery, 'pageSize'> = {},
): Promise<Entity[]> {
  const rows: Entity[] = [];
  for await (const page of pagesOf(client, shard, range, { ...query, pageSize: Math.min(count, largestPage) })) {
    rows.push(...page);
    if (rows.length >= count) break;
  }
  return rows.slice(0, count);
}

/**
 * The first rows of a kind over all shards, in shard order and then by row key.
 * @param after address of the last row of the page before.
 */
export async function firstAcrossShards(
  client: TableClient,
  kind: RowKind,
  count: number,
  where?: string,
  after?: { readonly shard: string; readonly rowKey: string },
): Promise<Entity[]> {
  const rows: Entity[] = [];
  const range = rowRange(kind);
  for (const shard of shards) {
    if (rows.length >= count || (after !== undefined && shard < after.shard)) continue;
    // The space sorts before every character of a key, so this begins right after the row.
    const from = after?.shard === shard ? `${after.rowKey} ` : range.from;
    rows.push(...(await firstOf(client, shard, { from, to: range.to }, count - rows.length, { where })));
  }
  return rows;
}

/**
 * When the row is due, and when that was decided: when it was last written, which the service keeps. What a clock that ran ahead
 * put off has been due since then.
 */
export function dueTimesOf(entity: Entity, now: Date): { nextPollAt: string; scheduledAt?: string } {
  const { timestamp } = entity;
  const nextPollAt = String(entity['nextPollAt']);
  const at = now.toISOString();
  if (timestamp === undefined) return { nextPollAt };
  const [dueAt = nextPollAt] = nextPollAt > at ? [timestamp, at].sort() : [];
  return { nextPollAt: dueAt, scheduledAt: timestamp };
}

/** The SDK throws on an empty transaction; more than 100 operations are refused by the service. */
export async function submit(client: TableClient, actions: TransactionAction[]): Promise<void> {
  if (actions.length > 0) await client.submitTransaction(actions);
}
