import { eventRow, feedRow, shardOf, stateStatisticsRow } from '../../shared/adapters/table-storage/keys.ts';
import { createTableAdapters } from '../../shared/adapters/table-storage/table-adapters.ts';
import { useAzuriteTables } from '../support/azurite-tables.ts';
import { commitReads } from '../support/commit-reads.ts';
import { keyOf } from '../support/key-of.ts';

const start = Date.parse('2026-03-02T08:00:00.000Z');
const at = (seconds: number) => new Date(start + seconds * 1000);
const key = keyOf('addon:9NBLGGH4TNMP:1');
const partitionKey = shardOf(key.product);

/** One row that cannot be read is left out; the others are given. */
describe('a question', () => {
  const tables = useAzuriteTables();

  async function withThree() {
    const client = await tables.create();
    const adapters = createTableAdapters(client, () => at(0));
    await commitReads(adapters.store, key, [
      [at(0), { state: 'CommitStarted' }],
      [at(10), { state: 'Certification' }],
      [at(20), { state: 'Release' }],
    ]);
    return { client, ...adapters };
  }

  it('for a history leaves out what cannot be read', async () => {
    const { client, queries } = await withThree();
    await client.updateEntity({ partitionKey, rowKey: eventRow(key, 2), data: '{' }, 'Merge');

    for (const order of ['newest', 'oldest'] as const) {
      const { items } = await queries.history(key, { order, size: 10 });
      expect(items.map(({ sequence }) => Number(sequence)).toSorted()).toEqual([1, 3]);
    }
    expect(await queries.moves(key)).toHaveLength(2);
  });

  it('for changes reads in the history what the feed has not, and leaves out what neither has', async () => {
    const { client, queries } = await withThree();
    const row = (sequence: number, seconds: number) => ({
      partitionKey,
      rowKey: feedRow(key, sequence, at(seconds).toISOString()),
    });
    // As a release before left it, and as another hand did.
    const {
      data: _,
      etag: __,
      timestamp: ___,
      ...old
    } = await client.getEntity<Record<string, unknown>>(partitionKey, row(1, 0).rowKey);
    await client.updateEntity({ ...old, ...row(1, 0) }, 'Replace');
    await client.updateEntity({ ...row(2, 10), data: '{' }, 'Merge');
    await client.updateEntity({ partitionKey, rowKey: eventRow(key, 2), data: '{' }, 'Merge');

    const { items } = await queries.changes({ size: 10 });

    expect(items.map(({ id }) => id)).toEqual([`${key.text}/3`, `${key.text}/1`]);
  });

  it('for statistics counts what can be read, and a change that ends a run lands whatever its history is', async () => {
    const { client, store, queries } = await withThree();
    await client.updateEntity({ partitionKey, rowKey: eventRow(key, 2), data: '{' }, 'Merge');
    const rowKey = stateStatisticsRow('addon', 'Certification');
    await client.createEntity({ partitionKey, rowKey, data: '{"states":1}' });

    await commitReads(store, key, [[at(30), { state: 'Published' }]]);

    const { states, outcomes } = await queries.statistics();
    expect(outcomes).toEqual([{ kind: 'addon', outcome: 'succeeded', count: 1 }]);
    expect(states.map(({ state }) => state)).toEqual(['CommitStarted', 'Release']);
  });
});
