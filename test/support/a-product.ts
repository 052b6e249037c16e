import { type ProductKey, parseProductKey } from '../../shared/domain/submission-key.ts';
import { newlyWatched, type WatchedProduct } from '../../shared/domain/watched-product.ts';

/** @throws Error for a text that is no key, so that a test cannot go on with nothing. */
export function aProductKey(text = 'addon:9NSAMPLE0ADN'): ProductKey {
  const key = parseProductKey(text);
  if (key === undefined) throw new Error(`${text} is not a product key`);
  return key;
}

/** Watched, and listed once already: what is found now is new. */
export function aProduct(overrides: Partial<WatchedProduct> = {}): WatchedProduct {
  const at = '2025-06-01T08:00:00.000Z';
  return { ...newlyWatched(aProductKey(), new Date(at)), baselineAt: at, lastCheckedAt: at, ...overrides };
}
