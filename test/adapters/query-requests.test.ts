import type { TableClient } from '@azure/data-tables';
import { createTableAdapters } from '../../shared/adapters/table-storage/table-adapters.ts';
import type { SubmissionQueries } from '../../shared/ports/submission-queries.ts';
import { forEachConcurrently } from '../../shared/use-cases/for-each-concurrently.ts';
import { useAzuriteTables } from '../support/azurite-tables.ts';
import { commitReads } from '../support/commit-reads.ts';
import { keyOf, keysOfProducts } from '../support/key-of.ts';
import { countStorageOperations, totalOf } from '../support/storage-operations.ts';

const start = Date.parse('2026-03-02T08:00:00.000Z');
const at = (seconds: number) => new Date(start + seconds * 1000);
const shards = 16;
const history = keyOf('hardware:14461751976964156:1152921504621467600');

/** What a question costs in requests to the storage: pages, however much there is. Counts are not timing, so they are held. */
describe('requests to the storage', () => {
  const tables = useAzuriteTables();
  let counted: Readonly<
    Record<'few' | 'many', { queries: SubmissionQueries; operations: ReturnType<typeof countStorageOperations> }>
  >;

  async function filled(submissions: number) {
    const client: TableClient = await tables.create();
    const { store, queries } = createTableAdapters(client, () => at(0));
    await forEachConcurrently(keysOfProducts(submissions).entries(), 8, async ([index, key]) => {
      const done = index % 2 === 0;
      await commitReads(store, key, [
        [at(index), { state: 'Certification', name: index % 50 === 0 ? 'Rare' : 'Common' }],
        [at(10_000 + index), { state: done ? 'Published' : 'Release' }],
      ]);
    });
    const reads = Array.from({ length: 60 }, (_, index) => [at(20_000 + index), { state: `State${index}` }] as const);
    await commitReads(store, history, reads);
    await queries.submissions({ filter: {}, sort: 'lastChanged', size: 1 });
    return { queries, operations: countStorageOperations(client) };
  }

  beforeAll(async () => {
    counted = { few: await filled(100), many: await filled(400) };
  });

  const list = (queries: SubmissionQueries, filter = {}, size = 20) =>
    queries.submissions({ filter, sort: 'lastChanged', size });

  it.each<[string, (queries: SubmissionQueries) => Promise<unknown>, number]>([
    // A page of the index from each shard, one more where a shard has more than its share, and a read for each entry.
    ['a page of 20 submissions', (queries) => list(queries), shards + 20 + 4],
    [
      'the next page',
      async (queries) => {
        const { next = '' } = await list(queries);
        await queries.submissions({ filter: {}, sort: 'lastChanged', size: 20, after: next });
      },
      2 * (shards + 20 + 4),
    ],
    ['a page of one outcome', (queries) => list(queries, { outcomes: ['succeeded'] }), shards + 20 + 4],
    ['a page of a kind that has one', (queries) => list(queries, { kinds: ['hardware'] }), shards + 1],
    ['a product', (queries) => list(queries, { product: history.product }), 2],
    ['a page by key', (queries) => queries.submissions({ filter: {}, sort: 'key', size: 20 }), shards + 4],
    ['a word that few have', (queries) => list(queries, { text: 'rare' }, 4), shards + 4],
    ['a word that nobody has', (queries) => list(queries, { text: 'nobody' }), shards],
    ['the newest of a history', (queries) => queries.history(history, { order: 'newest', size: 20 }), 1],
    ['the oldest of a history', (queries) => queries.history(history, { order: 'oldest', size: 20 }), 2],
    [
      'one type of a history',
      (queries) => queries.history(history, { order: 'newest', size: 20, types: ['submission.tracked'] }),
      1,
    ],
    ['recent changes', (queries) => queries.changes({ size: 20 }), shards + 4],
    ['recent changes of a type', (queries) => queries.changes({ size: 20, types: ['submission.tracked'] }), shards + 4],
    ['recent changes of a product', (queries) => queries.changes({ size: 20, product: history.product }), 1],
    ['the statistics', (queries) => queries.statistics(), shards],
    ['the moves of a submission', (queries) => queries.moves(history), 1],
  ])('for %s are bounded, of few submissions and of many', async (_name, ask, most) => {
    for (const { queries, operations } of [counted.few, counted.many]) {
      await ask(queries);
      expect(totalOf(operations.take())).toBeLessThanOrEqual(most);
    }
  });

  it('are a read of the row and a write, with a read of the moves where a change ends a run', async () => {
    const client = await tables.create();
    const { store } = createTableAdapters(client, () => at(0));
    const operations = countStorageOperations(client);
    const cost = async (read: { state: string }, seconds: number) => {
      await commitReads(store, history, [[at(seconds), read]]);
      return totalOf(operations.take());
    };

    expect(await cost({ state: 'scanning/started' }, 0)).toBe(2);
    expect(await cost({ state: 'signing/started' }, 10)).toBe(2);
    // Besides its moves, whether enough runs wait to be added up.
    expect(await cost({ state: 'signing/failed' }, 20)).toBe(4);
  });
});
