import type { Alarm } from './alarm.ts';
import type { BrokeredMessage } from './brokered-message.ts';
import { type Consumers, createConsumers } from './consumers.ts';
import { createMessageQueue, type MessageQueue, type QueueLimits } from './message-queue.ts';
import type { MessageStore } from './message-store.ts';
import { createSessionLocks, type SessionLocks } from './session-locks.ts';

/** What a receiver reads from: a queue, a subscription, or the dead-letter queue of either. */
export interface Source {
  /** Address in lower case. */
  readonly path: string;
  readonly queue: MessageQueue;
  readonly consumers: Consumers;
  /** Undefined when the entity does not require sessions. */
  readonly sessions: SessionLocks | undefined;
}

export interface Space {
  readonly store: MessageStore;
  readonly now: () => number;
  readonly alarm: Pick<Alarm, 'set'>;
}

/** Opens an entity with the messages that the store holds of it; those that were locked are free again. */
export function openSource(
  space: Space,
  options: {
    readonly path: string;
    readonly limits: QueueLimits;
    readonly requiresSession: boolean;
    readonly deadLetter: (message: BrokeredMessage) => void;
  },
): Source {
  const { store, now, alarm } = space;
  const { path, limits } = options;
  const consumers = createConsumers();
  const queue = createMessageQueue({
    limits,
    hasSessions: options.requiresSession,
    now,
    journal: {
      save: (message) => store.save(path, message),
      remove: (message) => store.remove(path, message.sequenceNumber),
      deadLetter(message) {
        store.remove(path, message.sequenceNumber);
        options.deadLetter(message);
      },
    },
    onReady() {
      consumers.wake();
      if (sessions) queueMicrotask(sessions.serve);
    },
    onDeadline: alarm.set,
  });
  const sessions = options.requiresSession
    ? createSessionLocks({ queue, lockDurationMs: limits.lockDurationMs, now, onDeadline: alarm.set })
    : undefined;
  for (const { message, scheduledAt } of store.messages(path)) if (scheduledAt === undefined) queue.add(message);
  return { path, queue, consumers, sessions };
}
