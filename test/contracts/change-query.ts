import { fitEvent } from '../../shared/domain/fit-event.ts';
import type { ChangeQuery } from '../../shared/ports/submission-queries.ts';
import { commitReads } from '../support/commit-reads.ts';
import { keyOf, keysOfProducts } from '../support/key-of.ts';
import { allPages } from './all-pages.ts';
import type { QueriesUnderTest } from './store-under-test.ts';

const start = Date.parse('2026-03-02T08:00:00.000Z');
const at = (seconds: number) => new Date(start + seconds * 1000);
const iso = (seconds: number) => at(seconds).toISOString();

const driver = keyOf('hardware:14461751976964156:1152921504621467600');
const addon = keyOf('addon:9NBLGGH4TNMP:1152921505689378154');

async function idsOf({ queries }: QueriesUnderTest, query: Partial<ChangeQuery>): Promise<string[]> {
  const pages = await allPages((after) => queries.changes({ size: 100, ...query, ...after }));
  return pages.flat().map(({ id }) => id);
}

async function withTwo({ store }: QueriesUnderTest): Promise<void> {
  await commitReads(store, driver, [[at(10), { state: 'scanning/started' }]]);
  await commitReads(store, addon, [[at(20), { state: 'Certification' }]]);
  await commitReads(store, driver, [[at(30), { state: 'scanning/completed' }]]);
  const errors = [{ severity: 'error' as const, code: 'Other', details: 'No' }];
  await commitReads(store, addon, [[at(40), { state: 'CertificationFailed', errors }]]);
}

/** Recent changes over everything. */
export function changeQueryContract(open: () => Promise<QueriesUnderTest>): void {
  describe('recent changes', () => {
    it('are none at first', async () => {
      const { queries } = await open();

      expect(await queries.changes({ size: 10 })).toEqual({ items: [] });
    });

    it('are newest first, those of one moment in the order they happened', async () => {
      const table = await open();
      await withTwo(table);

      expect(await idsOf(table, {})).toEqual([
        `${addon.text}/2`,
        `${addon.text}/3`,
        `${driver.text}/2`,
        `${addon.text}/1`,
        `${driver.text}/1`,
      ]);
    });

    it.each<[string, Partial<ChangeQuery>, string[]]>([
      ['type', { types: ['submission.state-changed'] }, [`${addon.text}/2`, `${driver.text}/2`]],
      ['severity', { severities: ['error'] }, [`${addon.text}/2`, `${addon.text}/3`]],
      ['kind', { kinds: ['hardware'] }, [`${driver.text}/2`, `${driver.text}/1`]],
      ['product', { product: driver.product }, [`${driver.text}/2`, `${driver.text}/1`]],
      ['product and another kind', { product: driver.product, kinds: ['addon'] }, []],
      ['since', { since: iso(30) }, [`${addon.text}/2`, `${addon.text}/3`, `${driver.text}/2`]],
      ['until', { until: iso(30) }, [`${addon.text}/1`, `${driver.text}/1`]],
      ['both', { since: iso(11), until: iso(40) }, [`${driver.text}/2`, `${addon.text}/1`]],
      ['all together', { since: iso(1), types: ['submission.tracked'], kinds: ['addon'] }, [`${addon.text}/1`]],
    ])('are sifted by %s', async (_name, query, expected) => {
      const table = await open();
      await withTwo(table);

      expect(await idsOf(table, query)).toEqual(expected);
      expect(await idsOf(table, { ...query, size: 1 })).toEqual(expected);
    });

    it('are as they were published, cut where that was cut', async () => {
      const table = await open();
      const details = 'y'.repeat(900);
      const errors = Array.from({ length: 100 }, (_, index) => ({
        severity: 'error' as const,
        code: `Error${index}`,
        details,
      }));
      const whole = await commitReads(table.store, addon, [[at(10), { state: 'CertificationFailed', errors }]]);

      const { items } = await table.queries.changes({ size: 10 });

      const lengths = (events: readonly object[]) => events.map((event) => JSON.stringify(event).length);
      expect(lengths(items)).toEqual(lengths(whole.map(fitEvent)));
      expect(lengths(items)).not.toEqual(lengths(whole));
      expect(items.map(({ data }) => data.omitted)).toEqual(whole.map((event) => fitEvent(event).data.omitted));
    });

    it.each([1, 4, 100])('are each in one page only while more come, in pages of %i', async (size) => {
      const table = await open();
      const keys = keysOfProducts(20);
      const before: string[] = [];
      for (const [index, key] of keys.entries()) {
        const events = await commitReads(table.store, key, [[at(index % 5), { state: 'Certification' }]]);
        before.push(...events.map(({ id }) => id));
      }

      const pages = await allPages(
        (after) => table.queries.changes({ size, ...after }),
        async (page) => {
          const [key] = keys.slice(page % keys.length);
          if (key !== undefined) await commitReads(table.store, key, [[at(100 + page), { state: `State${page}` }]]);
        },
      );

      expect(
        pages
          .flat()
          .map(({ id }) => id)
          .toSorted(),
      ).toEqual(before.toSorted());
    });

    it('ask nothing wrong of a place that somebody made up', async () => {
      const table = await open();
      await withTwo(table);

      for (const after of ['', 'zzz', '!', '0', '|', '999999999999999|x|y']) {
        expect((await table.queries.changes({ size: 10, after })).items.length).toBeLessThanOrEqual(5);
      }
    });
  });
}
