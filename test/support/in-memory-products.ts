import { apiHostOf } from '../../shared/domain/api-host.ts';
import { impossibleFrom } from '../../shared/domain/clock-ahead.ts';
import type { ProductKey } from '../../shared/domain/submission-key.ts';
import { never } from '../../shared/domain/tracked-submission.ts';
import { newlyWatched, unwatched, type WatchedProduct } from '../../shared/domain/watched-product.ts';
import { CorruptRowError } from '../../shared/errors.ts';
import type { ProductStore, StoredProduct } from '../../shared/ports/product-store.ts';

interface Row {
  readonly key: ProductKey;
  readonly watched: boolean;
  readonly nextPollAt: string;
  /** JSON of the whole; of nothing where the row is spoilt. */
  readonly json: string;
  readonly version: string;
}

interface InMemoryProducts {
  readonly products: ProductStore;
  /** Makes the row unreadable, as another hand or release may. */
  spoil(text: string): void;
  /** Puts back what was spoilt, all but whether it is watched. */
  mend(text: string): void;
  /** @returns false where there is no such row. */
  hide(text: string): boolean;
  renew(text: string, now: Date): void;
  giveUp(text: string, now: Date): void;
}

/** The products of an in-memory table, which knows their submissions. */
export function createInMemoryProducts(submissionsOf: ProductStore['submissionsOf']): InMemoryProducts {
  const rows = new Map<string, Row>();
  /** What spoilt rows held. */
  const whole = new Map<string, string>();
  let writes = 0;

  function write(row: Omit<Row, 'version'>): void {
    writes += 1;
    rows.set(row.key.text, { ...row, version: `p${writes}` });
  }

  function writeProduct(product: WatchedProduct): void {
    const { key, watched: isWatched, nextPollAt } = product;
    write({ key, watched: isWatched, nextPollAt, json: JSON.stringify(product) });
  }

  function change(text: string, changes: Partial<Row>): boolean {
    const row = rows.get(text);
    if (row !== undefined) write({ ...row, ...changes });
    return row !== undefined;
  }

  const watched = () =>
    [...rows.keys()]
      .sort()
      .flatMap((text) => rows.get(text) ?? [])
      .filter((row) => row.watched);

  const products: ProductStore = {
    async load({ text }) {
      const row = rows.get(text);
      return row === undefined ? undefined : toStored(row);
    },
    submissionsOf,

    async save(next, expected) {
      if (rows.get(next.key.text)?.version !== expected) return 'conflict';
      writeProduct(next);
      return 'committed';
    },

    async *due(now) {
      for (const row of watched()) {
        const { key: product, nextPollAt } = row;
        const host = apiHostOf(product.kind);
        const isAhead = nextPollAt > impossibleFrom(now).nextRead && nextPollAt < never;
        const dueAt = isAhead ? now.toISOString() : nextPollAt;
        if (dueAt <= now.toISOString()) yield { product, host, nextPollAt: dueAt, stored: async () => toStored(row) };
      }
    },

    async list({ size, after }) {
      const items = watched().filter(({ key }) => after === undefined || key.text > after.text);
      return { items: items.slice(0, size).map((row) => toStored(row).product), more: items.length > size };
    },
  };

  return {
    products,
    spoil(text) {
      const row = rows.get(text);
      if (row !== undefined) whole.set(text, row.json);
      change(text, { json: '' });
    },
    mend(text) {
      const json = whole.get(text);
      const row = rows.get(text);
      if (json === undefined || row === undefined) return;
      change(text, { json: JSON.stringify({ ...JSON.parse(json), watched: row.watched }) });
    },
    hide: (text) => change(text, { watched: false }),
    renew(text, now) {
      const row = rows.get(text);
      if (row === undefined) return;
      const mended = row.json === '' ? newlyWatched(row.key, now) : toStored(row).product;
      writeProduct({ ...mended, watched: true, nextPollAt: now.toISOString() });
    },
    giveUp(text, now) {
      const row = rows.get(text);
      if (row?.json === '') writeProduct(unwatched(newlyWatched(row.key, now)));
    },
  };
}

/** @throws CorruptRowError */
function toStored({ key, json, version }: Row): StoredProduct {
  if (json === '') throw new CorruptRowError(`The row of ${key.text} is not readable`);
  return { product: JSON.parse(json) as WatchedProduct, version };
}
