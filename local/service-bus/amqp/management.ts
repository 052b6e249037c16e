import { z } from 'zod';
import type { Destination } from '../messaging/destination.ts';
import type { Rules } from '../messaging/rules.ts';
import type { Source } from '../messaging/source.ts';
import { lockOperations } from './lock-operations.ts';
import { peekOperations } from './peek-operations.ts';
import type { Reply, Request } from './request-node.ts';
import { ruleOperations } from './rule-operations.ts';
import { scheduleOperations } from './schedule-operations.ts';
import { sessionOperations } from './session-operations.ts';

/** One entity as its `$management` node sees it; a topic has no source, a subscription no destination. */
export interface ManagedEntity {
  readonly source: Source | undefined;
  readonly destination: Destination | undefined;
  readonly rules: Rules | undefined;
}

/** @throws z.ZodError when the body lacks what the operation needs */
export type Operation = (body: unknown, entity: ManagedEntity) => Reply;

// https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-request-response
const operations: Readonly<Record<string, Operation>> = {
  ...lockOperations,
  ...peekOperations,
  ...scheduleOperations,
  ...sessionOperations,
  ...ruleOperations,
};

export function handleManagement({ operation, body }: Request, entity: ManagedEntity): Reply {
  const handle = operations[operation.replace(/^com\.microsoft:/, '')];
  if (!handle) return { status: 501, condition: 'amqp:not-implemented', description: `No operation "${operation}"` };
  try {
    return handle(body, entity);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return { status: 400, condition: 'com.microsoft:argument-error', description: z.prettifyError(error) };
  }
}
