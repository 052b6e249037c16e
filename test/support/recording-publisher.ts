import type { Event } from '../../shared/contract/event.ts';
import type { WatcherEvent } from '../../shared/contract/watcher-event.ts';
import { DeliveryError } from '../../shared/errors.ts';
import type { EventPublisher } from '../../shared/ports/event-publisher.ts';

type Published = Event | WatcherEvent;

export interface RecordingPublisher extends EventPublisher {
  /** Everything of submissions that the broker took, doubles included and replays not, in the order taken. */
  readonly taken: readonly Event[];
  /** What of it a subscriber gets: the broker drops what it had under the same id. */
  delivered(): readonly Event[];
  /** What a subscriber gets of the watcher itself. */
  readonly watcherEvents: readonly WatcherEvent[];
  readonly replayed: readonly { readonly event: Published; readonly replayId: string }[];
  /** Ids of every event that was tried, taken or not. */
  readonly tried: readonly string[];
  /** From now on; undefined takes everything. The answer says whether the refusal is retryable; undefined takes the event. */
  refuse(rule: ((event: Published) => { readonly retryable: boolean } | undefined) | undefined): void;
}

/** A message of Service Bus in its standard tier. */
const largestMessage = 256 * 1024;

/** Keeps the contract of `test/contracts/event-publisher.ts`. */
export function createRecordingPublisher(): RecordingPublisher {
  const taken: Event[] = [];
  const watcherEvents: WatcherEvent[] = [];
  const replayed: { event: Published; replayId: string }[] = [];
  const tried: string[] = [];
  let rule: Parameters<RecordingPublisher['refuse']>[0];
  return {
    taken,
    watcherEvents,
    replayed,
    tried,
    delivered: () => taken.filter((event, index) => taken.findIndex(({ id }) => id === event.id) === index),
    refuse(next) {
      rule = next;
    },
    async publish(given, replayId) {
      tried.push(given.id);
      const json = JSON.stringify(given);
      const refusal = json.length > largestMessage ? { retryable: false } : rule?.(given);
      if (refusal !== undefined) throw new DeliveryError(`${given.id} was not sent (refused)`, refusal);
      const event = JSON.parse(json) as Published;
      if (replayId !== undefined) replayed.push({ event, replayId });
      else if (!isOfWatcher(event)) taken.push(event);
      else if (watcherEvents.every(({ id }) => id !== event.id)) watcherEvents.push(event);
    },
  };
}

function isOfWatcher(event: Published): event is WatcherEvent {
  return event.subject === 'watcher';
}
