import type { TableClient } from '@azure/data-tables';
import { type Event, eventSchema, severities } from '../../contract/event.ts';
import { fitEvent } from '../../domain/fit-event.ts';
import { CorruptRowError } from '../../errors.ts';
import type { ChangeQuery, QueryPage } from '../../ports/submission-queries.ts';
import { type FeedLine, feedRange, lineOf } from './feed.ts';
import { readEvent } from './history.ts';
import { rangeFrom, shardOf, shards } from './keys.ts';
import { mergedRows, pageSizeFor } from './merged-rows.ts';
import { allOf, hasType, isAnyOf } from './query-filter.ts';
import type { Entity } from './table.ts';

/** Rows of the feed that one page looks through; then it ends, and the next one goes on. */
const mostScanned = 1_000;

/** Recent changes over everything: the feed's rows as they lie, which hold what was published. */
export async function listChanges(client: TableClient, query: ChangeQuery): Promise<QueryPage<Event>> {
  const { size, after, product, kinds, types } = query;
  const partitions = product === undefined ? shards : [shardOf(product)];
  const range = rangeFrom(feedRange(query), after === undefined ? undefined : `feed|${after} `);
  // What the key of a row says the server cannot sift.
  const isSifted = kinds !== undefined || product !== undefined;
  const where = allOf(hasType(types), isAnyOf('severity', query.severities, severities));
  const rows = mergedRows(client, partitions, range, {
    where,
    pageSize: isSifted ? Math.ceil(mostScanned / shards.length) : pageSizeFor(size + 1, partitions),
  });
  const items: Event[] = [];
  let scanned: Entity | undefined;
  let count = 0;
  for await (const row of rows) {
    if (scanned !== undefined && (items.length === size || count === mostScanned)) {
      return { items, next: (scanned.rowKey ?? '').slice('feed|'.length) };
    }
    scanned = row;
    count += 1;
    const [line] = lineOf(row.rowKey);
    if (line === undefined || !isAskedFor(line, query)) continue;
    const event = publishedIn(row) ?? (await publishedBefore(client, line));
    if (event !== undefined) items.push(event);
  }
  return { items };
}

function isAskedFor({ key }: FeedLine, { kinds, product }: ChangeQuery): boolean {
  return (kinds?.includes(key.product.kind) ?? true) && (product === undefined || product.text === key.product.text);
}

function publishedIn(row: Entity): Event | undefined {
  const { data } = row;
  if (typeof data !== 'string') return undefined;
  try {
    return eventSchema.parse(JSON.parse(data));
  } catch {
    return undefined;
  }
}

/** Rows of a release before the feed held the event. */
async function publishedBefore(client: TableClient, { key, sequence }: FeedLine): Promise<Event | undefined> {
  const event = await readEvent(client, key, sequence).catch((error: unknown) => {
    if (error instanceof CorruptRowError) return undefined;
    throw error;
  });
  return event === undefined ? undefined : fitEvent(event);
}
