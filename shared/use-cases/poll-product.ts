import type { Rules } from '../domain/decide.ts';
import type { Listing } from '../domain/decide-listing.ts';
import { decideOnListFailure, decideOnListing } from '../domain/decide-listing.ts';
import { fitEvent } from '../domain/fit-event.ts';
import type { SubmissionKey } from '../domain/submission-key.ts';
import type { Failure } from '../domain/tracked-submission.ts';
import type { ProductStore, StoredProduct } from '../ports/product-store.ts';
import type { SubmissionStore } from '../ports/submission-store.ts';

export interface ProductDependencies {
  readonly store: SubmissionStore;
  readonly products: ProductStore;
  readonly rules: Rules;
  readonly now: () => Date;
  readonly random: () => number;
}

/**
 * Tracks what a list call found, each submission in a commit of its own, and writes the product last: after a crash the next
 * call finds the rest.
 * @returns the submissions that have something to publish.
 */
export async function settleListing(
  { store, products, rules, now }: ProductDependencies,
  { product, version }: StoredProduct,
  listing: Listing,
): Promise<readonly SubmissionKey[]> {
  const known = await products.submissionsOf(product.key);
  const versions = new Map(known.map((stored) => [stored.submission.key.text, stored.version]));
  const decision = decideOnListing(
    product,
    listing,
    known.map((stored) => stored.submission),
    now(),
    rules,
  );

  const announced: SubmissionKey[] = [];
  for (const { submission, events } of decision.found) {
    const recorded = events.map((event) => ({ whole: event, published: fitEvent(event) }));
    const committed = await store.commit(submission, undefined, recorded);
    if (committed === 'committed' && events.length > 0) announced.push(submission.key);
  }
  for (const submission of decision.woken) {
    // A conflict means that somebody has just read it, which is what waking it is for.
    await store.commit(submission, versions.get(submission.key.text), []);
  }
  await products.save(decision.product, version);
  return announced;
}

/** A failed list call is never "all gone": the product is asked for again later, and nothing else follows. */
export async function settleListFailure(
  { products, rules, now, random }: ProductDependencies,
  { product, version }: StoredProduct,
  failure: Failure,
): Promise<void> {
  await products.save(decideOnListFailure(product, failure, now(), rules, random()), version);
}
