import type { SourceSettings } from '../entity-settings.ts';
import type { Arrival } from './arrival.ts';
import { type BrokeredMessage, withDeadLetterReason } from './brokered-message.ts';
import type { Destination } from './destination.ts';
import { openSource, type Source, type Space } from './source.ts';

/** A queue or subscription with its dead-letter queue. */
export interface Mailbox {
  readonly source: Source;
  readonly deadLetters: Source;
  enqueue(arrival: Arrival): void;
}

/**
 * @param address as configured; its lower case is the key under which messages are stored
 * @param destinationOf finds the queue or topic to which this one forwards
 */
export function openMailbox(
  space: Space,
  address: string,
  settings: SourceSettings,
  destinationOf: (name: string) => Destination,
): Mailbox {
  const { store, now } = space;
  const path = address.toLowerCase();

  function put(target: Source, message: BrokeredMessage): void {
    store.save(target.path, message);
    // Nobody may see a message that a crash could still undo.
    store.afterCommit(() => target.queue.add(message));
  }

  function deadLetter(message: BrokeredMessage): void {
    const { forwardDeadLettersTo: target } = settings;
    const forwarded = target && !destinationOf(target).send([message.content], address);
    if (!forwarded) put(deadLetters, { ...message, deferred: false, expiresAt: Number.POSITIVE_INFINITY });
  }

  const source = openSource(space, { path, limits: settings, requiresSession: settings.requiresSession, deadLetter });
  const deadLetters: Source = openSource(space, {
    path: `${path}/$deadletterqueue`,
    limits: {
      lockDurationMs: settings.lockDurationMs,
      maxDeliveryCount: Number.POSITIVE_INFINITY,
      deadLetterOnExpiration: false,
    },
    requiresSession: false,
    deadLetter: (message) => put(deadLetters, message),
  });

  return {
    source,
    deadLetters,
    enqueue({ content, sessionId, deadLetterSource, enqueuedSequenceNumber, timeToLiveMs = Number.POSITIVE_INFINITY }) {
      if (settings.forwardTo && !destinationOf(settings.forwardTo).send([content], deadLetterSource)) return;
      const sequenceNumber = store.nextSequenceNumber(path);
      const enqueuedAt = now();
      const ownLimit = content.header.ttl ?? Number.POSITIVE_INFINITY;
      const message: BrokeredMessage = {
        sequenceNumber,
        enqueuedSequenceNumber: enqueuedSequenceNumber ?? sequenceNumber,
        enqueuedAt,
        expiresAt: enqueuedAt + Math.min(ownLimit, settings.defaultTimeToLiveMs, timeToLiveMs),
        deliveryCount: 0,
        deferred: false,
        sessionId,
        deadLetterSource,
        content,
      };
      if (settings.requiresSession && sessionId === '') {
        const description = "Session enabled entity doesn't allow a message whose session identifier is null.";
        deadLetter(withDeadLetterReason(message, 'Session ID is null', description));
        return;
      }
      put(source, message);
    },
  };
}
