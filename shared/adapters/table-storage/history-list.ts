import type { TableClient } from '@azure/data-tables';
import type { Event } from '../../contract/event.ts';
import type { SubmissionKey } from '../../domain/submission-key.ts';
import { CorruptRowError } from '../../errors.ts';
import type { EventFilter, HistoryQuery, QueryPage } from '../../ports/submission-queries.ts';
import { toEvent } from './history.ts';
import { eventRow, type RowRange, rowRange, sequenceOfEventRow, shardOf } from './keys.ts';
import { allOf, hasType } from './query-filter.ts';
import { type Entity, firstOf, pagesOf } from './table.ts';

/** Text of an answer after which a page ends: one event may hold megabytes of warnings. */
const enoughText = 4 * 1024 * 1024;
/** Sequences looked through at a time, and times, until a page of the oldest ends, found or not. */
const windowSize = 500;
const mostWindows = 4;
const mostMoves = 500;

/** The history of one submission: rows of one range, newest first as they lie, or from the other end. */
export async function listHistory(
  client: TableClient,
  key: SubmissionKey,
  query: HistoryQuery,
): Promise<QueryPage<Event>> {
  const after = query.after === undefined ? undefined : Number(query.after);
  if (after !== undefined && !(after > 0)) return { items: [] };
  return query.order === 'newest' ? newestFirst(client, key, query, after) : oldestFirst(client, key, query, after);
}

/** First sight and moves of state, oldest first; the newest ones where there are too many. */
export async function readMoves(client: TableClient, key: SubmissionKey): Promise<readonly Event[]> {
  const where = whereOf({ types: ['submission.tracked', 'submission.state-changed'] });
  const rows = await firstOf(client, shardOf(key.product), rowRange('event', key), mostMoves, { where });
  const events: Event[] = [];
  for (const row of rows.toReversed()) {
    const event = await readable(client, key, row);
    if (event !== undefined) events.push(event);
  }
  return events;
}

async function newestFirst(
  client: TableClient,
  key: SubmissionKey,
  query: HistoryQuery,
  after: number | undefined,
): Promise<QueryPage<Event>> {
  const { from, to } = rowRange('event', key);
  const range = { from: after === undefined ? from : `${eventRow(key, after)} `, to };
  const rows = await firstOf(client, shardOf(key.product), range, query.size + 1, { where: whereOf(query) });
  return read(client, key, query, rows, undefined);
}

/** Sequences have no gaps, so that a page of the oldest is a window of known rows. */
async function oldestFirst(
  client: TableClient,
  key: SubmissionKey,
  query: HistoryQuery,
  after = 0,
): Promise<QueryPage<Event>> {
  const newest = await newestSequence(client, key);
  const isFiltered = whereOf(query) !== undefined;
  const rows: Entity[] = [];
  let end = after;
  for (let windows = 0; windows < mostWindows && end < newest && rows.length <= query.size; windows += 1) {
    const start = end + 1;
    end += isFiltered ? windowSize : query.size + 1;
    const found: Entity[] = [];
    for await (const page of pagesOf(client, shardOf(key.product), windowOf(key, start, end), {
      where: whereOf(query),
    })) {
      found.push(...page);
    }
    rows.push(...found.reverse());
  }
  return read(client, key, query, rows, end < newest ? end : undefined);
}

/** @param beyond where to go on when all rows are given; undefined where there is nothing more. */
async function read(
  client: TableClient,
  key: SubmissionKey,
  query: HistoryQuery,
  rows: readonly Entity[],
  beyond: number | undefined,
): Promise<QueryPage<Event>> {
  const items: Event[] = [];
  let text = 0;
  let taken: Entity | undefined;
  for (const row of rows) {
    if (taken !== undefined && (items.length === query.size || text > enoughText)) {
      return { items, next: String(sequenceOfEventRow(taken.rowKey ?? '')) };
    }
    taken = row;
    const event = await readable(client, key, row);
    if (event === undefined) continue;
    items.push(event);
    text += JSON.stringify(event).length;
  }
  return { items, ...(beyond === undefined ? {} : { next: String(beyond) }) };
}

/** One row that cannot be read must not keep the history from all the others: its sequence is missing, for everybody to see. */
async function readable(client: TableClient, key: SubmissionKey, row: Entity): Promise<Event | undefined> {
  return toEvent(client, key, row).catch((error: unknown) => {
    if (error instanceof CorruptRowError) return undefined;
    throw error;
  });
}

async function newestSequence(client: TableClient, key: SubmissionKey): Promise<number> {
  const [newest] = await firstOf(client, shardOf(key.product), rowRange('event', key), 1, { select: ['RowKey'] });
  return newest === undefined ? 0 : sequenceOfEventRow(newest.rowKey ?? '');
}

/** Rows lie newest first: the later sequence begins the range. */
function windowOf(key: SubmissionKey, start: number, end: number): RowRange {
  return { from: eventRow(key, end), to: `${eventRow(key, start)} ` };
}

function whereOf({ types, since, until }: EventFilter): string | undefined {
  return allOf(
    hasType(types),
    since === undefined ? undefined : `time ge '${since}'`,
    until === undefined ? undefined : `time lt '${until}'`,
  );
}
