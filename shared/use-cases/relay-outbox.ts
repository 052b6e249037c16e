import type { SubmissionKey } from '../domain/submission-key.ts';
import { DeliveryError } from '../errors.ts';
import type { EventPublisher, Log, Outbox } from '../ports.ts';

export interface RelayDependencies {
  readonly outbox: Outbox;
  readonly publisher: EventPublisher;
  readonly log: Log;
}

export interface RelaySummary {
  readonly published: number;
  /** Submissions whose queue stopped at an event that was not taken. */
  readonly stopped: number;
}

/** So many failures in a row that may pass say that it is the broker. One that will not pass is the event's own. */
const failuresToGiveUp = 3;

/**
 * Sends what waits in the outbox, per submission in sequence order, and removes each event once the broker has it. The queue of
 * a submission always starts at its oldest event, whoever committed it, and stops at its first failure; others go on.
 * A crash between send and removal sends once more, under the same id.
 * @param key only this submission.
 */
export async function relayOutbox(
  { outbox, publisher, log }: RelayDependencies,
  signal: AbortSignal,
  key?: SubmissionKey,
): Promise<RelaySummary> {
  const stopped = new Set<string>();
  let published = 0;
  let failuresInARow = 0;
  for await (const entry of outbox.pending(key)) {
    if (signal.aborted || failuresInARow >= failuresToGiveUp) break;
    if (stopped.has(entry.key.text)) continue;
    try {
      await publisher.publish(entry.event);
      failuresInARow = 0;
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      if (error.retryable) failuresInARow += 1;
      stopped.add(entry.key.text);
      log.warn(`relay: ${error.message}; it stays in the outbox`);
      continue;
    }
    await outbox.remove(entry);
    published += 1;
  }
  return { published, stopped: stopped.size };
}
