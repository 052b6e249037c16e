import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import type { TypedData } from '../rpc-data.ts';

/** The body of a message as the host hands it to the library, which parses it where it is JSON. */
export function messageData(message: ServiceBusReceivedMessage, isBinary: boolean): TypedData {
  const bytes = bodyBytes(message);
  return isBinary ? { bytes } : { string: bytes.toString('utf8') };
}

/** Many bodies in one. */
export function messagesData(messages: readonly ServiceBusReceivedMessage[], isBinary: boolean): TypedData {
  const bodies = messages.map(bodyBytes);
  return isBinary
    ? { collectionBytes: { bytes: bodies } }
    : { collectionString: { string: bodies.map((body) => body.toString('utf8')) } };
}

/** What the trigger tells of a message, under the host's names. Text goes as text, so that `"123"` becomes a number. */
export function messageMetadata(message: ServiceBusReceivedMessage): Record<string, TypedData> {
  const entries = Object.entries(metadataOf(message)).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      typeof value === 'string' ? { string: value } : { json: JSON.stringify(value) },
    ]),
  );
}

/** The same for a batch: each name has `Array` added and holds a value per message, null where a message has none. */
export function messagesMetadata(messages: readonly ServiceBusReceivedMessage[]): Record<string, TypedData> {
  const all = messages.map(metadataOf);
  const names = Object.keys(all[0] ?? {});
  return Object.fromEntries(
    names.map((name) => [`${name}Array`, { json: JSON.stringify(all.map((metadata) => metadata[name] ?? null)) }]),
  );
}

function metadataOf(message: ServiceBusReceivedMessage): Record<string, unknown> {
  return {
    MessageId: message.messageId,
    // The JavaScript SDK gives the count of the AMQP header, from 0; the host's SDK counts from 1.
    DeliveryCount: (message.deliveryCount ?? 0) + 1,
    DeadLetterSource: message.deadLetterSource,
    LockToken: message.lockToken,
    ExpiresAtUtc: message.expiresAtUtc,
    EnqueuedTimeUtc: message.enqueuedTimeUtc,
    ContentType: message.contentType,
    ReplyTo: message.replyTo,
    SequenceNumber: message.sequenceNumber === undefined ? undefined : Number(message.sequenceNumber.toString()),
    To: message.to,
    Subject: message.subject,
    Label: message.subject,
    CorrelationId: message.correlationId,
    ApplicationProperties: message.applicationProperties ?? {},
    SessionId: message.sessionId,
    ReplyToSessionId: message.replyToSessionId,
    PartitionKey: message.partitionKey,
  };
}

// The SDK is asked not to parse: a data section arrives as bytes, an AMQP value as what it is.
function bodyBytes({ body }: ServiceBusReceivedMessage): Buffer {
  if (Buffer.isBuffer(body)) {
    return body;
  }
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body ?? null));
}
