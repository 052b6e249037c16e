import type { WatchedProduct } from '../shared/domain/watched-product.ts';

/** A watched product as the API shows it. */
export function productView({ key, watched: _, ...rest }: WatchedProduct) {
  return { key: key.text, kind: key.kind, productId: key.productId, flightId: key.flightId, ...rest };
}
