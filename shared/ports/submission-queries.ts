import type { Event, EventName, Severity } from '../contract/event.ts';
import type { Statistics } from '../domain/statistics.ts';
import type { SubmissionFilter } from '../domain/submission-filter.ts';
import type { Kind, ProductKey, SubmissionKey } from '../domain/submission-key.ts';
import type { TrackedSubmission } from '../domain/tracked-submission.ts';

/** Where a page begins, as the page before said it: the text is the adapter's own, and may have been tampered with. */
export interface PageRequest {
  readonly size: number;
  readonly after?: string;
}

/** May be shorter than was asked for, even empty, and still have a successor. */
export interface QueryPage<T> {
  readonly items: readonly T[];
  /** `after` of the next page; absent on the last. */
  readonly next?: string;
}

export interface SubmissionQuery extends PageRequest {
  readonly filter: SubmissionFilter;
  /** `lastChanged`: newest first, those without an event by when they were tracked. `key`: upwards. */
  readonly sort: 'lastChanged' | 'key';
}

/** Times are ISO 8601 with milliseconds in UTC; `since` is inclusive, `until` exclusive. */
export interface EventFilter {
  readonly types?: readonly EventName[];
  readonly since?: string;
  readonly until?: string;
}

export interface HistoryQuery extends PageRequest, EventFilter {
  readonly order: 'newest' | 'oldest';
}

export interface ChangeQuery extends PageRequest, EventFilter {
  readonly severities?: readonly Severity[];
  readonly kinds?: readonly Kind[];
  readonly product?: ProductKey;
}

/** What people and programs ask. Each answer costs pages, however much is stored. */
export interface SubmissionQueries {
  /**
   * Tracked ones. One that does not move while somebody pages is given once; by `lastChanged` one that moves meanwhile is at
   * the front, before the page.
   */
  submissions(query: SubmissionQuery): Promise<QueryPage<TrackedSubmission>>;
  /** Whole events. */
  history(key: SubmissionKey, query: HistoryQuery): Promise<QueryPage<Event>>;
  /** Events of all submissions as they were published, newest first. */
  changes(query: ChangeQuery): Promise<QueryPage<Event>>;
  /** First sight and moves of a submission, oldest first: the newest 500. */
  moves(key: SubmissionKey): Promise<readonly Event[]>;
  statistics(): Promise<Statistics>;
}
