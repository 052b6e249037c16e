import type { Event } from '../contract/event.ts';
import { backoffSeconds } from './cadence.ts';
import type { Rules } from './decide.ts';
import { discoveredEvent } from './events.ts';
import { cutText } from './plain-text.ts';
import { submissionKey } from './submission-key.ts';
import { type Failure, never, newlyTracked, type TrackedSubmission } from './tracked-submission.ts';
import type { WatchedProduct } from './watched-product.ts';

/** What Partner Center says of a product's submissions. */
export interface Listing {
  readonly name?: string;
  /** Hardware: all submissions (or as many as the paging gave); Store: pending and last published; MSI/EXE: the ongoing one. */
  readonly submissionIds: readonly string[];
  /** Store pointers; absent where there is none. */
  readonly pendingId?: string;
  readonly lastPublishedId?: string;
}

/** It has to fit into the product's row, or the list could never be written down. */
const longestName = 1_000;

interface ListingDecision {
  readonly product: WatchedProduct;
  /** To be created, oldest first; `events` is empty for the baseline. */
  readonly found: readonly { readonly submission: TrackedSubmission; readonly events: readonly Event[] }[];
  /** Known submissions that the listing says something new of, or that nobody has looked at for long: to be read at once. */
  readonly woken: readonly TrackedSubmission[];
}

/**
 * What follows from a list call. Only a successful call comes here: one that failed says nothing of any submission.
 * @param known every row of this product's submissions, untracked ones too: what a person untracked stays so.
 */
export function decideOnListing(
  product: WatchedProduct,
  listing: Listing,
  known: readonly TrackedSubmission[],
  now: Date,
  rules: Rules,
): ListingDecision {
  const at = now.toISOString();
  const knownIds = new Set(known.map((submission) => submission.key.submissionId));
  const found = [...new Set(listing.submissionIds)]
    .filter((id) => !knownIds.has(id))
    .sort(oldestFirst)
    .map((id) => foundSubmission(product, id, now, rules));

  const { name, pendingId, lastPublishedId } = listing;
  const { pendingId: _, lastPublishedId: __, lastFailure: ___, ...kept } = product;
  return {
    product: {
      ...kept,
      ...(name === undefined ? {} : { name: cutText(name, longestName) }),
      ...(pendingId === undefined ? {} : { pendingId }),
      ...(lastPublishedId === undefined ? {} : { lastPublishedId }),
      baselineAt: product.baselineAt ?? at,
      lastCheckedAt: at,
      failures: 0,
      nextPollAt: new Date(now.getTime() + rules.cadence.productSeconds * 1000).toISOString(),
    },
    found,
    woken: [...wokenBy(product, listing, known, at), ...pendingAsleep(listing, known, now)],
  };
}

export function decideOnListFailure(
  product: WatchedProduct,
  failure: Failure,
  now: Date,
  rules: Rules,
  jitter: number,
): WatchedProduct {
  // In an outage of the host nothing is said of the product, and it is asked for as often as before.
  const failures = failure.isOfHost ? product.failures : product.failures + 1;
  const seconds = backoffSeconds(failure.isOfHost ? 1 : failures, rules.cadence.productSeconds, jitter);
  return {
    ...product,
    failures,
    lastFailure: { reason: failure.reason, at: now.toISOString() },
    nextPollAt: new Date(now.getTime() + Math.round(seconds * 1000)).toISOString(),
  };
}

function foundSubmission(product: WatchedProduct, id: string, now: Date, rules: Rules) {
  const submission = newlyTracked(submissionKey(product.key, id), now);
  if (product.baselineAt === undefined) return { submission, events: [] };
  const occasion = {
    key: submission.key,
    snapshot: undefined,
    now,
    sequence: 0,
    stateSince: now.toISOString(),
    source: rules.source,
  };
  const at = now.toISOString();
  return { submission: { ...submission, sequence: 1, lastChangedAt: at }, events: [discoveredEvent(occasion)] };
}

/** A pointer that moved is news of the submissions it left and came to. A pending one that vanished was published or deleted. */
function wokenBy(
  product: WatchedProduct,
  listing: Listing,
  known: readonly TrackedSubmission[],
  at: string,
): TrackedSubmission[] {
  if (product.baselineAt === undefined) return [];
  const before = [product.pendingId, product.lastPublishedId];
  const after = [listing.pendingId, listing.lastPublishedId];
  const moved = new Set([...before.filter((id) => !after.includes(id)), ...after.filter((id) => !before.includes(id))]);
  if (product.pendingId !== listing.pendingId) moved.add(product.pendingId).add(listing.pendingId);
  return known
    .filter((submission) => submission.tracked && moved.has(submission.key.submissionId))
    .map((submission) => {
      const id = submission.key.submissionId;
      const isWithdrawn = id === product.pendingId && !after.includes(id);
      return { ...submission, nextPollAt: at, ...(isWithdrawn ? { withdrawn: true as const } : {}) };
    });
}

const dayMs = 24 * 60 * 60_000;

/**
 * A pending submission that failed so long ago that it retired can be mended and handed in again, under the same id: no pointer
 * moves then. So it is read once a day for as long as the product names it.
 */
function pendingAsleep(listing: Listing, known: readonly TrackedSubmission[], now: Date): TrackedSubmission[] {
  const isQuiet = (at: string | undefined) => at === undefined || now.getTime() - Date.parse(at) >= dayMs;
  return known
    .filter(({ key, tracked, nextPollAt }) => tracked && nextPollAt === never && key.submissionId === listing.pendingId)
    .filter(({ lastCheckedAt, lastFailure }) => isQuiet(lastCheckedAt) && isQuiet(lastFailure?.at))
    .map((submission) => ({ ...submission, nextPollAt: now.toISOString() }));
}

/** Ids look monotonic. They are longer than a double is exact. */
function oldestFirst(a: string, b: string): number {
  if (/^\d+$/.test(a) && /^\d+$/.test(b)) {
    const [left, right] = [BigInt(a), BigInt(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}
