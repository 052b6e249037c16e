import { randomUUID } from 'node:crypto';
import { type BrokeredMessage, type Settlement, withDeadLetterReason, withProperties } from './brokered-message.ts';
import { createDeadlines } from './deadlines.ts';
import { createReadyMessages } from './ready-messages.ts';

export interface QueueLimits {
  readonly lockDurationMs: number;
  /** Failed deliveries after which a message is dead-lettered; Infinity in a dead-letter queue. */
  readonly maxDeliveryCount: number;
  readonly deadLetterOnExpiration: boolean;
}

/** What must survive a crash is told to the journal, in the order in which it happened. */
interface QueueJournal {
  save(message: BrokeredMessage): void;
  remove(message: BrokeredMessage): void;
  /** The message leaves for the dead-letter queue. */
  deadLetter(message: BrokeredMessage): void;
}

export interface LockedMessage {
  readonly message: BrokeredMessage;
  /** UUID text. */
  readonly token: string;
  readonly lockedUntil: number;
}

export interface MessageQueue {
  add(message: BrokeredMessage): void;
  /** Locks the next message, of one session if the queue has sessions; `until` replaces the queue's lock duration. */
  receive(sessionId?: string, until?: number): LockedMessage | undefined;
  receiveAndDelete(sessionId?: string): BrokeredMessage | undefined;
  /** Locks deferred messages by number; undefined if one of them is not deferred here. */
  receiveDeferred(sequenceNumbers: readonly number[], until?: number): LockedMessage[] | undefined;
  /** False when the lock was lost. */
  settle(token: string, settlement: Settlement): boolean;
  /** The new end of the lock, or undefined when it was lost. */
  renew(token: string): number | undefined;
  /** All kinds of messages in order of their numbers, without a lock. */
  peek(fromSequenceNumber: number, sessionId?: string): Iterable<BrokeredMessage>;
  /** The session, out of those `isFree` accepts, whose message has waited longest. */
  nextSession(isFree: (sessionId: string) => boolean): string | undefined;
  /** Frees all messages a session holds locked; a lost session lock counts as a delivery, a closed session does not. */
  releaseSession(sessionId: string, countsAsDelivery: boolean): void;
  /** Ends what has run out by now: locks and messages. */
  advance(): void;
  nextDeadline(): number | undefined;
}

interface Entry {
  message: BrokeredMessage;
  lock?: { readonly token: string; until: number };
}

/**
 * The peek-lock state of one queue, subscription or dead-letter queue. Redelivery is in order of sequence numbers, so an abandoned
 * message comes back before younger ones. Locks live only here: a restart frees them.
 *
 * @param onReady called when a message may have become receivable
 * @param onDeadline called with each new point in time at which `advance` has work
 */
export function createMessageQueue(options: {
  readonly limits: QueueLimits;
  /** Without sessions a message's session id is data: it is received in its turn. */
  readonly hasSessions: boolean;
  readonly journal: QueueJournal;
  readonly now: () => number;
  readonly onReady: () => void;
  readonly onDeadline: (at: number) => void;
}): MessageQueue {
  const { limits, journal, now } = options;
  const entries = new Map<number, Entry>();
  const lockedByToken = new Map<string, Entry>();
  const ready = createReadyMessages((sequenceNumber) => entries.has(sequenceNumber));
  const deadlines = createDeadlines(
    (sequenceNumber) => {
      const entry = entries.get(sequenceNumber);
      return entry && dueAt(entry);
    },
    () => entries.size,
  );

  function watch(entry: Entry): void {
    const at = dueAt(entry);
    deadlines.add(entry.message.sequenceNumber, at);
    if (at !== Number.POSITIVE_INFINITY) options.onDeadline(at);
  }

  function makeReady({ message }: Entry): void {
    ready.add(message.sequenceNumber, options.hasSessions ? message.sessionId : '');
    options.onReady();
  }

  function takeReady(sessionId: string): Entry | undefined {
    advance();
    const sequenceNumber = ready.take(sessionId);
    return sequenceNumber === undefined ? undefined : entries.get(sequenceNumber);
  }

  function lock(entry: Entry, until = now() + limits.lockDurationMs): LockedMessage {
    const token = randomUUID();
    entry.lock = { token, until };
    lockedByToken.set(token, entry);
    watch(entry);
    return { message: entry.message, token, lockedUntil: until };
  }

  function unlock(entry: Entry): void {
    if (entry.lock) lockedByToken.delete(entry.lock.token);
    delete entry.lock;
  }

  function forget(entry: Entry): void {
    unlock(entry);
    entries.delete(entry.message.sequenceNumber);
  }

  function deadLetter(entry: Entry, reason: string, description: string): void {
    forget(entry);
    journal.deadLetter(withDeadLetterReason(entry.message, reason, description));
  }

  function expire(entry: Entry): void {
    if (limits.deadLetterOnExpiration) {
      deadLetter(entry, 'TTLExpiredException', 'The message expired and was dead lettered.');
      return;
    }
    forget(entry);
    journal.remove(entry.message);
  }

  /** Back into the queue, unless its time or its deliveries are used up. */
  function release(entry: Entry, countsAsDelivery: boolean): void {
    unlock(entry);
    if (countsAsDelivery) {
      const deliveryCount = entry.message.deliveryCount + 1;
      entry.message = { ...entry.message, deliveryCount };
      if (deliveryCount >= limits.maxDeliveryCount) {
        const description = `Message could not be consumed after ${deliveryCount} delivery attempts.`;
        deadLetter(entry, 'MaxDeliveryCountExceeded', description);
        return;
      }
      journal.save(entry.message);
    }
    if (entry.message.expiresAt <= now()) {
      expire(entry);
      return;
    }
    watch(entry);
    if (!entry.message.deferred) makeReady(entry);
  }

  function advance(): void {
    const time = now();
    for (let due = deadlines.takeDue(time); due !== undefined; due = deadlines.takeDue(time)) {
      const entry = entries.get(due);
      if (entry?.lock) release(entry, true);
      else if (entry) expire(entry);
    }
  }

  function settleEntry(entry: Entry, settlement: Settlement): void {
    if (settlement.kind === 'complete') {
      forget(entry);
      journal.remove(entry.message);
      return;
    }
    entry.message = withProperties(entry.message, settlement.properties);
    // A dead letter cannot be dead-lettered again: it stays where it is.
    if (settlement.kind === 'deadLetter' && limits.maxDeliveryCount !== Number.POSITIVE_INFINITY) {
      forget(entry);
      journal.deadLetter(entry.message);
      return;
    }
    if (settlement.kind === 'defer') {
      unlock(entry);
      entry.message = { ...entry.message, deferred: true };
      journal.save(entry.message);
      watch(entry);
      return;
    }
    release(entry, true);
  }

  return {
    add(message) {
      const entry: Entry = { message };
      entries.set(message.sequenceNumber, entry);
      watch(entry);
      if (!message.deferred) makeReady(entry);
    },
    receive(sessionId = '', until) {
      const entry = takeReady(sessionId);
      return entry && lock(entry, until);
    },
    receiveAndDelete(sessionId = '') {
      const entry = takeReady(sessionId);
      if (!entry) return undefined;
      forget(entry);
      journal.remove(entry.message);
      return entry.message;
    },
    receiveDeferred(sequenceNumbers, until) {
      advance();
      const wanted = sequenceNumbers.map((sequenceNumber) => entries.get(sequenceNumber));
      const deferred = wanted.filter((entry) => entry?.message.deferred && !entry.lock) as Entry[];
      return deferred.length === wanted.length ? deferred.map((entry) => lock(entry, until)) : undefined;
    },
    settle(token, settlement) {
      advance();
      const entry = lockedByToken.get(token);
      if (!entry) return false;
      settleEntry(entry, settlement);
      return true;
    },
    renew(token) {
      advance();
      const entry = lockedByToken.get(token);
      if (!entry?.lock) return undefined;
      entry.lock.until = now() + limits.lockDurationMs;
      watch(entry);
      return entry.lock.until;
    },
    *peek(fromSequenceNumber, sessionId) {
      advance();
      const numbers = [...entries.keys()].filter((number) => number >= fromSequenceNumber);
      for (const number of numbers.sort((a, b) => a - b)) {
        const message = entries.get(number)?.message;
        if (message && (sessionId === undefined || message.sessionId === sessionId)) yield message;
      }
    },
    nextSession(isFree) {
      advance();
      return ready.longestWaiting(isFree);
    },
    releaseSession(sessionId, countsAsDelivery) {
      const held = [...lockedByToken.values()].filter(({ message }) => message.sessionId === sessionId);
      for (const entry of held) release(entry, countsAsDelivery);
    },
    advance,
    nextDeadline: deadlines.next,
  };
}

function dueAt({ lock, message }: Entry): number {
  return lock?.until ?? message.expiresAt;
}
