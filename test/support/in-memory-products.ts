import { apiHostOf } from '../../shared/domain/api-host.ts';
import type { WatchedProduct } from '../../shared/domain/watched-product.ts';
import type { ProductStore, StoredProduct } from '../../shared/ports.ts';

/** The products of an in-memory table, which knows their submissions. */
export function createInMemoryProducts(submissionsOf: ProductStore['submissionsOf']): ProductStore {
  const rows = new Map<string, { readonly json: string; readonly version: string }>();
  let writes = 0;

  function stored(text: string): StoredProduct | undefined {
    const row = rows.get(text);
    return row === undefined ? undefined : { product: JSON.parse(row.json) as WatchedProduct, version: row.version };
  }

  const watched = () =>
    [...rows.keys()]
      .sort()
      .flatMap((text) => stored(text) ?? [])
      .filter(({ product }) => product.watched);

  return {
    load: async ({ text }) => stored(text),
    submissionsOf,

    async save(next, expected) {
      if (rows.get(next.key.text)?.version !== expected) return 'conflict';
      writes += 1;
      rows.set(next.key.text, { json: JSON.stringify(next), version: `p${writes}` });
      return 'committed';
    },

    async *due(now) {
      for (const row of watched()) {
        const { key, nextPollAt } = row.product;
        const host = apiHostOf(key.kind);
        if (nextPollAt <= now.toISOString()) yield { product: key, host, nextPollAt, stored: async () => row };
      }
    },

    async list({ size, after }) {
      const items = watched().filter(({ product }) => after === undefined || product.key.text > after.text);
      return { items: items.slice(0, size).map(({ product }) => product), more: items.length > size };
    },
  };
}
