import type { ProductKey, SubmissionKey } from '../domain/submission-key.ts';
import type { OutboxEntry } from './outbox.ts';

/** What cannot be dealt with, taken out of the way so that it blocks nobody and is not tried for ever. */
export interface SetAsideEntry {
  /** Names the entry to `retry`. */
  readonly id: string;
  readonly what: 'event' | 'submission' | 'product' | 'unreadable';
  /** Of `unreadable`, which not even its name says more of: that name. */
  readonly key: string;
  readonly reason: string;
  /** ISO 8601. */
  readonly at: string;
}

export interface SetAside {
  /** An event that the broker refuses for good. */
  event(entry: OutboxEntry, reason: string, now: Date): Promise<void>;
  /** A row that cannot be read back; it is not polled any more. */
  submission(key: SubmissionKey, reason: string, now: Date): Promise<void>;
  product(key: ProductKey, reason: string, now: Date): Promise<void>;
  list(count: number): Promise<readonly SetAsideEntry[]>;
  /**
   * Puts it back: an event into the outbox; a row that was mended meanwhile as it is, another made anew with the sequence that
   * its history shows.
   * @returns `unreadable` where the entry has lost what it was of: it can only be discarded.
   */
  retry(id: string, now: Date): Promise<'retried' | 'unreadable' | 'unknown'>;
  /**
   * Gives it up for good: an event is not sent; a row that was mended meanwhile stays as it is, another is made anew with the
   * sequence that its history shows, neither tracked nor watched, so that whoever asks for it later finds nothing that cannot
   * be read.
   */
  discard(id: string, now: Date): Promise<'discarded' | 'unknown'>;
}
