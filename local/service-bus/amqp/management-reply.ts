import type { Reply } from './request-node.ts';

/** The operation was carried out. */
export function ok(body: Readonly<Record<string, unknown>> = {}): Reply {
  return { status: 200, description: 'OK', body };
}

export const noContent: Reply = { status: 204, description: 'No content' };

export const messageLockLost = {
  status: 410,
  condition: 'com.microsoft:message-lock-lost',
  description:
    'The lock supplied is invalid. Either the lock expired, or the message has already been removed from the queue.',
} as const satisfies Reply;

export const sessionLockLost = {
  status: 410,
  condition: 'com.microsoft:session-lock-lost',
  description: 'The session lock has expired or was released.',
} as const satisfies Reply;

export const messageNotFound: Reply = {
  status: 404,
  condition: 'com.microsoft:message-not-found',
  description: 'No message was found for one of the sequence numbers.',
};

/** For operations that the kind of entity does not have. */
export function notAllowed(description: string): Reply {
  return { status: 400, condition: 'amqp:not-allowed', description };
}
