import { z } from 'zod';
import { MalformedMessage } from './bare-message.ts';
import { lockOperations } from './lock-operations.ts';
import type { ManagedEntity, Operation } from './management-operation.ts';
import { peekOperations } from './peek-operations.ts';
import type { Reply, Request } from './request-node.ts';
import { ruleOperations } from './rule-operations.ts';
import { scheduleOperations } from './schedule-operations.ts';
import { sessionOperations } from './session-operations.ts';

// https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-request-response
const operations: Readonly<Record<string, Operation>> = {
  ...lockOperations,
  ...peekOperations,
  ...scheduleOperations,
  ...sessionOperations,
  ...ruleOperations,
};

/** Answers a request of a `$management` node; what is wrong with a request is its answer. */
export function handleManagement({ operation, body }: Request, entity: ManagedEntity): Reply {
  const name = operation.replace(/^com\.microsoft:/, '');
  const handle = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (!handle) return { status: 501, condition: 'amqp:not-implemented', description: `No operation "${operation}"` };
  try {
    return handle(body, entity);
  } catch (error) {
    if (error instanceof MalformedMessage) {
      return { status: 400, condition: 'amqp:decode-error', description: error.message };
    }
    if (!(error instanceof z.ZodError)) throw error;
    return { status: 400, condition: 'com.microsoft:argument-error', description: z.prettifyError(error) };
  }
}
