import { createHash } from 'node:crypto';
import type { TransactionAction } from '@azure/data-tables';
import { z } from 'zod';
import { type ReceivedEvent, readEvent } from '../../contract/received-event.ts';
import type { PendingDelivery } from '../../domain/pending-delivery.ts';
import type { DeliveryFailure } from '../../ports/delivery-log.ts';

/**
 * A partition for each channel, beside the shards, so that channels share nothing. In it: `channel`, the lease and pace;
 * `record|hash`, one for each event for good; `pending|time|hash`, the event until it is told, oldest first; `failed|hash`,
 * what was given up lately. Ids of events have slashes, which row keys must not, hence the hash.
 */
export function partitionOf(channel: string): string {
  return `channel-${channel}`;
}

export const channelRow = 'channel';

export function recordRow(eventId: string): string {
  return `record|${hashOf(eventId)}`;
}

export function pendingRow({ eventId, receivedAt }: PendingDelivery): string {
  return `pending|${receivedAt}|${hashOf(eventId)}`;
}

export function failedRow(eventId: string): string {
  return `failed|${hashOf(eventId)}`;
}

function hashOf(eventId: string): string {
  return createHash('sha256').update(eventId).digest('hex').slice(0, 40);
}

/** A property holds 32,768 UTF-16 units; published events have at most 30,000. */
const longestEvent = 32_000;

export function toPendingEntity(channel: string, delivery: PendingDelivery & { readonly received: ReceivedEvent }) {
  const { eventId, received, receivedAt } = delivery;
  const json = JSON.stringify(received.event);
  // No event of ours is that long; of another's, what it is stays.
  const event = json.length <= longestEvent ? json : JSON.stringify({ ...received.event, data: {} });
  return {
    partitionKey: partitionOf(channel),
    rowKey: pendingRow(delivery),
    eventId,
    receivedAt,
    event,
    isReplay: delivery.isReplay,
    ...toMarks(delivery),
  };
}

export function toMarks({ attempts, isRefused }: PendingDelivery) {
  return { attempts, isRefused };
}

const pendingEntity = z.object({
  eventId: z.string(),
  receivedAt: z.iso.datetime(),
  event: z.unknown(),
  attempts: z.int().nonnegative().catch(0),
  isRefused: z.boolean().catch(false),
  isReplay: z.boolean().catch(false),
});

/** @returns undefined where the row does not even say which event it is of. */
export function fromPendingEntity(entity: unknown): PendingDelivery | undefined {
  const row = pendingEntity.safeParse(entity);
  if (!row.success) return undefined;
  const { event, ...delivery } = row.data;
  const received = readEvent(parsed(event));
  return received === undefined ? delivery : { ...delivery, received };
}

export function toRecord(channel: string, { eventId, receivedAt }: PendingDelivery, state: RecordState, at: string) {
  return { partitionKey: partitionOf(channel), rowKey: recordRow(eventId), eventId, receivedAt, state, at };
}
type RecordState = 'pending' | 'told' | 'failed';

function toFailedEntity(channel: string, { eventId, attempts }: PendingDelivery, reason: string, at: string) {
  return { partitionKey: partitionOf(channel), rowKey: failedRow(eventId), eventId, reason, at, attempts };
}

const failedEntity = z.object({ eventId: z.string(), reason: z.string(), at: z.string() });

export function fromFailedEntity(channel: string, entity: unknown): DeliveryFailure[] {
  const row = failedEntity.safeParse(entity);
  return row.success ? [{ channel, ...row.data }] : [];
}

/** What ends a pending delivery: its record says how, its event goes. */
export function settlingActions(
  channel: string,
  delivery: PendingDelivery,
  end: { readonly state: 'told' } | { readonly state: 'failed'; readonly reason: string },
  now: Date,
): TransactionAction[] {
  const at = now.toISOString();
  const rowKey = pendingRow(delivery);
  return [
    ['upsert', toRecord(channel, delivery, end.state, at), 'Replace'],
    ['delete', { partitionKey: partitionOf(channel), rowKey }],
    ...(end.state === 'failed'
      ? [['upsert', toFailedEntity(channel, delivery, end.reason, at), 'Replace'] as TransactionAction]
      : []),
  ];
}

/** Takes a row out of the way that does not even say which event it is of; nobody could settle it. */
export function unreadableActions(
  channel: string,
  { rowKey = '', timestamp = '' }: UnreadableRow,
): TransactionAction[] {
  const delivery = { eventId: rowKey, receivedAt: '', attempts: 0, isRefused: false, isReplay: false };
  return [
    ['delete', { partitionKey: partitionOf(channel), rowKey }],
    ['upsert', toFailedEntity(channel, delivery, 'its row cannot be read back', timestamp), 'Replace'],
  ];
}

interface UnreadableRow {
  readonly rowKey?: string;
  /** When it was last written, as the service says it. */
  readonly timestamp?: string;
}

function parsed(json: unknown): unknown {
  try {
    return JSON.parse(String(json));
  } catch {
    return undefined;
  }
}
