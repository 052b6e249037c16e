/** The outside world on one page. Adapters implement these; fakes in `test/support` pass the same contract tests. */
import type { Event, EventName, Severity } from './contract/event.ts';
import type { WatcherEvent } from './contract/watcher-event.ts';
import type { ApiHost } from './domain/api-host.ts';
import type { Listing } from './domain/decide-listing.ts';
import type { ListAccess } from './domain/explain-read.ts';
import type { TokenResult } from './domain/explain-token.ts';
import type { Notification } from './domain/notification.ts';
import type { PendingDelivery, TellableDelivery } from './domain/pending-delivery.ts';
import type { ChannelPace } from './domain/post-pace.ts';
import type { ReadView } from './domain/read-view.ts';
import type { Observation } from './domain/snapshot.ts';
import type { Statistics } from './domain/statistics.ts';
import type { SubmissionFilter } from './domain/submission-filter.ts';
import type { Kind, ProductKey, SubmissionKey } from './domain/submission-key.ts';
import type { Failure, TrackedSubmission } from './domain/tracked-submission.ts';
import type { WatchedProduct } from './domain/watched-product.ts';

export interface ReadFailure extends Failure {
  /** For a person; without secrets. */
  readonly message: string;
  /** What the answer asks to wait. */
  readonly retryAfterSeconds?: number;
  /** `MS-CorrelationId` of the answer: what Microsoft's support asks for. */
  readonly correlationId?: string;
}

/** `requests` says how many were made, where it was not one (a renewed token, a list of several pages). */
export type ReadResult = { readonly requests?: number } & (
  | { readonly outcome: 'read'; readonly observation: Observation }
  | { readonly outcome: 'failed'; readonly failure: ReadFailure }
);

export type ListResult = { readonly requests?: number } & (
  | { readonly outcome: 'listed'; readonly listing: Listing }
  | { readonly outcome: 'failed'; readonly failure: ReadFailure }
);

/** Never throws: every failure is a value. */
export interface PartnerCenter {
  /** One request (two where a token had run out). */
  read(key: SubmissionKey, view: ReadView, signal: AbortSignal): Promise<ReadResult>;
  /** The submissions of a product: one request, for hardware one a page. */
  list(product: ProductKey, signal: AbortSignal): Promise<ListResult>;
}

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
  /** @throws CorruptRowError */
  stored(): Promise<Stored>;
}

/** `whole` goes to the history; `published` is what fits a message, and is what subscribers get. */
export interface RecordedEvent {
  readonly whole: Event;
  readonly published: Event;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Whether there is anything after the last item. */
  readonly more: boolean;
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

export interface StoredProduct {
  readonly product: WatchedProduct;
  readonly version: string;
}

export interface DueProduct {
  readonly product: ProductKey;
  readonly host: ApiHost;
  readonly nextPollAt: string;
  /** When that was decided; absent where the storage does not say. */
  readonly scheduledAt?: string;
  /** @throws CorruptRowError */
  stored(): Promise<StoredProduct>;
}

export interface ProductStore {
  load(key: ProductKey): Promise<StoredProduct | undefined>;
  save(next: WatchedProduct, expected: string | undefined): Promise<'committed' | 'conflict'>;
  due(now: Date): AsyncIterable<DueProduct>;
  /** Watched products in a fixed order; `after` is the last one of the page before. */
  list(page: { readonly size: number; readonly after?: ProductKey }): Promise<Page<WatchedProduct>>;
  /** Every row of the product's submissions, untracked ones too. */
  submissionsOf(key: ProductKey): Promise<readonly Stored[]>;
}

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

export interface EventPublisher {
  /**
   * Resolves when the broker has it.
   * @param replayId marks a repetition on purpose, which the topic's duplicate detection must let pass.
   * @throws DeliveryError
   */
  publish(event: Event | WatcherEvent, replayId?: string): Promise<void>;
}

/** A small value that passes and instances share, guarded by its version. */
export interface SharedState<T> {
  load(): Promise<{ readonly value: T; readonly version: string } | undefined>;
  /** @param expected version that was loaded; undefined where there was none. */
  save(next: T, expected: string | undefined): Promise<'committed' | 'conflict'>;
}

/** What cannot be dealt with, taken out of the way so that it blocks nobody and is not tried for ever. */
export interface SetAsideEntry {
  /** Names the entry to `retry`. */
  readonly id: string;
  readonly what: 'event' | 'submission' | 'product';
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
  /** Puts it back: an event into the outbox; a row is made anew, with the sequence that its history shows. */
  retry(id: string, now: Date): Promise<'retried' | 'unknown'>;
  /** Gives it up for good. */
  discard(id: string): Promise<'discarded' | 'unknown'>;
}

/** Part of a pass for another instance. */
export interface Slice {
  /** Of pass and number: a slice that is sent twice is run once. */
  readonly id: string;
  readonly submissions: readonly string[];
  readonly products: readonly string[];
  /** ISO 8601. It is not to be seen before. */
  readonly startAt: string;
  /** ISO 8601. It is not to be run after: the next pass plans anew. */
  readonly endAt: string;
}

export interface SliceQueue {
  /** @throws DeliveryError */
  send(slices: readonly Slice[]): Promise<void>;
}

/** What a pass did; all but the times are counts. */
export interface PassSummary {
  readonly due: number;
  readonly read: number;
  readonly changed: number;
  readonly events: number;
  readonly published: number;
  readonly failed: number;
  /** Chosen, but left due: the deadline came, or the host would not be asked any more. */
  readonly left: number;
  readonly requests: number;
  /** Sent to other instances instead of read here. */
  readonly slices: number;
  /** How late the longest due one was when the pass began. */
  readonly oldestDueSeconds: number;
}

export interface PassRecord {
  /** ISO 8601. */
  readonly startedAt: string;
  readonly endedAt: string;
  /** Absent where the pass threw. */
  readonly summary?: PassSummary;
}

export interface PassLog {
  record(pass: PassRecord): Promise<void>;
  /** undefined before the first pass ever. */
  last(): Promise<PassRecord | undefined>;
  /** The last ones, newest first; no more than `passesKept` of them are kept. */
  recent(count: number): Promise<readonly PassRecord[]>;
}

export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** What became of a post. `refused`: the same post would be refused again; of its `content`, or whatever the channel is sent. */
export type PostResult =
  | { readonly outcome: 'posted' }
  | { readonly outcome: 'refused'; readonly what: 'content' | 'channel'; readonly reason: string }
  | { readonly outcome: 'later'; readonly reason: string; readonly retryAfterSeconds?: number };

/** A channel of Teams or Slack. Never throws; a reason holds nothing of the webhook's URL. */
export interface Notifier {
  post(notification: Notification): Promise<PostResult>;
}

/** The right to post to a channel, for a while; worth nothing once another has taken it over. */
export interface ChannelLease {
  readonly pace: ChannelPace;
  readonly version: string;
}

export interface DeliveryFailure {
  readonly channel: string;
  readonly eventId: string;
  readonly reason: string;
  /** ISO 8601. */
  readonly at: string;
}

/** What each channel has received, told, and failed to tell: one record per event and channel, for good. */
export interface DeliveryLog {
  /**
   * Records the event as pending unless the channel has a record of it. A replay makes a failed one pending again.
   * @returns `known` where it was told, is pending, or has failed and this is no replay.
   */
  receive(channel: string, delivery: TellableDelivery): Promise<'stored' | 'known'>;
  /** The oldest pending ones. */
  pending(channel: string, count: number): Promise<readonly PendingDelivery[]>;
  told(channel: string, deliveries: readonly PendingDelivery[], now: Date): Promise<void>;
  failed(channel: string, deliveries: readonly PendingDelivery[], reason: string, now: Date): Promise<void>;
  /** Writes back `attempts` and `isRefused`; they stay pending. */
  again(channel: string, deliveries: readonly PendingDelivery[]): Promise<void>;
  /** @returns undefined while another has the lease. */
  lease(channel: string, now: Date): Promise<ChannelLease | undefined>;
  /** Renews the lease with a new pace. @returns undefined where another has taken it over. */
  keep(channel: string, lease: ChannelLease, pace: ChannelPace, now: Date): Promise<ChannelLease | undefined>;
  /** Gives it back with the pace; a lease that was lost is no error. */
  release(channel: string, lease: ChannelLease, pace: ChannelPace): Promise<void>;
  /** Failed ones since then, in no order. */
  failures(channel: string, since: Date, count: number): Promise<readonly DeliveryFailure[]>;
}

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

/** Looks at whether Partner Center lets us in. Never throws. */
export interface PartnerCenterAccess {
  /** A new token, never a kept one. */
  token(host: ApiHost, signal: AbortSignal): Promise<TokenResult>;
  /** The first page of the account's products, or apps: one request. */
  list(api: 'hardware' | 'store', signal: AbortSignal): Promise<ListAccess>;
}
