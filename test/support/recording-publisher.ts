import type { Event } from '../../shared/contract/event.ts';
import { DeliveryError } from '../../shared/errors.ts';
import type { EventPublisher } from '../../shared/ports.ts';

export interface RecordingPublisher extends EventPublisher {
  /** Everything the broker took, doubles included, in the order taken. */
  readonly taken: readonly Event[];
  /** What a subscriber gets: the broker drops what it had under the same id. */
  delivered(): readonly Event[];
  /** Ids of every event that was tried, taken or not. */
  readonly tried: readonly string[];
  /** From now on; undefined takes everything. The answer says whether the refusal is retryable; undefined takes the event. */
  refuse(rule: ((event: Event) => { readonly retryable: boolean } | undefined) | undefined): void;
}

/** A message of Service Bus in its standard tier. */
const largestMessage = 256 * 1024;

/** Keeps the contract of `test/contracts/event-publisher.ts`. */
export function createRecordingPublisher(): RecordingPublisher {
  const taken: Event[] = [];
  const tried: string[] = [];
  let rule: Parameters<RecordingPublisher['refuse']>[0];
  return {
    taken,
    tried,
    delivered: () => taken.filter((event, index) => taken.findIndex(({ id }) => id === event.id) === index),
    refuse(next) {
      rule = next;
    },
    async publish(event) {
      tried.push(event.id);
      const tooLarge = JSON.stringify(event).length > largestMessage;
      const refusal = tooLarge ? { retryable: false } : rule?.(event);
      if (refusal !== undefined) throw new DeliveryError(`${event.id} was not sent (refused)`, refusal);
      taken.push(JSON.parse(JSON.stringify(event)) as Event);
    },
  };
}
