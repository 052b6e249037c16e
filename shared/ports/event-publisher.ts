import type { Event } from '../contract/event.ts';
import type { WatcherEvent } from '../contract/watcher-event.ts';

export interface EventPublisher {
  /**
   * Resolves when the broker has it.
   * @param replayId marks a repetition on purpose, which the topic's duplicate detection must let pass.
   * @throws DeliveryError
   */
  publish(event: Event | WatcherEvent, replayId?: string): Promise<void>;
}
