import { createHash } from 'node:crypto';
import type { ServiceBusMessage } from '@azure/service-bus';
import type { Event } from '../../contract/event.ts';
import type { WatcherEvent } from '../../contract/watcher-event.ts';

/**
 * CloudEvent → message: structured mode (the whole event is the body) plus the properties of binary mode, so that rules can
 * filter without opening the body (CloudEvents AMQP binding; `cloudEvents_` is the prefix it prefers). `messageId` is the
 * event id, which is what the topic's duplicate detection looks at; `sessionId` lets a subscription ask for strict order.
 */
export function toMessage(event: Event | WatcherEvent, replayId?: string): ServiceBusMessage {
  return {
    body: event,
    contentType: 'application/cloudevents+json; charset=utf-8',
    messageId: replayId === undefined ? event.id : replayMessageId(event.id, replayId),
    sessionId: event.subject,
    subject: event.type,
    applicationProperties: {
      cloudEvents_specversion: event.specversion,
      cloudEvents_id: event.id,
      cloudEvents_source: event.source,
      cloudEvents_type: event.type,
      cloudEvents_subject: event.subject,
      cloudEvents_time: event.time,
      cloudEvents_sequence: event.sequence,
      ...(replayId === undefined ? {} : { replay: true, replayId }),
      ...filterProperties(event.data),
    },
  };
}

function filterProperties(data: (Event | WatcherEvent)['data']): Record<string, string> {
  if (!('kind' in data)) return { kind: 'watcher', severity: data.severity };
  const { kind, productId, submissionId, outcome, severity } = data;
  return { kind, productId, submissionId, outcome, severity };
}

/** Another id than the first time, or the topic would drop it; no longer than 128 characters. */
function replayMessageId(eventId: string, replayId: string): string {
  return `replay/${replayId}/${createHash('sha256').update(eventId).digest('hex').slice(0, 24)}`;
}
