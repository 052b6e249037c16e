import type { Event } from '../contract/event.ts';
import type { ApiHost } from '../domain/api-host.ts';
import type { SubmissionKey } from '../domain/submission-key.ts';
import type { TrackedSubmission } from '../domain/tracked-submission.ts';
import type { Page } from './page.ts';

/** A row with the version it was read at; a write with an older version is refused. */
export interface Stored {
  readonly submission: TrackedSubmission;
  readonly version: string;
}

/** A due row. `stored` parses it, so that planning over many rows costs little. */
export interface DueSubmission {
  readonly key: SubmissionKey;
  readonly host: ApiHost;
  readonly nextPollAt: string;
  /** When that was decided; absent where the storage does not say. */
  readonly scheduledAt?: string;
  /** No read of it has ever succeeded. */
  readonly isFirstRead?: true;
  /** @throws CorruptRowError */
  stored(): Promise<Stored>;
}

/** `whole` goes to the history; `published` is what fits a message, and is what subscribers get. */
export interface RecordedEvent {
  readonly whole: Event;
  readonly published: Event;
}

export interface SubmissionStore {
  load(key: SubmissionKey): Promise<Stored | undefined>;
  /**
   * Snapshot, history and outbox in one transaction: all of it or nothing.
   * @param expected version that was loaded; undefined where there was no row.
   * @returns `conflict` where another writer was first.
   */
  commit(
    next: TrackedSubmission,
    expected: string | undefined,
    events: readonly RecordedEvent[],
  ): Promise<'committed' | 'conflict'>;
  /** Writes `nextPollAt` and the bookkeeping of failures, many rows a transaction; rows that moved meanwhile are left. */
  reschedule(rows: readonly { readonly next: TrackedSubmission; readonly version: string }[]): Promise<void>;
  /** Tracked rows whose `nextPollAt` is not after `now`, in no order, read page by page. */
  due(now: Date): AsyncIterable<DueSubmission>;
  /** Tracked submissions in a fixed order; `after` is the last one of the page before. */
  list(page: { readonly size: number; readonly after?: SubmissionKey }): Promise<Page<TrackedSubmission>>;
  /** Events of all submissions that were observed from `since` (inclusive) to `until` (exclusive), oldest first. */
  changes(range: { readonly since: string; readonly until: string }): AsyncIterable<Event>;
  /** Newest first; `before` is the sequence of the last event of the page before. */
  history(key: SubmissionKey, page: { readonly size: number; readonly before?: number }): Promise<Page<Event>>;
}
