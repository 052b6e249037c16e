import type { Event } from '../contract/event.ts';
import type { SubmissionKey } from '../domain/submission-key.ts';

export interface OutboxEntry {
  readonly key: SubmissionKey;
  readonly event: Event;
}

export interface Outbox {
  /**
   * Unsent events, those of one submission together and in sequence order; of one submission if it is named. A row that
   * cannot be read is set aside on the way.
   */
  pending(key?: SubmissionKey): AsyncIterable<OutboxEntry>;
  /** An entry that is gone already is no error. */
  remove(entry: OutboxEntry): Promise<void>;
}
