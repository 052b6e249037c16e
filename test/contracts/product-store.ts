import type { ProductKey } from '../../shared/domain/submission-key.ts';
import { never, newlyTracked, untracked } from '../../shared/domain/tracked-submission.ts';
import { newlyWatched, unwatched, type WatchedProduct } from '../../shared/domain/watched-product.ts';
import type { ProductStore } from '../../shared/ports/product-store.ts';
import type { SubmissionStore } from '../../shared/ports/submission-store.ts';
import { keyOf, keysOfOneProduct, keysOfProducts } from '../support/key-of.ts';
import { collect } from './read-all.ts';

interface ProductStoreUnderTest {
  /** Makes the row of a submission or a product unreadable. */
  spoil(text: string): void | Promise<void>;
  readonly products: ProductStore;
  /** On the same table. */
  readonly store: SubmissionStore;
}

const now = new Date('2026-03-02T08:00:00.000Z');
const at = now.toISOString();
const key = keyOf('app:9NBLGGH4R315:1').product;

/** What every ProductStore does. @param open an empty one for each test. */
export function productStoreContract(open: () => Promise<ProductStoreUnderTest>): void {
  describe('products', () => {
    it('knows nothing of a product that was never saved', async () => {
      const { products } = await open();

      expect(await products.load(key)).toBeUndefined();
      expect(await products.submissionsOf(key)).toEqual([]);
      expect(await products.list({ size: 10 })).toEqual({ items: [], more: false });
    });

    it('gives back every field as it was saved', async () => {
      const { products } = await open();
      const bare = newlyWatched(key, now);
      const whole: WatchedProduct = {
        ...newlyWatched(keyOf('msi:0a1b2c3d-0000-4000-8000-000000000001:1').product, now),
        ...{
          name: 'Wi-Fi 7 👩🏽‍💻 \u0001 "quoted"',
          baselineAt: at,
          lastCheckedAt: at,
          pendingId: '12',
          lastPublishedId: '11',
        },
        failures: 2,
        lastFailure: { reason: 'timeout', at },
      };

      for (const product of [bare, whole]) expect(await products.save(product, undefined)).toBe('committed');

      expect((await products.load(bare.key))?.product).toEqual(bare);
      expect((await products.load(whole.key))?.product).toEqual(whole);
    });

    it('refuses a save on an old version, on none where there is one, and on one where there is none', async () => {
      const { products } = await open();
      const first = newlyWatched(key, now);
      await products.save(first, undefined);
      const { version } = (await products.load(key)) ?? { version: '' };
      await products.save({ ...first, failures: 1 }, version);

      expect(await products.save({ ...first, failures: 9 }, version)).toBe('conflict');
      expect(await products.save({ ...first, failures: 9 }, undefined)).toBe('conflict');
      const [other = keyOf('addon:9NBLGGH4TNMP:1')] = keysOfProducts(1);
      expect(await products.save(newlyWatched(other.product, now), version)).toBe('conflict');
      expect((await products.load(key))?.product.failures).toBe(1);
      expect(await products.load(other.product)).toBeUndefined();
    });

    it('leaves no field of the row that was replaced', async () => {
      const { products } = await open();
      const first = newlyWatched(key, now);
      await products.save({ ...first, pendingId: '12', lastFailure: { reason: 'timeout', at } }, undefined);
      const { version } = (await products.load(key)) ?? { version: '' };

      await products.save(first, version);

      expect((await products.load(key))?.product).toEqual(first);
    });

    it('holds due what is watched and due by now', async () => {
      const { products } = await open();
      const [due, later, gone] = keysOfProducts(3).map((one) => newlyWatched(one.product, now));
      if (due === undefined || later === undefined || gone === undefined) throw new Error('there are three');
      await products.save(due, undefined);
      await products.save({ ...later, nextPollAt: '2026-03-02T08:00:00.001Z' }, undefined);
      await products.save({ ...gone, watched: false }, undefined);

      const rows = await collect(products.due(now));

      expect(rows).toMatchObject([{ product: due.key, host: 'devCenter', nextPollAt: due.nextPollAt }]);
      expect((await rows[0]?.stored())?.product).toEqual(due);
    });

    it('holds due what a clock that ran ahead put off', async () => {
      const { products } = await open();
      const [ahead, later, retired] = keysOfProducts(3).map((one) => newlyWatched(one.product, now));
      if (ahead === undefined || later === undefined || retired === undefined) throw new Error('there are three');
      await products.save({ ...ahead, nextPollAt: '2026-03-04T09:00:00.000Z' }, undefined);
      await products.save({ ...later, nextPollAt: '2026-03-04T07:00:00.000Z' }, undefined);
      await products.save({ ...retired, nextPollAt: never }, undefined);

      const rows = await collect(products.due(now));

      expect(rows.map(({ product }) => product)).toEqual([ahead.key]);
      expect((rows[0]?.nextPollAt ?? '') <= at).toBe(true);
    });

    it.each([1, 3, 20, 21])('lists each watched product once, in pages of %i', async (size) => {
      const { products } = await open();
      const keys = keysOfProducts(21).map((one) => one.product);
      for (const one of keys) await products.save(newlyWatched(one, now), undefined);
      const [gone = key] = keys;
      const stored = await products.load(gone);
      await products.save(unwatched(newlyWatched(gone, now)), stored?.version);
      const listed: string[] = [];
      let after: ProductKey | undefined;

      for (let more = true; more; ) {
        const page = await products.list({ size, ...(after === undefined ? {} : { after }) });
        listed.push(...page.items.map((item) => item.key.text));
        after = page.items.at(-1)?.key;
        more = page.more;
      }

      expect(listed.toSorted()).toEqual(keys.slice(1).map(({ text }) => text));
    });

    it('passes over a submission of a product that cannot be read', async () => {
      const { products, store, spoil } = await open();
      const keys = keysOfOneProduct(3);
      for (const one of keys) await store.commit(newlyTracked(one, now), undefined, []);
      const [first, spoilt, last] = keys;
      if (first === undefined || spoilt === undefined || last === undefined) throw new Error('there are three');
      await spoil(spoilt.text);

      const found = await products.submissionsOf(first.product);

      expect(found.map(({ submission }) => submission.key.text)).toEqual([first.text, last.text]);
    });

    it('finds all submissions of a product, untracked ones too, and of no other', async () => {
      const { products, store } = await open();
      const own = keysOfOneProduct(3).map((one) => newlyTracked(one, now));
      const alike = keyOf('hardware:144617519769641561:1');
      for (const submission of own) await store.commit(submission, undefined, []);
      await store.commit(newlyTracked(alike, now), undefined, []);
      const [first] = own;
      if (first === undefined) throw new Error('there are three');
      const stored = await store.load(first.key);
      await store.commit(untracked(first), stored?.version, []);

      const found = await products.submissionsOf(first.key.product);

      expect(found.map(({ submission }) => submission)).toEqual([untracked(first), ...own.slice(1)]);
      const versions = await Promise.all(own.map(async (submission) => (await store.load(submission.key))?.version));
      expect(found.map(({ version }) => version)).toEqual(versions);
    });
  });
}
