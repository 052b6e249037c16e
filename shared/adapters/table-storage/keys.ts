import { createHash } from 'node:crypto';
import type { Kind, ProductKey, SubmissionKey } from '../../domain/submission-key.ts';

/**
 * One table. Partition key: shard `00` to `15`, so that what changes together (snapshot, history, outbox of a submission)
 * lies in one partition and can be one transaction, while load spreads. Row keys: a word for the kind of row, the submission
 * key, and for events the sequence. Each read is a range of one partition: `|` ends the parts, and `}` is the next character
 * after it. Keys hold letters, digits, `:` and `-` only (checked when a key is parsed), so nothing needs escaping.
 */
export const shards: readonly string[] = Array.from({ length: 16 }, (_, shard) => String(shard).padStart(2, '0'));

/** Stable for ever: rows are found by it. */
export function shardOf(product: ProductKey): string {
  const [first = 0] = createHash('sha256').update(product.text).digest();
  return String(first % shards.length).padStart(2, '0');
}

export type RowKind =
  | 'submission'
  | 'product'
  | 'recent'
  | 'feed'
  | 'statistics'
  | 'aside'
  | 'event'
  | 'outbox'
  | 'chunk';

export function submissionRow(key: SubmissionKey): string {
  return `submission|${key.text}`;
}

export function productRow(product: ProductKey): string {
  return `product|${product.text}`;
}

/** Tables sort upwards only: the inverted sequence puts the newest event first. */
export function eventRow(key: SubmissionKey, sequence: number): string {
  return `event|${key.text}|${String(9_999_999_999 - sequence).padStart(10, '0')}`;
}

export function sequenceOfEventRow(rowKey: string): number {
  return 9_999_999_999 - Number(rowKey.slice(rowKey.lastIndexOf('|') + 1));
}

export function outboxRow(key: SubmissionKey, sequence: number): string {
  return `outbox|${key.text}|${String(sequence).padStart(10, '0')}`;
}

/** By time over a whole shard, newest first: what changed lately, whatever it was of. Names the event's row. */
export function feedRow(key: SubmissionKey, sequence: number, time: string): string {
  return `feed|${invertedTime(time)}|${key.text}|${String(sequence).padStart(10, '0')}`;
}

/** By last change over a whole shard, newest first: which submission to show next. Moved in the commit that changes it. */
export function recentRow(key: SubmissionKey, at: string): string {
  return `recent|${invertedTime(at)}|${key.text}`;
}

/** A finished run that is not counted yet; `sequence` is that of the event that ended it. */
export function runRow(key: SubmissionKey, sequence: number): string {
  return `statistics|run|${key.text}|${String(sequence).padStart(10, '0')}`;
}

/** States are text from outside, with characters that a row key must not have. */
export function stateStatisticsRow(kind: Kind, state: string): string {
  return `statistics|state|${kind}|${createHash('sha256').update(state).digest('hex').slice(0, 32)}`;
}

export function outcomeStatisticsRow(kind: Kind, outcome: string): string {
  return `statistics|outcome|${kind}|${outcome}`;
}

/** Milliseconds since 1970, inverted as the sequence of an event is. Earlier times count as 1970, to keep the digits. */
export function invertedTime(time: string): string {
  return String(999_999_999_999_999 - Math.max(0, Date.parse(time))).padStart(15, '0');
}

/** A piece of a payload too long for its row; `id` names the payload within the submission. */
export function chunkRow(key: SubmissionKey, id: string, index: number): string {
  return `chunk|${key.text}|${id}|${String(index).padStart(5, '0')}`;
}

export interface RowRange {
  readonly from: string;
  /** Exclusive. */
  readonly to: string;
}

/** All rows of a kind in a partition, or those of one submission, or those of one payload. */
export function rowRange(kind: RowKind, key?: SubmissionKey, id?: string): RowRange {
  const parts = [kind, ...(key === undefined ? [] : [key.text]), ...(id === undefined ? [] : [id])].join('|');
  return { from: `${parts}|`, to: `${parts}}` };
}

/** The part of a range that begins with `start`, where that lies in it. */
export function rangeFrom(range: RowRange, start: string | undefined): RowRange {
  return start === undefined || start < range.from ? range : { from: start, to: range.to };
}

/** The submission rows of a product: its key and a colon begin theirs, and `;` is the next character after the colon. */
export function rowsOfProduct(product: ProductKey): RowRange {
  return { from: `submission|${product.text}:`, to: `submission|${product.text};` };
}
