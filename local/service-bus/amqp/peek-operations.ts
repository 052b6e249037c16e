import { z } from 'zod';
import type { BrokeredMessage } from '../messaging/brokered-message.ts';
import { types } from './amqp-types.ts';
import { encodeDelivery } from './delivery-message.ts';
import type { ManagedEntity, Operation } from './management-operation.ts';
import { noContent, notAllowed, ok } from './management-reply.ts';

const peekRequest = z.object({
  'from-sequence-number': z.number(),
  'message-count': z.number(),
  'session-id': z.string().nullish(),
});

// A reply has to stay below what one AMQP message may carry; the rest is peeked next.
const MAX_REPLY_BYTES = 1_000_000;

const peekMessage: Operation = (body, entity) => {
  const request = peekRequest.parse(body);
  if (!entity.source) return notAllowed('A topic has no messages of its own: peek one of its subscriptions.');
  const messages: { message: unknown }[] = [];
  let bytes = 0;
  for (const { message, scheduled } of peekable(entity, request['from-sequence-number'], request['session-id'])) {
    const encoded = encodeDelivery(message, { scheduled });
    bytes += encoded.length;
    if (messages.length === request['message-count'] || (bytes > MAX_REPLY_BYTES && messages.length > 0)) break;
    messages.push({ message: types.wrap_binary(encoded) });
  }
  return messages.length > 0 ? ok({ messages }) : noContent;
};

/** Everything the entity holds, a queue's scheduled messages included, in order of sequence numbers. */
function peekable({ source, destination }: ManagedEntity, from: number, session: string | null | undefined) {
  const sessionId = session ?? undefined;
  const isWanted = (message: BrokeredMessage) =>
    message.sequenceNumber >= from && (sessionId === undefined || message.sessionId === sessionId);
  const scheduled = destination?.schedule.waiting().filter(isWanted) ?? [];
  return [
    ...[...(source?.queue.peek(from, sessionId) ?? [])].map((message) => ({ message, scheduled: false })),
    ...scheduled.map((message) => ({ message, scheduled: true })),
  ].sort((a, b) => a.message.sequenceNumber - b.message.sequenceNumber);
}

export const peekOperations: Readonly<Record<string, Operation>> = { 'peek-message': peekMessage };
