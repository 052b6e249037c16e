import type { SubmissionKey } from '../domain/submission-key.ts';
import { DeliveryError } from '../errors.ts';
import type { EventPublisher } from '../ports/event-publisher.ts';
import type { Log } from '../ports/log.ts';
import type { Outbox } from '../ports/outbox.ts';
import type { SetAside } from '../ports/set-aside.ts';

export interface RelayDependencies {
  readonly outbox: Outbox;
  readonly setAside: Pick<SetAside, 'event'>;
  readonly now: () => Date;
  readonly publisher: EventPublisher;
  readonly log: Log;
}

export interface RelaySummary {
  readonly published: number;
  /** Submissions whose queue stopped at an event that was not taken. */
  readonly stopped: number;
}

/** So many failures in a row say that it is the broker, not an event. */
const failuresToGiveUp = 3;

/**
 * Sends what waits in the outbox, per submission in sequence order, and removes each event once the broker has it. The queue of
 * a submission always starts at its oldest event, whoever committed it, and stops at its first failure; others go on. An event
 * that the broker refuses for good is set aside, and its queue goes on.
 * A crash between send and removal sends once more, under the same id.
 * @param key only this submission.
 */
export async function relayOutbox(
  { outbox, setAside, publisher, now, log }: RelayDependencies,
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
      if (!error.retryable) {
        // It would be refused for ever, and hold back all that came after it.
        log.error(`relay: ${error.message}; it is set aside`);
        await setAside.event(entry, error.message, now());
        continue;
      }
      failuresInARow += 1;
      stopped.add(entry.key.text);
      log.warn(`relay: ${error.message}; it stays in the outbox`);
      continue;
    }
    await outbox.remove(entry);
    published += 1;
  }
  return { published, stopped: stopped.size };
}
