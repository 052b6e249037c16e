import type { Listing } from '../domain/decide-listing.ts';
import type { ReadView } from '../domain/read-view.ts';
import type { Observation } from '../domain/snapshot.ts';
import type { ProductKey, SubmissionKey } from '../domain/submission-key.ts';
import type { Failure } from '../domain/tracked-submission.ts';

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
