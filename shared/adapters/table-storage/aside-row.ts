import { z } from 'zod';
import {
  type ProductKey,
  parseProductKey,
  parseSubmissionKey,
  type SubmissionKey,
} from '../../domain/submission-key.ts';
import type { SetAsideEntry } from '../../ports/set-aside.ts';
import { outboxRow, productRow, shardOf, shards, submissionRow } from './keys.ts';
import type { RowAddress } from './submission-row.ts';
import type { Entity } from './table.ts';

/**
 * Rows `aside|...` beside what they took out of the way, named by its row key: an event's row holds the event, a submission's or
 * product's row only says that the row itself (left as it is, but neither due nor listed) cannot be read.
 */
export interface AsideRow {
  readonly address: RowAddress;
  /** By the row key alone, so that an entry whose columns are lost can be dealt with too. undefined for a row of another hand. */
  readonly of: AsideTarget | undefined;
  readonly reason: string;
  /** ISO 8601. */
  readonly at: string;
  /** JSON of an event; undefined where the columns cannot be read. */
  readonly data?: string;
}

export type AsideTarget =
  | { readonly what: 'event'; readonly key: SubmissionKey; readonly sequence: number }
  | { readonly what: 'submission'; readonly key: SubmissionKey }
  | { readonly what: 'product'; readonly key: ProductKey };

const prefix = 'aside|';
const columns = z.object({ reason: z.string(), at: z.iso.datetime(), data: z.string() });

export function toAsideRow(target: AsideTarget, reason: string, data: string, now: Date) {
  const { partitionKey, rowKey } = addressOf(target);
  return {
    partitionKey,
    rowKey: `${prefix}${rowKey}`,
    what: target.what,
    key: target.key.text,
    sequence: target.what === 'event' ? target.sequence : 0,
    reason: reason.slice(0, 1_000),
    at: now.toISOString(),
    data,
  };
}

/** Of the row that was taken out of the way. */
export function addressOf(target: AsideTarget): RowAddress {
  switch (target.what) {
    case 'event':
      return { partitionKey: shardOf(target.key.product), rowKey: outboxRow(target.key, target.sequence) };
    case 'submission':
      return { partitionKey: shardOf(target.key.product), rowKey: submissionRow(target.key) };
    case 'product':
      return { partitionKey: shardOf(target.key), rowKey: productRow(target.key) };
  }
}

export function fromAsideEntity(entity: Entity): AsideRow {
  const { partitionKey = '', rowKey = '', timestamp } = entity;
  const address = { partitionKey, rowKey };
  const row = columns.safeParse(entity);
  const lost = { reason: 'This entry itself cannot be read', at: timestamp ?? new Date(0).toISOString() };
  return { address, of: targetOf(address), ...(row.success ? row.data : lost) };
}

function targetOf(address: RowAddress): AsideTarget | undefined {
  const [kind, text = '', sequence] = address.rowKey.slice(prefix.length).split('|');
  const submission = parseSubmissionKey(text);
  const product = parseProductKey(text);
  const target: AsideTarget | undefined =
    kind === 'outbox' && submission !== undefined
      ? { what: 'event', key: submission, sequence: Number(sequence) }
      : kind === 'submission' && submission !== undefined
        ? { what: 'submission', key: submission }
        : kind === 'product' && product !== undefined
          ? { what: 'product', key: product }
          : undefined;
  if (target === undefined) return undefined;
  // Otherwise somebody else wrote it, and what it names is elsewhere.
  const { partitionKey, rowKey } = addressOf(target);
  return address.partitionKey === partitionKey && address.rowKey === `${prefix}${rowKey}` ? target : undefined;
}

export function toEntry({ address, of, reason, at }: AsideRow): SetAsideEntry {
  const id = `${address.partitionKey}/${address.rowKey}`;
  const named = of ?? { what: 'unreadable', key: { text: address.rowKey.slice(prefix.length) } };
  return { id, what: named.what, key: named.key.text, reason, at };
}

/** Characters that a row key may have; of others there is no entry. */
const rowKeys = /^aside\|[ -"$&-.0->@-[\]-~]{0,500}$/;

/** @returns undefined for an id that no entry has. */
export function addressOfEntry(id: string): RowAddress | undefined {
  const cut = id.indexOf('/');
  const [partitionKey, rowKey] = [id.slice(0, Math.max(0, cut)), id.slice(cut + 1)];
  return shards.includes(partitionKey) && rowKeys.test(rowKey) ? { partitionKey, rowKey } : undefined;
}
