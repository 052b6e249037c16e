import type { ApiHost } from '../domain/api-host.ts';
import type { ProductKey } from '../domain/submission-key.ts';
import type { WatchedProduct } from '../domain/watched-product.ts';
import type { Page } from './page.ts';
import type { Stored } from './submission-store.ts';

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
