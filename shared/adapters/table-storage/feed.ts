import type { TableClient } from '@azure/data-tables';
import type { Event } from '../../contract/event.ts';
import { parseSubmissionKey, type SubmissionKey } from '../../domain/submission-key.ts';
import { readEvent } from './history.ts';
import { feedRow, invertedTime, type RowRange, rowRange, shardOf, shards } from './keys.ts';
import { pagesOf } from './table.ts';

/** A line of the feed of changes, in the transaction of the change, with the event as it is published. The whole is in the history. */
export function toFeedEntity(key: SubmissionKey, published: Event) {
  return {
    partitionKey: shardOf(key.product),
    rowKey: feedRow(key, Number(published.sequence), published.time),
    type: published.type,
    severity: published.data.severity,
    data: JSON.stringify(published),
  };
}

export interface FeedLine {
  /** Inverted time, key and sequence: what the row key has after its kind. */
  readonly position: string;
  readonly key: SubmissionKey;
  readonly sequence: number;
}

/** Events of all submissions in a range of time, oldest first. Holds the lines of the range, and one event at a time. */
export async function* readChanges(
  client: TableClient,
  { since, until }: { readonly since: string; readonly until: string },
): AsyncGenerator<Event> {
  const lines: FeedLine[] = [];
  const query = { select: ['RowKey'] };
  for (const shard of shards) {
    const pages = pagesOf(client, shard, feedRange({ since, until }), query);
    for await (const page of pages) lines.push(...page.flatMap((row) => lineOf(row.rowKey)));
  }
  lines.sort(olderFirst);
  for (const { key, sequence } of lines) {
    const event = await readEvent(client, key, sequence);
    if (event !== undefined) yield event;
  }
}

/** Of `since` (inclusive) to `until` (exclusive), where they are given. */
export function feedRange({ since, until }: { readonly since?: string; readonly until?: string }): RowRange {
  const { from, to } = rowRange('feed');
  // Inverted, the older end is the greater: its own millisecond belongs to the range, that of the newer end does not.
  return {
    from: until === undefined ? from : `feed|${invertedTime(until)}}`,
    to: since === undefined ? to : `feed|${invertedTime(since)}}`,
  };
}

/** Empty for a row that somebody else wrote. */
export function lineOf(rowKey: string | undefined): FeedLine[] {
  const [, time, text, sequence] = rowKey?.split('|') ?? [];
  const key = parseSubmissionKey(text ?? '');
  return key === undefined || time === undefined ? [] : [{ position: time, key, sequence: Number(sequence) }];
}

function olderFirst(a: FeedLine, b: FeedLine): number {
  if (a.position !== b.position) return a.position < b.position ? 1 : -1;
  if (a.key.text !== b.key.text) return a.key.text < b.key.text ? -1 : 1;
  return a.sequence - b.sequence;
}
