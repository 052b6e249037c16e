import type { TableClient } from '@azure/data-tables';
import { type Event, eventSchema } from '../../contract/event.ts';
import type { SubmissionKey } from '../../domain/submission-key.ts';
import { CorruptRowError } from '../../errors.ts';
import type { Page } from '../../ports/page.ts';
import { readChunks } from './chunks.ts';
import { eventRow, rowRange, shardOf } from './keys.ts';
import { fromPayload, type Payload, payloadProperties, toPayload } from './payload.ts';
import { type Entity, firstOf } from './table.ts';
import { isNotFound, storageError } from './table-errors.ts';

/** A row of the permanent history. `type`, `time` and `severity` repeat what the payload has, for filters. */
export function toEventEntity(
  key: SubmissionKey,
  event: Event,
): { entity: { partitionKey: string; rowKey: string }; payload: Payload } {
  const payload = toPayload(`event-${Number(event.sequence)}`, event);
  const entity = {
    partitionKey: shardOf(key.product),
    rowKey: eventRow(key, Number(event.sequence)),
    type: event.type,
    time: event.time,
    severity: event.data.severity,
    ...payload.properties,
  };
  return { entity, payload };
}

/** Newest first. */
export async function readHistory(
  client: TableClient,
  key: SubmissionKey,
  { size, before }: { size: number; before?: number },
): Promise<Page<Event>> {
  const range = rowRange('event', key);
  const from = before === undefined ? range.from : `${eventRow(key, before)} `;
  const rows = await firstOf(client, shardOf(key.product), { from, to: range.to }, size + 1);
  const items: Event[] = [];
  for (const row of rows.slice(0, size)) items.push(await toEvent(client, key, row));
  return { items, more: rows.length > size };
}

/** @returns undefined where the history has no such event. */
export async function readEvent(client: TableClient, key: SubmissionKey, sequence: number): Promise<Event | undefined> {
  const row = await client
    .getEntity<Record<string, unknown>>(shardOf(key.product), eventRow(key, sequence))
    .catch((cause: unknown) => {
      if (isNotFound(cause)) return undefined;
      throw storageError('reading an event', cause);
    });
  return row === undefined ? undefined : toEvent(client, key, row);
}

/** @throws CorruptRowError */
export async function toEvent(client: TableClient, key: SubmissionKey, row: Entity): Promise<Event> {
  const where = `${row.rowKey}`;
  const properties = payloadProperties.safeParse(row);
  if (!properties.success) throw new CorruptRowError(`The row ${where} is not readable`);
  const payload = await fromPayload(where, properties.data, (id) => readChunks(client, key, id));
  const event = eventSchema.safeParse(payload);
  if (!event.success) throw new CorruptRowError(`The event ${where} is not readable`, { cause: event.error });
  return event.data;
}
