import type { Delivery, Receiver } from 'rhea';
import type { Destination, Refusal } from '../messaging/destination.ts';
import type { MessageStore } from '../messaging/message-store.ts';
import { type BareMessage, decodeBareMessage, MalformedMessage, splitBatch } from './bare-message.ts';
import { mirrorAttach } from './rhea-internals.ts';

/** Bytes: the limit of the Standard tier, for a message and for a batch. */
export const MAX_MESSAGE_SIZE = 262_144;

const BATCH_FORMAT = 0x80013700;

/** The broker's end of a client's sender. Messages are accepted once they are on disk. */
export function openIncomingLink(receiver: Receiver, destination: Destination, store: MessageStore): void {
  // Without this field the SDK's createMessageBatch knows no limit.
  mirrorAttach(receiver, { max_message_size: MAX_MESSAGE_SIZE });
  receiver.on('message', ({ message, delivery }) => {
    if (!delivery) return;
    const refusal = take(message as unknown as Buffer, delivery, destination);
    store.afterCommit(() => {
      if (refusal) delivery.reject(refusal);
      else delivery.accept();
    });
  });
}

function take(bytes: Buffer, delivery: Delivery, destination: Destination): Refusal | undefined {
  if (bytes.length > MAX_MESSAGE_SIZE) {
    return {
      condition: 'amqp:link:message-size-exceeded',
      description: `The received message (delivery-id:${delivery.id}, size:${bytes.length} bytes) exceeds the limit (${MAX_MESSAGE_SIZE} bytes) currently allowed on the link.`,
    };
  }
  try {
    return destination.send(decode(bytes, delivery.format));
  } catch (error) {
    if (!(error instanceof MalformedMessage)) throw error;
    return { condition: 'amqp:decode-error', description: error.message };
  }
}

function decode(bytes: Buffer, format: number): BareMessage[] {
  const messages = format === BATCH_FORMAT ? splitBatch(bytes) : [bytes];
  return messages.map(decodeBareMessage);
}
