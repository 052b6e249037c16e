import type { SubmissionFilter } from '../../shared/domain/submission-filter.ts';
import { newlyTracked, untracked } from '../../shared/domain/tracked-submission.ts';
import type { SubmissionQuery } from '../../shared/ports/submission-queries.ts';
import { commitReads } from '../support/commit-reads.ts';
import { keyOf, keysOfOneProduct, keysOfProducts } from '../support/key-of.ts';
import { allPages } from './all-pages.ts';
import type { QueriesUnderTest } from './store-under-test.ts';

const start = Date.parse('2026-03-02T08:00:00.000Z');
const at = (seconds: number) => new Date(start + seconds * 1000);
const sorts = ['lastChanged', 'key'] as const;

const driver = keyOf('hardware:14461751976964156:1152921504621467600');
const addon = keyOf('addon:9NBLGGH4TNMP:1152921505689378154');
const app = keyOf('app:9NBLGGH4R315:1152921505694880312');
const flight = keyOf('flight:9NBLGGH4R315:7d5e0f2c-3a41-4c8e-9b1f-2f6a8e0c5d11:11');
const unread = keyOf('msi:9b2d7c10-5a4e-4f6b-8c3d-2e1f0a9b8c7d:12');

async function textsOf({ queries }: QueriesUnderTest, query: Partial<SubmissionQuery>): Promise<string[]> {
  const request = { filter: {}, sort: 'lastChanged', size: 100, ...query } as const;
  const pages = await allPages((after) => queries.submissions({ ...request, ...after }));
  return pages.flat().map(({ key }) => key.text);
}

async function withFive(table: QueriesUnderTest): Promise<void> {
  await table.store.commit(newlyTracked(unread, at(25)), undefined, []);
  await commitReads(table.store, driver, [[at(10), { state: 'signing/started', name: 'Contoso Wi-Fi 7 Adapter' }]]);
  await commitReads(table.store, addon, [[at(20), { state: 'CertificationFailed', name: 'Straße ＰＲＯ' }]]);
  await commitReads(table.store, app, [[at(30), { state: 'Certification', name: 'Fabrikam Player' }]]);
  await commitReads(table.store, flight, [[at(40), { state: 'Published', name: 'Fabrikam Player' }]]);
}

/** Lists of submissions. */
export function submissionQueryContract(open: () => Promise<QueriesUnderTest>): void {
  describe('submissions', () => {
    it.each(sorts)('are none at first, by %s', async (sort) => {
      const { queries } = await open();

      expect(await queries.submissions({ filter: {}, sort, size: 10 })).toEqual({ items: [] });
    });

    it('are given whole, as they are stored', async () => {
      const table = await open();
      await withFive(table);
      const stored = await Promise.all([flight, app].map(async (key) => (await table.store.load(key))?.submission));

      const { items } = await table.queries.submissions({ filter: {}, sort: 'lastChanged', size: 2 });

      expect(items).toEqual(stored);
    });

    it('are sorted by last change, newest first, or by key', async () => {
      const table = await open();
      await withFive(table);
      const newestFirst = [flight, app, unread, addon, driver].map(({ text }) => text);

      expect(await textsOf(table, { sort: 'lastChanged' })).toEqual(newestFirst);
      expect(await textsOf(table, { sort: 'key' })).toEqual(newestFirst.toSorted());
    });

    it('come to the front with a change, and stay where they are when only the schedule moves', async () => {
      const table = await open();
      await withFive(table);
      await commitReads(table.store, driver, [[at(50), { state: 'signing/completed' }]]);
      const read = await table.store.load(addon);
      if (read === undefined) throw new Error('it is there');
      const next = { ...read.submission, nextPollAt: at(900).toISOString(), lastCheckedAt: at(60).toISOString() };
      await table.store.reschedule([{ next, version: read.version }]);

      expect(await textsOf(table, {})).toEqual([driver, flight, app, unread, addon].map(({ text }) => text));
      const { items } = await table.queries.submissions({ filter: { kinds: ['addon'] }, sort: 'lastChanged', size: 1 });
      expect(items).toEqual([next]);
    });

    it.each(sorts)('leave out what is not tracked, and have it again when it is, by %s', async (sort) => {
      const table = await open();
      await withFive(table);
      const known = await table.store.load(app);
      if (known === undefined) throw new Error('it is there');
      await table.store.commit(untracked(known.submission), known.version, []);

      expect(await textsOf(table, { sort })).not.toContain(app.text);

      const again = await table.store.load(app);
      await table.store.commit(known.submission, again?.version, []);
      expect((await textsOf(table, { sort })).filter((text) => text === app.text)).toEqual([app.text]);
    });

    const filters: readonly (readonly [string, SubmissionFilter, readonly { text: string }[]])[] = [
      ['one kind', { kinds: ['hardware'] }, [driver]],
      ['two kinds', { kinds: ['app', 'flight'] }, [flight, app]],
      ['every kind', { kinds: ['hardware', 'addon', 'app', 'flight', 'msi'] }, [flight, app, unread, addon, driver]],
      ['a product', { product: app.product }, [app]],
      ['a product and another kind', { product: app.product, kinds: ['addon'] }, []],
      ['an outcome', { outcomes: ['inProgress'] }, [app, driver]],
      ['outcomes and kinds', { outcomes: ['failed', 'inProgress'], kinds: ['addon', 'hardware'] }, [addon, driver]],
      ['a word of the name', { text: 'fabrikam' }, [flight, app]],
      ['words in any order', { text: ' player FABRIKAM ' }, [flight, app]],
      ['a part of an id', { text: '6946' }, []],
      ['a part of a key', { text: 'flight:9nblggh4r315' }, [flight]],
      ['a state', { text: 'signing' }, [driver]],
      ['letters of another width', { text: 'straße pro' }, [addon]],
      ['a word that no name has', { text: 'fabrikam adapter' }, []],
      ['what an OData filter would take apart', { text: `' or 'a' eq 'a` }, []],
      ['words and an outcome', { text: 'fabrikam', outcomes: ['succeeded'] }, [flight]],
    ];

    it.each(filters)('are sifted by %s', async (_name, filter, expected) => {
      const table = await open();
      await withFive(table);

      const texts = expected.map(({ text }) => text);
      expect(await textsOf(table, { filter })).toEqual(texts);
      expect(await textsOf(table, { filter, sort: 'key' })).toEqual(texts.toSorted());
      expect(await textsOf(table, { filter, size: 1 })).toEqual(texts);
    });

    it.each([...sorts.map((sort) => [sort, 1] as const), ...sorts.map((sort) => [sort, 7] as const)])(
      'are each in one page only, in one order, by %s in pages of %i',
      async (sort, size) => {
        const table = await open();
        const keys = [...keysOfProducts(30), ...keysOfOneProduct(15)];
        for (const [index, key] of keys.entries()) {
          // Several at the same moment.
          await commitReads(table.store, key, [[at(index % 9), { state: 'Certification' }]]);
        }
        const request = { filter: {}, sort, size };

        const pages = await allPages((after) => table.queries.submissions({ ...request, ...after }));

        const whole = await textsOf(table, { sort, size: 100 });
        expect(pages.flat().map(({ key }) => key.text)).toEqual(whole);
        expect(whole.toSorted()).toEqual(keys.map(({ text }) => text).sort());
        expect(pages.slice(0, -1).every((page) => page.length === size)).toBe(true);
      },
    );

    it.each(sorts)('that stay as they are are given once, whatever moves between the pages, by %s', async (sort) => {
      const table = await open();
      const keys = keysOfProducts(24);
      for (const [index, key] of keys.entries()) {
        await commitReads(table.store, key, [[at(index), { state: 'Certification' }]]);
      }
      const moving = keys.filter((_, index) => index % 3 === 0);
      const newcomer = keyOf('addon:9NBLGGH4ZZZZ:1');
      let moves = 0;

      const pages = await allPages(
        (after) => table.queries.submissions({ filter: {}, sort, size: 5, ...after }),
        async (page) => {
          if (page === 2) await commitReads(table.store, newcomer, [[at(90), { state: 'Certification' }]]);
          for (const key of moving.slice(moves, moves + 2)) {
            await commitReads(table.store, key, [[at(100 + page), { state: 'Release' }]]);
          }
          moves += 2;
        },
      );

      const given = pages.flat().map(({ key }) => key.text);
      expect(new Set(given).size).toBe(given.length);
      const still = keys.filter((key) => !moving.includes(key)).map(({ text }) => text);
      expect(still.filter((text) => !given.includes(text))).toEqual([]);
    });

    it('tell apart three whose ids are one and the same double', async () => {
      const table = await open();
      const ids = ['1152921504621467600', '1152921504621467601', '1152921504621467613'];
      const keys = ids.map((id) => keyOf(`hardware:14461751976964156:${id}`));
      for (const [index, key] of keys.entries()) {
        await commitReads(table.store, key, [[at(index), { state: `scanning/${index}` }]]);
      }

      const { items } = await table.queries.submissions({ filter: {}, sort: 'key', size: 10 });

      expect(items.map(({ key, snapshot }) => `${key.submissionId} ${snapshot?.state}`)).toEqual(
        ids.map((id, index) => `${id} scanning/${index}`),
      );
    });

    it.each(sorts)('are all given but one whose row cannot be read, by %s', async (sort) => {
      const table = await open();
      await withFive(table);
      await table.spoil(app.text);

      expect((await textsOf(table, { sort })).toSorted()).toEqual(
        [flight, unread, addon, driver].map(({ text }) => text).sort(),
      );
    });

    it.each(sorts)('ask nothing wrong of a place that somebody made up, by %s', async (sort) => {
      const table = await open();
      await withFive(table);

      for (const after of ['', 'zzz', '!', '0', '|', 'a|b|c', '999999999999999|zzz']) {
        const { items } = await table.queries.submissions({ filter: {}, sort, size: 10, after });
        expect(items.length).toBeLessThanOrEqual(5);
      }
    });
  });
}
