import type { BrokeredMessage } from '../messaging/brokered-message.ts';
import { types } from './amqp-types.ts';
import { encodeMessage } from './bare-message.ts';

const ACTIVE = 0;
const DEFERRED = 1;
const SCHEDULED = 2;

/** The message as a receiver gets it: the sender's bytes behind a header and annotations of the broker. */
export function encodeDelivery(
  message: BrokeredMessage,
  { lockedUntil, scheduled = false }: { lockedUntil?: number; scheduled?: boolean } = {},
): Buffer {
  const { content, deadLetterSource, expiresAt, enqueuedAt } = message;
  const waitingState = scheduled ? SCHEDULED : ACTIVE;
  const annotations = {
    ...content.annotations,
    'x-opt-sequence-number': types.wrap_long(message.sequenceNumber),
    'x-opt-enqueue-sequence-number': types.wrap_long(message.enqueuedSequenceNumber),
    'x-opt-enqueued-time': types.wrap_timestamp(enqueuedAt),
    'x-opt-message-state': types.wrap_int(message.deferred ? DEFERRED : waitingState),
    ...(lockedUntil !== undefined && { 'x-opt-locked-until': types.wrap_timestamp(lockedUntil) }),
    ...(deadLetterSource !== undefined && { 'x-opt-deadletter-source': types.wrap_string(deadLetterSource) }),
  };
  const ttl = Number.isFinite(expiresAt) ? expiresAt - enqueuedAt : content.header.ttl;
  return encodeMessage({ ...content, annotations }, message.deliveryCount, ttl);
}
