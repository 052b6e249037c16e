import type { ProductKey } from '../domain/submission-key.ts';
import { newlyWatched, unwatched, type WatchedProduct, watchedAgain } from '../domain/watched-product.ts';
import type { ProductStore } from '../ports/product-store.ts';

/** `conflict`: the row moved meanwhile; the request can be repeated. */
type WatchResult =
  | { readonly outcome: 'watched' | 'already-watched'; readonly product: WatchedProduct }
  | { readonly outcome: 'conflict' };

export async function watchProduct(products: ProductStore, key: ProductKey, now: Date): Promise<WatchResult> {
  const known = await products.load(key);
  if (known?.product.watched === true) return { outcome: 'already-watched', product: known.product };
  const product = known === undefined ? newlyWatched(key, now) : watchedAgain(known.product, now);
  const saved = await products.save(product, known?.version);
  return saved === 'committed' ? { outcome: 'watched', product } : { outcome: 'conflict' };
}

/** Its submissions stay tracked. */
export async function unwatchProduct(
  products: ProductStore,
  key: ProductKey,
): Promise<'unwatched' | 'not-watched' | 'conflict'> {
  const known = await products.load(key);
  if (known === undefined || !known.product.watched) return 'not-watched';
  const saved = await products.save(unwatched(known.product), known.version);
  return saved === 'committed' ? 'unwatched' : 'conflict';
}
