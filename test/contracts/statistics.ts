import { quantile } from '../../shared/domain/duration-sketch.ts';
import type { Statistics } from '../../shared/domain/statistics.ts';
import { commitReads } from '../support/commit-reads.ts';
import { keyOf, keysOfOneProduct } from '../support/key-of.ts';
import type { QueriesUnderTest } from './store-under-test.ts';

const start = Date.parse('2026-03-02T08:00:00.000Z');
const at = (seconds: number) => new Date(start + seconds * 1000);
const addon = keyOf('addon:9NBLGGH4TNMP:1152921505689378154');

/** `kind state: count, median in the state, median to the end` */
function linesOf({ states }: Statistics): string[] {
  return states.map(({ kind, state, seconds, toEnd }) => {
    return `${kind} ${state}: ${seconds.count}, ${quantile(seconds, 0.5)}, ${quantile(toEnd, 0.5)}`;
  });
}

/** What finished submissions took. */
export function statisticsContract(open: () => Promise<QueriesUnderTest>): void {
  describe('statistics', () => {
    it('are empty at first, and while nothing has finished', async () => {
      const table = await open();
      expect(await table.queries.statistics()).toEqual({ states: [], outcomes: [] });
      await commitReads(table.store, addon, [
        [at(0), { state: 'CommitStarted' }],
        [at(60), { state: 'Certification' }],
      ]);

      expect(await table.queries.statistics()).toEqual({ states: [], outcomes: [] });
    });

    it('count what is over when it began before', async () => {
      const table = await open();
      await commitReads(table.store, addon, [[at(0), { state: 'Published' }]]);

      expect(await table.queries.statistics()).toEqual({ states: [], outcomes: [] });
    });

    it('have the states of a run once it has ended, and how it ended', async () => {
      const table = await open();
      await commitReads(table.store, addon, [
        [at(0), { state: 'CommitStarted' }],
        [at(1_000), { state: 'Certification' }],
        [at(11_000), { state: 'CertificationFailed' }],
      ]);

      const statistics = await table.queries.statistics();

      expect(statistics.outcomes).toEqual([{ kind: 'addon', outcome: 'failed', count: 1 }]);
      const [certification, commit] = statistics.states;
      expect(statistics.states.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
        'addon Certification',
        'addon CommitStarted',
      ]);
      expect(Math.abs((quantile(certification?.seconds ?? { count: 0, classes: {} }, 0.5) ?? 0) - 10_000)).toBeLessThan(
        200,
      );
      expect(Math.abs((quantile(commit?.toEnd ?? { count: 0, classes: {} }, 0.5) ?? 0) - 11_000)).toBeLessThan(220);
    });

    it('count a submission that was sent in again twice, each run by itself', async () => {
      const table = await open();
      await commitReads(table.store, addon, [
        [at(0), { state: 'Certification' }],
        [at(100), { state: 'CertificationFailed' }],
        [at(100_000), { state: 'Certification' }],
        [at(100_100), { state: 'Published' }],
      ]);

      const statistics = await table.queries.statistics();

      expect(statistics.outcomes).toEqual([
        { kind: 'addon', outcome: 'failed', count: 1 },
        { kind: 'addon', outcome: 'succeeded', count: 1 },
      ]);
      expect(linesOf(statistics)).toEqual([expect.stringMatching(/^addon Certification: 2, (9|10)\d, (9|10)\d$/)]);
    });

    it('hold many runs of one shard, added up', async () => {
      const table = await open();
      const keys = keysOfOneProduct(47);
      for (const [index, key] of keys.entries()) {
        await commitReads(table.store, key, [
          [at(0), { state: 'scanning/started' }],
          [at(100 + index * 100), { state: 'signing/started' }],
          [at(10_000), { state: index % 10 === 0 ? 'signing/failed' : 'finalizeIngestion/completed' }],
        ]);
      }

      const statistics = await table.queries.statistics();

      expect(statistics.outcomes).toEqual([
        { kind: 'hardware', outcome: 'failed', count: 5 },
        { kind: 'hardware', outcome: 'succeeded', count: 42 },
      ]);
      const [scanning] = statistics.states;
      expect(linesOf(statistics).map((line) => line.split(',')[0])).toEqual([
        'hardware scanning/started: 47',
        'hardware signing/started: 47',
      ]);
      // 100, 200 ... 4,700: the 24th and the 43rd.
      expect(quantile(scanning?.seconds ?? { count: 0, classes: {} }, 0.5)).toBeGreaterThan(2_400 * 0.98);
      expect(quantile(scanning?.seconds ?? { count: 0, classes: {} }, 0.5)).toBeLessThan(2_400 * 1.02);
      expect(quantile(scanning?.seconds ?? { count: 0, classes: {} }, 0.9)).toBeGreaterThan(4_300 * 0.98);
      expect(quantile(scanning?.seconds ?? { count: 0, classes: {} }, 0.9)).toBeLessThan(4_300 * 1.02);
    });
  });
}
