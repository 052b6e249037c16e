import type { ServiceBusMessage } from '@azure/service-bus';
import type { Event } from '../../contract/event.ts';

/**
 * CloudEvent → message: structured mode (the whole event is the body) plus the properties of binary mode, so that rules can
 * filter without opening the body (CloudEvents AMQP binding; `cloudEvents_` is the prefix it prefers). `messageId` is the
 * event id, which is what the topic's duplicate detection looks at; `sessionId` lets a subscription ask for strict order.
 */
export function toMessage(event: Event): ServiceBusMessage {
  const { data } = event;
  return {
    body: event,
    contentType: 'application/cloudevents+json; charset=utf-8',
    messageId: event.id,
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
      kind: data.kind,
      productId: data.productId,
      submissionId: data.submissionId,
      outcome: data.outcome,
      severity: data.severity,
    },
  };
}
