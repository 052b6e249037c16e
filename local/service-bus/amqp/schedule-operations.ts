import { z } from 'zod';
import { scheduledTime } from '../messaging/destination.ts';
import { LONG, types } from './amqp-types.ts';
import { decodeBareMessage } from './bare-message.ts';
import { MAX_MESSAGE_SIZE } from './incoming-link.ts';
import type { Operation } from './management-operation.ts';
import { messageNotFound, notAllowed, ok } from './management-reply.ts';

const scheduleRequest = z.object({ messages: z.array(z.object({ message: z.instanceof(Buffer) })) });
const cancelRequest = z.object({ 'sequence-numbers': z.array(z.number()) });

const noDestination = notAllowed('Messages are scheduled on a queue or topic.');

const scheduleMessage: Operation = (body, { destination }) => {
  const { messages } = scheduleRequest.parse(body);
  if (!destination) return noDestination;
  if (messages.some(({ message }) => message.length > MAX_MESSAGE_SIZE)) {
    const description = `A message exceeds the limit of ${MAX_MESSAGE_SIZE} bytes.`;
    return { status: 400, condition: 'amqp:link:message-size-exceeded', description };
  }
  const contents = messages.map(({ message }) => decodeBareMessage(message));
  const numbers = destination.scheduleAll(contents.map((content) => ({ content, at: scheduledTime(content) })));
  if ('condition' in numbers) return { status: 400, ...numbers };
  return ok({ 'sequence-numbers': types.wrap_array(numbers, LONG, undefined) });
};

const cancelScheduledMessage: Operation = (body, { destination }) => {
  const { 'sequence-numbers': numbers } = cancelRequest.parse(body);
  if (!destination) return noDestination;
  return destination.schedule.cancel(numbers) ? ok() : messageNotFound;
};

export const scheduleOperations: Readonly<Record<string, Operation>> = {
  'schedule-message': scheduleMessage,
  'cancel-scheduled-message': cancelScheduledMessage,
};
