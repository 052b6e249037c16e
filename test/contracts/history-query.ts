import type { HistoryQuery } from '../../shared/ports/submission-queries.ts';
import { commitReads } from '../support/commit-reads.ts';
import { keyOf } from '../support/key-of.ts';
import { allPages } from './all-pages.ts';
import type { QueriesUnderTest } from './store-under-test.ts';

const start = Date.parse('2026-03-02T08:00:00.000Z');
const at = (seconds: number) => new Date(start + seconds * 1000);
const iso = (seconds: number) => at(seconds).toISOString();
const key = keyOf('addon:9NBLGGH4TNMP:1');
const orders = ['newest', 'oldest'] as const;

/** Six moves a minute apart, the third and the sixth with a report: events 1 to 8. */
async function withEight({ store }: QueriesUnderTest) {
  return commitReads(
    store,
    key,
    [1, 2, 3, 4, 5, 6].map((step) => {
      const reports = step >= 6 ? ['a', 'b'] : step >= 3 ? ['a'] : [];
      return [
        at(step * 60),
        { state: `State${step}`, reports: reports.map((name) => ({ url: `https://r.example/${name}` })) },
      ];
    }),
  );
}

async function sequencesOf({ queries }: QueriesUnderTest, query: Partial<HistoryQuery>): Promise<number[]> {
  const request = { order: 'newest', size: 100, ...query } as const;
  const pages = await allPages((after) => queries.history(key, { ...request, ...after }));
  return pages.flat().map(({ sequence }) => Number(sequence));
}

/** The history of one submission, sifted and from either end. */
export function historyQueryContract(open: () => Promise<QueriesUnderTest>): void {
  describe('the history', () => {
    it.each(orders)('of a submission that nobody knows is empty, %s first', async (order) => {
      const { queries } = await open();

      expect(await queries.history(key, { order, size: 10 })).toEqual({ items: [] });
    });

    it('has whole events, newest or oldest first', async () => {
      const table = await open();
      const events = await withEight(table);

      expect(await table.queries.history(key, { order: 'oldest', size: 100 })).toEqual({ items: events });
      expect(await table.queries.history(key, { order: 'newest', size: 100 })).toEqual({ items: events.toReversed() });
    });

    it.each([1, 3, 7, 8, 9])('is the same in pages of %i', async (size) => {
      const table = await open();
      await withEight(table);

      expect(await sequencesOf(table, { order: 'oldest', size })).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      expect(await sequencesOf(table, { order: 'newest', size })).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
    });

    it.each<[string, Partial<HistoryQuery>, number[]]>([
      ['a type', { types: ['submission.report-added'] }, [4, 8]],
      ['types', { types: ['submission.tracked', 'submission.report-added'] }, [1, 4, 8]],
      ['a type that it has not', { types: ['submission.stalled'] }, []],
      ['since', { since: iso(240) }, [5, 6, 7, 8]],
      ['until', { until: iso(180) }, [1, 2]],
      ['a range and a type', { types: ['submission.state-changed'], since: iso(120), until: iso(360) }, [2, 3, 5, 6]],
      ['a range without anything in it', { since: iso(361) }, []],
    ])('is sifted by %s', async (_name, query, expected) => {
      const table = await open();
      await withEight(table);

      expect(await sequencesOf(table, { ...query, order: 'oldest' })).toEqual(expected);
      expect(await sequencesOf(table, { ...query, order: 'newest' })).toEqual(expected.toReversed());
      expect(await sequencesOf(table, { ...query, order: 'oldest', size: 1 })).toEqual(expected);
      expect(await sequencesOf(table, { ...query, order: 'newest', size: 1 })).toEqual(expected.toReversed());
    });

    it('is sifted by more types than a query may compare', async () => {
      const table = await open();
      await withEight(table);
      const types = [
        'submission.tracked',
        'submission.errors-raised',
        'submission.warnings-raised',
        'submission.issues-cleared',
        'submission.report-added',
        'submission.artifact-available',
        'submission.rollout-changed',
        'submission.discovered',
        'submission.stalled',
        'submission.unreachable',
        'submission.recovered',
      ] as const;

      expect(await sequencesOf(table, { types, size: 2 })).toEqual([8, 4, 1]);
      expect(await sequencesOf(table, { types, size: 2, order: 'oldest' })).toEqual([1, 4, 8]);
    });

    it.each(orders)('gives each event once while it grows, %s first', async (order) => {
      const table = await open();
      await withEight(table);

      const pages = await allPages(
        (after) => table.queries.history(key, { order, size: 3, ...after }),
        async (page) => {
          await commitReads(table.store, key, [[at(1_000 + page), { state: `Late${page}` }]]);
        },
      );

      const given = pages.flat().map(({ sequence }) => Number(sequence));
      expect(new Set(given).size).toBe(given.length);
      expect(given.filter((sequence) => sequence <= 8)).toHaveLength(8);
    });

    it.each(orders)('asks nothing wrong of a place that somebody made up, %s first', async (order) => {
      const table = await open();
      await withEight(table);

      for (const after of ['', 'x', '-1', '0', '1e99', 'NaN', '99999999999999999999']) {
        const { items } = await table.queries.history(key, { order, size: 10, after });
        expect(items.length).toBeLessThanOrEqual(8);
      }
    });
  });

  describe('the moves', () => {
    it('are first sight and changes of state, oldest first', async () => {
      const table = await open();
      const events = await withEight(table);

      const moves = await table.queries.moves(key);

      expect(moves).toEqual(events.filter(({ type }) => !type.includes('report-added')));
      expect(moves).toHaveLength(6);
    });
  });
}
