import type { BareMessage } from '../amqp/bare-message.ts';
import { createHeap } from './binary-heap.ts';
import type { BrokeredMessage } from './brokered-message.ts';
import type { MessageStore } from './message-store.ts';

interface Scheduled {
  readonly message: BrokeredMessage;
  readonly at: number;
}

export interface Schedule {
  /** The number by which it can be cancelled. */
  add(content: BareMessage, sessionId: string, at: number): number;
  /** False, and nothing is cancelled, when one of them does not wait here. */
  cancel(sequenceNumbers: readonly number[]): boolean;
  /** In order of sequence numbers. */
  waiting(): BrokeredMessage[];
  /** Releases what is due. */
  advance(): void;
  nextDeadline(): number | undefined;
}

/**
 * Messages of a queue or topic that wait for their time. When it has come a message is enqueued as if it had just been sent, so
 * it gets a new sequence number, as the service documents.
 */
export function createSchedule(options: {
  readonly entity: string;
  readonly store: MessageStore;
  readonly now: () => number;
  readonly onDeadline: (at: number) => void;
  readonly enqueue: (content: BareMessage) => void;
}): Schedule {
  const { entity, store, now, onDeadline, enqueue } = options;
  const waiting = new Map<number, Scheduled>();
  const byTime = createHeap<Scheduled>(({ at }) => at);

  function keep(scheduled: Scheduled): void {
    waiting.set(scheduled.message.sequenceNumber, scheduled);
    byTime.push(scheduled);
    onDeadline(scheduled.at);
  }

  /** The earliest one that was not cancelled. */
  function next(): Scheduled | undefined {
    for (let first = byTime.peek(); first; first = byTime.peek()) {
      if (waiting.get(first.message.sequenceNumber) === first) return first;
      byTime.pop();
    }
    return undefined;
  }

  function remove({ message }: Scheduled): void {
    waiting.delete(message.sequenceNumber);
    store.remove(entity, message.sequenceNumber);
  }

  for (const { message, scheduledAt } of store.messages(entity)) {
    if (scheduledAt !== undefined) keep({ message, at: scheduledAt });
  }

  return {
    add(content, sessionId, at) {
      const sequenceNumber = store.nextSequenceNumber(entity);
      const message: BrokeredMessage = {
        sequenceNumber,
        enqueuedSequenceNumber: sequenceNumber,
        enqueuedAt: now(),
        expiresAt: Number.POSITIVE_INFINITY,
        deliveryCount: 0,
        deferred: false,
        sessionId,
        deadLetterSource: undefined,
        content,
      };
      store.save(entity, message, at);
      keep({ message, at });
      return sequenceNumber;
    },
    cancel(sequenceNumbers) {
      const found = sequenceNumbers.flatMap((sequenceNumber) => waiting.get(sequenceNumber) ?? []);
      if (found.length < sequenceNumbers.length) return false;
      found.forEach(remove);
      return true;
    },
    waiting: () => [...waiting.values()].map(({ message }) => message),
    advance() {
      const time = now();
      for (let due = next(); due && due.at <= time; due = next()) {
        remove(due);
        enqueue(due.message.content);
      }
    },
    nextDeadline: () => next()?.at,
  };
}
